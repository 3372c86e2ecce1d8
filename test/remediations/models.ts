import type { AccountFile, AccountState } from '../../local/account/state.ts';

/** What the fixtures about models that an endpoint runs share. */
const region = 'eu-central-1';

type Sagemaker = NonNullable<NonNullable<AccountFile['regions']>[string]['sagemaker']>;
type Model = NonNullable<Sagemaker['models']>[string];
export type ModelSettings = Partial<Model['settings']>;

const image = '111122223333.dkr.ecr.eu-central-1.amazonaws.com/fraud-inference:1';
const role = 'arn:aws:iam::111122223333:role/hosting';

export function model(settings: ModelSettings): Model {
  return { settings: { PrimaryContainer: { Image: image }, ExecutionRoleArn: role, ...settings } };
}

/** A pipeline of two containers, with a tag. */
export function pipeline(settings: ModelSettings): Model {
  const { PrimaryContainer: _, ...rest } = model(settings).settings;
  const containers = [
    { Image: image, ContainerHostname: 'features' },
    { Image: image, ContainerHostname: 'model' },
  ];
  return { settings: { ...rest, Containers: containers }, tags: [{ Key: 'team', Value: 'fraud' }] };
}

/** The endpoint `fraud-detector`, which has one variant for each model, and runs three instances of each. */
export function serving(models: Readonly<Record<string, Model>>): AccountFile {
  const names = Object.keys(models);
  const settings = {
    ProductionVariants: names.map((ModelName, index) => ({
      VariantName: `variant-${index + 1}`,
      ModelName,
      InitialInstanceCount: 1,
      InstanceType: 'ml.m5.large' as const,
      InitialVariantWeight: 1,
    })),
  };
  const scaled = names.map((_, index) => [`variant-${index + 1}`, { instances: 3, desiredInstances: 3 }]);
  const tags = [{ Key: 'team', Value: 'fraud' }];
  const sagemaker: Sagemaker = {
    models: { ...models },
    endpointConfigs: { 'fraud-cfg': { settings, tags } },
    endpoints: { 'fraud-detector': { config: 'fraud-cfg', variants: Object.fromEntries(scaled), tags } },
    // One poll in vain tells as much as ten.
    seconds: { create: 20, update: 20, rollback: 20, delete: 20 },
  };
  return { regions: { [region]: { sagemaker } } };
}

export const gone: AccountFile = { regions: { [region]: { sagemaker: {} } } };

function of(state: AccountState) {
  const sagemaker = state.regions[region]?.sagemaker;
  if (sagemaker === undefined) throw new Error(`nothing in ${region}`);
  return sagemaker;
}

/** The settings of the models that the endpoint runs. */
export function running(state: AccountState) {
  const { endpoints, models } = of(state);
  const found = endpoints['fraud-detector'];
  return (found?.settings.ProductionVariants ?? []).map(({ ModelName = '' }) => models[ModelName]?.settings);
}

/** Has the endpoint run other models, as a deployment by hand would. */
export function run(state: AccountState, settings: ModelSettings): void {
  const sagemaker = of(state);
  const found = sagemaker.endpoints['fraud-detector'];
  if (found === undefined) return;
  const name = `by-hand-${Object.keys(sagemaker.models).length}`;
  const made = model(settings).settings;
  sagemaker.models[name] = { created: found.created, settings: made, tags: [] };
  const [variant] = found.settings.ProductionVariants ?? [];
  const config = { ...found.settings, ProductionVariants: [{ ...variant, ModelName: name }] } as typeof found.settings;
  sagemaker.endpointConfigs[name] = { created: found.created, settings: config, tags: [] };
  sagemaker.endpoints['fraud-detector'] = { ...found, config: name, settings: config };
}

export function remove(state: AccountState): void {
  delete of(state).endpoints['fraud-detector'];
}

export function essence(state: AccountState): unknown {
  const { endpoints, endpointConfigs, models } = of(state);
  const lasting = Object.entries(endpoints).map(([name, found]) => {
    const { created: _, modified: __, deployment: ___, guardrails: ____, variants, ...rest } = found;
    const counts = Object.entries(variants).map(([variant, { instances }]) => [variant, instances]);
    return [name, { ...rest, counts }];
  });
  return { endpoints: Object.fromEntries(lasting), endpointConfigs, models };
}
