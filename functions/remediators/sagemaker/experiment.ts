import {
  DescribeInferenceExperimentCommand,
  ListInferenceExperimentsCommand,
  ListTagsCommand,
  SageMakerClient,
} from '@aws-sdk/client-sagemaker';
import type { DescribeInferenceExperimentResponse, ListInferenceExperimentsResponse } from '@aws-sdk/client-sagemaker';
import { service } from '../../../shared/aws/service.ts';
import type { BoundServices } from '../../../shared/aws/service.ts';
import type { Judged } from '../../../shared/report.ts';
import type { ResourceRef } from '../../../shared/signals/signal.ts';
import { tagsByKey } from './tags.ts';

export const experiments = service('SageMaker', SageMakerClient, {
  DescribeInferenceExperimentCommand,
  ListInferenceExperimentsCommand,
  ListTagsCommand,
});
export type ExperimentAws = BoundServices<{ sagemaker: typeof experiments }>;

export type Experiment =
  | { readonly is: 'known'; readonly experiment: DescribeInferenceExperimentResponse; readonly over: boolean }
  | { readonly is: 'moving'; readonly verdict: Judged };

const inMotion = new Set(['Creating', 'Starting', 'Stopping', 'Updating']);
const ended = new Set(['Cancelled', 'Completed']);

/** An inference experiment as it is, or that it is changing right now. */
export async function readExperiment({ sagemaker }: ExperimentAws, Name: string): Promise<Experiment> {
  const experiment = await sagemaker.DescribeInferenceExperiment({ Name });
  const { Status: status } = experiment;
  if (status === undefined) throw new TypeError('DescribeInferenceExperiment named no status');
  if (inMotion.has(status)) return { is: 'moving', verdict: { state: 'busy', why: `The experiment is ${status}` } };
  return { is: 'known', experiment, over: ended.has(status) };
}

export async function experimentTags(aws: ExperimentAws, Name: string): Promise<Record<string, string>> {
  const { Arn = '' } = await aws.sagemaker.DescribeInferenceExperiment({ Name });
  return tagsByKey(aws, Arn);
}

export async function* allExperiments({ sagemaker }: ExperimentAws): AsyncGenerator<{ resource: ResourceRef }> {
  let NextToken: string | undefined;
  do {
    const page: ListInferenceExperimentsResponse = await sagemaker.ListInferenceExperiments(
      NextToken === undefined ? {} : { NextToken },
    );
    for (const { Name: id } of page.InferenceExperiments ?? []) {
      if (id !== undefined) yield { resource: { type: 'AWS::SageMaker::InferenceExperiment', id } };
    }
    NextToken = page.NextToken;
  } while (NextToken !== undefined);
}
