import { NoSuchEntityException } from '@aws-sdk/client-iam';
import { describe, expect, it } from 'vitest';
import { createWorld } from './world.ts';

const aws = 'arn:aws:iam::aws:policy/AmazonBedrockFullAccess';
const id = 'ACCAEXAMPLE00000000001';

function world() {
  return createWorld({
    iam: {
      users: {
        alice: { credentials: [{ id }, { id: 'ACCAEXAMPLE00000000002', service: 'codecommit.amazonaws.com' }] },
      },
      roles: { reader: { attached: [aws] }, writer: {} },
    },
  });
}

describe('managed policies', () => {
  it('are attached once and detached once, in every Region', async () => {
    const { iam, inVirginia } = world();
    const listed = async () => (await inVirginia.iam.ListAttachedRolePolicies({ RoleName: 'writer' })).AttachedPolicies;

    await iam.AttachRolePolicy({ RoleName: 'writer', PolicyArn: aws });
    await iam.AttachRolePolicy({ RoleName: 'writer', PolicyArn: aws });
    expect(await listed()).toEqual([{ PolicyArn: aws, PolicyName: 'AmazonBedrockFullAccess' }]);

    await iam.DetachRolePolicy({ RoleName: 'writer', PolicyArn: aws });
    expect(await listed()).toEqual([]);
    await expect(iam.DetachRolePolicy({ RoleName: 'writer', PolicyArn: aws })).rejects.toBeInstanceOf(
      NoSuchEntityException,
    );
  });

  it('are of users, too', async () => {
    const { iam } = world();

    await iam.AttachUserPolicy({ UserName: 'alice', PolicyArn: aws });
    expect((await iam.ListAttachedUserPolicies({ UserName: 'alice' })).AttachedPolicies).toHaveLength(1);
    await iam.DetachUserPolicy({ UserName: 'alice', PolicyArn: aws });
    expect((await iam.ListAttachedUserPolicies({ UserName: 'alice' })).AttachedPolicies).toEqual([]);
    expect((await iam.ListUsers({})).Users?.map(({ UserName }) => UserName)).toEqual(['alice']);
  });

  it('are ten at most, and must exist', async () => {
    const { iam } = world();
    const policy = (name: string) => `arn:aws:iam::aws:policy/${name}`;
    for (let index = 0; index < 10; index++) {
      await iam.AttachRolePolicy({ RoleName: 'writer', PolicyArn: policy(`P${index}`) });
    }

    const eleventh = iam.AttachRolePolicy({ RoleName: 'writer', PolicyArn: policy('P10') });
    await expect(eleventh).rejects.toMatchObject({ name: 'LimitExceededException' });
    const own = iam.AttachRolePolicy({ RoleName: 'reader', PolicyArn: 'arn:aws:iam::111122223333:policy/nope' });
    await expect(own).rejects.toBeInstanceOf(NoSuchEntityException);
  });

  it('are listed in pages', async () => {
    const { iam } = world();

    const first = await iam.ListRoles({ MaxItems: 1 });
    const second = await iam.ListRoles({ Marker: first.Marker });

    expect([first, second].map(({ Roles, IsTruncated }) => [Roles?.[0]?.RoleName, IsTruncated])).toEqual([
      ['reader', true],
      ['writer', false],
    ]);
  });
});

describe('a credential for a service', () => {
  it('is switched off and on', async () => {
    const { iam } = world();
    const status = async () => {
      const found = await iam.ListServiceSpecificCredentials({
        UserName: 'alice',
        ServiceName: 'bedrock.amazonaws.com',
      });
      return found.ServiceSpecificCredentials?.map(({ Status }) => Status);
    };

    await iam.UpdateServiceSpecificCredential({
      UserName: 'alice',
      ServiceSpecificCredentialId: id,
      Status: 'Inactive',
    });
    expect(await status()).toEqual(['Inactive']);
    await iam.UpdateServiceSpecificCredential({ UserName: 'alice', ServiceSpecificCredentialId: id, Status: 'Active' });
    expect(await status()).toEqual(['Active']);
    expect((await iam.ListServiceSpecificCredentials({ AllUsers: true })).ServiceSpecificCredentials).toHaveLength(2);
  });

  it('is not found with another user or id', async () => {
    const { iam } = world();

    for (const [UserName, ServiceSpecificCredentialId] of [
      ['bob', id],
      ['alice', 'ACCAEXAMPLE00000000009'],
      ['__proto__', id],
    ]) {
      await expect(
        iam.UpdateServiceSpecificCredential({ UserName, ServiceSpecificCredentialId, Status: 'Inactive' }),
      ).rejects.toBeInstanceOf(NoSuchEntityException);
    }
  });

  it('is of a user that has to be named, and active or inactive', async () => {
    const { iam } = world();
    const invalid = { name: 'ValidationError' };

    await expect(iam.ListServiceSpecificCredentials({})).rejects.toMatchObject(invalid);
    await expect(
      iam.UpdateServiceSpecificCredential({ UserName: 'alice', ServiceSpecificCredentialId: id, Status: 'Expired' }),
    ).rejects.toMatchObject(invalid);
  });
});
