import { describe, expect, it } from 'vitest';
import { hasLocalStorage } from '../../../local/account/sagemaker-storage.ts';
import { createWorld, here, hosting } from './world.ts';

const arnOf = (resource: string) => `arn:aws:sagemaker:${here}:111122223333:${resource}`;
const variant = {
  VariantName: 'main',
  ModelName: 'model-a',
  InstanceType: 'ml.m5.large' as const,
  InitialInstanceCount: 1,
};

describe('endpoint configurations', () => {
  it('come back with everything that they were given', async () => {
    const { sagemaker, now } = createWorld(hosting());
    const settings = {
      ProductionVariants: [variant],
      ShadowProductionVariants: [{ ...variant, VariantName: 'shadow' }],
      KmsKeyId: 'alias/scorer',
      DataCaptureConfig: {
        InitialSamplingPercentage: 5,
        DestinationS3Uri: 's3://data/capture',
        CaptureOptions: [{ CaptureMode: 'Input' as const }],
      },
      AsyncInferenceConfig: { OutputConfig: { S3OutputPath: 's3://data/out' } },
      ExplainerConfig: { ClarifyExplainerConfig: { ShapConfig: { ShapBaselineConfig: { MimeType: 'text/csv' } } } },
      ExecutionRoleArn: 'arn:aws:iam::111122223333:role/hosting',
      VpcConfig: { SecurityGroupIds: ['sg-1'], Subnets: ['subnet-1'] },
      EnableNetworkIsolation: true,
    };

    await sagemaker.CreateEndpointConfig({ EndpointConfigName: 'full', ...settings, Tags: [{ Key: 'a', Value: 'b' }] });

    const { $metadata: _, ...described } = await sagemaker.DescribeEndpointConfig({ EndpointConfigName: 'full' });
    expect(described).toEqual({
      ...settings,
      EndpointConfigName: 'full',
      EndpointConfigArn: arnOf('endpoint-config/full'),
      CreationTime: now(),
    });
    expect((await sagemaker.ListTags({ ResourceArn: arnOf('endpoint-config/full') })).Tags).toEqual([
      { Key: 'a', Value: 'b' },
    ]);
  });

  it('run shadows, and tell how they capture data, once deployed', async () => {
    const world = createWorld(hosting());
    await world.sagemaker.CreateEndpointConfig({
      EndpointConfigName: 'shadowed',
      ProductionVariants: [variant],
      ShadowProductionVariants: [{ ...variant, VariantName: 'shadow' }],
      DataCaptureConfig: {
        EnableCapture: true,
        InitialSamplingPercentage: 5,
        DestinationS3Uri: 's3://data/capture',
        CaptureOptions: [{ CaptureMode: 'Input' }],
      },
    });
    await world.sagemaker.UpdateEndpoint({ EndpointName: 'scorer', EndpointConfigName: 'shadowed' });
    world.advance(300);

    expect(await world.sagemaker.DescribeEndpoint({ EndpointName: 'scorer' })).toMatchObject({
      ProductionVariants: [{ VariantName: 'main' }],
      ShadowProductionVariants: [{ VariantName: 'shadow', CurrentInstanceCount: 1 }],
      DataCaptureConfig: { EnableCapture: true, CaptureStatus: 'Started', CurrentSamplingPercentage: 5, KmsKeyId: '' },
    });
  });

  it.each([
    [
      'a name that is taken',
      { EndpointConfigName: 'scorer-1' },
      `Cannot create already existing endpoint configuration "${arnOf('endpoint-config/scorer-1')}".`,
    ],
    [
      'a model that is not there',
      { ProductionVariants: [{ ...variant, ModelName: 'nope' }] },
      `Could not find model "${arnOf('model/nope')}".`,
    ],
    ['no variants', { ProductionVariants: [] }, 'productionVariants'],
    ['two variants of one name', { ProductionVariants: [variant, variant] }, 'unique'],
    ['a name that is none', { EndpointConfigName: '-x' }, 'regular expression pattern'],
    [
      'an instance type that is none',
      { ProductionVariants: [{ ...variant, InstanceType: 'ml.m5.tiny' as never }] },
      "Value 'ml.m5.tiny'",
    ],
    ['a tag without a key', { Tags: [{ Key: '', Value: 'x' }] }, 'tags.key'],
  ])('are refused for %s', async (_, input, message) => {
    const { sagemaker, account } = createWorld(hosting());
    const before = account.snapshot();

    await expect(
      sagemaker.CreateEndpointConfig({ EndpointConfigName: 'new', ProductionVariants: [variant], ...input }),
    ).rejects.toMatchObject({ name: 'ValidationException', message: expect.stringContaining(message) as string });
    expect(account.snapshot()).toEqual(before);
  });

  it('that are not there are a ValidationException, not a ResourceNotFound', async () => {
    const { sagemaker } = createWorld(hosting());
    const expected = {
      name: 'ValidationException',
      message: `Could not find endpoint configuration "${arnOf('endpoint-config/nope')}".`,
    };

    await expect(sagemaker.DescribeEndpointConfig({ EndpointConfigName: 'nope' })).rejects.toMatchObject(expected);
    await expect(sagemaker.DeleteEndpointConfig({ EndpointConfigName: 'nope' })).rejects.toMatchObject(expected);
  });

  it('are listed the newest first, and by name if asked', async () => {
    const world = createWorld(hosting());
    world.advance(60);
    await world.sagemaker.CreateEndpointConfig({ EndpointConfigName: 'a-newer', ProductionVariants: [variant] });

    const listed = await world.sagemaker.ListEndpointConfigs({ MaxResults: 2 });
    const rest = await world.sagemaker.ListEndpointConfigs({ MaxResults: 2, NextToken: listed.NextToken });
    const named = await world.sagemaker.ListEndpointConfigs({
      SortBy: 'Name',
      SortOrder: 'Ascending',
      NameContains: 'er-',
    });

    expect(listed.EndpointConfigs?.[0]?.EndpointConfigName).toBe('a-newer');
    expect(rest.EndpointConfigs).toHaveLength(1);
    expect(named.EndpointConfigs?.map(({ EndpointConfigName }) => EndpointConfigName)).toEqual([
      'scorer-1',
      'scorer-2',
    ]);
  });
});

describe('a KMS key for instances with local storage', () => {
  const config = {
    EndpointConfigName: 'gpu',
    KmsKeyId: 'alias/scorer',
    ProductionVariants: [{ ...variant, InstanceType: 'ml.g5.2xlarge' as const }],
  };

  it('is accepted, as AWS documents it today', async () => {
    const { sagemaker } = createWorld(hosting());

    await sagemaker.CreateEndpointConfig(config);

    expect((await sagemaker.DescribeEndpointConfig({ EndpointConfigName: 'gpu' })).KmsKeyId).toBe('alias/scorer');
  });

  it('is refused where the account says so, as AWS documented it before', async () => {
    const { sagemaker } = createWorld(hosting({ kmsOnLocalStorage: 'refused' }));

    await expect(sagemaker.CreateEndpointConfig(config)).rejects.toMatchObject({
      name: 'ValidationException',
      message: expect.stringContaining('ml.g5.2xlarge') as string,
    });
    await sagemaker.CreateEndpointConfig({ ...config, ProductionVariants: [variant] });
  });

  it.each([
    'ml.g4dn.xlarge',
    'ml.g5.xlarge',
    'ml.g6e.xlarge',
    'ml.p4d.24xlarge',
    'ml.p4de.24xlarge',
    'ml.p5.48xlarge',
    'ml.m5d.large',
    'ml.c5d.large',
    'ml.r5d.large',
    'ml.c6gd.large',
    'ml.r7gd.large',
    'ml.m6id.large',
    'ml.trn1.2xlarge',
  ])('%s has local storage', (type) => {
    expect(hasLocalStorage(type)).toBe(true);
  });

  it.each([
    'ml.m5.large',
    'ml.c5.xlarge',
    'ml.c6g.large',
    'ml.p3.2xlarge',
    'ml.inf2.xlarge',
    'ml.g5g.xlarge',
    'ml.t2.medium',
    '',
  ])('%s has none', (type) => {
    expect(hasLocalStorage(type)).toBe(false);
  });
});

describe('models', () => {
  it('are made, described, listed and deleted', async () => {
    const { sagemaker, now } = createWorld();
    const PrimaryContainer = { Image: 'registry/scorer:1', Environment: { __PROTO__: 'x' } };

    const { ModelArn } = await sagemaker.CreateModel({ ModelName: 'model-b', PrimaryContainer });

    expect(await sagemaker.DescribeModel({ ModelName: 'model-b' })).toMatchObject({
      ModelArn,
      PrimaryContainer,
      CreationTime: now(),
      EnableNetworkIsolation: false,
    });
    expect((await sagemaker.ListModels({})).Models).toMatchObject([{ ModelName: 'model-b', ModelArn }]);
    await sagemaker.DeleteModel({ ModelName: 'model-b' });
    await expect(sagemaker.DescribeModel({ ModelName: 'model-b' })).rejects.toThrow(
      `Could not find model "${ModelArn}".`,
    );
    await expect(sagemaker.DeleteModel({ ModelName: 'model-b' })).rejects.toThrow('Could not find model');
  });

  it('have one name each, and either one container or several', async () => {
    const { sagemaker } = createWorld(hosting());

    await expect(sagemaker.CreateModel({ ModelName: 'model-a' })).rejects.toThrow(
      'Cannot create already existing model',
    );
    await expect(
      sagemaker.CreateModel({ ModelName: 'both', PrimaryContainer: { Image: 'a' }, Containers: [{ Image: 'b' }] }),
    ).rejects.toMatchObject({ name: 'ValidationException' });
  });

  it('run every container’s image, a model package’s among them', async () => {
    const world = createWorld(hosting());
    const { sagemaker } = world;
    await sagemaker.CreateModelPackageGroup({ ModelPackageGroupName: 'group' });
    const { ModelPackageArn: ModelPackageName } = await sagemaker.CreateModelPackage({
      ModelPackageGroupName: 'group',
      InferenceSpecification: { Containers: [{ Image: 'host:5000/packaged' }] },
    });
    const Containers = [
      { Image: `registry/fixed@sha256:${'b'.repeat(64)}` },
      { ModelPackageName },
      { ModelPackageName: 'arn:aws:sagemaker:eu-central-1:111122223333:model-package/gone/1' },
    ];
    await sagemaker.CreateModel({ ModelName: 'pipeline', Containers });
    await sagemaker.CreateEndpointConfig({
      EndpointConfigName: 'pipeline',
      ProductionVariants: [{ ...variant, ModelName: 'pipeline' }],
    });
    await sagemaker.CreateEndpoint({ EndpointName: 'pipeline', EndpointConfigName: 'pipeline' });
    world.advance(300);

    const { ProductionVariants } = await sagemaker.DescribeEndpoint({ EndpointName: 'pipeline' });
    expect(ProductionVariants?.[0]?.DeployedImages?.map(({ ResolvedImage }) => ResolvedImage)).toEqual([
      `registry/fixed@sha256:${'b'.repeat(64)}`,
      expect.stringMatching(/^host:5000\/packaged@sha256:[0-9a-f]{64}$/),
    ]);
  });
});

describe('tags', () => {
  it.each([['endpoint/scorer'], ['endpoint-config/scorer-1'], ['model/model-a']])(
    'are kept on %s',
    async (resource) => {
      const { sagemaker } = createWorld(hosting());
      const ResourceArn = arnOf(resource);

      await sagemaker.AddTags({
        ResourceArn,
        Tags: [
          { Key: 'team', Value: 'fraud' },
          { Key: 'tier', Value: '1' },
        ],
      });
      const { Tags } = await sagemaker.AddTags({ ResourceArn, Tags: [{ Key: 'team', Value: 'risk' }] });
      await sagemaker.DeleteTags({ ResourceArn, TagKeys: ['tier'] });

      expect(Tags).toHaveLength(2);
      expect((await sagemaker.ListTags({ ResourceArn })).Tags).toEqual([{ Key: 'team', Value: 'risk' }]);
    },
  );

  it('are kept on model package groups and their versions', async () => {
    const { sagemaker } = createWorld();
    const { ModelPackageGroupArn } = await sagemaker.CreateModelPackageGroup({ ModelPackageGroupName: 'Group' });
    const { ModelPackageArn } = await sagemaker.CreateModelPackage({ ModelPackageGroupName: 'Group' });

    for (const ResourceArn of [ModelPackageGroupArn, ModelPackageArn]) {
      await sagemaker.AddTags({ ResourceArn, Tags: [{ Key: 'a', Value: ResourceArn }] });
      expect((await sagemaker.ListTags({ ResourceArn })).Tags).toEqual([{ Key: 'a', Value: ResourceArn }]);
    }
  });

  it('are listed in pages', async () => {
    const { sagemaker } = createWorld(hosting());
    const ResourceArn = arnOf('endpoint/scorer');
    await sagemaker.AddTags({ ResourceArn, Tags: ['a', 'b', 'c'].map((Key) => ({ Key, Value: '' })) });

    const first = await sagemaker.ListTags({ ResourceArn, MaxResults: 2 });
    const second = await sagemaker.ListTags({ ResourceArn, MaxResults: 2, NextToken: first.NextToken });

    expect([...(first.Tags ?? []), ...(second.Tags ?? [])].map(({ Key }) => Key)).toEqual(['a', 'b', 'c']);
    await expect(sagemaker.ListTags({ ResourceArn, NextToken: 'bogus' })).rejects.toThrow('pagination token');
  });

  it('are at most fifty, of bounded length', async () => {
    const { sagemaker } = createWorld(hosting());
    const ResourceArn = arnOf('endpoint/scorer');
    const many = Array.from({ length: 51 }, (_, index) => ({ Key: `k${index}`, Value: '' }));

    await expect(sagemaker.AddTags({ ResourceArn, Tags: many })).rejects.toThrow('must not exceed 50');
    await expect(sagemaker.AddTags({ ResourceArn, Tags: [{ Key: 'k', Value: 'x'.repeat(257) }] })).rejects.toThrow(
      '256',
    );
  });

  it.each([
    [arnOf('endpoint/nope'), 'ResourceNotFound'],
    [arnOf('model-package/nope/1'), 'ResourceNotFound'],
    [arnOf('notebook-instance/x'), 'ResourceNotFound'],
    ['arn:aws:sagemaker:us-east-1:111122223333:endpoint/scorer', 'ResourceNotFound'],
    ['arn:aws:sagemaker:eu-central-1:444455556666:endpoint/scorer', 'ResourceNotFound'],
    ['scorer', 'ValidationException'],
  ])('of %s are refused', async (ResourceArn, name) => {
    const { sagemaker } = createWorld(hosting());

    await expect(sagemaker.ListTags({ ResourceArn })).rejects.toMatchObject({ name });
  });
});
