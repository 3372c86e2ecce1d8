import { SageMakerClient, UpdateNotebookInstanceCommand } from '@aws-sdk/client-sagemaker';
import type { UpdateNotebookInstanceInput } from '@aws-sdk/client-sagemaker';
import { errorRecord, failureKind } from '../../../shared/aws/failure.ts';
import { apiCall, service } from '../../../shared/aws/service.ts';
import type { JsonObject } from '../../../shared/json.ts';
import type { Action, Plan, Step } from '../../../shared/plan.ts';
import type { Assessment, Located, Target } from '../../../shared/remediation.ts';
import type { ResourceRef } from '../../../shared/signals/signal.ts';
import { notebooks, notebookState, settled, start, status, stop } from './notebook.ts';
import type { Notebook, NotebookAws, NotebookState } from './notebook.ts';

/**
 * The kit for settings of a notebook instance that can be changed while it is stopped, and only then:
 * stop, update, and start again if it ran.
 *
 * https://docs.aws.amazon.com/sagemaker/latest/dg/nbi-update.html
 */
export const updating = service('SageMaker', SageMakerClient, {
  ...notebooks.commands,
  UpdateNotebookInstanceCommand,
});

/** The members of UpdateNotebookInstance that a remediation is about. */
export type Settings = Partial<Omit<UpdateNotebookInstanceInput, 'NotebookInstanceName'>>;

export interface Judgement {
  readonly right: boolean;
  /** What is right, or wrong, as a sentence. */
  readonly why: string;
  /** The settings in question as they are, in the form in which an update would bring them back. */
  readonly settings: Settings;
}
export type Judge = (notebook: Notebook) => Judgement;

export interface NotebookBefore extends JsonObject {
  readonly notebook: string;
  readonly running: boolean;
  readonly settings: JsonObject;
}

/**
 * Finds out whether the notebook instance runs before anything is done to it. Afterwards one that is right
 * but stopped would look fine, though somebody wants to work with it.
 */
export async function locateNotebook(resource: ResourceRef, aws: NotebookAws, judge: Judge): Promise<Located> {
  let state: NotebookState;
  try {
    state = await notebookState(aws, resource.id);
  } catch (error) {
    if (failureKind(error) !== 'gone') throw error;
    return { verdict: { state: 'gone', why: `${resource.id} does not exist: ${errorRecord(error).message}` } };
  }
  // In motion, it may show settings that will not last.
  if (state.is === 'busy') return { targets: [{ ...resource, facts: { ran: state.willRun } }] };
  const judged = judge(state.notebook);
  if (judged.right) return { verdict: compliant(judged, state) };
  return { targets: [{ ...resource, facts: { ran: state.is === 'running' } }] };
}

export async function assessSetting(
  { id, facts }: Target,
  aws: NotebookAws,
  judge: Judge,
): Promise<Assessment<NotebookBefore>> {
  const state = await notebookState(aws, id);
  if (state.is === 'busy') return { state: 'busy', why: state.why };
  const judged = judge(state.notebook);
  if (judged.right && facts?.['ran'] === true && state.is !== 'running') return halted(id, state);
  if (judged.right) return compliant(judged, state);
  if (state.is === 'broken') {
    return { state: 'manual', why: [judged.why, state.why], steps: [`Repair or delete notebook instance ${id}.`] };
  }
  const before = { notebook: id, running: state.is === 'running', settings: judged.settings as JsonObject };
  return { state: 'wrong', why: [judged.why], before };
}

function compliant(
  { why, settings }: Judgement,
  { notebook }: NotebookState,
): Assessment<never> & { state: 'compliant' } {
  const live = { ...settings, NotebookInstanceStatus: notebook.NotebookInstanceStatus } as JsonObject;
  return { state: 'compliant', why, live };
}

function halted(id: string, { notebook }: NotebookState): Assessment<never> {
  return {
    state: 'manual',
    why: [`Notebook instance ${id} ran when it was looked at first, and is ${notebook.NotebookInstanceStatus} now`],
    steps: [`Start notebook instance ${id} again, if somebody needs it.`],
  };
}

/**
 * The plan that changes settings, and puts the notebook instance back to what it was doing.
 *
 * @param shows path in DescribeNotebookInstance's answer, with the value there after the change and before it
 */
export function planUpdate(
  { notebook: name, running, settings }: NotebookBefore,
  change: Settings,
  shows: { readonly path: string; readonly after: string; readonly before: string },
): Plan {
  const update: Step = {
    id: 'update',
    title: `Set ${Object.keys(change).join(', ')} of notebook instance ${name} to ${shows.after}`,
    ...action(name, change, shows.path, shows.after),
    undo: { ...action(name, settings, shows.path, shows.before), ready: settled(name) },
    semantics: 'at-least-once',
  };
  if (!running) return { steps: [update], expect: 'compliant', impact: 'none' };
  return {
    steps: [
      {
        id: 'stop',
        title: `Stop notebook instance ${name}`,
        ...stop(name),
        undo: { ...start(name), ready: settled(name) },
        semantics: 'at-least-once',
      },
      update,
      {
        id: 'start',
        title: `Start notebook instance ${name} again`,
        ...start(name),
        undo: { ...stop(name), ready: settled(name) },
        semantics: 'at-least-once',
      },
    ],
    expect: 'compliant',
    notes: ['Running kernels end, and what lies outside /home/ec2-user/SageMaker is lost; files in it are kept.'],
  };
}

function action(NotebookInstanceName: string, change: Settings, path: string, value: string): Action {
  return {
    call: apiCall(updating, 'UpdateNotebookInstance', { NotebookInstanceName, ...change }),
    done: { call: apiCall(updating, 'DescribeNotebookInstance', { NotebookInstanceName }), path, is: [value] },
    until: status(NotebookInstanceName, ['Stopped'], ['Failed', 'Deleting']),
  };
}
