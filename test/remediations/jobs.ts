import type { AccountFile, AccountState } from '../../local/account/state.ts';
import type { ResourceRef, Signal } from '../../shared/signals/signal.ts';
import { plantedSecret } from '../kit/fixture.ts';
import type { Fixture, WrongWorld } from '../kit/fixture.ts';
import { signalAbout } from '../kit/signal.ts';

/** What the fixtures of faults that jobs are created with share. */
export const region = 'eu-central-1';
export const name = 'fraud-xgboost';

type Jobs = NonNullable<NonNullable<NonNullable<AccountFile['regions']>[string]['sagemaker']>['jobs']>;
export type Kind = keyof Jobs;
type Job<K extends Kind> = NonNullable<Jobs[K]>[string];

const role = 'arn:aws:iam::111122223333:role/training';
const key = 'arn:aws:kms:eu-central-1:111122223333:key/11112222-3333-4444-5555-666677778888';
const image = '111122223333.dkr.ecr.eu-central-1.amazonaws.com/fraud-training:1';
const network = { Subnets: ['subnet-0a1b2c3d4e5f60718'], SecurityGroupIds: ['sg-0a1b2c3d4e5f60718'] };
const output = { S3OutputPath: 's3://fraud-models/', KmsKeyId: key };

const trained = {
  AlgorithmSpecification: { TrainingImage: image, TrainingInputMode: 'File' as const },
  RoleArn: role,
  OutputDataConfig: output,
  ResourceConfig: { InstanceType: 'ml.m5.2xlarge', InstanceCount: 2, VolumeSizeInGB: 50, VolumeKmsKeyId: key } as const,
  StoppingCondition: { MaxRuntimeInSeconds: 86_400 },
  VpcConfig: network,
  EnableNetworkIsolation: true,
  EnableInterContainerTrafficEncryption: true,
};

/** Jobs whose every setting is right. */
const right: { readonly [K in Kind]-?: Job<K>['settings'] } = {
  'training-job': { ...trained, Environment: { REGISTRY_TOKEN: plantedSecret } },
  'processing-job': {
    AppSpecification: { ImageUri: image },
    RoleArn: role,
    ProcessingResources: {
      ClusterConfig: { InstanceType: 'ml.m5.xlarge', InstanceCount: 2, VolumeSizeInGB: 30, VolumeKmsKeyId: key },
    },
    ProcessingOutputConfig: {
      KmsKeyId: key,
      Outputs: [{ OutputName: 'features', S3Output: { S3Uri: 's3://fraud-features/', S3UploadMode: 'EndOfJob' } }],
    },
    NetworkConfig: {
      EnableNetworkIsolation: true,
      EnableInterContainerTrafficEncryption: true,
      VpcConfig: network,
    },
    Environment: { REGISTRY_TOKEN: plantedSecret },
  },
  'transform-job': {
    ModelName: 'fraud-model',
    TransformInput: { DataSource: { S3DataSource: { S3DataType: 'S3Prefix', S3Uri: 's3://fraud-scoring/' } } },
    TransformOutput: output,
    TransformResources: { InstanceType: 'ml.m5.xlarge', InstanceCount: 1, VolumeKmsKeyId: key },
  },
  'hyper-parameter-tuning-job': {
    HyperParameterTuningJobConfig: {
      Strategy: 'Bayesian',
      ResourceLimits: { MaxParallelTrainingJobs: 2 },
    },
    TrainingJobDefinition: trained,
  },
  'automl-job': {
    AutoMLJobInputDataConfig: [{ ChannelType: 'training', ContentType: 'text/csv;header=present' }],
    AutoMLProblemTypeConfig: { TabularJobConfig: { TargetAttributeName: 'is_fraud' } },
    OutputDataConfig: output,
    RoleArn: role,
    SecurityConfig: { VolumeKmsKeyId: key, EnableInterContainerTrafficEncryption: true, VpcConfig: network },
  },
};

const types: Readonly<Record<Kind, string>> = {
  'training-job': 'TrainingJob',
  'processing-job': 'ProcessingJob',
  'transform-job': 'TransformJob',
  'hyper-parameter-tuning-job': 'HyperParameterTuningJob',
  'automl-job': 'AutoMLJob',
};

/** The settings without the member at a dotted path. */
function without<T>(settings: T, path: string): T {
  const copy = structuredClone(settings);
  const keys = path.split('.');
  const last = keys.pop() ?? '';
  const parent = keys.reduce<Record<string, unknown>>(
    (found, member) => found[member] as Record<string, unknown>,
    copy as Record<string, unknown>,
  );
  delete parent[last];
  return copy;
}

/** An account with one job, whose settings are right but for one that is missing. */
export function holding<K extends Kind>(kind: K, missing?: string, more: Partial<Job<K>> = {}): AccountFile {
  const settings = missing === undefined ? right[kind] : without(right[kind], missing);
  const job = { settings, tags: [{ Key: 'team', Value: 'fraud' }], ...more };
  // One poll in vain tells as much as ten.
  const sagemaker = { jobs: { [kind]: { [name]: job } }, seconds: { job: 20 } };
  return { regions: { [region]: { sagemaker } } };
}

/** The account with another settings object. */
export function holdingSettings<K extends Kind>(
  kind: K,
  change: (settings: Job<K>['settings']) => Job<K>['settings'],
  more: Partial<Job<K>> = {},
): AccountFile {
  return holding(kind, undefined, { ...more, settings: change(structuredClone(right[kind])) });
}

export function resourceOf(kind: Kind, called = name): ResourceRef {
  const arn = `arn:aws:sagemaker:${region}:111122223333:${kind}/${called}`;
  return { type: `AWS::SageMaker::${types[kind]}`, id: called, arn };
}

function startOf(kind: Kind): Signal {
  const apiCall = `sagemaker:Create${types[kind]}`;
  const actor = { arn: 'arn:aws:sts::111122223333:assumed-role/DataScientist/alice' };
  return signalAbout(resourceOf(kind), { apiCall }, { source: 'cloudtrail', actor });
}

function jobsOf(state: AccountState) {
  const jobs = state.regions[region]?.sagemaker.jobs;
  if (jobs === undefined) throw new Error(`nothing in ${region}`);
  return jobs;
}

/**
 * The fixture of a fault.
 *
 * @param missing by kind of job, the setting that makes it wrong when it is missing
 */
export function faulty(remediation: string, missing: Readonly<Partial<Record<Kind, string>>>): Fixture {
  const [first, ...others] = Object.entries(missing).map(([kind, path]): WrongWorld => {
    const world = { name: `a ${kind} lacks its ${path}`, account: holding(kind as Kind, path) };
    return kind === 'training-job' ? world : { ...world, signal: startOf(kind as Kind), alike: true };
  });
  if (first === undefined) throw new Error(`${remediation} has no worlds`);
  // A job can be deleted, and another one started under its name.
  const restart = (state: AccountState, path?: string): void => {
    const jobs = jobsOf(state)['training-job'];
    const found = jobs[name];
    const settings = path === undefined ? right['training-job'] : without(right['training-job'], path);
    if (found !== undefined) jobs[name] = { ...found, status: 'InProgress', settings };
  };
  return {
    remediation,
    irreversible: true,
    signal: startOf('training-job'),
    otherSignals: [signalAbout(resourceOf('training-job'), { stateChange: 'InProgress' }, { source: 'sagemaker' })],
    wrong: [first, ...others],
    right: holding('training-job'),
    gone: { regions: { [region]: { sagemaker: {} } } },
    isRight: (state) =>
      Object.entries(jobsOf(state)).every(([kind, jobs]) =>
        Object.values(jobs).every(({ status, settings }) => {
          const path = missing[kind as Kind];
          const has = path === undefined || JSON.stringify(without(settings, path)) !== JSON.stringify(settings);
          return has || status !== 'InProgress';
        }),
      ),
    // Once to see what it is a part of, once to judge it.
    readCalls: 2,
    breakAgain: (state) => restart(state, missing['training-job']),
    fixByHand: (state) => restart(state),
    remove: (state) => void delete jobsOf(state)['training-job'][name],
    essence: (state) =>
      Object.entries(jobsOf(state)).flatMap(([kind, jobs]) =>
        Object.entries(jobs).map(([of, { created: _, modified: __, change: ___, ...rest }]) => [kind, of, rest]),
      ),
  };
}
