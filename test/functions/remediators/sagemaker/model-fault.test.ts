import { describe, expect, it } from 'vitest';
import { modelInVpc } from '../../../../functions/remediators/sagemaker/model-in-vpc.ts';
import { modelNetworkIsolated } from '../../../../functions/remediators/sagemaker/model-network-isolated.ts';
import { failureKind } from '../../../../shared/aws/failure.ts';
import { here } from '../../../local/account/world.ts';
import { model, serving } from '../../../remediations/models.ts';
import { looking } from '../looking.ts';

const endpoint = { type: 'AWS::SageMaker::Endpoint', id: 'fraud-detector' };
const about = (id: string) => ({ type: 'AWS::SageMaker::Model', id });
const isolated = model({ EnableNetworkIsolation: true });

describe('a model that may call out', () => {
  it('leads to the endpoints that run it, among others or alone', async () => {
    const { locate } = looking(modelNetworkIsolated, serving({ open: model({}), closed: isolated }));

    await expect(locate(about('open'))).resolves.toEqual({ targets: [endpoint] });
  });

  it('that no endpoint runs is for a person', async () => {
    const { account, locate } = looking(modelNetworkIsolated, serving({ open: model({}) }));
    account.edit(({ regions }) => {
      const sagemaker = regions[here]?.sagemaker;
      if (sagemaker !== undefined) sagemaker.endpoints = {};
    });

    await expect(locate(about('open'))).resolves.toMatchObject({
      verdict: { state: 'manual', why: ['Model open has no network isolation, and no endpoint runs it'] },
    });
  });

  it('leads to no endpoint that is deleted while it is asked', async () => {
    const { account, locate } = looking(modelNetworkIsolated, serving({ open: model({}) }));
    account.fault({ operation: 'DescribeEndpoint', kind: 'not-found' });

    await expect(locate(about('open'))).resolves.toMatchObject({ verdict: { state: 'manual' } });
  });

  it.each([
    ['that is right', isolated, 'compliant'],
    ['that is gone', undefined, 'gone'],
  ])('%s leads nowhere', async (_, found, state) => {
    const { locate } = looking(modelNetworkIsolated, serving(found === undefined ? {} : { fraud: found }));

    await expect(locate(about('fraud'))).resolves.toMatchObject({ verdict: { state } });
  });
});

describe('an endpoint', () => {
  it('is where its own signal leads', async () => {
    const { locate } = looking(modelNetworkIsolated, serving({ open: model({}) }));

    await expect(locate(endpoint)).resolves.toEqual({ targets: [endpoint] });
  });

  it('is wrong for the models that are, and right without any', async () => {
    const mixed = looking(modelNetworkIsolated, serving({ open: model({}), closed: isolated }));
    const right = looking(modelNetworkIsolated, serving({ closed: isolated }));

    await expect(mixed.assess(endpoint)).resolves.toMatchObject({
      state: 'wrong',
      why: ['Model open, which endpoint fraud-detector runs, has no network isolation'],
      before: { models: [{ name: 'open' }] },
    });
    await expect(right.assess(endpoint)).resolves.toMatchObject({ state: 'compliant', live: { models: ['closed'] } });
  });

  it.each(['Failed', 'SystemUpdating'] as const)('that is %s is not judged by its models', async (status) => {
    const { account, assess } = looking(modelNetworkIsolated, serving({ open: model({}) }));
    account.edit(({ regions }) => {
      const found = regions[here]?.sagemaker.endpoints['fraud-detector'];
      if (found !== undefined) found.status = status;
    });

    await expect(assess(endpoint)).resolves.toMatchObject({ state: status === 'Failed' ? 'manual' : 'busy' });
  });

  it.each(['models', 'endpointConfigs'] as const)('lives on where what it rests on was deleted: %s', async (kind) => {
    const { account, assess } = looking(modelNetworkIsolated, serving({ open: model({}) }));
    account.edit(({ regions }) => {
      const sagemaker = regions[here]?.sagemaker;
      if (sagemaker !== undefined) sagemaker[kind] = {};
    });

    const refused: unknown = await assess(endpoint).catch((error: unknown) => error);

    expect(refused).toMatchObject({ name: 'MissingPart' });
    expect(failureKind(refused)).toBe('refused');
  });

  it('is read with patience where SageMaker is busy', async () => {
    const { account, assess } = looking(modelNetworkIsolated, serving({ open: model({}) }));
    account.fault({ operation: 'DescribeModel', kind: 'throttle' });

    const refused: unknown = await assess(endpoint).catch((error: unknown) => error);

    expect(failureKind(refused)).toBe('throttled');
  });

  it('keeps its shadow variants in the copy of its configuration', async () => {
    const file = serving({ open: model({}) });
    const { settings } = file.regions?.[here]?.sagemaker?.endpointConfigs?.['fraud-cfg'] ?? {};
    const [main] = settings?.ProductionVariants ?? [];
    if (settings === undefined || main === undefined) throw new Error('there is no configuration');
    Object.assign(settings, { ShadowProductionVariants: [{ ...main, VariantName: 'shadow' }] });

    const { steps } = await looking(modelNetworkIsolated, file).plan(endpoint);

    const copy = steps.find(({ id }) => id === 'create-config')?.call.input;
    const name = steps[0]?.call.input['ModelName'];
    expect(copy).toMatchObject({
      ProductionVariants: [{ VariantName: 'variant-1', ModelName: name }],
      ShadowProductionVariants: [{ VariantName: 'shadow', ModelName: name }],
    });
    expect(name).toMatch(/^open-redress-[0-9a-f]{8}$/);
  });
});

describe('models outside of any VPC', () => {
  const vpc = { subnets: ['subnet-0a1b2c3d'], 'security-group-ids': ['sg-0a1b2c3d'] };

  it.each([{}, { subnets: vpc.subnets }, { 'security-group-ids': vpc['security-group-ids'] }])(
    'are for a person as long as the policy names no network: %j',
    async (parameters) => {
      const { assess } = looking(modelInVpc, serving({ open: model({}) }));

      await expect(assess(endpoint, parameters)).resolves.toMatchObject({
        state: 'manual',
        steps: [expect.stringContaining('Name subnets and security groups in the policy') as string, expect.anything()],
      });
    },
  );

  it('are copied into the network that it names', async () => {
    const { steps } = await looking(modelInVpc, serving({ open: model({}) })).plan(endpoint, vpc);

    expect(steps[0]?.call.input['VpcConfig']).toEqual({
      Subnets: vpc.subnets,
      SecurityGroupIds: vpc['security-group-ids'],
    });
  });
});
