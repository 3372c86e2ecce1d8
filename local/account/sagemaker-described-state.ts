import type {
  CreateFeatureGroupRequest,
  CreateInferenceExperimentRequest,
  CreateNotebookInstanceLifecycleConfigInput,
  CreateStudioLifecycleConfigRequest,
} from '@aws-sdk/client-sagemaker';
import {
  CreateFeatureGroupRequest$,
  CreateInferenceExperimentRequest$,
  CreateNotebookInstanceLifecycleConfigInput$,
  CreateStudioLifecycleConfigRequest$,
} from '@aws-sdk/client-sagemaker';
import * as z from 'zod';
import { sdkShape, tags, time } from './state-parts.ts';

/** SageMaker's resources that are looked at and hardly ever changed. `settings` are what the create call was given. */

type GroupSettings = Omit<CreateFeatureGroupRequest, 'FeatureGroupName' | 'Tags'>;
type ExperimentSettings = Omit<CreateInferenceExperimentRequest, 'Name' | 'Tags'>;
type HookSettings = Omit<CreateNotebookInstanceLifecycleConfigInput, 'NotebookInstanceLifecycleConfigName' | 'Tags'>;
type StudioHookSettings = Omit<CreateStudioLifecycleConfigRequest, 'StudioLifecycleConfigName' | 'Tags'>;

/** Nothing that is asked of them depends on their age. */
const created = time.default('2026-01-05T09:00:00.000Z');

const featureGroup = z.strictObject({
  status: z.enum(['Creating', 'Created', 'CreateFailed', 'Deleting', 'DeleteFailed']).default('Created'),
  created,
  settings: sdkShape<GroupSettings>(CreateFeatureGroupRequest$, { FeatureGroupName: '-' }),
  tags: tags.default([]),
});

const experimentStatus = z.enum([
  'Cancelled',
  'Completed',
  'Created',
  'Creating',
  'Running',
  'Starting',
  'Stopping',
  'Updating',
]);

const inferenceExperiment = z.strictObject({
  status: experimentStatus.default('Running'),
  created,
  settings: sdkShape<ExperimentSettings>(CreateInferenceExperimentRequest$, { Name: '-' }),
  /** Where it is going, and when it is there. */
  change: z.strictObject({ to: experimentStatus, due: time }).optional(),
  tags: tags.default([]),
});

const notebookLifecycleConfig = z.strictObject({
  created,
  settings: sdkShape<HookSettings>(CreateNotebookInstanceLifecycleConfigInput$, {
    NotebookInstanceLifecycleConfigName: '-',
  }),
  tags: tags.default([]),
});

const studioLifecycleConfig = z.strictObject({
  created,
  settings: sdkShape<StudioHookSettings>(CreateStudioLifecycleConfigRequest$, { StudioLifecycleConfigName: '-' }),
  tags: tags.default([]),
});

export const described = {
  featureGroups: z.record(z.string(), featureGroup).default({}),
  inferenceExperiments: z.record(z.string(), inferenceExperiment).default({}),
  notebookLifecycleConfigs: z.record(z.string(), notebookLifecycleConfig).default({}),
  studioLifecycleConfigs: z.record(z.string(), studioLifecycleConfig).default({}),
};

export type InferenceExperimentState = z.output<typeof inferenceExperiment>;
