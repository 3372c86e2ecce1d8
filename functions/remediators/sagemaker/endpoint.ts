import type { DescribeEndpointOutput, ListEndpointsOutput } from '@aws-sdk/client-sagemaker';
import type { JsonObject } from '../../../shared/json.ts';
import { toJson } from '../../../shared/json.ts';
import { ifAny } from './missing.ts';
import type { EndpointAws } from './operations.ts';
import { tagsByKey } from './tags.ts';

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
