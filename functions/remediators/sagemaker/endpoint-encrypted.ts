import * as z from 'zod';
import type { JsonObject } from '../../../shared/json.ts';
import { toJson } from '../../../shared/json.ts';
import type { Plan } from '../../../shared/plan.ts';
import { defineRemediation } from '../../../shared/remediation.ts';
import type { Assessment, Located } from '../../../shared/remediation.ts';
import { stopEndpoint } from './endpoint-stop.ts';
import { swapConfig } from './endpoint-swap.ts';
import {
  allEndpoints,
  broken,
  configGone,
  endpointState,
  endpointTags as tagsOf,
  endpointsUsing,
  readConfig,
} from './endpoint.ts';
import { ifAny, needed } from './missing.ts';
import { kmsKey } from './kms-key.ts';
import { localStorage } from './local-storage.ts';
import { endpoints } from './operations.ts';
import { ownTags } from './tags.ts';
import { allVariants } from './variants.ts';

const parameters = z.strictObject({
  action: z
    .enum(['rotate', 'stop'])
    .default('rotate')
    .describe(
      'rotate: move the endpoint to a configuration with the key. stop: delete the endpoint; undoing recreates it.',
    ),
  'kms-key': kmsKey.optional().describe('KMS key id, key ARN, alias or alias ARN that new configurations get.'),
  'local-storage': z
    .enum(['report', 'rotate'])
    .default('report')
    .describe('What to do with instance types whose local disks a volume key does not cover; some of them refuse one.'),
});
type Parameters = z.output<typeof parameters>;

interface Before extends JsonObject {
  readonly endpoint: string;
  readonly config: string;
  readonly settings: JsonObject;
  readonly configTags: readonly { readonly Key: string; readonly Value: string }[];
  readonly endpointTags: readonly { readonly Key: string; readonly Value: string }[];
  readonly deployment: JsonObject | null;
}

/**
 * Moves an endpoint whose configuration has no KMS key to a new configuration that has one. Endpoint
 * configurations can't be changed; the endpoint serves from the old one until the new one is up.
 *
 * https://docs.aws.amazon.com/sagemaker/latest/APIReference/API_CreateEndpointConfig.html#sagemaker-CreateEndpointConfig-request-KmsKeyId
 */
export const endpointEncrypted = defineRemediation({
  id: 'sagemaker-endpoint-encrypted',
  title: 'Move an endpoint to encrypted storage',
  description:
    'Creates a copy of the endpoint configuration with a KMS key and updates the endpoint to it, without downtime. The old configuration is kept.',
  severity: 'high',
  impact: 'none',
  reversible: true,
  resource: 'AWS::SageMaker::Endpoint',
  controls: {
    configRules: ['sagemaker-endpoint-config-kms-key-required', 'sagemaker-endpoint-configuration-kms-key-configured'],
    prowler: ['sagemaker_endpoint_config_kms_encryption_enabled'],
  },
  triggers: [
    {
      resource: 'AWS::SageMaker::EndpointConfig',
      configRule: ['sagemaker-endpoint-config-kms-key-required', 'sagemaker-endpoint-configuration-kms-key-configured'],
      apiCall: ['sagemaker:CreateEndpointConfig'],
    },
    { resource: 'AWS::SageMaker::Endpoint', apiCall: ['sagemaker:CreateEndpoint', 'sagemaker:UpdateEndpoint'] },
  ],
  parameters,
  uses: { sagemaker: endpoints },

  async locate({ resource }, aws): Promise<Located> {
    if (resource.type === 'AWS::SageMaker::Endpoint') return { targets: [resource] };
    const config = await ifAny(readConfig(aws, resource.id));
    if (config === undefined) return { verdict: configGone(resource.id) };
    const { input } = config;
    if (input['KmsKeyId'] !== undefined) return { verdict: encrypted(input['KmsKeyId']) };
    const users = await endpointsUsing(aws, resource.id);
    if (users.length > 0) return { targets: users.map((id) => ({ type: 'AWS::SageMaker::Endpoint', id })) };
    return { verdict: unused(resource.id) };
  },

  async assess({ id }, aws, settings) {
    const state = await endpointState(aws, id);
    if (state.is === 'busy') return { state: 'busy', why: state.why };
    if (state.is === 'broken') return broken(id, state.why);
    const { config } = state;
    const { input, arn } = await needed(`Endpoint configuration ${config}`, readConfig(aws, config));
    if (input['KmsKeyId'] !== undefined) return encrypted(input['KmsKeyId']);
    const why = [`Endpoint configuration ${config} has no KMS key, so the storage volumes have none either`];
    const inTheWay = obstacle(input, settings);
    if (inTheWay !== undefined) return { state: 'manual', why, steps: inTheWay };
    const before: Before = {
      endpoint: id,
      config,
      settings: input,
      configTags: arn === undefined ? [] : await ownTags(aws, arn),
      endpointTags: settings.action === 'stop' ? await ownTags(aws, state.endpoint.EndpointArn ?? '') : [],
      deployment: (toJson(state.endpoint.LastDeploymentConfig) as JsonObject | null) ?? null,
    };
    return { state: 'wrong', why, before };
  },

  plan(before, settings) {
    return settings.action === 'stop' ? stopEndpoint(before) : rotate(before, settings);
  },

  tags: async ({ id }, aws) => tagsOf(aws, id),
  list: (aws) => allEndpoints(aws),
});

function encrypted(key: unknown): { state: 'compliant'; why: string; live: JsonObject } {
  return { state: 'compliant', why: 'The endpoint configuration has a KMS key.', live: { KmsKeyId: String(key) } };
}

function unused(config: string): Assessment<never> & { state: 'manual' } {
  return {
    state: 'manual',
    why: [`Endpoint configuration ${config} has no KMS key, and no endpoint uses it`],
    steps: [`Delete endpoint configuration ${config}, or keep it and exempt it; it can't be changed.`],
  };
}

/** What keeps the endpoint from being moved, as steps for a person. */
function obstacle(config: JsonObject, settings: Parameters): string[] | undefined {
  if (settings.action === 'stop') return undefined;
  if (settings['kms-key'] === undefined) {
    return ['Name a key in the policy: remediations.sagemaker-endpoint-encrypted.parameters.kms-key.'];
  }
  const types = allVariants(config).map(({ InstanceType }) => InstanceType ?? '');
  const local = types.filter((type) => localStorage.test(type));
  if (settings['local-storage'] === 'rotate' || local.length === 0) return undefined;
  return [
    `${local.join(', ')} keeps data on local disks, which the hardware encrypts and a volume key does not cover.`,
    'Choose an instance type without local storage, exempt the endpoint, or set local-storage: rotate.',
  ];
}

function rotate(before: Before, settings: Parameters): Plan {
  return {
    steps: swapConfig({
      endpoint: before.endpoint,
      from: before.config,
      config: before.settings,
      change: { KmsKeyId: settings['kms-key'] },
      tags: before.configTags,
      keepDeploymentConfig: before.deployment !== null,
    }),
    expect: 'compliant',
    notes: [`${before.config} is kept for the undo; AWS Config goes on reporting it until it is deleted.`],
  };
}
