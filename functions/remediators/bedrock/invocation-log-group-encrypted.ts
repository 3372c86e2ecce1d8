import { BedrockClient, GetModelInvocationLoggingConfigurationCommand } from '@aws-sdk/client-bedrock';
import {
  AssociateKmsKeyCommand,
  CloudWatchLogsClient,
  DescribeLogGroupsCommand,
  DisassociateKmsKeyCommand,
  ListTagsForResourceCommand,
} from '@aws-sdk/client-cloudwatch-logs';
import type { LogGroup } from '@aws-sdk/client-cloudwatch-logs';
import * as z from 'zod';
import { apiCall, service } from '../../../shared/aws/service.ts';
import type { BoundServices } from '../../../shared/aws/service.ts';
import type { JsonObject } from '../../../shared/json.ts';
import { defineRemediation } from '../../../shared/remediation.ts';
import { arnOf } from '../../../shared/signals/arn.ts';
import { keyParameter } from './agents.ts';
import { destinationsOf, keyElsewhere, located } from './invocation-log-destinations.ts';
import { everyItem } from '../../../shared/aws/pages.ts';

const bedrock = service('Bedrock', BedrockClient, { GetModelInvocationLoggingConfigurationCommand });
const logs = service('CloudWatchLogs', CloudWatchLogsClient, {
  AssociateKmsKeyCommand,
  DescribeLogGroupsCommand,
  DisassociateKmsKeyCommand,
  ListTagsForResourceCommand,
});

const type = 'AWS::Logs::LogGroup';

interface Before extends JsonObject {
  readonly kmsKeyId: null;
}

/**
 * Gives a log group that model invocations are logged to, with all that models are asked and answer, the key that
 * the policy names. Events that it holds already stay as they are; CloudWatch Logs refuses a key that it may not use.
 *
 * https://docs.aws.amazon.com/AmazonCloudWatch/latest/logs/encrypt-log-data-kms.html
 */
export const invocationLogGroupEncrypted = defineRemediation({
  id: 'bedrock-invocation-log-group-encrypted',
  title: 'Encrypt the log group of invocation logs with a key of your own',
  description:
    'Associates a KMS key with a log group that Bedrock logs model invocations to. Events that were written before keep the encryption that they have.',
  severity: 'medium',
  impact: 'none',
  reversible: true,
  resource: type,
  controls: { prowler: ['bedrock_model_invocation_logs_encryption_enabled'] },
  triggers: [
    { resource: 'AWS::Bedrock::Account', apiCall: ['bedrock:PutModelInvocationLoggingConfiguration'] },
    { resource: type, apiCall: ['logs:DisassociateKmsKey'] },
  ],
  parameters: z.strictObject({ 'kms-key': keyParameter }),
  uses: { bedrock, logs },

  async locate({ resource }, aws) {
    const { loggingConfig } = await aws.bedrock.GetModelInvocationLoggingConfiguration({});
    return located(type, destinationsOf(loggingConfig).logGroups, resource);
  },

  async assess({ id }, aws, { 'kms-key': key }, { region }) {
    const group = await find(id, aws);
    if (group === undefined) return { state: 'gone', why: `The log group ${id} does not exist` };
    const { kmsKeyId } = group;
    if (kmsKeyId !== undefined) return { state: 'compliant', why: 'It has a KMS key.', live: { kmsKeyId } };
    const why = [`Model invocations are logged to ${id}, which has no KMS key`];
    if (key === undefined) return { state: 'manual', why, steps };
    const other = keyElsewhere(key, region);
    if (other !== undefined) return { state: 'manual', why, steps: [...steps, other] };
    const before: Before = { kmsKeyId: null };
    return { state: 'wrong', why, before };
  },

  plan(_before: Before, { 'kms-key': kmsKeyId }, { id: logGroupName }) {
    return {
      steps: [
        {
          id: 'associate-key',
          title: `Encrypt what is written to ${logGroupName} with ${kmsKeyId}`,
          call: apiCall(logs, 'AssociateKmsKey', { logGroupName, kmsKeyId }),
          undo: { call: apiCall(logs, 'DisassociateKmsKey', { logGroupName }) },
          semantics: 'at-least-once',
        },
      ],
      expect: 'compliant',
      notes: [
        "The key's policy must let logs.<Region>.amazonaws.com use it for the log group, or the key is refused.",
        'What is written while the log group has the key can only be read as long as the key is there.',
      ],
    };
  },

  async tags({ id }, aws) {
    const { logGroupArn } = (await find(id, aws)) ?? {};
    const { tags = {} } = await aws.logs.ListTagsForResource({ resourceArn: logGroupArn });
    return tags;
  },

  async *list(aws, scope) {
    const { loggingConfig } = await aws.bedrock.GetModelInvocationLoggingConfiguration({});
    for (const id of destinationsOf(loggingConfig).logGroups) {
      yield { resource: { type, id, arn: arnOf('logs', `log-group:${id}`, scope) } };
    }
  },
});

const steps = [
  'Name a key in the policy: remediations.bedrock-invocation-log-group-encrypted.parameters.kms-key.',
  "Let CloudWatch Logs use it: logs.<Region>.amazonaws.com in the key's policy.",
];

/** There is no operation that reads one log group; others may begin with its name. */
async function find(
  logGroupNamePrefix: string,
  aws: BoundServices<{ logs: typeof logs }>,
): Promise<LogGroup | undefined> {
  const groups = everyItem(
    (token) => aws.logs.DescribeLogGroups({ logGroupNamePrefix, ...token }),
    ({ logGroups = unlisted() }) => logGroups,
  );
  for await (const group of groups) if (group.logGroupName === logGroupNamePrefix) return group;
  return undefined;
}

function unlisted(): never {
  throw new TypeError('CloudWatch Logs answered without a list of log groups');
}
