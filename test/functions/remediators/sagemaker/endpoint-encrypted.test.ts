import { describe, expect, it } from 'vitest';
import { endpointEncrypted } from '../../../../functions/remediators/sagemaker/endpoint-encrypted.ts';
import type { Account } from '../../../../local/account/account.ts';
import type { AccountFile } from '../../../../local/account/state.ts';
import { failureKind } from '../../../../shared/aws/failure.ts';
import { bind } from '../../../../shared/aws/service.ts';
import { here, hosting, services } from '../../../local/account/world.ts';
import { looking } from '../looking.ts';
import { undoOf } from '../../../../shared/plan.ts';

type Sagemaker = NonNullable<NonNullable<AccountFile['regions']>[string]['sagemaker']>;

const key = 'arn:aws:kms:eu-central-1:111122223333:key/11112222-3333-4444-5555-666677778888';
const scorer = { type: 'AWS::SageMaker::Endpoint', id: 'scorer' };
const config = { type: 'AWS::SageMaker::EndpointConfig', id: 'scorer-1' };

/** `scorer` runs `scorer-1`, which has no key; `scorer-2` has one, and nobody runs it. */
function holding(changes: Sagemaker = {}) {
  return looking(endpointEncrypted, hosting(changes));
}

/** What somebody else's hand does: the endpoint is then on its way to another configuration. */
async function update({ clientFor }: Account, EndpointConfigName: string): Promise<void> {
  await bind(services, clientFor, here).sagemaker.UpdateEndpoint({ EndpointName: 'scorer', EndpointConfigName });
}

/** `scorer` with variants of other instance types. */
function on(types: readonly string[], shadow: readonly string[] = []) {
  const variants = (of: readonly string[], prefix: string) =>
    of.map((InstanceType, index) => ({
      VariantName: `${prefix}-${index}`,
      ModelName: 'model-a',
      InstanceType: InstanceType as 'ml.m5.large',
      InitialInstanceCount: 1,
    }));
  const settings = {
    ProductionVariants: variants(types, 'main'),
    ...(shadow.length === 0 ? {} : { ShadowProductionVariants: variants(shadow, 'shadow') }),
  };
  return holding({ endpointConfigs: { 'scorer-1': { settings } } });
}

describe('an endpoint configuration without a key', () => {
  it('leads to the endpoints that run it', async () => {
    const found = holding({
      endpoints: { scorer: { config: 'scorer-1' }, other: { config: 'scorer-2' }, twin: { config: 'scorer-1' } },
    });

    await expect(found.locate(config)).resolves.toEqual({
      targets: [{ ...scorer, id: 'twin' }, scorer],
    });
  });

  it('leads to all of them, however many pages there are', async () => {
    const names = Array.from({ length: 205 }, (_, index) => `endpoint-${String(index).padStart(3, '0')}`);
    const endpoints = Object.fromEntries(
      names.map((name, index) => [name, { config: index % 2 === 0 ? 'scorer-1' : 'scorer-2' }]),
    );

    const located = await holding({ endpoints }).locate(config);

    const found = 'targets' in located ? located.targets.map(({ id }) => id) : [];
    expect(found.toSorted()).toEqual(names.filter((_, index) => index % 2 === 0));
  });

  it('leads to an endpoint that is just being moved to it', async () => {
    const { account, locate } = holding({ endpoints: { scorer: { config: 'scorer-2' } } });
    await update(account, 'scorer-1');

    await expect(locate(config)).resolves.toEqual({ targets: [scorer] });
  });

  it('leads to the others where an endpoint is deleted while they are asked', async () => {
    const { account, locate } = holding({
      endpoints: { scorer: { config: 'scorer-1' }, vanishing: { config: 'scorer-1' } },
    });
    account.fault({
      operation: 'DescribeEndpoint',
      when: ({ input }) => input['EndpointName'] === 'vanishing',
      kind: 'not-found',
    });

    await expect(locate(config)).resolves.toEqual({ targets: [scorer] });
  });

  it('that no endpoint runs is for a person, since it can’t be changed', async () => {
    await expect(holding({ endpoints: {} }).locate(config)).resolves.toMatchObject({
      verdict: { state: 'manual', why: ['Endpoint configuration scorer-1 has no KMS key, and no endpoint uses it'] },
    });
  });

  it('is no matter once it is gone', async () => {
    await expect(holding().locate({ ...config, id: 'scorer-0' })).resolves.toMatchObject({
      verdict: { state: 'gone' },
    });
  });

  it('is looked for with the same care as any other: whom one may not ask about is not left out', async () => {
    const { account, locate } = holding();
    account.fault({ operation: 'DescribeEndpoint', kind: 'access-denied' });

    await expect(locate(config)).rejects.toMatchObject({ name: 'AccessDeniedException' });
  });
});

describe('an endpoint configuration with a key', () => {
  it('is right, and nobody is asked who runs it', async () => {
    const { account, locate } = holding();

    await expect(locate({ ...config, id: 'scorer-2' })).resolves.toMatchObject({
      verdict: { state: 'compliant', live: { KmsKeyId: 'alias/scorer' } },
    });
    expect(account.calls).toHaveLength(1);
  });
});

describe('an endpoint', () => {
  it('is where its own signal leads', async () => {
    await expect(holding().locate(scorer)).resolves.toEqual({ targets: [scorer] });
  });

  it.each(['Failed', 'OutOfService', 'UpdateRollbackFailed'] as const)('that is %s is for a person', async (status) => {
    const found = holding({ endpoints: { scorer: { config: 'scorer-1', status, failureReason: 'No GPUs' } } });

    await expect(found.assess(scorer, { 'kms-key': key })).resolves.toMatchObject({
      state: 'manual',
      why: [`The endpoint is ${status}: No GPUs`],
      steps: ['Bring endpoint scorer back to InService, or delete it.'],
    });
  });

  it('that failed without a reason is for a person, too', async () => {
    const found = holding({ endpoints: { scorer: { config: 'scorer-1', status: 'Failed' } } });

    await expect(found.assess(scorer)).resolves.toMatchObject({ state: 'manual', why: ['The endpoint is Failed'] });
  });

  it('in the middle of a change is read again later', async () => {
    const { account, assess, advance } = holding();
    await update(account, 'scorer-2');

    await expect(assess(scorer)).resolves.toEqual({ state: 'busy', why: 'The endpoint is Updating' });
    advance(600);
    await expect(assess(scorer)).resolves.toMatchObject({ state: 'compliant' });
  });

  it('without a key is for a person as long as the policy names none', async () => {
    await expect(holding().assess(scorer)).resolves.toMatchObject({
      state: 'manual',
      steps: ['Name a key in the policy: remediations.sagemaker-endpoint-encrypted.parameters.kms-key.'],
    });
  });

  it('without a key can be stopped without any', async () => {
    await expect(holding().assess(scorer, { action: 'stop' })).resolves.toMatchObject({
      state: 'wrong',
      before: { endpoint: 'scorer', config: 'scorer-1', endpointTags: [] },
    });
  });

  it('lives on where its configuration was deleted: it can’t be judged, and is not gone', async () => {
    const { account, assess } = holding();
    account.edit(({ regions }) => {
      const { endpointConfigs } = regions[here]?.sagemaker ?? {};
      delete endpointConfigs?.['scorer-1'];
    });

    const refused: unknown = await assess(scorer, { 'kms-key': key }).catch((error: unknown) => error);

    expect(refused).toMatchObject({ name: 'MissingPart' });
    expect(failureKind(refused)).toBe('refused');
  });

  it('that does not exist is told as SageMaker tells it', async () => {
    const refused: unknown = await holding({ endpoints: {} })
      .assess(scorer)
      .catch((error: unknown) => error);

    expect(failureKind(refused)).toBe('gone');
  });
});

describe('instances that keep data on disks of their own', () => {
  it.each([
    'ml.g4dn.xlarge',
    'ml.g5.12xlarge',
    'ml.g6e.xlarge',
    'ml.gr6.4xlarge',
    'ml.p4d.24xlarge',
    'ml.p5.48xlarge',
    'ml.trn1.32xlarge',
    'ml.i3en.xlarge',
    'ml.m5d.large',
    'ml.r6gd.xlarge',
    'ml.c5d.xlarge',
  ])('are not moved without being asked: %s', async (type) => {
    const found = await on([type]).assess(scorer, { 'kms-key': key });

    expect(found).toMatchObject({ state: 'manual' });
    expect(found.state === 'manual' && found.steps[0]).toContain(`${type} keeps data on local disks`);
  });

  it.each(['ml.m5.large', 'ml.c6i.xlarge', 'ml.inf2.xlarge', 'ml.p3.2xlarge', 'ml.t2.medium', 'ml.r5.large'])(
    'are not these: %s',
    async (type) => {
      await expect(on([type]).assess(scorer, { 'kms-key': key })).resolves.toMatchObject({ state: 'wrong' });
    },
  );

  it('count in shadow variants, too, and are named once for each', async () => {
    const found = await on(['ml.m5.large'], ['ml.g5.xlarge']).assess(scorer, { 'kms-key': key });

    expect(found.state === 'manual' && found.steps[0]).toMatch(/^ml\.g5\.xlarge keeps/);
  });

  it('are moved where the policy says so', async () => {
    await expect(
      on(['ml.g5.xlarge']).assess(scorer, { 'kms-key': key, 'local-storage': 'rotate' }),
    ).resolves.toMatchObject({ state: 'wrong' });
  });

  it('are no obstacle to stopping the endpoint', async () => {
    await expect(on(['ml.g5.xlarge']).assess(scorer, { action: 'stop' })).resolves.toMatchObject({ state: 'wrong' });
  });

  it('do not matter for serverless variants, which have no instances', async () => {
    const settings = {
      ProductionVariants: [
        { VariantName: 'main', ModelName: 'model-a', ServerlessConfig: { MemorySizeInMB: 2048, MaxConcurrency: 5 } },
      ],
    };

    await expect(
      holding({ endpointConfigs: { 'scorer-1': { settings } } }).assess(scorer, { 'kms-key': key }),
    ).resolves.toMatchObject({ state: 'wrong' });
  });
});

describe('the plan for an endpoint', () => {
  it('names the new configuration after the old one, within 63 characters and once only', async () => {
    const old = `${'x'.repeat(55)}-redress-0a1b2c3d`.slice(-63);
    const { endpointConfigs = {} } = hosting().regions?.[here]?.sagemaker ?? {};
    const { settings } = endpointConfigs['scorer-1'] ?? { settings: {} as never };
    const { plan } = holding({ endpointConfigs: { [old]: { settings } }, endpoints: { scorer: { config: old } } });

    const name = (await plan(scorer, { 'kms-key': key })).steps[0]?.call.input['EndpointConfigName'];

    expect(name).toMatch(/^x{46}-redress-[0-9a-f]{8}$/);
  });

  it('is the same for the same finding, and another for another key', async () => {
    const plan = async (kms: string) => holding().plan(scorer, { 'kms-key': kms });

    expect(await plan(key)).toEqual(await plan(key));
    const [one, other] = [await plan(key), await plan('alias/other')];
    expect(one.steps[0]?.call.input['EndpointConfigName']).not.toBe(other.steps[0]?.call.input['EndpointConfigName']);
  });

  it('to stop it brings it back with its tags and the way it was deployed', async () => {
    const guardrails = {
      BlueGreenUpdatePolicy: {
        TrafficRoutingConfiguration: { Type: 'ALL_AT_ONCE' as const, WaitIntervalInSeconds: 60 },
      },
    };
    const tags = [{ Key: 'team', Value: 'fraud' }];
    const { plan } = holding({ endpoints: { scorer: { config: 'scorer-1', guardrails, tags } } });

    const { steps, impact, expect: end } = await plan(scorer, { action: 'stop' });

    expect({ impact, end }).toEqual({ impact: 'destructive', end: 'gone' });
    expect(undoOf(steps[0] ?? {})[0]?.call).toMatchObject({
      operation: 'CreateEndpoint',
      input: { EndpointName: 'scorer', EndpointConfigName: 'scorer-1', Tags: tags, DeploymentConfig: guardrails },
    });
  });
});

describe('the policy’s key', () => {
  const accepts = (value: unknown) => endpointEncrypted.parameters.safeParse({ 'kms-key': value }).success;

  it.each([
    key,
    'alias/fraud',
    'arn:aws:kms:eu-central-1:111122223333:alias/fraud',
    '11112222-3333-4444-5555-666677778888',
  ])('may be %s', (value) => {
    expect(accepts(value)).toBe(true);
  });

  it.each(['', 'fraud', 'arn:aws:s3:::key', 'alias/', `${key}\n`, '*', 7])('can’t be %j', (value) => {
    expect(accepts(value)).toBe(false);
  });
});
