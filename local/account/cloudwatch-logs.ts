import type {
  AssociateKmsKeyRequest,
  DescribeLogGroupsRequest,
  DescribeLogGroupsResponse,
  DisassociateKmsKeyRequest,
  ListTagsForResourceRequest,
  ListTagsForResourceResponse,
} from '@aws-sdk/client-cloudwatch-logs';
import * as client from '@aws-sdk/client-cloudwatch-logs';
import type { LogGroupState } from './cloudwatch-logs-state.ts';
import { ServiceFault } from './errors.ts';
import { arn, parseArn } from './names.ts';
import { own, present, without } from './own.ts';
import { paginate } from './page.ts';
import { changeRegion, readRegion } from './region.ts';
import type { CallContext, Handler, Simulation } from './simulation.ts';

function find(name: string, context: CallContext): LogGroupState {
  const group = own(readRegion(context).logs.groups, name);
  if (group === undefined) {
    throw new ServiceFault(
      'ResourceNotFoundException',
      `The specified log group does not exist: ${name.slice(0, 512)}`,
    );
  }
  return group;
}

function invalid(message: string): ServiceFault {
  return new ServiceFault('InvalidParameterException', message);
}

const describeLogGroups: Handler<DescribeLogGroupsRequest, DescribeLogGroupsResponse> = (
  { logGroupNamePrefix: prefix = '', limit = 50, nextToken },
  context,
) => {
  const { items, next } = paginate(
    Object.entries(readRegion(context).logs.groups).filter(([name]) => name.startsWith(prefix)),
    ([name]) => name,
    { token: nextToken, size: limit, scope: `DescribeLogGroups ${prefix}` },
    () => invalid('The specified nextToken is invalid.'),
  );
  const logGroups = items.map(([logGroupName, { kmsKeyId, created }]) => {
    const logGroupArn = arn('logs', context, `log-group:${logGroupName}`);
    const creationTime = Date.parse(created);
    // The older of the two ARNs ends in a star.
    return present({ logGroupName, logGroupArn, arn: `${logGroupArn}:*`, creationTime, kmsKeyId });
  });
  return present({ logGroups, nextToken: next });
};

/** A key of another Region can't be used; whether it exists, and what its policy says, is not simulated. */
const associateKmsKey: Handler<AssociateKmsKeyRequest, object> = ({ logGroupName = '', kmsKeyId = '' }, context) => {
  const group = find(logGroupName, context);
  const parts = parseArn(kmsKeyId);
  if (parts?.service !== 'kms' || parts.region !== context.region) {
    throw invalid('The specified KMS Key Id could not be found.');
  }
  changeRegion(context).logs.groups[logGroupName] = { ...group, kmsKeyId };
  return {};
};

const disassociateKmsKey: Handler<DisassociateKmsKeyRequest, object> = ({ logGroupName = '' }, context) => {
  const group = find(logGroupName, context);
  changeRegion(context).logs.groups[logGroupName] = without({ ...group }, 'kmsKeyId') as LogGroupState;
  return {};
};

const listTagsForResource: Handler<ListTagsForResourceRequest, ListTagsForResourceResponse> = (
  { resourceArn = '' },
  context,
) => {
  const parts = parseArn(resourceArn);
  const isHere = parts?.region === context.region && parts.account === context.account;
  const group = find(isHere ? parts.resource.replace(/^log-group:/, '') : resourceArn, context);
  return { tags: Object.fromEntries(group.tags.map(({ Key, Value }) => [Key, Value])) };
};

export const cloudwatchLogs: Simulation = {
  service: 'CloudWatchLogs',
  client: { ...client },
  Exception: client.CloudWatchLogsServiceException,
  operations: {
    AssociateKmsKey: associateKmsKey,
    DescribeLogGroups: describeLogGroups,
    DisassociateKmsKey: disassociateKmsKey,
    ListTagsForResource: listTagsForResource,
  },
};
