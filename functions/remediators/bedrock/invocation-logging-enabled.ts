import {
  BedrockClient,
  DeleteModelInvocationLoggingConfigurationCommand,
  GetModelInvocationLoggingConfigurationCommand,
  PutModelInvocationLoggingConfigurationCommand,
} from '@aws-sdk/client-bedrock';
import type { LoggingConfig } from '@aws-sdk/client-bedrock';
import * as z from 'zod';
import { apiCall, service } from '../../../shared/aws/service.ts';
import type { JsonObject } from '../../../shared/json.ts';
import { toJson } from '../../../shared/json.ts';
import { defineRemediation } from '../../../shared/remediation.ts';
import type { ResourceRef } from '../../../shared/signals/signal.ts';

const bedrock = service('Bedrock', BedrockClient, {
  DeleteModelInvocationLoggingConfigurationCommand,
  GetModelInvocationLoggingConfigurationCommand,
  PutModelInvocationLoggingConfigurationCommand,
});

const type = 'AWS::Bedrock::ModelInvocationLoggingConfiguration';

const modalities = {
  text: 'textDataDeliveryEnabled',
  image: 'imageDataDeliveryEnabled',
  embedding: 'embeddingDataDeliveryEnabled',
  video: 'videoDataDeliveryEnabled',
  audio: 'audioDataDeliveryEnabled',
} as const satisfies Readonly<Record<string, keyof LoggingConfig>>;
type Modality = keyof typeof modalities;

const parameters = z
  .strictObject({
    'log-group': z
      .string()
      .regex(/^[\w#./-]{1,512}$/)
      .optional()
      .describe('CloudWatch Logs group that invocations are logged to. It must exist; needs role-arn.'),
    'role-arn': z
      .string()
      .regex(/^arn:aws[a-z-]*:iam::\d{12}:role\/[\w+=,.@/-]{1,512}$/)
      .optional()
      .describe('Role that Bedrock writes to the log group with.'),
    bucket: z
      .string()
      .regex(/^[a-z0-9][a-z0-9.-]{1,61}[a-z0-9]$/)
      .optional()
      .describe('Bucket of the same Region that invocations are logged to. Its policy must let Bedrock write.'),
    'bucket-prefix': z
      .string()
      .regex(/^[\w!.*'()/-]{1,1024}$/)
      .optional()
      .describe('Prefix of the keys in the bucket.'),
    deliver: z
      .array(z.enum(Object.keys(modalities) as [Modality, ...Modality[]]))
      .default(['text', 'image', 'embedding'])
      .describe('Kinds of data that must not be left out of the log.'),
  })
  .refine((given) => (given['log-group'] === undefined) === (given['role-arn'] === undefined), {
    message: 'log-group and role-arn go together',
  });
type Parameters = z.output<typeof parameters>;

interface Before extends JsonObject {
  /** As it was; null where nothing was logged. */
  readonly logging: JsonObject | null;
}

/**
 * Has Bedrock log what models are asked and what they answer, to the destinations that the policy names.
 * There is one configuration for an account and Region, which is put as a whole: what is there already,
 * such as a second destination, is kept.
 *
 * https://docs.aws.amazon.com/bedrock/latest/APIReference/API_PutModelInvocationLoggingConfiguration.html
 */
export const invocationLoggingEnabled = defineRemediation({
  id: 'bedrock-invocation-logging-enabled',
  title: 'Log model invocations',
  description:
    'Puts the model invocation logging of a Region back: the destinations that the policy names, and the kinds of data that were left out. Everything else in the configuration stays.',
  severity: 'high',
  impact: 'none',
  reversible: true,
  resource: type,
  controls: {
    prowler: ['bedrock_model_invocation_logging_enabled'],
  },
  triggers: [
    {
      resource: 'AWS::Bedrock::Account',
      apiCall: ['bedrock:DeleteModelInvocationLoggingConfiguration', 'bedrock:PutModelInvocationLoggingConfiguration'],
    },
  ],
  parameters,
  uses: { bedrock },

  async locate({ region }) {
    return { targets: [configurationOf(region)] };
  },

  async assess(_target, aws, settings) {
    const { loggingConfig } = await aws.bedrock.GetModelInvocationLoggingConfiguration({});
    const logging = loggingConfig === undefined ? null : (toJson(loggingConfig) as JsonObject);
    const why = faults(loggingConfig, settings);
    if (why.length === 0)
      return { state: 'compliant', why: 'Invocations are logged as they should be.', live: { logging } };
    if (!isLogging(loggingConfig) && !namesDestination(settings))
      return { state: 'manual', why, steps, live: { logging } };
    const before: Before = { logging };
    return { state: 'wrong', why, before };
  },

  plan({ logging }: Before, settings, { id: region }) {
    const undo =
      logging === null
        ? apiCall(bedrock, 'DeleteModelInvocationLoggingConfiguration', {})
        : put(logging as LoggingConfig);
    return {
      steps: [
        {
          id: 'put-logging',
          title: `Log model invocations in ${region} to ${destinations(merged(logging ?? {}, settings)).join(' and ')}`,
          call: put(merged(logging ?? {}, settings)),
          undo: { call: undo },
          semantics: 'at-least-once',
        },
      ],
      expect: 'compliant',
      notes: ['What was asked and answered meanwhile is not in the log.'],
    };
  },

  async *list(_aws, { region }) {
    yield { resource: configurationOf(region) };
  },
});

function configurationOf(region: string): ResourceRef {
  return { type, id: region };
}

function put(loggingConfig: LoggingConfig) {
  return apiCall(bedrock, 'PutModelInvocationLoggingConfiguration', { loggingConfig });
}

const path = 'remediations.bedrock-invocation-logging-enabled.parameters';
const steps = [
  `Name the destination in the policy: ${path}.log-group and role-arn, or bucket.`,
  'Or put it by hand: aws bedrock put-model-invocation-logging-configuration --logging-config file://logging.json.',
];

function isLogging(config: LoggingConfig | undefined): boolean {
  return config?.cloudWatchConfig !== undefined || config?.s3Config !== undefined;
}

function namesDestination(settings: Parameters): boolean {
  return settings['log-group'] !== undefined || settings.bucket !== undefined;
}

/** A kind of data is left out only where the configuration says so: without a word, Bedrock decides. */
function faults(config: LoggingConfig | undefined, settings: Parameters): string[] {
  if (!isLogging(config)) return ['Model invocations are not logged'];
  const { 'log-group': logGroup, bucket } = settings;
  const { logGroupName, roleArn } = config?.cloudWatchConfig ?? {};
  const left = settings.deliver.filter((modality) => config?.[modalities[modality]] === false);
  return [
    ...(logGroup === undefined || logGroupName === logGroup
      ? []
      : [`They are not logged to the log group ${logGroup}`]),
    ...(logGroup === undefined || logGroupName !== logGroup || roleArn === settings['role-arn']
      ? []
      : [`The log group is written with another role than ${settings['role-arn']}`]),
    ...(bucket === undefined || isIn(config, settings) ? [] : [`They are not logged to the bucket ${bucket}`]),
    ...(left.length === 0 ? [] : [`Left out of the log: ${left.join(', ')}`]),
  ];
}

function isIn(config: LoggingConfig | undefined, { bucket, 'bucket-prefix': prefix }: Parameters): boolean {
  const { bucketName, keyPrefix } = config?.s3Config ?? {};
  return bucketName === bucket && (prefix === undefined || keyPrefix === prefix);
}

/** The configuration that is there, with what the policy asks for put in. */
function merged(config: LoggingConfig, settings: Parameters): LoggingConfig {
  const { 'log-group': logGroupName, 'role-arn': roleArn, bucket: bucketName, 'bucket-prefix': keyPrefix } = settings;
  return {
    ...config,
    ...(logGroupName === undefined ? {} : { cloudWatchConfig: { ...config.cloudWatchConfig, logGroupName, roleArn } }),
    ...(bucketName === undefined || isIn(config, settings)
      ? {}
      : { s3Config: keyPrefix === undefined ? { bucketName } : { bucketName, keyPrefix } }),
    ...Object.fromEntries(settings.deliver.map((modality) => [modalities[modality], true])),
  };
}

function destinations({ cloudWatchConfig, s3Config }: LoggingConfig): string[] {
  return [cloudWatchConfig?.logGroupName, s3Config?.bucketName].filter((name) => name !== undefined);
}
