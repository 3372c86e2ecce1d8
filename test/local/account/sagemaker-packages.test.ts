import { describe, expect, it } from 'vitest';
import { createWorld, here } from './world.ts';

const groupArn = `arn:aws:sagemaker:${here}:111122223333:model-package-group/fraud`;
const versionArn = (version: number) => `arn:aws:sagemaker:${here}:111122223333:model-package/fraud/${version}`;
const digest = `sha256:${'a'.repeat(64)}`;

async function withGroup() {
  const world = createWorld({ regions: { [here]: { sagemaker: { images: { 'registry/fraud:1': digest } } } } });
  await world.sagemaker.CreateModelPackageGroup({
    ModelPackageGroupName: 'fraud',
    ModelPackageGroupDescription: 'Fraud',
  });
  await world.sagemaker.CreateModelPackage({
    ModelPackageGroupName: 'fraud',
    ModelPackageDescription: 'first',
    ModelApprovalStatus: 'Approved',
    InferenceSpecification: { Containers: [{ Image: 'registry/fraud:1' }] },
  });
  return world;
}

describe('model package groups', () => {
  it('are made once, described by name or ARN, and listed', async () => {
    const { sagemaker, now } = await withGroup();

    expect(await sagemaker.DescribeModelPackageGroup({ ModelPackageGroupName: 'fraud' })).toMatchObject({
      ModelPackageGroupArn: groupArn,
      ModelPackageGroupDescription: 'Fraud',
      ModelPackageGroupStatus: 'Completed',
      CreationTime: now(),
    });
    await sagemaker.CreateModelPackageGroup({ ModelPackageGroupName: 'churn' });
    expect(
      (await sagemaker.ListModelPackageGroups({})).ModelPackageGroupSummaryList?.map(
        (group) => group.ModelPackageGroupName,
      ),
    ).toEqual(['churn', 'fraud']);
    await expect(sagemaker.CreateModelPackageGroup({ ModelPackageGroupName: 'fraud' })).rejects.toThrow(
      `Model Package Group already exists: ${groupArn}`,
    );
    await expect(sagemaker.DescribeModelPackageGroup({ ModelPackageGroupName: 'nope' })).rejects.toThrow(
      'does not exist',
    );
  });
});

describe('model packages', () => {
  it('are numbered, and note the digests of their images', async () => {
    const { sagemaker } = await withGroup();

    const { ModelPackageArn } = await sagemaker.CreateModelPackage({ ModelPackageGroupName: groupArn });

    expect(ModelPackageArn).toBe(versionArn(2));
    expect(await sagemaker.DescribeModelPackage({ ModelPackageName: versionArn(1) })).toMatchObject({
      ModelPackageGroupName: 'fraud',
      ModelPackageVersion: 1,
      ModelPackageStatus: 'Completed',
      ModelApprovalStatus: 'Approved',
      InferenceSpecification: { Containers: [{ Image: 'registry/fraud:1', ImageDigest: digest }] },
    });
    expect(await sagemaker.DescribeModelPackage({ ModelPackageName: versionArn(2) })).toMatchObject({
      ModelPackageVersion: 2,
      ModelApprovalStatus: 'PendingManualApproval',
    });
  });

  it('are rejected and approved again, each with a description', async () => {
    const world = await withGroup();
    const { sagemaker } = world;
    world.advance(60);

    await sagemaker.UpdateModelPackage({
      ModelPackageArn: versionArn(1),
      ModelApprovalStatus: 'Rejected',
      ApprovalDescription: 'CVE-2026-11111',
    });

    expect(await sagemaker.DescribeModelPackage({ ModelPackageName: versionArn(1) })).toMatchObject({
      ModelApprovalStatus: 'Rejected',
      ApprovalDescription: 'CVE-2026-11111',
      LastModifiedTime: world.now(),
    });
    await sagemaker.UpdateModelPackage({ ModelPackageArn: versionArn(1), ModelApprovalStatus: 'Approved' });
    expect(await sagemaker.DescribeModelPackage({ ModelPackageName: versionArn(1) })).toMatchObject({
      ModelApprovalStatus: 'Approved',
      ApprovalDescription: 'CVE-2026-11111',
    });
    await sagemaker.UpdateModelPackage({ ModelPackageArn: versionArn(1), ApprovalDescription: '' });
    const cleared = await sagemaker.DescribeModelPackage({ ModelPackageName: versionArn(1) });
    expect(cleared.ApprovalDescription).toBeUndefined();
  });

  it.each([
    [
      'a status that is none',
      { ModelApprovalStatus: 'Perhaps' },
      'enum value set: [Approved, Rejected, PendingManualApproval]',
    ],
    ['a description of 1025 characters', { ApprovalDescription: 'x'.repeat(1025) }, 'less than or equal to 1024'],
    ['a description of two lines', { ApprovalDescription: 'one\ntwo' }, 'regular expression pattern: .*'],
    [
      'a version that is not there',
      { ModelPackageArn: versionArn(9) },
      `ModelPackage ${versionArn(9)} does not exist.`,
    ],
    ['a name instead of an ARN', { ModelPackageArn: 'fraud' }, 'model-package/fraud does not exist.'],
    ['a version of nobody', { ModelPackageArn: versionArn(1).replace('/1', '/__proto__') }, 'does not exist.'],
  ])('refuse an update with %s', async (_, input, message) => {
    const { sagemaker, account } = await withGroup();
    const before = account.snapshot();

    await expect(
      sagemaker.UpdateModelPackage({ ModelPackageArn: versionArn(1), ...input } as never),
    ).rejects.toMatchObject({ name: 'ValidationException', message: expect.stringContaining(message) as string });
    expect(account.snapshot()).toEqual(before);
  });

  it('take a description of 1024 characters', async () => {
    const { sagemaker } = await withGroup();
    const ApprovalDescription = 'x'.repeat(1024);

    await sagemaker.UpdateModelPackage({ ModelPackageArn: versionArn(1), ApprovalDescription });

    const described = await sagemaker.DescribeModelPackage({ ModelPackageName: versionArn(1) });
    expect(described.ApprovalDescription).toBe(ApprovalDescription);
  });

  it('say what is not simulated instead of ignoring it', async () => {
    const { sagemaker } = await withGroup();

    await expect(
      sagemaker.UpdateModelPackage({ ModelPackageArn: versionArn(1), SourceUri: 's3://data/source' }),
    ).rejects.toThrow('the local account has no UpdateModelPackage with SourceUri');
    await expect(sagemaker.CreateModelPackage({ ModelPackageName: 'loose' })).rejects.toThrow(
      'the local account has no model packages outside a model package group',
    );
  });

  it('are listed by group, the oldest first, and by approval', async () => {
    const world = await withGroup();
    const { sagemaker } = world;
    world.advance(1);
    await sagemaker.CreateModelPackage({ ModelPackageGroupName: 'fraud' });
    world.advance(1);
    await sagemaker.CreateModelPackage({ ModelPackageGroupName: 'fraud', ModelApprovalStatus: 'Approved' });
    const versions = async (input: Parameters<typeof sagemaker.ListModelPackages>[0]) =>
      (await sagemaker.ListModelPackages(input)).ModelPackageSummaryList?.map((item) => item.ModelPackageVersion);

    expect(await versions({ ModelPackageGroupName: 'fraud' })).toEqual([1, 2, 3]);
    expect(await versions({ ModelPackageGroupName: 'fraud', ModelApprovalStatus: 'Approved' })).toEqual([1, 3]);
    const first = await sagemaker.ListModelPackages({ ModelPackageGroupName: 'fraud', MaxResults: 2 });
    expect(await versions({ ModelPackageGroupName: 'fraud', MaxResults: 2, NextToken: first.NextToken })).toEqual([3]);
  });

  it('are not listed without a group unless the type asks for versions', async () => {
    const { sagemaker } = await withGroup();

    expect((await sagemaker.ListModelPackages({})).ModelPackageSummaryList).toEqual([]);
    expect((await sagemaker.ListModelPackages({ ModelPackageType: 'Versioned' })).ModelPackageSummaryList).toHaveLength(
      1,
    );
    await expect(sagemaker.ListModelPackages({ ModelPackageGroupName: 'nope' })).rejects.toThrow('does not exist');
  });

  it('are described in batches, and the missing ones named', async () => {
    const { sagemaker } = await withGroup();

    const batch = await sagemaker.BatchDescribeModelPackage({ ModelPackageArnList: [versionArn(1), versionArn(7)] });

    expect(batch.ModelPackageSummaries).toMatchObject({
      [versionArn(1)]: { ModelPackageVersion: 1, ModelApprovalStatus: 'Approved', ModelPackageDescription: 'first' },
    });
    expect(Object.keys(batch.BatchDescribeModelPackageErrorMap ?? {})).toEqual([versionArn(7)]);
    await expect(sagemaker.BatchDescribeModelPackage({ ModelPackageArnList: [] })).rejects.toMatchObject({
      name: 'ValidationException',
    });
  });
});
