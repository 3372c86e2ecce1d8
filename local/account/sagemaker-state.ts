import type {
  CreateEndpointConfigInput,
  CreateModelInput,
  CreateModelPackageInput,
  DeployedImage,
  DeploymentConfig,
} from '@aws-sdk/client-sagemaker';
import {
  CreateEndpointConfigInput$,
  CreateModelInput$,
  CreateModelPackageInput$,
  DeployedImage$,
  DeploymentConfig$,
} from '@aws-sdk/client-sagemaker';
import * as z from 'zod';
import { described } from './sagemaker-described-state.ts';
import type { DomainState } from './sagemaker-domain-state.ts';
import { domain } from './sagemaker-domain-state.ts';
import { jobs } from './sagemaker-job-state.ts';
import type { JobsState } from './sagemaker-job-state.ts';
import type { JobDefinitionsState, MonitoringScheduleState } from './sagemaker-monitoring-state.ts';
import { jobDefinitions, monitoringSchedule } from './sagemaker-monitoring-state.ts';
import type { NotebookState } from './sagemaker-notebook-state.ts';
import { notebook } from './sagemaker-notebook-state.ts';
import type { Complete } from './state-parts.ts';
import { sdkShape, tags, time } from './state-parts.ts';

/** The memory of SageMaker in one Region. `settings` are what the create call was given, without name and tags. */

type ConfigSettings = Omit<CreateEndpointConfigInput, 'EndpointConfigName' | 'Tags'>;
type ModelSettings = Omit<CreateModelInput, 'ModelName' | 'Tags'>;
type PackageSettings = Omit<CreateModelPackageInput, 'ModelPackageGroupName' | 'ModelApprovalStatus' | 'Tags'>;

const configSettings = sdkShape<ConfigSettings>(CreateEndpointConfigInput$, { EndpointConfigName: '-' });

const endpointConfig = z.strictObject({
  created: time.optional(),
  settings: configSettings,
  tags: tags.default([]),
});

const model = z.strictObject({
  created: time.optional(),
  settings: sdkShape<ModelSettings>(CreateModelInput$, { ModelName: '-' }),
  tags: tags.default([]),
});

/** A production variant as it runs, which autoscaling may have moved away from its configuration. */
const variant = z.strictObject({
  instances: z.int().nonnegative(),
  desiredInstances: z.int().nonnegative(),
  weight: z.number().nonnegative(),
  desiredWeight: z.number().nonnegative(),
  images: z.array(sdkShape<DeployedImage>(DeployedImage$)),
});

const endpointStatus = z.enum([
  'OutOfService',
  'Creating',
  'Updating',
  'SystemUpdating',
  'RollingBack',
  'InService',
  'Deleting',
  'Failed',
  'UpdateRollbackFailed',
]);

/** How a deployment ends. `RollingBack` goes on to `InService` with what ran before. */
const deploymentResult = z.enum(['InService', 'RollingBack', 'Failed', 'UpdateRollbackFailed']);

const outcome = z.strictObject({
  result: deploymentResult,
  /** The FailureReason. */
  reason: z.string().optional(),
  /** How long it takes; by default what `seconds` says. */
  seconds: z.number().nonnegative().optional(),
});

const deployment = z.strictObject({
  kind: z.enum(['create', 'update', 'capacity']),
  started: time,
  due: time,
  /** When a deployment that rolls back is through with that. */
  rolledBack: time.optional(),
  result: deploymentResult,
  reason: z.string().optional(),
  config: z.string(),
  settings: configSettings,
  variants: z.record(z.string(), variant),
  guardrails: sdkShape<DeploymentConfig>(DeploymentConfig$).optional(),
});

const endpoint = z.strictObject({
  config: z.string(),
  status: endpointStatus.default('InService'),
  created: time.optional(),
  modified: time.optional(),
  failureReason: z.string().optional(),
  /** A copy of the configuration that runs: the original may be deleted meanwhile. */
  settings: configSettings.optional(),
  /** By variant name; a file gives what differs from the configuration, autoscaled counts for instance. */
  variants: z.record(z.string(), variant.partial()).default({}),
  /** What is being deployed, or how it will be seen to have ended. */
  deployment: deployment.optional(),
  /** When a deletion is through. */
  deleted: time.optional(),
  guardrails: sdkShape<DeploymentConfig>(DeploymentConfig$).optional(),
  tags: tags.default([]),
});

const modelPackage = z.strictObject({
  created: time.optional(),
  modified: time.optional(),
  status: z.enum(['Pending', 'InProgress', 'Completed', 'Failed', 'Deleting']).default('Completed'),
  approval: z.enum(['Approved', 'Rejected', 'PendingManualApproval']).default('PendingManualApproval'),
  approvalDescription: z.string().optional(),
  settings: sdkShape<PackageSettings>(CreateModelPackageInput$),
  tags: tags.default([]),
});

const modelPackageGroup = z.strictObject({
  created: time.optional(),
  description: z.string().optional(),
  /** By version number. */
  packages: z.record(z.string().regex(/^[1-9]\d{0,8}$/), modelPackage).default({}),
  tags: tags.default([]),
});

const tagOnly = z.strictObject({ created: time.optional(), tags: tags.default([]) });

export const sagemakerSeed = z.strictObject({
  endpoints: z.record(z.string(), endpoint).default({}),
  endpointConfigs: z.record(z.string(), endpointConfig).default({}),
  models: z.record(z.string(), model).default({}),
  modelPackageGroups: z.record(z.string(), modelPackageGroup).default({}),
  notebooks: z.record(z.string(), notebook).default({}),
  ...described,
  jobDefinitions: jobDefinitions.prefault({}),
  monitoringSchedules: z.record(z.string(), monitoringSchedule).default({}),
  /** Resources of which nothing but tags is remembered, by `<kind>/<name>` as their ARNs have it: `image/pytorch-gpu`. */
  tagOnly: z.record(z.string(), tagOnly).default({}),
  jobs,
  /** By domain id. */
  domains: z.record(z.string(), domain).default({}),
  /** Digests of images, by the URI with a tag. An image that is not in it gets a digest made from its URI. */
  images: z.record(z.string(), z.string().regex(/^sha256:[0-9a-f]{64}$/)).default({}),
  /** How the next deployments of an endpoint end, first come first served; without one they succeed. */
  outcomes: z.record(z.string(), z.array(outcome)).default({}),
  /** How long things take. Minutes are AWS's order of magnitude; a simulated clock does not mind. */
  seconds: z
    .strictObject({
      create: z.number().nonnegative().default(300),
      update: z.number().nonnegative().default(300),
      rollback: z.number().nonnegative().default(120),
      delete: z.number().nonnegative().default(60),
      /** Each of a notebook instance's starting, stopping and updating. */
      notebook: z.number().nonnegative().default(180),
      /** From `Stopping` to `Stopped`: SageMaker lets a container have two minutes after SIGTERM. */
      job: z.number().nonnegative().default(120),
      /** An inference experiment's update. */
      experiment: z.number().nonnegative().default(120),
      /** A domain's update. */
      domain: z.number().nonnegative().default(120),
      /** A monitoring schedule's creation and update. */
      schedule: z.number().nonnegative().default(30),
    })
    .prefault({}),
  /** What CreateEndpointConfig says to a KMS key for instances with local storage; see sagemaker-storage.ts. */
  kmsOnLocalStorage: z.enum(['accepted', 'refused']).default('accepted'),
});

export type SagemakerSeed = z.output<typeof sagemakerSeed>;
export type EndpointSeed = z.output<typeof endpoint>;
export type ConfigSettingsState = z.output<typeof configSettings>;
export type VariantState = z.output<typeof variant>;
export type DeploymentState = z.output<typeof deployment>;
export type DeploymentOutcome = z.output<typeof outcome>;

export type EndpointConfigState = Complete<z.output<typeof endpointConfig>, 'created'>;
export type ModelState = Complete<z.output<typeof model>, 'created'>;
export type ModelPackageState = Complete<z.output<typeof modelPackage>, 'created' | 'modified'>;
export type ModelPackageGroupState = Complete<
  Omit<z.output<typeof modelPackageGroup>, 'packages'> & { packages: Record<string, ModelPackageState> },
  'created'
>;
export type EndpointState = Complete<EndpointSeed, 'created' | 'modified' | 'settings'> & {
  variants: Record<string, VariantState>;
};

/** Complete: nothing is left to defaults. */
export type SagemakerState = Omit<
  SagemakerSeed,
  | 'endpoints'
  | 'endpointConfigs'
  | 'models'
  | 'modelPackageGroups'
  | 'notebooks'
  | 'jobDefinitions'
  | 'monitoringSchedules'
  | 'domains'
  | 'jobs'
  | 'tagOnly'
> & {
  endpoints: Record<string, EndpointState>;
  endpointConfigs: Record<string, EndpointConfigState>;
  models: Record<string, ModelState>;
  modelPackageGroups: Record<string, ModelPackageGroupState>;
  notebooks: Record<string, NotebookState>;
  jobDefinitions: JobDefinitionsState;
  monitoringSchedules: Record<string, MonitoringScheduleState>;
  domains: Record<string, DomainState>;
  jobs: JobsState;
  tagOnly: Record<string, Complete<z.output<typeof tagOnly>, 'created'>>;
};
