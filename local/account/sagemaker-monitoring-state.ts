import type { MonitoringScheduleConfig } from '@aws-sdk/client-sagemaker';
import {
  CreateDataQualityJobDefinitionRequest$,
  CreateModelBiasJobDefinitionRequest$,
  CreateModelExplainabilityJobDefinitionRequest$,
  CreateModelQualityJobDefinitionRequest$,
  MonitoringScheduleConfig$,
} from '@aws-sdk/client-sagemaker';
import * as z from 'zod';
import type { Complete } from './state-parts.ts';
import { sdkShape, tags, time } from './state-parts.ts';

/** Definitions of monitoring jobs, by name. `settings` are what the create call was given, without name and tags. */
function definitions(schema: unknown) {
  const definition = z.strictObject({
    created: time.optional(),
    // The four types differ in what the schema checks, not in what is done with it.
    settings: sdkShape<object>(schema, { JobDefinitionName: '-' }),
    tags: tags.default([]),
  });
  return z.record(z.string(), definition).default({});
}

/** By type as MonitoringType has it, then by name: each type has names of its own. */
export const jobDefinitions = z.strictObject({
  DataQuality: definitions(CreateDataQualityJobDefinitionRequest$),
  ModelBias: definitions(CreateModelBiasJobDefinitionRequest$),
  ModelExplainability: definitions(CreateModelExplainabilityJobDefinitionRequest$),
  ModelQuality: definitions(CreateModelQualityJobDefinitionRequest$),
});

const status = z.enum(['Pending', 'Scheduled', 'Stopped', 'Failed']);

export const monitoringSchedule = z.strictObject({
  status: status.default('Scheduled'),
  created: time.optional(),
  modified: time.optional(),
  failureReason: z.string().optional(),
  config: sdkShape<MonitoringScheduleConfig>(MonitoringScheduleConfig$),
  /** Where it is going, and when it is there. */
  change: z.strictObject({ to: status, due: time }).optional(),
  tags: tags.default([]),
});

export type MonitoringType = keyof z.output<typeof jobDefinitions>;

export type JobDefinitionState = Complete<z.output<typeof jobDefinitions>[MonitoringType][string], 'created'>;
export type JobDefinitionsState = Record<MonitoringType, Record<string, JobDefinitionState>>;
export type MonitoringScheduleState = Complete<z.output<typeof monitoringSchedule>, 'created' | 'modified'>;
