import { describe, expect, it } from 'vitest';
import { endpointsRunning, packagesWith } from '../../../../functions/remediators/sagemaker/image-users.ts';
import type { AccountFile } from '../../../../local/account/state.ts';
import { bind } from '../../../../shared/aws/service.ts';
import type { ImageRef } from '../../../../shared/signals/signal.ts';
import { createWorld, here, services } from '../../../local/account/world.ts';

type Sagemaker = NonNullable<NonNullable<AccountFile['regions']>[string]['sagemaker']>;

const digest = `sha256:${'ab'.repeat(32)}`;
const otherDigest = `sha256:${'cd'.repeat(32)}`;
const host = '111122223333.dkr.ecr.eu-central-1.amazonaws.com';
const image: ImageRef = { registry: '111122223333', repository: 'fraud/inference', digest, tags: ['2026-10', 'prod'] };

interface Container {
  readonly Image: string;
  readonly ImageDigest?: string;
}

function packageOf(...containers: readonly Container[]) {
  return {
    settings: {
      InferenceSpecification: {
        Containers: [...containers],
        SupportedContentTypes: [],
        SupportedResponseMIMETypes: [],
      },
    },
  };
}

function holding(sagemaker: Sagemaker) {
  const { account } = createWorld({ regions: { [here]: { sagemaker } } });
  return { account, aws: bind({ sagemaker: services.sagemaker }, account.clientFor, here) };
}

const arn = (group: string, version: number) =>
  `arn:aws:sagemaker:${here}:111122223333:model-package/${group}/${version}`;

describe('a model package', () => {
  async function uses(...containers: readonly Container[]): Promise<boolean> {
    const { aws } = holding({ modelPackageGroups: { models: { packages: { '1': packageOf(...containers) } } } });
    return (await packagesWith(aws, image, here)).includes(arn('models', 1));
  }

  it.each<[string, Container]>([
    ['is pinned to its digest in the URI', { Image: `${host}/fraud/inference@${digest}` }],
    ['is pinned to its digest beside the URI', { Image: `${host}/fraud/inference:old`, ImageDigest: digest }],
    ['has both a tag and the digest in the URI', { Image: `${host}/fraud/inference:old@${digest}` }],
    ['names one of its tags, and no digest', { Image: `${host}/fraud/inference:prod` }],
    [
      'is pinned to its digest in another Region',
      { Image: `${host.replace(here, 'us-east-1')}/fraud/inference@${digest}` },
    ],
    ['names it by a FIPS endpoint', { Image: `${host.replace('.ecr.', '.ecr-fips.')}/fraud/inference:prod` }],
  ])('uses the image if it %s', async (_, container) => {
    await expect(uses(container)).resolves.toBe(true);
  });

  it('uses the image if any of its containers does', async () => {
    const other = { Image: `${host}/other:1` };

    await expect(uses(other, { Image: `${host}/fraud/inference:prod` })).resolves.toBe(true);
    await expect(uses(other, other)).resolves.toBe(false);
  });

  it.each<[string, Container]>([
    [
      'is pinned to another digest, whatever the tag says by now',
      { Image: `${host}/fraud/inference:prod@${otherDigest}` },
    ],
    ['is pinned beside the URI to another one', { Image: `${host}/fraud/inference:prod`, ImageDigest: otherDigest }],
    ['names a tag that the image does not have', { Image: `${host}/fraud/inference:2026-09` }],
    ['names no tag, which means latest', { Image: `${host}/fraud/inference` }],
    [
      'names the tag of another Region’s repository',
      { Image: `${host.replace(here, 'us-east-1')}/fraud/inference:prod` },
    ],
    ['is from another repository', { Image: `${host}/inference:prod` }],
    ['is from a repository of that name within another', { Image: `${host}/x/fraud/inference:prod` }],
    ['is from another account’s registry', { Image: `444455556666${host.slice(12)}/fraud/inference:prod` }],
    ['only looks like the registry', { Image: `${host}.example.com/fraud/inference:prod` }],
    ['is from Docker Hub', { Image: 'fraud/inference:prod' }],
  ])('does not use the image if it %s', async (_, container) => {
    await expect(uses(container)).resolves.toBe(false);
  });

  it('that names no tag uses the image that is the latest', async () => {
    const { aws } = holding({
      modelPackageGroups: { models: { packages: { '1': packageOf({ Image: `${host}/fraud/inference` }) } } },
    });

    await expect(packagesWith(aws, { ...image, tags: ['latest'] }, here)).resolves.toEqual([arn('models', 1)]);
  });

  it('may have no containers to look at', async () => {
    const { aws } = holding({ modelPackageGroups: { models: { packages: { '1': { settings: {} } } } } });

    await expect(packagesWith(aws, image, here)).resolves.toEqual([]);
  });
});

describe('model packages', () => {
  const using = packageOf({ Image: `${host}/fraud/inference:prod` });
  const others = packageOf({ Image: `${host}/other:1` });

  it('are looked at in all groups, however many pages there are', async () => {
    const packages = Object.fromEntries(
      Array.from({ length: 230 }, (_, index) => [String(index + 1), index % 100 === 7 ? using : others]),
    );
    const { aws } = holding({ modelPackageGroups: { models: { packages }, more: { packages: { '1': using } } } });

    await expect(packagesWith(aws, image, here)).resolves.toEqual(
      [arn('models', 8), arn('models', 108), arn('models', 208), arn('more', 1)].toSorted(),
    );
  });

  it('are none where there are none', async () => {
    await expect(packagesWith(holding({}).aws, image, here)).resolves.toEqual([]);
  });

  const inBatch = (ErrorCode: string, ErrorResponse: string) => {
    const { aws } = holding({ modelPackageGroups: { models: { packages: { '1': using, '2': using } } } });
    return {
      sagemaker: {
        ...aws.sagemaker,
        BatchDescribeModelPackage: async (input: Parameters<typeof aws.sagemaker.BatchDescribeModelPackage>[0]) => {
          const answer = await aws.sagemaker.BatchDescribeModelPackage(input);
          const { [arn('models', 2)]: _, ...rest } = answer.ModelPackageSummaries ?? {};
          const errors = { [arn('models', 2)]: { ErrorCode, ErrorResponse } };
          return { ...answer, ModelPackageSummaries: rest, BatchDescribeModelPackageErrorMap: errors };
        },
      },
    };
  };

  it('of which one can’t be read are not taken for all: it may be the one that counts', async () => {
    const aws = inBatch('AccessDeniedException', 'Not authorized.');

    await expect(packagesWith(aws, image, here)).rejects.toMatchObject({
      name: 'AccessDeniedException',
      message: 'Not authorized.',
    });
  });

  it('of which one was deleted while they were read are the others', async () => {
    const aws = inBatch('ValidationException', `ModelPackage ${arn('models', 2)} does not exist.`);

    await expect(packagesWith(aws, image, here)).resolves.toEqual([arn('models', 1)]);
  });
});

describe('an endpoint', () => {
  function deployed(count: number, shadow = false) {
    const models = {
      safe: { settings: { PrimaryContainer: { Image: `${host}/fraud/inference@${otherDigest}` } } },
      unsafe: { settings: { PrimaryContainer: { Image: `${host}/fraud/inference:prod` } } },
    };
    const variant = (name: string, ModelName: string) => ({
      VariantName: name,
      ModelName,
      InstanceType: 'ml.m5.large' as const,
      InitialInstanceCount: 1,
    });
    const ProductionVariants = [variant('main', 'safe')];
    const listening = { ProductionVariants, ShadowProductionVariants: [variant('shadow', 'unsafe')] };
    const endpointConfigs = {
      right: { settings: { ProductionVariants } },
      wrong: { settings: shadow ? listening : { ProductionVariants: [variant('main', 'unsafe')] } },
    };
    const names = Array.from({ length: count }, (_, index) => `endpoint-${String(index).padStart(3, '0')}`);
    const endpoints = Object.fromEntries(
      names.map((name, index) => [name, { config: index % 50 === 3 ? 'wrong' : 'right' }]),
    );
    return holding({ models, endpointConfigs, endpoints, images: { [`${host}/fraud/inference:prod`]: digest } });
  }

  it('runs the image if its tag was that image when it was deployed', async () => {
    await expect(endpointsRunning(deployed(5).aws, image)).resolves.toEqual(['endpoint-003']);
  });

  it('runs the image also where only a shadow variant does', async () => {
    await expect(endpointsRunning(deployed(5, true).aws, image)).resolves.toEqual(['endpoint-003']);
  });

  it('is found on any page of many', async () => {
    await expect(endpointsRunning(deployed(210).aws, image)).resolves.toEqual([
      'endpoint-003',
      'endpoint-053',
      'endpoint-103',
      'endpoint-153',
      'endpoint-203',
    ]);
  });

  it('that is deleted while it is asked runs nothing', async () => {
    const { account, aws } = deployed(5);
    account.fault({
      operation: 'DescribeEndpoint',
      when: ({ input }) => input['EndpointName'] === 'endpoint-003',
      kind: 'not-found',
    });

    await expect(endpointsRunning(aws, image)).resolves.toEqual([]);
  });
});
