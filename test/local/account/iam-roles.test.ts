import { describe, expect, it } from 'vitest';
import { createWorld } from './world.ts';

const own = 'arn:aws:iam::111122223333:policy/ml/pipeline';
const document = '{"Version":"2012-10-17","Statement":[{"Effect":"Allow","Action":"s3:*","Resource":"*"}]}';
const trust =
  '{"Statement":{"Effect":"Allow","Principal":{"Service":"sagemaker.amazonaws.com"},"Action":"sts:AssumeRole"}}';
const RoleName = 'trainer';

function world() {
  return createWorld({
    iam: {
      policies: [{ arn: own, version: 'v2', document: JSON.parse(document) as never }, `${own}-2`],
      roles: {
        trainer: {
          trust,
          attached: [own],
          boundary: own,
          tags: [{ Key: 'team', Value: 'fraud' }],
          inline: { a: '{"Statement":[]}', b: '{"Statement":[]}' },
        },
        service: { path: '/aws-service-role/sagemaker.amazonaws.com/', attached: [own] },
        bounded: { boundary: own },
      },
      users: { alice: { attached: [own] } },
    },
  });
}

describe('a role', () => {
  it('comes with its trust policy, boundary and tags; lists leave the last two out', async () => {
    const { iam } = world();

    const { Role } = await iam.GetRole({ RoleName });
    expect(Role).toMatchObject({
      AssumeRolePolicyDocument: encodeURIComponent(trust),
      PermissionsBoundary: { PermissionsBoundaryType: 'PermissionsBoundaryPolicy', PermissionsBoundaryArn: own },
      Tags: [{ Key: 'team', Value: 'fraud' }],
    });
    const listed = (await iam.ListRoles({})).Roles?.find((one) => one.RoleName === RoleName);
    expect(listed?.AssumeRolePolicyDocument).toBe(Role?.AssumeRolePolicyDocument);
    expect(listed).not.toHaveProperty('PermissionsBoundary');
    expect(
      decodeURIComponent((await iam.GetRole({ RoleName: 'bounded' })).Role?.AssumeRolePolicyDocument ?? ''),
    ).toContain('lambda.amazonaws.com');
  });

  it('gets another trust policy', async () => {
    const { iam } = world();
    const PolicyDocument = trust.replace('sagemaker', 'bedrock');

    await iam.UpdateAssumeRolePolicy({ RoleName, PolicyDocument });

    expect((await iam.GetRole({ RoleName })).Role?.AssumeRolePolicyDocument).toBe(encodeURIComponent(PolicyDocument));
  });

  it.each([
    ['that is not there', { RoleName: 'nobody' }, 'NoSuchEntityException'],
    ['of a service', { RoleName: 'service' }, 'UnmodifiableEntityException'],
    ['by what is no JSON', { PolicyDocument: '{' }, 'MalformedPolicyDocumentException'],
    [
      'by a policy that names somebody who is gone',
      { PolicyDocument: '{"Statement":[{"Principal":{"AWS":["AIDAEXAMPLE0000000001"]}}]}' },
      'MalformedPolicyDocumentException',
    ],
    ['by more than fits', { PolicyDocument: `{"Statement":[],"Id":"${'x'.repeat(2_048)}"}` }, 'LimitExceededException'],
  ])('%s gets no other trust policy', async (_, changes, name) => {
    const { iam, account } = world();
    const before = account.snapshot();

    const updating = iam.UpdateAssumeRolePolicy({ RoleName, PolicyDocument: trust, ...changes });

    await expect(updating).rejects.toMatchObject({ name });
    expect(account.snapshot()).toEqual(before);
  });

  it('loses its boundary once, and gets one that exists', async () => {
    const { iam } = world();
    const boundary = async () => (await iam.GetRole({ RoleName })).Role?.PermissionsBoundary?.PermissionsBoundaryArn;

    await iam.DeleteRolePermissionsBoundary({ RoleName });
    expect(await boundary()).toBeUndefined();
    await expect(iam.DeleteRolePermissionsBoundary({ RoleName })).rejects.toMatchObject({
      name: 'NoSuchEntityException',
    });
    await iam.PutRolePermissionsBoundary({ RoleName, PermissionsBoundary: 'arn:aws:iam::aws:policy/ReadOnlyAccess' });
    expect(await boundary()).toBe('arn:aws:iam::aws:policy/ReadOnlyAccess');
    const none = iam.PutRolePermissionsBoundary({ RoleName, PermissionsBoundary: `${own}-3` });
    await expect(none).rejects.toMatchObject({ name: 'NoSuchEntityException' });
  });

  it('of a service keeps its boundary and policies', async () => {
    const { iam } = world();
    const of = { RoleName: 'service' };
    const refused = { name: 'UnmodifiableEntityException' };

    await expect(iam.PutRolePermissionsBoundary({ ...of, PermissionsBoundary: own })).rejects.toMatchObject(refused);
    await expect(iam.DeleteRolePermissionsBoundary(of)).rejects.toMatchObject(refused);
    await expect(iam.DetachRolePolicy({ ...of, PolicyArn: own })).rejects.toMatchObject(refused);
    await expect(iam.AttachRolePolicy({ ...of, PolicyArn: `${own}-2` })).rejects.toMatchObject(refused);
  });

  it('lists its inline policies in pages', async () => {
    const { iam } = world();

    const first = await iam.ListRolePolicies({ RoleName, MaxItems: 1 });
    const second = await iam.ListRolePolicies({ RoleName, Marker: first.Marker });

    expect([first.PolicyNames, second.PolicyNames, second.IsTruncated]).toEqual([['a'], ['b'], false]);
    await expect(iam.ListRolePolicies({ RoleName: 'nobody' })).rejects.toMatchObject({ name: 'NoSuchEntityException' });
  });
});

describe('a managed policy', () => {
  it('says what its default version says', async () => {
    const { iam } = world();

    const { Policy } = await iam.GetPolicy({ PolicyArn: own });
    expect(Policy).toMatchObject({ PolicyName: 'pipeline', Path: '/ml/', DefaultVersionId: 'v2', AttachmentCount: 3 });
    const { PolicyVersion } = await iam.GetPolicyVersion({ PolicyArn: own, VersionId: 'v2' });
    expect(decodeURIComponent(PolicyVersion?.Document ?? '')).toBe(document);
    const old = iam.GetPolicyVersion({ PolicyArn: own, VersionId: 'v1' });
    await expect(old).rejects.toMatchObject({ name: 'NoSuchEntityException' });
  });

  it('of AWS’s is always there', async () => {
    const { iam } = world();
    const text = async (PolicyArn: string) => {
      const { PolicyVersion } = await iam.GetPolicyVersion({ PolicyArn, VersionId: 'v1' });
      return decodeURIComponent(PolicyVersion?.Document ?? '');
    };

    expect(await text('arn:aws:iam::aws:policy/AdministratorAccess')).toContain('"Action":"*"');
    expect(await text('arn:aws:iam::aws:policy/job-function/Billing')).not.toContain('"Action":"*"');
  });

  it('is listed, all or those that somebody has', async () => {
    const { iam } = world();
    const names = async (OnlyAttached?: boolean) =>
      (await iam.ListPolicies({ Scope: 'Local', OnlyAttached })).Policies?.map(({ PolicyName }) => PolicyName);

    expect(await names()).toEqual(['pipeline', 'pipeline-2']);
    expect(await names(true)).toEqual(['pipeline']);
    await expect(iam.ListPolicies({})).rejects.toMatchObject({ name: 'InvalidInputException' });
  });

  it('tells who has it, and whose boundary it is', async () => {
    const { iam } = world();
    const roles = async (PolicyUsageFilter?: 'PermissionsPolicy' | 'PermissionsBoundary') => {
      const found = await iam.ListEntitiesForPolicy({ PolicyArn: own, EntityFilter: 'Role', PolicyUsageFilter });
      return found.PolicyRoles?.map((one) => one.RoleName);
    };

    expect(await roles()).toEqual(['bounded', 'service', 'trainer']);
    expect(await roles('PermissionsPolicy')).toEqual(['service', 'trainer']);
    expect(await roles('PermissionsBoundary')).toEqual(['bounded', 'trainer']);
    const users = await iam.ListEntitiesForPolicy({ PolicyArn: own, EntityFilter: 'User' });
    expect([users.PolicyUsers?.map(({ UserName }) => UserName), users.PolicyRoles]).toEqual([['alice'], []]);
    const groups = await iam.ListEntitiesForPolicy({ PolicyArn: own, EntityFilter: 'Group' });
    expect([groups.PolicyUsers, groups.PolicyRoles]).toEqual([[], []]);
    const none = iam.ListEntitiesForPolicy({ PolicyArn: `${own}-3`, EntityFilter: 'Role' });
    await expect(none).rejects.toMatchObject({ name: 'NoSuchEntityException' });
  });
});
