import {
  DescribeNotebookInstanceCommand,
  ListNotebookInstancesCommand,
  ListTagsCommand,
  SageMakerClient,
  StartNotebookInstanceCommand,
  StopNotebookInstanceCommand,
} from '@aws-sdk/client-sagemaker';
import type { DescribeNotebookInstanceOutput, ListNotebookInstancesOutput } from '@aws-sdk/client-sagemaker';
import { apiCall, service } from '../../../shared/aws/service.ts';
import type { BoundServices } from '../../../shared/aws/service.ts';
import type { Action, Condition } from '../../../shared/plan.ts';
import type { ResourceRef } from '../../../shared/signals/signal.ts';
import { tagsByKey } from './tags.ts';

/** What it takes to stop a notebook instance, and to start it again. */
export const notebooks = service('SageMaker', SageMakerClient, {
  DescribeNotebookInstanceCommand,
  ListNotebookInstancesCommand,
  ListTagsCommand,
  StartNotebookInstanceCommand,
  StopNotebookInstanceCommand,
});

export type NotebookAws = BoundServices<{ sagemaker: typeof notebooks }>;
export type Notebook = DescribeNotebookInstanceOutput;

/** Stopping and starting take minutes; SageMaker itself gives up on a start after an hour at most. */
const patience = { every: 30, within: 3600 } as const;

/**
 * The states of https://docs.aws.amazon.com/sagemaker/latest/APIReference/API_DescribeNotebookInstance.html,
 * by what can be done: only `InService` can be stopped, only `Stopped` updated; all others pass, but for `Failed`.
 */
export type NotebookState =
  | { readonly is: 'running' | 'stopped'; readonly notebook: Notebook }
  /** `willRun`: it is on its way to `InService`. */
  | { readonly is: 'busy'; readonly why: string; readonly willRun: boolean; readonly notebook: Notebook }
  | { readonly is: 'broken'; readonly why: string; readonly notebook: Notebook };

export async function notebookState({ sagemaker }: NotebookAws, NotebookInstanceName: string): Promise<NotebookState> {
  const notebook = await sagemaker.DescribeNotebookInstance({ NotebookInstanceName });
  const { NotebookInstanceStatus: now, FailureReason: reason } = notebook;
  if (now === undefined) throw new TypeError('DescribeNotebookInstance named no status');
  if (now === 'InService') return { is: 'running', notebook };
  if (now === 'Stopped') return { is: 'stopped', notebook };
  const why = `The notebook instance is ${now}${reason === undefined ? '' : `: ${reason}`}`;
  if (now === 'Failed') return { is: 'broken', why, notebook };
  return { is: 'busy', why, willRun: now === 'Pending', notebook };
}

/** All notebook instances, whatever they are doing. */
export async function* notebookInstances({
  sagemaker,
}: NotebookAws): AsyncGenerator<{ readonly resource: ResourceRef }> {
  let NextToken: string | undefined;
  do {
    const page: ListNotebookInstancesOutput = await sagemaker.ListNotebookInstances(
      NextToken === undefined ? { MaxResults: 100 } : { MaxResults: 100, NextToken },
    );
    for (const { NotebookInstanceName: id } of page.NotebookInstances ?? []) {
      if (id !== undefined) yield { resource: { type: 'AWS::SageMaker::NotebookInstance', id } };
    }
    NextToken = page.NextToken;
  } while (NextToken !== undefined);
}

export async function notebookTags(aws: NotebookAws, NotebookInstanceName: string): Promise<Record<string, string>> {
  const { NotebookInstanceArn = '' } = await aws.sagemaker.DescribeNotebookInstance({ NotebookInstanceName });
  return tagsByKey(aws, NotebookInstanceArn);
}

/** Stopping keeps the storage volume; what is in memory, or outside /home/ec2-user/SageMaker, is lost. */
export function stop(NotebookInstanceName: string): Action {
  return {
    call: apiCall(notebooks, 'StopNotebookInstance', { NotebookInstanceName }),
    done: status(NotebookInstanceName, ['Stopping', 'Stopped']),
    until: status(NotebookInstanceName, ['Stopped'], ['Failed', 'Deleting']),
  };
}

export function start(NotebookInstanceName: string): Action {
  return {
    call: apiCall(notebooks, 'StartNotebookInstance', { NotebookInstanceName }),
    done: status(NotebookInstanceName, ['Pending', 'InService']),
    until: status(NotebookInstanceName, ['InService'], ['Failed', 'Deleting']),
  };
}

/** Not on the way to any other state, so that it can be moved again. */
export function settled(NotebookInstanceName: string): Condition {
  return status(NotebookInstanceName, ['InService', 'Stopped', 'Failed']);
}

export function status(NotebookInstanceName: string, is: readonly string[], not: readonly string[] = []): Condition {
  return {
    call: apiCall(notebooks, 'DescribeNotebookInstance', { NotebookInstanceName }),
    path: 'NotebookInstanceStatus',
    is,
    not,
    reason: 'FailureReason',
    ...patience,
  };
}
