import type { AccountFile, AccountState } from '../../local/account/state.ts';
import { plantedSecret } from '../kit/fixture.ts';

/** What the fixtures about monitoring schedules share: `fraud-drift`, which looks at the endpoint `fraud-detector`. */
const region = 'eu-central-1';
export const schedule = 'fraud-drift';

export type Type = 'DataQuality' | 'ModelBias' | 'ModelExplainability' | 'ModelQuality';
type Network = Readonly<Record<string, unknown>>;

const ScheduleConfig = { ScheduleExpression: 'cron(0 * ? * * *)' };
const RoleArn = 'arn:aws:iam::111122223333:role/monitoring';
const ImageUri = '111122223333.dkr.ecr.eu-central-1.amazonaws.com/drift:3';
const EndpointInput = { EndpointName: 'fraud-detector', LocalPath: '/opt/ml/processing/input' };
const S3Output = { S3Uri: 's3://fraud-monitoring/drift', LocalPath: '/opt/ml/processing/output' };
const output = { MonitoringOutputs: [{ S3Output }], KmsKeyId: 'alias/monitoring' };
const tags = [{ Key: 'team', Value: 'fraud' }];

/** Two instances, so that there is something to encrypt between them. */
function resources() {
  return {
    ClusterConfig: {
      InstanceCount: 2,
      InstanceType: 'ml.m5.xlarge' as const,
      VolumeSizeInGB: 20,
      VolumeKmsKeyId: 'alias/volumes',
    },
  };
}

function settingsOf(type: Type, network: Network | undefined): object {
  const truth = ['ModelBias', 'ModelQuality'].includes(type)
    ? { GroundTruthS3Input: { S3Uri: 's3://fraud-labels' } }
    : {};
  const analysis = ['ModelBias', 'ModelExplainability'].includes(type)
    ? { ConfigUri: 's3://fraud-monitoring/analysis.json' }
    : {};
  return {
    [`${type}AppSpecification`]: { ImageUri, ...analysis, Environment: { LABELS_TOKEN: plantedSecret } },
    [`${type}JobInput`]: { EndpointInput, ...truth },
    [`${type}JobOutputConfig`]: output,
    JobResources: resources(),
    ...(network === undefined ? {} : { NetworkConfig: network }),
    RoleArn,
    StoppingCondition: { MaxRuntimeInSeconds: 1800 },
  };
}

type Sagemaker = NonNullable<NonNullable<AccountFile['regions']>[string]['sagemaker']>;
type Status = NonNullable<NonNullable<Sagemaker['monitoringSchedules']>[string]['status']>;

/** The schedule names a definition of the type. */
export function naming(type: Type, network?: Network, status: Status = 'Scheduled'): AccountFile {
  const config = { ScheduleConfig, MonitoringJobDefinitionName: 'fraud-drift-def', MonitoringType: type };
  return holding({
    jobDefinitions: { [type]: { 'fraud-drift-def': { settings: settingsOf(type, network), tags } } },
    monitoringSchedules: { [schedule]: { config, status, tags } },
  });
}

/** The definition is part of the schedule. */
export function inline(network?: Network): AccountFile {
  const MonitoringJobDefinition = {
    MonitoringInputs: [{ EndpointInput }],
    MonitoringOutputConfig: output,
    MonitoringResources: resources(),
    MonitoringAppSpecification: { ImageUri },
    Environment: { LABELS_TOKEN: plantedSecret },
    ...(network === undefined ? {} : { NetworkConfig: network }),
    RoleArn,
  };
  return holding({
    monitoringSchedules: { [schedule]: { config: { ScheduleConfig, MonitoringJobDefinition }, tags } },
  });
}

function holding(sagemaker: Sagemaker): AccountFile {
  // One poll in vain tells as much as ten.
  return { regions: { [region]: { sagemaker: { ...sagemaker, seconds: { schedule: 20 } } } } };
}

export const gone: AccountFile = { regions: { [region]: { sagemaker: {} } } };

function of(state: AccountState) {
  const sagemaker = state.regions[region]?.sagemaker;
  if (sagemaker === undefined) throw new Error(`nothing in ${region}`);
  return sagemaker;
}

/** The network settings that the schedule's jobs run with; undefined: there is no schedule. */
export function networkOf(state: AccountState): Network | undefined {
  const { monitoringSchedules, jobDefinitions } = of(state);
  const config = monitoringSchedules[schedule]?.config;
  if (config === undefined) return undefined;
  const {
    MonitoringJobDefinition,
    MonitoringJobDefinitionName: name = '',
    MonitoringType: type = 'DataQuality',
  } = config;
  const settings: { readonly NetworkConfig?: Network } | undefined =
    MonitoringJobDefinition ?? jobDefinitions[type][name]?.settings;
  return settings?.NetworkConfig ?? {};
}

/** Has the schedule use another definition of data quality, as somebody else's hand would. */
export function run(state: AccountState, network: Network): void {
  const { monitoringSchedules, jobDefinitions } = of(state);
  const found = monitoringSchedules[schedule];
  if (found === undefined) return;
  const name = `by-hand-${Object.keys(jobDefinitions.DataQuality).length}`;
  jobDefinitions.DataQuality[name] = { created: found.created, settings: settingsOf('DataQuality', network), tags: [] };
  monitoringSchedules[schedule] = { ...found, config: { ...found.config, MonitoringJobDefinitionName: name } };
}

export function remove(state: AccountState): void {
  delete of(state).monitoringSchedules[schedule];
}

export function essence(state: AccountState): unknown {
  const { monitoringSchedules, jobDefinitions } = of(state);
  const lasting = Object.entries(monitoringSchedules).map(([name, { created: _, modified: __, ...rest }]) => [
    name,
    rest,
  ]);
  return { schedules: Object.fromEntries(lasting), jobDefinitions };
}
