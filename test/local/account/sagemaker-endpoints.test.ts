import { SageMakerServiceException } from '@aws-sdk/client-sagemaker';
import { describe, expect, it } from 'vitest';
import { createWorld, here, hosting } from './world.ts';

const arnOf = (resource: string) => `arn:aws:sagemaker:${here}:111122223333:${resource}`;
type World = ReturnType<typeof createWorld>;

async function statusOf({ sagemaker }: World): Promise<string | undefined> {
  return (await sagemaker.DescribeEndpoint({ EndpointName: 'scorer' })).EndpointStatus;
}

function tell(
  { account }: World,
  ...outcomes: { result: 'RollingBack' | 'Failed' | 'UpdateRollbackFailed'; reason: string }[]
) {
  account.edit(({ regions }) => {
    regions[here]!.sagemaker.outcomes['scorer'] = outcomes;
  });
}

describe('creating an endpoint', () => {
  it('takes five minutes, in which its configuration is pending and nothing runs', async () => {
    const world = createWorld(hosting({ endpoints: {} }));
    const { sagemaker } = world;

    const created = await sagemaker.CreateEndpoint({ EndpointName: 'scorer', EndpointConfigName: 'scorer-1' });

    const creating = await sagemaker.DescribeEndpoint({ EndpointName: 'scorer' });
    expect(created.EndpointArn).toBe(arnOf('endpoint/scorer'));
    expect(creating).toMatchObject({
      EndpointStatus: 'Creating',
      EndpointConfigName: 'scorer-1',
      PendingDeploymentSummary: {
        EndpointConfigName: 'scorer-1',
        ProductionVariants: [{ VariantName: 'main', InstanceType: 'ml.m5.large', DesiredInstanceCount: 1 }],
      },
    });
    expect(creating.ProductionVariants).toBeUndefined();

    world.advance(299);
    expect(await statusOf(world)).toBe('Creating');
    world.advance(1);
    const done = await sagemaker.DescribeEndpoint({ EndpointName: 'scorer' });
    expect(done).toMatchObject({ EndpointStatus: 'InService', LastModifiedTime: world.now() });
    expect(done.PendingDeploymentSummary).toBeUndefined();
  });

  it('resolves the image of the model to its digest', async () => {
    const world = createWorld(hosting());

    const { ProductionVariants } = await world.sagemaker.DescribeEndpoint({ EndpointName: 'scorer' });

    expect(ProductionVariants?.[0]?.DeployedImages).toEqual([
      {
        SpecifiedImage: 'registry/scorer:1',
        ResolvedImage: `registry/scorer@sha256:${'a'.repeat(64)}`,
        ResolutionTime: world.now(),
      },
    ]);
  });

  it('that was told to fail ends in Failed, with the reason', async () => {
    const world = createWorld(hosting({ endpoints: {} }));
    tell(world, { result: 'RollingBack', reason: 'The container did not answer /ping.' });
    await world.sagemaker.CreateEndpoint({ EndpointName: 'scorer', EndpointConfigName: 'scorer-1' });

    world.advance(300);

    expect(await world.sagemaker.DescribeEndpoint({ EndpointName: 'scorer' })).toMatchObject({
      EndpointStatus: 'Failed',
      FailureReason: 'The container did not answer /ping.',
    });
  });

  it.each([
    [
      'a name that is taken',
      { EndpointName: 'scorer' },
      `Cannot create already existing endpoint "${arnOf('endpoint/scorer')}".`,
    ],
    [
      'a configuration that is not there',
      { EndpointName: 'other', EndpointConfigName: 'nope' },
      `Could not find endpoint configuration "${arnOf('endpoint-config/nope')}".`,
    ],
    ['a name that is none', { EndpointName: 'no_underscores' }, 'regular expression pattern'],
    ['a name that is too long', { EndpointName: 'x'.repeat(64) }, 'length less than or equal to 63'],
  ])('is refused for %s', async (_, input, message) => {
    const { sagemaker, account } = createWorld(hosting());
    const before = account.snapshot();

    const creating = sagemaker.CreateEndpoint({ EndpointConfigName: 'scorer-1', ...input });

    await expect(creating).rejects.toBeInstanceOf(SageMakerServiceException);
    await expect(creating).rejects.toMatchObject({
      name: 'ValidationException',
      message: expect.stringContaining(message) as string,
      $metadata: { httpStatusCode: 400 },
    });
    expect(account.snapshot()).toEqual(before);
  });
});

describe('updating an endpoint', () => {
  it('goes on with the old configuration until the new one is in service', async () => {
    const world = createWorld(hosting());
    await world.sagemaker.UpdateEndpoint({ EndpointName: 'scorer', EndpointConfigName: 'scorer-2' });

    expect(await world.sagemaker.DescribeEndpoint({ EndpointName: 'scorer' })).toMatchObject({
      EndpointStatus: 'Updating',
      EndpointConfigName: 'scorer-1',
      PendingDeploymentSummary: { EndpointConfigName: 'scorer-2', StartTime: world.now() },
    });
    world.advance(300);
    expect(await world.sagemaker.DescribeEndpoint({ EndpointName: 'scorer' })).toMatchObject({
      EndpointStatus: 'InService',
      EndpointConfigName: 'scorer-2',
    });
  });

  it('resets what autoscaling has changed, unless all properties are retained', async () => {
    const scaled = { endpoints: { scorer: { config: 'scorer-1', variants: { main: { instances: 5, weight: 0.3 } } } } };
    const reset = createWorld(hosting(scaled));
    const retained = createWorld(hosting(scaled));
    const partly = createWorld(hosting(scaled));
    const update = { EndpointName: 'scorer', EndpointConfigName: 'scorer-2' };

    await reset.sagemaker.UpdateEndpoint(update);
    await retained.sagemaker.UpdateEndpoint({ ...update, RetainAllVariantProperties: true });
    await partly.sagemaker.UpdateEndpoint({
      ...update,
      RetainAllVariantProperties: true,
      ExcludeRetainedVariantProperties: [{ VariantPropertyType: 'DesiredWeight' }],
    });

    const seen = [reset, retained, partly].map(async (world) => {
      world.advance(300);
      const { ProductionVariants } = await world.sagemaker.DescribeEndpoint({ EndpointName: 'scorer' });
      return [ProductionVariants?.[0]?.CurrentInstanceCount, ProductionVariants?.[0]?.CurrentWeight];
    });
    expect(await Promise.all(seen)).toEqual([
      [1, 1],
      [5, 0.3],
      [5, 1],
    ]);
  });

  it('is refused while the endpoint is changing, and leaves the change alone', async () => {
    const world = createWorld(hosting());
    await world.sagemaker.UpdateEndpoint({ EndpointName: 'scorer', EndpointConfigName: 'scorer-2' });

    await expect(
      world.sagemaker.UpdateEndpoint({ EndpointName: 'scorer', EndpointConfigName: 'scorer-1' }),
    ).rejects.toMatchObject({
      name: 'ValidationException',
      message: `Cannot update in-progress endpoint "${arnOf('endpoint/scorer')}".`,
    });
    world.advance(300);
    expect((await world.sagemaker.DescribeEndpoint({ EndpointName: 'scorer' })).EndpointConfigName).toBe('scorer-2');
  });

  it('to the configuration that runs already is a redeployment', async () => {
    const world = createWorld(hosting());

    await world.sagemaker.UpdateEndpoint({ EndpointName: 'scorer', EndpointConfigName: 'scorer-1' });

    expect(await statusOf(world)).toBe('Updating');
    world.advance(300);
    expect(await statusOf(world)).toBe('InService');
  });

  it('that rolls back ends in service with what ran before, and says why', async () => {
    const world = createWorld(
      hosting({ endpoints: { scorer: { config: 'scorer-1', variants: { main: { instances: 4 } } } } }),
    );
    tell(world, { result: 'RollingBack', reason: 'Health checks failed.' });
    await world.sagemaker.UpdateEndpoint({ EndpointName: 'scorer', EndpointConfigName: 'scorer-2' });

    expect(await statusOf(world)).toBe('Updating');
    world.advance(300);
    const rollingBack = await world.sagemaker.DescribeEndpoint({ EndpointName: 'scorer' });
    expect(rollingBack).toMatchObject({ EndpointStatus: 'RollingBack', FailureReason: 'Health checks failed.' });
    expect(rollingBack.PendingDeploymentSummary).toBeUndefined();
    await expect(world.sagemaker.DeleteEndpoint({ EndpointName: 'scorer' })).rejects.toThrow('in-progress');
    world.advance(120);
    expect(await world.sagemaker.DescribeEndpoint({ EndpointName: 'scorer' })).toMatchObject({
      EndpointStatus: 'InService',
      EndpointConfigName: 'scorer-1',
      FailureReason: 'Health checks failed.',
      ProductionVariants: [{ CurrentInstanceCount: 4 }],
    });
  });

  it('clears the reason of an earlier failure, and meets each told outcome once', async () => {
    const world = createWorld(hosting());
    tell(world, { result: 'RollingBack', reason: 'first' });
    await world.sagemaker.UpdateEndpoint({ EndpointName: 'scorer', EndpointConfigName: 'scorer-2' });
    world.advance(1_000);

    await world.sagemaker.UpdateEndpoint({ EndpointName: 'scorer', EndpointConfigName: 'scorer-2' });
    world.advance(300);

    const endpoint = await world.sagemaker.DescribeEndpoint({ EndpointName: 'scorer' });
    expect(endpoint).toMatchObject({ EndpointStatus: 'InService', EndpointConfigName: 'scorer-2' });
    expect(endpoint.FailureReason).toBeUndefined();
  });

  it('can fail for good, after which only deletion helps', async () => {
    const world = createWorld(hosting());
    tell(world, { result: 'Failed', reason: 'No capacity.' });
    await world.sagemaker.UpdateEndpoint({ EndpointName: 'scorer', EndpointConfigName: 'scorer-2' });
    world.advance(300);

    expect(await statusOf(world)).toBe('Failed');
    await expect(
      world.sagemaker.UpdateEndpoint({ EndpointName: 'scorer', EndpointConfigName: 'scorer-1' }),
    ).rejects.toThrow('Cannot update failed endpoint');
    await world.sagemaker.DeleteEndpoint({ EndpointName: 'scorer' });
    expect(await statusOf(world)).toBe('Deleting');
  });

  it('whose rollback failed can be tried again', async () => {
    const world = createWorld(hosting());
    tell(world, { result: 'UpdateRollbackFailed', reason: 'Both failed.' });
    await world.sagemaker.UpdateEndpoint({ EndpointName: 'scorer', EndpointConfigName: 'scorer-2' });
    world.advance(300);
    expect(await statusOf(world)).toBe('UpdateRollbackFailed');

    await world.sagemaker.UpdateEndpoint({ EndpointName: 'scorer', EndpointConfigName: 'scorer-2' });
    world.advance(300);

    expect(await statusOf(world)).toBe('InService');
  });

  it.each([
    [{ EndpointName: 'nope', EndpointConfigName: 'scorer-2' }, `Could not find endpoint "${arnOf('endpoint/nope')}".`],
    [
      { EndpointName: 'scorer', EndpointConfigName: 'nope' },
      `Could not find endpoint configuration "${arnOf('endpoint-config/nope')}".`,
    ],
    [{ EndpointName: '__proto__', EndpointConfigName: 'scorer-2' }, 'Could not find endpoint'],
  ])('%j is refused', async (input, message) => {
    const { sagemaker } = createWorld(hosting());

    await expect(sagemaker.UpdateEndpoint(input)).rejects.toThrow(message);
  });

  it('is refused if a model is gone by then', async () => {
    const { sagemaker } = createWorld(hosting());
    await sagemaker.DeleteModel({ ModelName: 'model-a' });

    await expect(sagemaker.UpdateEndpoint({ EndpointName: 'scorer', EndpointConfigName: 'scorer-2' })).rejects.toThrow(
      `Could not find model "${arnOf('model/model-a')}".`,
    );
  });

  it('remembers its guardrails, for the next update to use again', async () => {
    const world = createWorld(hosting());
    const DeploymentConfig = {
      BlueGreenUpdatePolicy: {
        TrafficRoutingConfiguration: { Type: 'ALL_AT_ONCE' as const, WaitIntervalInSeconds: 60 },
      },
    };
    await world.sagemaker.UpdateEndpoint({ EndpointName: 'scorer', EndpointConfigName: 'scorer-2', DeploymentConfig });
    world.advance(300);
    await world.sagemaker.UpdateEndpoint({
      EndpointName: 'scorer',
      EndpointConfigName: 'scorer-1',
      RetainDeploymentConfig: true,
    });
    world.advance(300);

    const endpoint = await world.sagemaker.DescribeEndpoint({ EndpointName: 'scorer' });
    expect(endpoint.LastDeploymentConfig).toEqual(DeploymentConfig);
  });
});

describe('scaling an endpoint', () => {
  const scale = (count: number) => ({
    EndpointName: 'scorer',
    DesiredWeightsAndCapacities: [{ VariantName: 'main', DesiredInstanceCount: count }],
  });

  it('changes what is desired at once and what is there later', async () => {
    const world = createWorld(hosting());
    await world.sagemaker.UpdateEndpointWeightsAndCapacities(scale(4));

    const updating = await world.sagemaker.DescribeEndpoint({ EndpointName: 'scorer' });
    expect(updating).toMatchObject({
      EndpointStatus: 'Updating',
      ProductionVariants: [{ CurrentInstanceCount: 1, DesiredInstanceCount: 4 }],
    });
    expect(updating.PendingDeploymentSummary).toBeUndefined();
    world.advance(300);
    expect(await world.sagemaker.DescribeEndpoint({ EndpointName: 'scorer' })).toMatchObject({
      EndpointStatus: 'InService',
      ProductionVariants: [{ CurrentInstanceCount: 4, DesiredInstanceCount: 4 }],
    });
  });

  it('that rolls back gives up what was desired', async () => {
    const world = createWorld(hosting());
    tell(world, { result: 'RollingBack', reason: 'No capacity.' });
    await world.sagemaker.UpdateEndpointWeightsAndCapacities(scale(40));

    world.advance(420);

    expect(await world.sagemaker.DescribeEndpoint({ EndpointName: 'scorer' })).toMatchObject({
      EndpointStatus: 'InService',
      ProductionVariants: [{ CurrentInstanceCount: 1, DesiredInstanceCount: 1 }],
    });
  });

  it('is refused for a variant that is not there', async () => {
    const { sagemaker } = createWorld(hosting());

    await expect(
      sagemaker.UpdateEndpointWeightsAndCapacities({
        EndpointName: 'scorer',
        DesiredWeightsAndCapacities: [{ VariantName: 'nope', DesiredWeight: 1 }],
      }),
    ).rejects.toMatchObject({ name: 'ValidationException' });
  });
});

describe('variants of other kinds', () => {
  it('that are serverless have no instances to count', async () => {
    const world = createWorld(hosting());
    const ServerlessConfig = { MemorySizeInMB: 2_048, MaxConcurrency: 5 };
    await world.sagemaker.CreateEndpointConfig({
      EndpointConfigName: 'serverless',
      ProductionVariants: [{ VariantName: 'main', ModelName: 'model-a', ServerlessConfig }],
    });
    await world.sagemaker.UpdateEndpoint({ EndpointName: 'scorer', EndpointConfigName: 'serverless' });
    world.advance(300);

    const { ProductionVariants } = await world.sagemaker.DescribeEndpoint({ EndpointName: 'scorer' });
    expect(ProductionVariants?.[0]).toMatchObject({ CurrentServerlessConfig: ServerlessConfig, CurrentWeight: 1 });
    expect(ProductionVariants?.[0]?.CurrentInstanceCount).toBeUndefined();
    await expect(
      world.sagemaker.UpdateEndpointWeightsAndCapacities({
        EndpointName: 'scorer',
        DesiredWeightsAndCapacities: [{ VariantName: 'main', ServerlessUpdateConfig: { MaxConcurrency: 9 } }],
      }),
    ).rejects.toThrow('the local account has no scaling of serverless variants');
  });

  it('that wait for inference components run no image', async () => {
    const world = createWorld(hosting());
    await world.sagemaker.CreateEndpointConfig({
      EndpointConfigName: 'components',
      ExecutionRoleArn: 'arn:aws:iam::111122223333:role/hosting',
      ProductionVariants: [{ VariantName: 'main', InstanceType: 'ml.m5.large', InitialInstanceCount: 2 }],
    });
    await world.sagemaker.UpdateEndpoint({ EndpointName: 'scorer', EndpointConfigName: 'components' });
    world.advance(300);

    expect(await world.sagemaker.DescribeEndpoint({ EndpointName: 'scorer' })).toMatchObject({
      ProductionVariants: [{ DeployedImages: [], CurrentInstanceCount: 2 }],
    });
  });
});

describe('deleting an endpoint', () => {
  it('takes a minute, in which its name is taken; the configuration stays', async () => {
    const world = createWorld(hosting());
    const { sagemaker } = world;
    await sagemaker.DeleteEndpoint({ EndpointName: 'scorer' });

    expect(await statusOf(world)).toBe('Deleting');
    await expect(sagemaker.DeleteEndpoint({ EndpointName: 'scorer' })).rejects.toThrow('Cannot update in-progress');
    await expect(sagemaker.CreateEndpoint({ EndpointName: 'scorer', EndpointConfigName: 'scorer-1' })).rejects.toThrow(
      'already existing',
    );
    world.advance(60);
    await expect(sagemaker.DescribeEndpoint({ EndpointName: 'scorer' })).rejects.toThrow(
      `Could not find endpoint "${arnOf('endpoint/scorer')}".`,
    );
    expect((await sagemaker.ListEndpoints({})).Endpoints).toEqual([]);
    await sagemaker.CreateEndpoint({ EndpointName: 'scorer', EndpointConfigName: 'scorer-1' });
  });

  it('is refused while the endpoint is changing', async () => {
    const world = createWorld(hosting());
    await world.sagemaker.UpdateEndpoint({ EndpointName: 'scorer', EndpointConfigName: 'scorer-2' });

    await expect(world.sagemaker.DeleteEndpoint({ EndpointName: 'scorer' })).rejects.toThrow(
      'Cannot update in-progress',
    );
  });
});

describe('listing endpoints', () => {
  const endpoints = Object.fromEntries(
    Array.from({ length: 25 }, (_, index) => [
      `scorer-${String(index).padStart(2, '0')}`,
      { config: 'scorer-1', created: `2026-11-${String(index + 1).padStart(2, '0')}T00:00:00.000Z` },
    ]),
  );

  it('gives ten at a time, the newest first, and misses none', async () => {
    const { sagemaker } = createWorld(hosting({ endpoints }));
    const names: (string | undefined)[] = [];
    let NextToken: string | undefined;
    let pages = 0;
    do {
      const page = await sagemaker.ListEndpoints({ NextToken });
      names.push(...(page.Endpoints ?? []).map(({ EndpointName }) => EndpointName));
      NextToken = page.NextToken;
      pages += 1;
    } while (NextToken !== undefined);

    expect(pages).toBe(3);
    expect(names).toEqual(Object.keys(endpoints).toReversed());
  });

  it('neither skips nor repeats when endpoints go between two pages', async () => {
    const world = createWorld(hosting({ endpoints }));
    const first = await world.sagemaker.ListEndpoints({ MaxResults: 5, SortBy: 'Name', SortOrder: 'Ascending' });
    await world.sagemaker.DeleteEndpoint({ EndpointName: 'scorer-04' });
    world.advance(60);

    const second = await world.sagemaker.ListEndpoints({
      MaxResults: 5,
      SortBy: 'Name',
      SortOrder: 'Ascending',
      NextToken: first.NextToken,
    });

    expect(second.Endpoints?.[0]?.EndpointName).toBe('scorer-05');
  });

  it('filters by name, status and time', async () => {
    const world = createWorld(hosting({ endpoints }));
    await world.sagemaker.UpdateEndpoint({ EndpointName: 'scorer-03', EndpointConfigName: 'scorer-2' });
    const { sagemaker } = world;

    expect((await sagemaker.ListEndpoints({ NameContains: 'SCORER-1' })).Endpoints).toHaveLength(10);
    expect((await sagemaker.ListEndpoints({ StatusEquals: 'Updating', SortBy: 'Status' })).Endpoints).toHaveLength(1);
    expect(
      (await sagemaker.ListEndpoints({ CreationTimeAfter: new Date('2026-11-24T00:00:00Z') })).Endpoints,
    ).toHaveLength(2);
    expect(
      (await sagemaker.ListEndpoints({ LastModifiedTimeBefore: new Date('2026-11-03T00:00:00Z') })).Endpoints,
    ).toHaveLength(2);
  });

  it.each([[{ MaxResults: 0 }], [{ MaxResults: 101 }], [{ NextToken: 'bogus' }]])('refuses %j', async (input) => {
    const { sagemaker } = createWorld(hosting({ endpoints }));

    await expect(sagemaker.ListEndpoints(input)).rejects.toMatchObject({ name: 'ValidationException' });
  });

  it('refuses the token of another list', async () => {
    const { sagemaker } = createWorld(hosting({ endpoints }));
    const { NextToken } = await sagemaker.ListEndpoints({});

    await expect(sagemaker.ListEndpoints({ NextToken, NameContains: 'x' })).rejects.toThrow('pagination token');
  });
});

it('an endpoint of one Region is not there in another', async () => {
  const { inVirginia, account } = createWorld(hosting());
  const before = account.snapshot();

  await expect(inVirginia.sagemaker.DescribeEndpoint({ EndpointName: 'scorer' })).rejects.toThrow(
    'Could not find endpoint "arn:aws:sagemaker:us-east-1:111122223333:endpoint/scorer".',
  );
  expect(account.snapshot()).toEqual(before);
});

it('an endpoint survives the deletion of its configuration', async () => {
  const { sagemaker } = createWorld(hosting());

  await sagemaker.DeleteEndpointConfig({ EndpointConfigName: 'scorer-1' });

  expect(await sagemaker.DescribeEndpoint({ EndpointName: 'scorer' })).toMatchObject({
    EndpointStatus: 'InService',
    EndpointConfigName: 'scorer-1',
    ProductionVariants: [{ CurrentInstanceCount: 1 }],
  });
});
