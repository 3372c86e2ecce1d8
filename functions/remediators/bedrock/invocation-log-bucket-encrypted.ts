import { BedrockClient, GetModelInvocationLoggingConfigurationCommand } from '@aws-sdk/client-bedrock';
import {
  GetBucketEncryptionCommand,
  GetBucketTaggingCommand,
  PutBucketEncryptionCommand,
  S3Client,
} from '@aws-sdk/client-s3';
import type { ServerSideEncryptionRule } from '@aws-sdk/client-s3';
import * as z from 'zod';
import { orUndefined } from '../../../shared/aws/failure.ts';
import { apiCall, service } from '../../../shared/aws/service.ts';
import type { JsonObject } from '../../../shared/json.ts';
import { toJson } from '../../../shared/json.ts';
import { defineRemediation } from '../../../shared/remediation.ts';
import { keyParameter } from './agents.ts';
import { destinationsOf, keyElsewhere, located } from './invocation-log-destinations.ts';

const bedrock = service('Bedrock', BedrockClient, { GetModelInvocationLoggingConfigurationCommand });
const s3 = service('S3', S3Client, { GetBucketEncryptionCommand, GetBucketTaggingCommand, PutBucketEncryptionCommand });

const type = 'AWS::S3::Bucket';

interface Before extends JsonObject {
  /** The bucket's one rule, as it was. */
  readonly rule: JsonObject;
}

/**
 * Gives a bucket that model invocations are logged to, with all that models are asked and answer, the default
 * encryption by the key that the policy names. Objects that lie there already stay as they are.
 *
 * https://docs.aws.amazon.com/bedrock/latest/userguide/model-invocation-logging.html
 */
export const invocationLogBucketEncrypted = defineRemediation({
  id: 'bedrock-invocation-log-bucket-encrypted',
  title: 'Encrypt the bucket of invocation logs with a key of your own',
  description:
    'Sets the default encryption of a bucket that Bedrock logs model invocations to. What else the rule says stays; objects that were written before keep the encryption that they have.',
  severity: 'medium',
  impact: 'none',
  reversible: true,
  resource: type,
  controls: { prowler: ['bedrock_model_invocation_logs_encryption_enabled'] },
  triggers: [
    { resource: 'AWS::Bedrock::Account', apiCall: ['bedrock:PutModelInvocationLoggingConfiguration'] },
    { resource: type, apiCall: ['s3:DeleteBucketEncryption', 's3:PutBucketEncryption'] },
  ],
  parameters: z.strictObject({ 'kms-key': keyParameter }),
  uses: { bedrock, s3 },

  async locate({ resource }, aws) {
    const { loggingConfig } = await aws.bedrock.GetModelInvocationLoggingConfiguration({});
    return located(type, destinationsOf(loggingConfig).buckets, resource);
  },

  async assess({ id: Bucket }, aws, { 'kms-key': key }, { region }) {
    const { ServerSideEncryptionConfiguration: found } = await aws.s3.GetBucketEncryption({ Bucket });
    const [rule] = found?.Rules ?? [];
    const { SSEAlgorithm } = rule?.ApplyServerSideEncryptionByDefault ?? {};
    if (rule === undefined || SSEAlgorithm === undefined) {
      // Every bucket has had a default since January 2023.
      throw new TypeError(`The default encryption of ${Bucket} can't be told`);
    }
    if (SSEAlgorithm.startsWith('aws:kms')) {
      return { state: 'compliant', why: `New logs are encrypted by ${SSEAlgorithm}.`, live: { rule: toJson(rule) } };
    }
    const why = [`Model invocations are logged to ${Bucket}, which encrypts by ${SSEAlgorithm}, without a KMS key`];
    if (key === undefined) return { state: 'manual', why, steps };
    const other = keyElsewhere(key, region);
    if (other !== undefined) return { state: 'manual', why, steps: [...steps, other] };
    const before: Before = { rule: toJson(rule) as JsonObject };
    return { state: 'wrong', why, before };
  },

  plan({ rule }: Before, { 'kms-key': KMSMasterKeyID }, { id: Bucket }) {
    const old = rule as unknown as ServerSideEncryptionRule;
    const wanted: ServerSideEncryptionRule = {
      ...old,
      ApplyServerSideEncryptionByDefault: { SSEAlgorithm: 'aws:kms', KMSMasterKeyID },
      // A key for the bucket saves a request to KMS for each log file.
      BucketKeyEnabled: true,
    };
    const put = (Rule: ServerSideEncryptionRule) =>
      apiCall(s3, 'PutBucketEncryption', { Bucket, ServerSideEncryptionConfiguration: { Rules: [Rule] } });
    return {
      steps: [
        {
          id: 'put-encryption',
          title: `Encrypt what is written to ${Bucket} with ${KMSMasterKeyID}`,
          call: put(wanted),
          undo: { call: put(old) },
          semantics: 'at-least-once',
        },
      ],
      expect: 'compliant',
      notes: [
        `Bedrock can log there only if the key's policy lets bedrock.amazonaws.com use it (kms:GenerateDataKey, with aws:SourceAccount as a condition).`,
        'Whoever reads the logs needs kms:Decrypt on the key.',
      ],
    };
  },

  async tags({ id: Bucket }, aws) {
    const found = await orUndefined('NoSuchTagSet', aws.s3.GetBucketTagging({ Bucket }));
    return Object.fromEntries((found?.TagSet ?? []).map(({ Key = '', Value = '' }) => [Key, Value]));
  },

  async *list(aws) {
    const { loggingConfig } = await aws.bedrock.GetModelInvocationLoggingConfiguration({});
    for (const id of destinationsOf(loggingConfig).buckets) yield { resource: { type, id } };
  },
});

const steps = [
  'Name a key in the policy: remediations.bedrock-invocation-log-bucket-encrypted.parameters.kms-key.',
  "Let Bedrock write with it: kms:GenerateDataKey for bedrock.amazonaws.com in the key's policy.",
];
