import { describe, expect, it } from 'vitest';
import { createWorld } from './world.ts';

const PolicyName = 'guard';
const PolicyDocument = '{"Version":"2012-10-17","Statement":[{"Effect":"Deny","Action":"s3:*","Resource":"(*)"}]}';

function world() {
  const inline = { other: { Version: '2012-10-17', Statement: [] } };
  return createWorld({
    iam: {
      roles: { analyst: { inline }, service: { path: '/aws-service-role/lex.amazonaws.com/' } },
      users: { alice: { path: '/people/', inline } },
    },
  });
}

describe('inline policies', () => {
  it('of a role come back encoded, and go', async () => {
    const { iam } = world();
    const of = { RoleName: 'analyst', PolicyName };

    await iam.PutRolePolicy({ ...of, PolicyDocument });
    const { PolicyDocument: text = '' } = await iam.GetRolePolicy(of);
    expect(text).toMatch(/^%7B%22Version%22/);
    expect(text).toContain('%28%2A%29');
    expect(decodeURIComponent(text)).toBe(PolicyDocument);
    await iam.DeleteRolePolicy(of);

    await expect(iam.GetRolePolicy(of)).rejects.toMatchObject({ name: 'NoSuchEntityException' });
    await expect(iam.DeleteRolePolicy(of)).rejects.toMatchObject({ name: 'NoSuchEntityException' });
    const { Role } = await iam.GetRole({ RoleName: 'service' });
    expect(Role?.Arn).toBe('arn:aws:iam::111122223333:role/aws-service-role/lex.amazonaws.com/service');
  });

  it('of a user come back, and go', async () => {
    const { iam } = world();
    const of = { UserName: 'alice', PolicyName };

    await iam.PutUserPolicy({ ...of, PolicyDocument });
    expect(decodeURIComponent((await iam.GetUserPolicy(of)).PolicyDocument ?? '')).toBe(PolicyDocument);
    await iam.DeleteUserPolicy(of);

    await expect(iam.GetUserPolicy(of)).rejects.toMatchObject({ name: 'NoSuchEntityException' });
    expect((await iam.GetUser({ UserName: 'alice' })).User?.Path).toBe('/people/');
  });

  it.each([
    ['a role that is not there', { RoleName: 'nobody' }, 'NoSuchEntityException'],
    ["a service's role", { RoleName: 'service' }, 'UnmodifiableEntityException'],
    ['a name that is none', { PolicyName: 'a b' }, 'ValidationError'],
    ['what is no JSON', { PolicyDocument: '{' }, 'MalformedPolicyDocumentException'],
    ['what is no policy', { PolicyDocument: '{"Statement":null}' }, 'MalformedPolicyDocumentException'],
    ['more than fits', { PolicyDocument: `{"Statement":[],"Id":"${'x'.repeat(10_240)}"}` }, 'LimitExceededException'],
  ])('are refused for %s', async (_, changes, name) => {
    const { iam, account } = world();
    const before = account.snapshot();

    const putting = iam.PutRolePolicy({ RoleName: 'analyst', PolicyName, PolicyDocument, ...changes });

    await expect(putting).rejects.toMatchObject({ name });
    expect(account.snapshot()).toEqual(before);
  });

  it('of a user have less room than those of a role', async () => {
    const { iam } = world();
    const document = `{"Statement":[],"Id":"${'x'.repeat(2_048)}"}`;

    const putting = iam.PutUserPolicy({ UserName: 'alice', PolicyName, PolicyDocument: document });

    await expect(putting).rejects.toMatchObject({ name: 'LimitExceededException' });
  });
});
