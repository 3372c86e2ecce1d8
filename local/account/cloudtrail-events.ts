import type { Json, JsonObject } from '../../shared/json.ts';
import { toJson } from '../../shared/json.ts';
import type { LoggedCall } from './call.ts';
import type { ServiceRecord } from './cloudtrail-s3.ts';
import { ec2Record, lambdaRecord } from './cloudtrail-compute.ts';
import { s3Record } from './cloudtrail-s3.ts';
import { userIdentity } from './identity.ts';
import { uuidOf } from './names.ts';
import { findSimulation } from './services.ts';
import { operationShapes, shapeOf } from './shape.ts';

/** The services whose writes CloudTrail logs as management events; PutEvents, for one, is none. */
const sources: Readonly<Record<string, { readonly eventSource: string; readonly source: string }>> = {
  Bedrock: { eventSource: 'bedrock.amazonaws.com', source: 'aws.bedrock' },
  BedrockAgent: { eventSource: 'bedrock.amazonaws.com', source: 'aws.bedrock' },
  // Control plane and data plane alike: https://docs.aws.amazon.com/bedrock-agentcore/latest/devguide/gateway-cloudtrail.html
  BedrockAgentCoreControl: { eventSource: 'bedrock-agentcore.amazonaws.com', source: 'aws.bedrock-agentcore' },
  CloudWatchLogs: { eventSource: 'logs.amazonaws.com', source: 'aws.logs' },
  ConfigService: { eventSource: 'config.amazonaws.com', source: 'aws.config' },
  CloudTrail: { eventSource: 'cloudtrail.amazonaws.com', source: 'aws.cloudtrail' },
  EC2: { eventSource: 'ec2.amazonaws.com', source: 'aws.ec2' },
  Lambda: { eventSource: 'lambda.amazonaws.com', source: 'aws.lambda' },
  Inspector2: { eventSource: 'inspector2.amazonaws.com', source: 'aws.inspector2' },
  IAM: { eventSource: 'iam.amazonaws.com', source: 'aws.iam' },
  S3: { eventSource: 's3.amazonaws.com', source: 'aws.s3' },
  SageMaker: { eventSource: 'sagemaker.amazonaws.com', source: 'aws.sagemaker' },
};

/**
 * The `AWS API Call via CloudTrail` event that EventBridge would deliver for a write, also for one that
 * was refused (with `errorCode`). Undefined for reads, for calls that never reached the service, and for
 * operations that CloudTrail does not log. Whether a trail is logging at all, without which EventBridge
 * gets no such event, is for the caller to ask.
 * https://docs.aws.amazon.com/eventbridge/latest/userguide/eb-service-event-cloudtrail.html
 */
export function cloudTrailEvent(call: LoggedCall): JsonObject | undefined {
  const names = Object.hasOwn(sources, call.service) ? sources[call.service] : undefined;
  if (!call.write || names === undefined || call.effect.kind === 'none') return undefined;
  const record = recordOf(call);
  if (record === undefined) return undefined;
  const time = `${call.at.slice(0, 19)}Z`;
  // IAM is the same everywhere, and records its calls in one Region.
  const region = call.service === 'IAM' ? 'us-east-1' : call.region;
  return {
    version: '0',
    id: uuidOf(call.requestId, 'event'),
    'detail-type': 'AWS API Call via CloudTrail',
    source: names.source,
    account: call.account,
    time,
    region,
    resources: [],
    detail: {
      eventVersion: '1.11',
      userIdentity: userIdentity(call.principal, call.account, time),
      eventTime: time,
      eventSource: names.eventSource,
      awsRegion: region,
      // From the block reserved for documentation, RFC 5737.
      sourceIPAddress: '203.0.113.10',
      userAgent: 'aws-sdk-js/3 redress-local-account',
      ...record,
      ...result(call),
      requestID: call.requestId,
      eventID: uuidOf(call.requestId, 'record'),
      readOnly: false,
      eventType: 'AwsApiCall',
      managementEvent: true,
      recipientAccountId: call.account,
      eventCategory: 'Management',
    },
  };
}

function result({ service, operation, effect }: LoggedCall): JsonObject {
  switch (effect.kind) {
    case 'applied': {
      const empty = service === 'S3' || Object.keys(effect.output).length === 0;
      return { responseElements: empty ? null : lowerCamel(schemas(service, operation).output, effect.output) };
    }
    case 'refused':
      return { errorCode: effect.error.name, errorMessage: effect.error.message, responseElements: null };
    case 'none':
      return {};
  }
}

function recordOf(call: LoggedCall): ServiceRecord | undefined {
  switch (call.service) {
    case 'EC2':
      return ec2Record(call);
    case 'Lambda':
      return lambdaRecord(generalRecord(call));
    case 'S3':
      return s3Record(call);
    default:
      return generalRecord(call);
  }
}

/** CloudTrail writes what the caller sent, members in lower camel case. */
function generalRecord({ service, operation, input }: LoggedCall): ServiceRecord | undefined {
  const { client } = findSimulation(service) ?? {};
  if (client?.[`${operation}$`] === undefined) return undefined;
  const parameters = lowerCamel(schemas(service, operation).input, input);
  return { eventName: operation, requestParameters: parameters as JsonObject };
}

function schemas(service: string, operation: string): { readonly input: unknown; readonly output: unknown } {
  return operationShapes(findSimulation(service)?.client[`${operation}$`]);
}

/** Names of members change, keys of maps (environment variables, for instance) are data and stay. */
export function lowerCamel(schema: unknown, value: unknown): Json {
  const shape = shapeOf(schema);
  if (shape.kind === 'list' && Array.isArray(value)) return value.map((item) => lowerCamel(shape.item, item));
  if (typeof value !== 'object' || value === null || Array.isArray(value)) return toJson(value);
  const members = Object.entries(value).filter(([, member]) => member !== undefined);
  if (shape.kind === 'map')
    return Object.fromEntries(members.map(([key, item]) => [key, lowerCamel(shape.value, item)]));
  if (shape.kind !== 'structure' && shape.kind !== 'union') return toJson(value);
  return Object.fromEntries(
    members.map(([name, member]) => {
      const index = shape.members.indexOf(name);
      const lower = `${name.slice(0, 1).toLowerCase()}${name.slice(1)}`;
      return [lower, index < 0 ? toJson(member) : lowerCamel(shape.schemas[index], member)];
    }),
  );
}
