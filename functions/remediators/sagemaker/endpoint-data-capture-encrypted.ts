import type { DataCaptureConfig } from '@aws-sdk/client-sagemaker';
import * as z from 'zod';
import type { JsonObject } from '../../../shared/json.ts';
import { defineRemediation } from '../../../shared/remediation.ts';
import type { Located } from '../../../shared/remediation.ts';
import { swapConfig } from './endpoint-swap.ts';
import {
  allEndpoints,
  broken,
  configGone,
  endpointState,
  endpointTags,
  endpointsUsing,
  readConfig,
} from './endpoint.ts';
import { kmsKey } from './kms-key.ts';
import { ifAny, needed } from './missing.ts';
import { swapping } from './operations.ts';
import { ownTags } from './tags.ts';

const parameters = z.strictObject({
  'kms-key': kmsKey
    .optional()
    .describe('KMS key for captured requests and answers. The key policy must let the endpoint’s role use it.'),
});

interface Before extends JsonObject {
  readonly endpoint: string;
  readonly config: string;
  readonly settings: JsonObject;
  readonly configTags: readonly { readonly Key: string; readonly Value: string }[];
  readonly keepDeploymentConfig: boolean;
}

/**
 * Has an endpoint that captures requests and answers encrypt them with a key of the account's. What was
 * captured before stays as it is.
 *
 * https://docs.aws.amazon.com/sagemaker/latest/APIReference/API_DataCaptureConfig.html
 */
export const endpointDataCaptureEncrypted = defineRemediation({
  id: 'sagemaker-endpoint-data-capture-encrypted',
  title: 'Encrypt what an endpoint captures',
  description:
    'Creates a copy of the endpoint configuration whose data capture has a KMS key and updates the endpoint to it, without downtime. The old configuration is kept; what was captured before stays as it is.',
  severity: 'high',
  impact: 'none',
  reversible: true,
  resource: 'AWS::SageMaker::Endpoint',
  // No managed rule, control or check looks at it.
  controls: {},
  triggers: [
    { resource: 'AWS::SageMaker::EndpointConfig', apiCall: ['sagemaker:CreateEndpointConfig'] },
    { resource: 'AWS::SageMaker::Endpoint', apiCall: ['sagemaker:CreateEndpoint', 'sagemaker:UpdateEndpoint'] },
  ],
  parameters,
  uses: { sagemaker: swapping },

  async locate({ resource }, aws): Promise<Located> {
    if (resource.type === 'AWS::SageMaker::Endpoint') return { targets: [resource] };
    const config = await ifAny(readConfig(aws, resource.id));
    if (config === undefined) return { verdict: configGone(resource.id) };
    const { input } = config;
    const capture = captureOf(input);
    const right = verdict(capture);
    if (right !== undefined) return { verdict: right };
    const users = await endpointsUsing(aws, resource.id);
    if (users.length > 0) return { targets: users.map((id) => ({ type: 'AWS::SageMaker::Endpoint', id })) };
    const why = `No endpoint uses ${resource.id}, so nothing is captured.`;
    return { verdict: { state: 'compliant', why, live: shown(capture) } };
  },

  async assess({ id }, aws, { 'kms-key': key }) {
    const state = await endpointState(aws, id);
    if (state.is === 'busy') return { state: 'busy', why: state.why };
    if (state.is === 'broken') return broken(id, state.why);
    const { config } = state;
    const { input, arn = '' } = await needed(`Endpoint configuration ${config}`, readConfig(aws, config));
    const capture = captureOf(input);
    const right = verdict(capture);
    if (right !== undefined) return right;
    const why = [`Endpoint ${id} captures data to ${capture?.DestinationS3Uri} without a KMS key`];
    if (key === undefined) {
      const step = 'remediations.sagemaker-endpoint-data-capture-encrypted.parameters.kms-key';
      return { state: 'manual', why, steps: [`Name a key in the policy: ${step}.`] };
    }
    const before: Before = {
      endpoint: id,
      config,
      settings: input,
      configTags: await ownTags(aws, arn),
      keepDeploymentConfig: state.endpoint.LastDeploymentConfig !== undefined,
    };
    return { state: 'wrong', why, before };
  },

  plan({ endpoint, config, settings, configTags, keepDeploymentConfig }, { 'kms-key': key }) {
    const DataCaptureConfig = { ...(settings['DataCaptureConfig'] as JsonObject), KmsKeyId: key };
    const change = { DataCaptureConfig };
    return {
      steps: swapConfig({ endpoint, from: config, config: settings, change, tags: configTags, keepDeploymentConfig }),
      expect: 'compliant',
      notes: [
        'The endpoint’s role needs kms:GenerateDataKey on the key, or nothing more is captured.',
        'What was captured before stays as it is.',
      ],
    };
  },

  tags: async ({ id }, aws) => endpointTags(aws, id),
  list: (aws) => allEndpoints(aws),
});

function captureOf(config: JsonObject): DataCaptureConfig | undefined {
  return config['DataCaptureConfig'] as DataCaptureConfig | undefined;
}

/** Why the configuration is right, or undefined if it is wrong. */
function verdict(capture: DataCaptureConfig | undefined) {
  if (capture === undefined || capture.EnableCapture !== true) {
    return { state: 'compliant', why: 'No data is captured.', live: shown(capture) } as const;
  }
  if (capture.KmsKeyId === undefined || capture.KmsKeyId === '') return undefined;
  return { state: 'compliant', why: 'Captured data is encrypted with a KMS key.', live: shown(capture) } as const;
}

function shown({ EnableCapture = false, KmsKeyId }: Partial<DataCaptureConfig> = {}): JsonObject {
  return { EnableCapture, ...(KmsKeyId === undefined ? {} : { KmsKeyId }) };
}
