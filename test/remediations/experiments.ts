import type { AccountFile, AccountState } from '../../local/account/state.ts';

/** What the fixtures about inference experiments share. */
const region = 'eu-central-1';
export const experiment = 'fraud-shadow-test';
export const key = 'arn:aws:kms:eu-central-1:111122223333:key/11112222-3333-4444-5555-666677778888';

type Sagemaker = NonNullable<NonNullable<AccountFile['regions']>[string]['sagemaker']>;
type Experiment = NonNullable<Sagemaker['inferenceExperiments']>[string];
export type ExperimentSettings = Partial<Experiment['settings']>;

const infrastructure = {
  InfrastructureType: 'RealTimeInference' as const,
  RealTimeInferenceConfig: { InstanceType: 'ml.m5.large' as const, InstanceCount: 1 },
};

const base: Experiment['settings'] = {
  Type: 'ShadowMode',
  RoleArn: 'arn:aws:iam::111122223333:role/hosting',
  EndpointName: 'fraud-detector-shadow',
  ModelVariants: [
    { ModelName: 'fraud-5', VariantName: 'production', InfrastructureConfig: infrastructure },
    { ModelName: 'fraud-6', VariantName: 'shadow', InfrastructureConfig: infrastructure },
  ],
  ShadowModeConfig: {
    SourceModelVariantName: 'production',
    ShadowModelVariants: [{ ShadowModelVariantName: 'shadow', SamplingPercentage: 50 }],
  },
};

export function experimenting(
  settings: ExperimentSettings,
  status: NonNullable<Experiment['status']> = 'Running',
): AccountFile {
  const inferenceExperiments = { [experiment]: { status, settings: { ...base, ...settings } } };
  return { regions: { [region]: { sagemaker: { inferenceExperiments } } } };
}

export const gone: AccountFile = { regions: { [region]: { sagemaker: {} } } };

export function experimentsOf(state: AccountState) {
  const found = state.regions[region]?.sagemaker.inferenceExperiments;
  if (found === undefined) throw new Error(`nothing in ${region}`);
  return found;
}
