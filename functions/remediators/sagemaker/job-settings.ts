import { at } from '../../../shared/json.ts';
import type { JobKind } from './jobs.ts';
import { localStorage } from './local-storage.ts';

export type Setting = 'vpc' | 'isolation' | 'traffic' | 'volume' | 'output';

/**
 * Which setting which kind of job has, and where its answer to Describe has it. Where several places are named,
 * any of them will do; a kind that is missing has no such setting. A transform job's containers are where its
 * model says; AutoML isolates its containers by itself or not at all.
 *
 * https://docs.aws.amazon.com/sagemaker/latest/APIReference/API_DescribeTrainingJob.html, …ProcessingJob,
 * …TransformJob, …HyperParameterTuningJob (of each training job definition), …AutoMLJobV2
 */
export const places: Readonly<Record<Setting, Readonly<Partial<Record<JobKind, readonly string[]>>>>> = {
  vpc: {
    AutoMLJob: ['SecurityConfig.VpcConfig.Subnets'],
    HyperParameterTuningJob: ['VpcConfig.Subnets'],
    ProcessingJob: ['NetworkConfig.VpcConfig.Subnets'],
    TrainingJob: ['VpcConfig.Subnets'],
  },
  isolation: {
    HyperParameterTuningJob: ['EnableNetworkIsolation'],
    ProcessingJob: ['NetworkConfig.EnableNetworkIsolation'],
    TrainingJob: ['EnableNetworkIsolation'],
  },
  traffic: {
    AutoMLJob: ['SecurityConfig.EnableInterContainerTrafficEncryption'],
    HyperParameterTuningJob: ['EnableInterContainerTrafficEncryption'],
    ProcessingJob: ['NetworkConfig.EnableInterContainerTrafficEncryption'],
    TrainingJob: ['EnableInterContainerTrafficEncryption'],
  },
  volume: {
    AutoMLJob: ['SecurityConfig.VolumeKmsKeyId'],
    HyperParameterTuningJob: ['ResourceConfig.VolumeKmsKeyId', 'HyperParameterTuningResourceConfig.VolumeKmsKeyId'],
    ProcessingJob: ['ProcessingResources.ClusterConfig.VolumeKmsKeyId'],
    TrainingJob: ['ResourceConfig.VolumeKmsKeyId'],
    TransformJob: ['TransformResources.VolumeKmsKeyId'],
  },
  output: {
    AutoMLJob: ['OutputDataConfig.KmsKeyId'],
    HyperParameterTuningJob: ['OutputDataConfig.KmsKeyId'],
    ProcessingJob: ['ProcessingOutputConfig.KmsKeyId'],
    TrainingJob: ['OutputDataConfig.KmsKeyId'],
    TransformJob: ['TransformOutput.KmsKeyId'],
  },
};

/** The parts of a job that have settings of their own: a tuning job's definitions, any other job as a whole. */
export function partsOf(kind: JobKind, job: object): readonly unknown[] {
  if (kind !== 'HyperParameterTuningJob') return [job];
  const several = at(job, 'TrainingJobDefinitions');
  return Array.isArray(several) && several.length > 0 ? several : [at(job, 'TrainingJobDefinition')];
}

export function isSet(part: unknown, paths: readonly string[]): boolean {
  return paths.some((path) => {
    const value = at(part, path);
    if (Array.isArray(value)) return value.length > 0;
    return value === true || (typeof value === 'string' && value !== '');
  });
}

/** Why a part needs the setting as little as it has it; undefined: it needs it. */
export function needless(setting: Setting, part: unknown): string | undefined {
  switch (setting) {
    case 'traffic': {
      const machines = machinesOf(part);
      const alone = machines.length > 0 && machines.every(({ count }) => count === 1);
      return alone ? 'it runs on one instance, so no traffic leaves it' : undefined;
    }
    case 'volume': {
      const machines = machinesOf(part);
      const local = machines.length > 0 && machines.every(({ type }) => localStorage.test(type));
      return local ? 'its instances have local disks, which the hardware encrypts and which take no key' : undefined;
    }
    case 'output': {
      const outputs = at(part, 'ProcessingOutputConfig.Outputs');
      const stored = Array.isArray(outputs) && outputs.some((output) => at(output, 'S3Output') !== undefined);
      const writes = at(part, 'ProcessingResources') === undefined || stored;
      return writes ? undefined : 'it writes nothing to Amazon S3';
    }
    default:
      return undefined;
  }
}

interface Machines {
  readonly type: string;
  readonly count: number;
}

/** Where a part says what it runs on. AutoML chooses for itself, and says nothing. */
const resources = [
  'ResourceConfig',
  'HyperParameterTuningResourceConfig',
  'ProcessingResources.ClusterConfig',
  'TransformResources',
] as const;

function machinesOf(part: unknown): readonly Machines[] {
  const found = resources.map((path) => at(part, path)).find((config) => config !== undefined);
  if (found === undefined) return [];
  const groups = at(found, 'InstanceGroups');
  // The groups of one job talk to each other: two groups of one instance are not one instance.
  if (Array.isArray(groups) && groups.length > 0) {
    const count = groups.reduce((sum: number, group: unknown) => sum + chosen(group).count, 0);
    return groups.map((group: unknown) => ({ type: chosen(group).type, count }));
  }
  // Of these, each training job of a tuning job runs on one.
  const choices = at(found, 'InstanceConfigs');
  return Array.isArray(choices) && choices.length > 0 ? choices.map(chosen) : [chosen(found)];
}

/** Where several types were given to choose from, what was chosen counts, once it is known. */
function chosen(config: unknown): Machines {
  const type = at(config, 'SelectedInstanceType') ?? at(config, 'InstanceType');
  const count = at(config, 'SelectedInstanceCount') ?? at(config, 'InstanceCount');
  return { type: typeof type === 'string' ? type : '', count: typeof count === 'number' ? count : 0 };
}
