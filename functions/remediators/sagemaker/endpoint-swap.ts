import type { CreateEndpointConfigInput } from '@aws-sdk/client-sagemaker';
import { apiCall } from '../../../shared/aws/service.ts';
import type { JsonObject } from '../../../shared/json.ts';
import { shortDigest } from '../../../shared/plan.ts';
import type { Condition, Step } from '../../../shared/plan.ts';
import { endpoints } from './operations.ts';

/** Deployments of large models take long; SageMaker gives up on a container after an hour at most. */
const deployment = { every: 30, within: 7200 } as const;

/**
 * The steps that move an endpoint from a configuration, which can't be changed, to a new one that
 * differs in some members. The endpoint serves all the while, from the old one until the new one is up,
 * and keeps the instance counts and weights that it has now. The old configuration is kept for the undo.
 *
 * https://docs.aws.amazon.com/sagemaker/latest/APIReference/API_UpdateEndpoint.html
 */
export function swapConfig(move: {
  readonly endpoint: string;
  readonly from: string;
  readonly config: JsonObject;
  readonly change: JsonObject;
  readonly tags: readonly JsonObject[];
  readonly keepDeploymentConfig: boolean;
}): Step[] {
  const { endpoint: EndpointName, from, change } = move;
  const changed = { ...move.config, ...change };
  const EndpointConfigName = newName(from, [EndpointName, changed]);
  // The members come from DescribeEndpointConfig, whose shapes are those of CreateEndpointConfig.
  const input = { ...changed, EndpointConfigName, ...(move.tags.length === 0 ? {} : { Tags: move.tags }) };
  const probe = apiCall(endpoints, 'DescribeEndpointConfig', { EndpointConfigName });
  return [
    {
      id: 'create-config',
      title: `Create endpoint configuration ${EndpointConfigName}, like ${from} but for ${Object.keys(change).join(', ')}`,
      call: apiCall(endpoints, 'CreateEndpointConfig', input as unknown as CreateEndpointConfigInput),
      done: { call: probe, path: 'EndpointConfigName', is: [EndpointConfigName] },
      undo: { call: apiCall(endpoints, 'DeleteEndpointConfig', { EndpointConfigName }) },
      semantics: 'at-least-once',
    },
    moveEndpoint({
      endpoint: EndpointName,
      from,
      to: EndpointConfigName,
      keepDeploymentConfig: move.keepDeploymentConfig,
    }),
  ];
}

/** The step that has an endpoint run another configuration that exists, and what takes it back. */
export function moveEndpoint(move: {
  readonly endpoint: string;
  readonly from: string;
  readonly to: string;
  readonly keepDeploymentConfig: boolean;
}): Step {
  const { endpoint: EndpointName, from, to } = move;
  const update = (EndpointConfigName: string) =>
    apiCall(endpoints, 'UpdateEndpoint', {
      EndpointName,
      EndpointConfigName,
      RetainAllVariantProperties: true,
      ...(move.keepDeploymentConfig ? { RetainDeploymentConfig: true } : {}),
    });
  return {
    id: 'update-endpoint',
    title: `Move endpoint ${EndpointName} to ${to}`,
    call: update(to),
    only: uses(EndpointName, from),
    done: uses(EndpointName, to),
    until: inService(EndpointName),
    undo: {
      call: update(from),
      ready: settled(EndpointName),
      only: uses(EndpointName, to),
      done: uses(EndpointName, from),
      until: inService(EndpointName),
    },
    semantics: 'at-least-once',
  };
}

/** 63 characters at most; the digest tells apart what else would be called the same. */
export function newName(from: string, content: unknown): string {
  const stem = from.replace(/-redress-[0-9a-f]{8}$/, '').slice(0, 63 - '-redress-12345678'.length);
  return `${stem}-redress-${shortDigest(content, 8)}`;
}

export function describe(EndpointName: string): Condition['call'] {
  return apiCall(endpoints, 'DescribeEndpoint', { EndpointName });
}

/** While an update is under way, the pending deployment names the configuration that it leads to. */
function uses(name: string, config: string): Condition {
  return {
    call: describe(name),
    path: ['PendingDeploymentSummary.EndpointConfigName', 'EndpointConfigName'],
    is: [config],
  };
}

export function inService(name: string): Condition {
  return {
    call: describe(name),
    path: 'EndpointStatus',
    is: ['InService'],
    not: ['RollingBack', 'Failed', 'UpdateRollbackFailed', 'OutOfService', 'Deleting'],
    reason: 'FailureReason',
    ...deployment,
  };
}

/** Not on the way to any other state, so that it can be changed again. */
export function settled(name: string): Condition {
  return {
    call: describe(name),
    path: 'EndpointStatus',
    is: ['InService', 'Failed', 'UpdateRollbackFailed', 'OutOfService'],
    ...deployment,
  };
}
