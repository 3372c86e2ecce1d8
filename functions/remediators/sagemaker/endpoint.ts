import type { CreateEndpointConfigInput, DescribeEndpointOutput, ListEndpointsOutput } from '@aws-sdk/client-sagemaker';
import { apiCall } from '../../../shared/aws/service.ts';
import type { JsonObject } from '../../../shared/json.ts';
import { toJson } from '../../../shared/json.ts';
import { shortDigest } from '../../../shared/plan.ts';
import type { Condition, Step } from '../../../shared/plan.ts';
import { ifAny } from './missing.ts';
import { endpoints } from './operations.ts';
import type { EndpointAws } from './operations.ts';
import { tagsByKey } from './tags.ts';

/** Deployments of large models take long; SageMaker gives up on a container after an hour at most. */
const deployment = { every: 30, within: 7200 } as const;

/** States in which an endpoint is on its way to another: neither a verdict nor a change is possible. */
const inMotion = new Set(['Creating', 'Deleting', 'RollingBack', 'SystemUpdating', 'Updating']);

/** Those operations alone, so that remediations need to be allowed no more than they use. */
export type Reading<O extends keyof EndpointAws['sagemaker']> = {
  readonly sagemaker: Pick<EndpointAws['sagemaker'], O>;
};

/** The states of https://docs.aws.amazon.com/sagemaker/latest/APIReference/API_DescribeEndpoint.html */
export type EndpointState =
  | { readonly is: 'serving'; readonly endpoint: DescribeEndpointOutput; readonly config: string }
  | { readonly is: 'busy'; readonly why: string }
  | { readonly is: 'broken'; readonly why: string };

export async function endpointState(
  { sagemaker }: Reading<'DescribeEndpoint'>,
  EndpointName: string,
): Promise<EndpointState> {
  const endpoint = await sagemaker.DescribeEndpoint({ EndpointName });
  const { EndpointStatus: status, EndpointConfigName: config, FailureReason: reason } = endpoint;
  if (status !== undefined && inMotion.has(status)) return { is: 'busy', why: `The endpoint is ${status}` };
  if (status !== 'InService' || config === undefined) {
    return { is: 'broken', why: `The endpoint is ${status}${reason === undefined ? '' : `: ${reason}`}` };
  }
  return { is: 'serving', endpoint, config };
}

/** A configuration as it would be created anew: what was sent, without what the service added. */
export async function readConfig(
  { sagemaker }: Reading<'DescribeEndpointConfig'>,
  EndpointConfigName: string,
): Promise<Config> {
  const { $metadata, EndpointConfigArn, CreationTime, ...members } = await sagemaker.DescribeEndpointConfig({
    EndpointConfigName,
  });
  return { input: toJson(members) as JsonObject, arn: EndpointConfigArn };
}

export interface Config {
  readonly input: JsonObject;
  readonly arn: string | undefined;
}

export function configGone(name: string): { state: 'gone'; why: string } {
  return { state: 'gone', why: `Endpoint configuration ${name} does not exist.` };
}

/** The names of all endpoints, in service or not. */
export async function* endpointNames({ sagemaker }: Reading<'ListEndpoints'>): AsyncGenerator<string> {
  let NextToken: string | undefined;
  do {
    const page: ListEndpointsOutput = await sagemaker.ListEndpoints(
      NextToken === undefined ? { MaxResults: 100 } : { MaxResults: 100, NextToken },
    );
    for (const { EndpointName } of page.Endpoints ?? []) if (EndpointName !== undefined) yield EndpointName;
    NextToken = page.NextToken;
  } while (NextToken !== undefined);
}

/** The endpoints that run a configuration, or are about to. There is no filter for it, so every endpoint is asked. */
export async function endpointsUsing(
  aws: Reading<'DescribeEndpoint' | 'ListEndpoints'>,
  config: string,
): Promise<string[]> {
  const users: string[] = [];
  for await (const EndpointName of endpointNames(aws)) {
    const endpoint = await ifAny(aws.sagemaker.DescribeEndpoint({ EndpointName }));
    const configs = [endpoint?.EndpointConfigName, endpoint?.PendingDeploymentSummary?.EndpointConfigName];
    if (configs.includes(config)) users.push(EndpointName);
  }
  return users;
}

/** What a person has to do about an endpoint that has failed: nothing can be changed about it. */
export function broken(endpoint: string, why: string) {
  const steps = [`Bring endpoint ${endpoint} back to InService, or delete it.`];
  return { state: 'manual', why: [why], steps } as const;
}

/** The endpoint's tags, by key. */
export async function endpointTags(
  aws: Reading<'DescribeEndpoint' | 'ListTags'>,
  EndpointName: string,
): Promise<Record<string, string>> {
  const { EndpointArn = '' } = await aws.sagemaker.DescribeEndpoint({ EndpointName });
  return tagsByKey(aws, EndpointArn);
}

/** All endpoints, for the sweep. */
export async function* allEndpoints(
  aws: Reading<'ListEndpoints'>,
): AsyncGenerator<{ readonly resource: { readonly type: string; readonly id: string } }> {
  for await (const id of endpointNames(aws)) yield { resource: { type: 'AWS::SageMaker::Endpoint', id } };
}

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
  const update = (name: string) =>
    apiCall(endpoints, 'UpdateEndpoint', {
      EndpointName,
      EndpointConfigName: name,
      RetainAllVariantProperties: true,
      ...(move.keepDeploymentConfig ? { RetainDeploymentConfig: true } : {}),
    });
  return [
    {
      id: 'create-config',
      title: `Create endpoint configuration ${EndpointConfigName}, like ${from} but for ${Object.keys(change).join(', ')}`,
      call: apiCall(endpoints, 'CreateEndpointConfig', input as unknown as CreateEndpointConfigInput),
      done: { call: probe, path: 'EndpointConfigName', is: [EndpointConfigName] },
      undo: { call: apiCall(endpoints, 'DeleteEndpointConfig', { EndpointConfigName }) },
      semantics: 'at-least-once',
    },
    {
      id: 'update-endpoint',
      title: `Move endpoint ${EndpointName} to ${EndpointConfigName}`,
      call: update(EndpointConfigName),
      only: uses(EndpointName, from),
      done: uses(EndpointName, EndpointConfigName),
      until: inService(EndpointName),
      undo: {
        call: update(from),
        ready: settled(EndpointName),
        done: uses(EndpointName, from),
        until: inService(EndpointName),
      },
      semantics: 'at-least-once',
    },
  ];
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
