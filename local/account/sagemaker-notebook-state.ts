import type { CreateNotebookInstanceInput } from '@aws-sdk/client-sagemaker';
import { CreateNotebookInstanceInput$ } from '@aws-sdk/client-sagemaker';
import * as z from 'zod';
import type { Complete } from './state-parts.ts';
import { sdkShape, tags, time } from './state-parts.ts';

const status = z.enum([
  'Pending',
  'InService',
  'Stopping',
  'Stopped',
  'Failed',
  'Deleting',
  'Updating',
  'PendingMaintenance',
  'InMaintenance',
]);

type Settings = Omit<CreateNotebookInstanceInput, 'NotebookInstanceName' | 'Tags'>;

/** A notebook instance. `settings` are what the create call was given, without name and tags. */
export const notebook = z.strictObject({
  status: status.default('InService'),
  created: time.optional(),
  modified: time.optional(),
  settings: sdkShape<Settings>(CreateNotebookInstanceInput$, { NotebookInstanceName: '-' }),
  /** Where it is going, and when it is there. */
  change: z.strictObject({ to: status, due: time, reason: z.string().optional() }).optional(),
  failureReason: z.string().optional(),
  tags: tags.default([]),
});

export type NotebookState = Complete<z.output<typeof notebook>, 'created' | 'modified'>;
export type NotebookStatus = NotebookState['status'];
