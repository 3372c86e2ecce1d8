import type { AccountFile, AccountState } from '../../local/account/state.ts';

/** What the fixtures about an endpoint's configuration share. */
const region = 'eu-central-1';

type Sagemaker = NonNullable<NonNullable<AccountFile['regions']>[string]['sagemaker']>;
export type ConfigSettings = Partial<NonNullable<Sagemaker['endpointConfigs']>[string]['settings']>;
type Counts = Readonly<Record<string, number>>;

/** The endpoint `fraud-detector` with the variants given, each with the instances that it runs now. */
export function serving(settings: ConfigSettings, counts: Counts = { main: 3 }): AccountFile {
  const ProductionVariants = Object.keys(counts).map((VariantName) => ({
    VariantName,
    ModelName: 'fraud-model',
    InitialInstanceCount: 1,
    InstanceType: 'ml.m5.large' as const,
    InitialVariantWeight: 1,
  }));
  const variants = Object.entries(counts).map(([name, instances]) => [
    name,
    { instances, desiredInstances: instances },
  ]);
  const tags = [{ Key: 'team', Value: 'fraud' }];
  const image = '111122223333.dkr.ecr.eu-central-1.amazonaws.com/fraud-inference:1';
  const sagemaker: Sagemaker = {
    models: { 'fraud-model': { settings: { PrimaryContainer: { Image: image } } } },
    endpointConfigs: { 'fraud-cfg': { settings: { ProductionVariants, ...settings }, tags } },
    endpoints: { 'fraud-detector': { config: 'fraud-cfg', variants: Object.fromEntries(variants), tags } },
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

export function endpointOf(state: AccountState) {
  return of(state).endpoints['fraud-detector'];
}

/** Has the endpoint run another configuration, as a deployment by hand would. */
export function run(state: AccountState, change: ConfigSettings): void {
  const sagemaker = of(state);
  const found = sagemaker.endpoints['fraud-detector'];
  if (found === undefined) return;
  const name = `by-hand-${Object.keys(sagemaker.endpointConfigs).length}`;
  const settings = { ...found.settings, ...change } as typeof found.settings;
  sagemaker.endpointConfigs[name] = { created: found.created, settings, tags: [] };
  sagemaker.endpoints['fraud-detector'] = { ...found, config: name, settings };
}

/** Has every variant run on so many instances, as autoscaling would. */
export function scale(state: AccountState, instances: number): void {
  const found = endpointOf(state);
  if (found === undefined) return;
  const variants = Object.entries(found.variants).map(([name, variant]) => [
    name,
    { ...variant, instances, desiredInstances: instances },
  ]);
  of(state).endpoints['fraud-detector'] = { ...found, variants: Object.fromEntries(variants) };
}

export function remove(state: AccountState): void {
  delete of(state).endpoints['fraud-detector'];
}

export function essence(state: AccountState): unknown {
  const { endpoints, endpointConfigs } = of(state);
  const lasting = Object.entries(endpoints).map(([name, found]) => {
    const { created: _, modified: __, deployment: ___, guardrails: ____, variants, ...rest } = found;
    const counts = Object.entries(variants).map(([variant, { instances }]) => [variant, instances]);
    return [name, { ...rest, counts }];
  });
  return { endpoints: Object.fromEntries(lasting), endpointConfigs };
}
