import { describe, expect, it } from 'vitest';
import { endpointInstanceCount } from '../../../../functions/remediators/sagemaker/endpoint-instance-count.ts';
import type { AccountFile } from '../../../../local/account/state.ts';
import { hosting } from '../../../local/account/world.ts';
import { looking } from '../looking.ts';
import { undoOf } from '../../../../shared/plan.ts';

type Sagemaker = NonNullable<NonNullable<AccountFile['regions']>[string]['sagemaker']>;
type Variant = NonNullable<
  NonNullable<NonNullable<Sagemaker['endpointConfigs']>[string]['settings']['ProductionVariants']>[number]
>;

const scorer = { type: 'AWS::SageMaker::Endpoint', id: 'scorer' };
const config = { type: 'AWS::SageMaker::EndpointConfig', id: 'scorer-1' };

function variant(VariantName: string, changes: object = {}): Variant {
  const instances = { InstanceType: 'ml.m5.large' as const, InitialInstanceCount: 1 };
  return { VariantName, ModelName: 'model-a', ...instances, ...changes };
}

function holding(variants: readonly Variant[], changes: Sagemaker = {}) {
  const settings = { ProductionVariants: [...variants] };
  return looking(endpointInstanceCount, hosting({ endpointConfigs: { 'scorer-1': { settings } }, ...changes }));
}

const serverless = {
  InstanceType: undefined,
  InitialInstanceCount: undefined,
  ServerlessConfig: { MemorySizeInMB: 2048, MaxConcurrency: 5 },
};
const managed = { ManagedInstanceScaling: { Status: 'ENABLED' as const, MinInstanceCount: 1, MaxInstanceCount: 4 } };

describe('an endpoint', () => {
  it('is judged by the instances that run, not by those that it began with', async () => {
    const scaled = { scorer: { config: 'scorer-1', variants: { main: { instances: 3, desiredInstances: 3 } } } };

    await expect(holding([variant('main')], { endpoints: scaled }).assess(scorer)).resolves.toMatchObject({
      state: 'compliant',
      live: { main: 3 },
    });
  });

  it('is wrong by the variants that have too few', async () => {
    const { assess } = holding([variant('main', { InitialInstanceCount: 2 }), variant('second')]);

    await expect(assess(scorer)).resolves.toMatchObject({
      state: 'wrong',
      why: ['Variant second has 1 of 2 instances'],
    });
  });

  it('with variants that SageMaker scales is for a person', async () => {
    await expect(holding([variant('main', managed)]).assess(scorer)).resolves.toMatchObject({
      state: 'manual',
      steps: ['Raise ManagedInstanceScaling.MinInstanceCount of main in a new endpoint configuration.'],
    });
  });

  it('of serverless variants alone has no instances to count', async () => {
    await expect(holding([variant('main', serverless)]).assess(scorer)).resolves.toMatchObject({ state: 'compliant' });
  });

  it.each(['Failed', 'SystemUpdating'] as const)('that is %s is not judged', async (status) => {
    const found = holding([variant('main')], { endpoints: { scorer: { config: 'scorer-1', status } } });

    await expect(found.assess(scorer)).resolves.toMatchObject({ state: status === 'Failed' ? 'manual' : 'busy' });
  });
});

describe('a configuration', () => {
  it('leads to the endpoints that run it', async () => {
    await expect(holding([variant('main')]).locate(config)).resolves.toEqual({ targets: [scorer] });
  });

  it.each([
    ['with too few instances is for a person', [variant('main'), variant('second')], 'manual'],
    ['with enough is right', [variant('main', { InitialInstanceCount: 2 })], 'compliant'],
    ['of serverless variants is right', [variant('main', serverless)], 'compliant'],
  ])('that no endpoint runs, %s', async (_, variants, state) => {
    await expect(holding(variants, { endpoints: {} }).locate(config)).resolves.toMatchObject({ verdict: { state } });
  });

  it('that is gone is no matter', async () => {
    await expect(holding([variant('main')]).locate({ ...config, id: 'scorer-0' })).resolves.toMatchObject({
      verdict: { state: 'gone' },
    });
  });
});

describe('the plan for an endpoint', () => {
  it('changes the variants that have too few, and brings back what each had', async () => {
    const variants = [variant('main', { InitialInstanceCount: 5 }), variant('second'), variant('third')];
    const { steps } = await holding(variants).plan(scorer, { minimum: 3 });

    const counts = (DesiredInstanceCount: number) =>
      ['second', 'third'].map((VariantName) => ({ VariantName, DesiredInstanceCount }));
    expect(steps[0]?.call.input['DesiredWeightsAndCapacities']).toEqual(counts(3));
    expect(undoOf(steps[0] ?? {})[0]?.call.input['DesiredWeightsAndCapacities']).toEqual(counts(1));
    expect(steps[0]?.done?.path).toBe('ProductionVariants.1.DesiredInstanceCount');
  });
});
