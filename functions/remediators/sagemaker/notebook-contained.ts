import * as z from 'zod';
import type { JsonObject } from '../../../shared/json.ts';
import { defineRemediation } from '../../../shared/remediation.ts';
import type { Assessment, Remediation, Severity } from '../../../shared/remediation.ts';
import { notebookInstances, notebooks, notebookState, notebookTags, settled, start, stop } from './notebook.ts';
import type { Notebook } from './notebook.ts';

/** A fault of notebook instances that can't be taken away from one that exists. */
export interface NotebookFault {
  readonly id: string;
  readonly title: string;
  readonly severity: Severity;
  readonly controls: Remediation['controls'];
  isIn(notebook: Notebook): boolean;
  /** Ends the sentence that begins with the notebook instance's name: `is in no VPC`. */
  readonly has: string;
  /** The same without the fault, as a sentence. */
  readonly right: string;
  /** What is read of it, for the record. */
  live(notebook: Notebook): JsonObject;
  /** What to ask for when it is created anew. */
  readonly instead: string;
}

interface Before extends JsonObject {
  readonly notebook: string;
  readonly settings: JsonObject;
}

const action = z
  .enum(['stop', 'report'])
  .default('stop')
  .describe('stop: stop it; its files are kept, and its owner decides. report: only tell what to do.');

/**
 * Stops a running notebook instance that has a fault which is fixed when it is created. Its volume is kept,
 * and it can be started again; recreating it is its owner's decision, since that loses the volume.
 *
 * https://docs.aws.amazon.com/sagemaker/latest/APIReference/API_StopNotebookInstance.html
 */
export function containing(fault: NotebookFault): Remediation {
  const { id, title, severity, controls, instead } = fault;
  return defineRemediation({
    id,
    title,
    description: `Stops a running notebook instance that ${fault.has}, which can't be changed. Its files are kept; recreating it is its owner's. ${instead}`,
    severity,
    impact: 'disruptive',
    reversible: true,
    resource: 'AWS::SageMaker::NotebookInstance',
    controls,
    triggers: [
      {
        resource: 'AWS::SageMaker::NotebookInstance',
        ...(controls.configRules === undefined ? {} : { configRule: controls.configRules }),
        ...(controls.securityHub === undefined ? {} : { control: controls.securityHub }),
        apiCall: ['sagemaker:CreateNotebookInstance', 'sagemaker:StartNotebookInstance'],
      },
    ],
    parameters: z.strictObject({ action }),
    uses: { sagemaker: notebooks },

    async assess({ id: name }, aws, settings): Promise<Assessment<Before>> {
      const state = await notebookState(aws, name);
      const { notebook } = state;
      const live = { ...fault.live(notebook), NotebookInstanceStatus: notebook.NotebookInstanceStatus };
      if (!fault.isIn(notebook)) return { state: 'compliant', why: fault.right, live };
      if (state.is === 'busy') return { state: 'busy', why: state.why };
      if (state.is !== 'running') {
        const why = `Notebook instance ${name} ${fault.has}, but it is ${notebook.NotebookInstanceStatus}. ${instead}`;
        return { state: 'compliant', why, live };
      }
      const why = [`Notebook instance ${name} ${fault.has}, and runs`];
      if (settings.action === 'report') return { state: 'manual', why, steps: recreate(name, instead) };
      return { state: 'wrong', why, before: { notebook: name, settings: fault.live(notebook) } };
    },

    plan({ notebook }) {
      return {
        steps: [
          {
            id: 'stop',
            title: `Stop notebook instance ${notebook}`,
            ...stop(notebook),
            undo: { ...start(notebook), ready: settled(notebook) },
            semantics: 'at-least-once',
          },
        ],
        expect: 'compliant',
        notes: ['Running kernels end; files in /home/ec2-user/SageMaker are kept.', ...recreate(notebook, instead)],
      };
    },

    tags: async ({ id: name }, aws) => notebookTags(aws, name),
    list: (aws) => notebookInstances(aws),
  });
}

function recreate(name: string, instead: string): string[] {
  return [
    `Copy what is needed from ${name} to Amazon S3 or Git: deleting it destroys its volume.`,
    instead,
    `Delete notebook instance ${name} once the new one is in use.`,
  ];
}
