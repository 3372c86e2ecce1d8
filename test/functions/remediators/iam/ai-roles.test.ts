import { describe, expect, it } from 'vitest';
import { aiRoleBoundaryKept } from '../../../../functions/remediators/iam/ai-role-boundary-kept.ts';
import { aiRoleNoForeignTrust } from '../../../../functions/remediators/iam/ai-role-no-foreign-trust.ts';
import { aiRoleNotAdmin } from '../../../../functions/remediators/iam/ai-role-not-admin.ts';
import { aiRoleTrustNarrowed } from '../../../../functions/remediators/iam/ai-role-trust-narrowed.ts';
import { remediations } from '../../../../functions/remediators/iam/handler.ts';
import { idOf } from '../../../../local/account/iam-principals.ts';
import type { AccountFile } from '../../../../local/account/state.ts';
import { failureKind } from '../../../../shared/aws/failure.ts';
import { bind } from '../../../../shared/aws/service.ts';
import type { Json } from '../../../../shared/json.ts';
import type { Plan, Step } from '../../../../shared/plan.ts';
import type { Assessment } from '../../../../shared/remediation.ts';
import { createWorld, here } from '../../../local/account/world.ts';
import { holding, policy, role, statement } from '../../../remediations/iam.ts';
import { looking } from '../looking.ts';

const target = { type: 'AWS::IAM::Role', id: role };
const administrator = 'arn:aws:iam::aws:policy/AdministratorAccess';
const own = 'arn:aws:iam::111122223333:policy/wide';
const all = { Effect: 'Allow', Action: '*', Resource: '*' };
const reading = { Effect: 'Allow', Action: 's3:GetObject', Resource: '*' };
const wide = [{ arn: own, document: policy(all) }];

describe.each(remediations)('$id', (remediation) => {
  it.each([
    ['a service', { path: '/aws-service-role/sagemaker.amazonaws.com/' }, 'Only AWS may change the role'],
    ['Identity Center', { path: '/aws-reserved/sso.amazonaws.com/' }, 'Only AWS may change the role'],
    ['no AI service', { trust: policy(statement('lambda.amazonaws.com')) }, 'No AI service may assume the role'],
  ])('leaves alone the role of %s', async (_, changes, why) => {
    const { assess, list } = looking(remediation, holding({ attached: [administrator], ...changes }));

    expect(await assess(target)).toMatchObject({ state: 'compliant', why: expect.stringContaining(why) });
    expect(await list()).toEqual([]);
  });

  it('lists the roles of AI workloads, on as many pages as there are', async () => {
    const roles = Object.fromEntries(
      Array.from({ length: 205 }, (_, index) => [`r${index}`, { trust: policy(statement('bedrock.amazonaws.com')) }]),
    );
    const { list } = looking(remediation, { iam: { roles: { ...roles, other: {} } } });

    expect(await list()).toHaveLength(205);
  });

  it('takes nothing for right of which it has not seen the trust policy', async () => {
    const { account, assess, list } = looking(remediation, holding({}));
    account.fault({ operation: 'GetRole', kind: 'incomplete' });
    account.fault({ operation: 'ListRoles', kind: 'incomplete' });

    await expect(assess(target)).rejects.toThrow(/IAM has answered without the role/);
    expect(await list()).toEqual([]);
  });

  it('reads the tags with the role', async () => {
    const { tags } = looking(remediation, holding({ tags: [{ Key: 'team', Value: 'fraud' }] }));

    expect(await tags(target)).toEqual({ team: 'fraud' });
  });
});

describe('iam-ai-role-not-admin', () => {
  const look = (file: AccountFile) => looking(aiRoleNotAdmin, file);

  it('tells policies of one name apart, and only detaches what is still as it was read', async () => {
    const alike = [
      { arn: 'arn:aws:iam::111122223333:policy/AdministratorAccess', version: 'v7', document: policy(all) },
    ];
    const { plan } = look(holding({ attached: [alike[0]?.arn ?? '', administrator] }, alike));

    const { steps } = await plan(target);

    expect(new Set(steps.map(({ id }) => id)).size).toBe(2);
    expect(steps.map(({ only }) => only?.is)).toEqual([['v7'], undefined]);
  });

  it('leaves policies that are to be kept, by name or ARN', async () => {
    const { assess } = look(holding({ attached: [administrator, own], inline: { quick: policy(all) } }, wide));

    const keep = ['AdministratorAccess', own, 'quick'];
    expect(await assess(target, { keep })).toMatchObject({ state: 'compliant', live: { others: 2 } });
  });

  it('goes by the policies and actions that the policy file names', async () => {
    const inline = { s3: policy({ ...all, Action: 's3:*' }) };
    const { assess } = look(
      holding({ attached: ['arn:aws:iam::aws:policy/job-function/SystemAdministrator'], inline }),
    );

    expect(await assess(target)).toMatchObject({ state: 'compliant' });
    expect(await assess(target, { policies: ['SystemAdministrator'], actions: ['s3:*'] })).toMatchObject({
      state: 'wrong',
      why: [expect.stringContaining('SystemAdministrator'), expect.stringContaining('s3:* on all resources')],
    });
  });

  it('leaves a statement under a condition to a person', async () => {
    const Condition = { StringEquals: { 'aws:ResourceTag/team': 'fraud' } };
    const { assess } = look(holding({ inline: { tagged: policy({ ...all, Condition }) } }));

    expect(await assess(target)).toMatchObject({ state: 'compliant' });
  });

  it('takes out the wide statements alone, and deletes a policy that has no others', async () => {
    const inline = { mixed: policy(reading, all, all), only: policy(all) };
    const { plan } = look(holding({ inline }));

    const { steps } = await plan(target);

    expect(steps.map(({ call }) => call.operation)).toEqual(['PutRolePolicy', 'DeleteRolePolicy']);
    expect(steps[0]?.call.input['PolicyDocument']).toBe(policy(reading));
    expect(steps.map(({ undo }) => undo)).toMatchObject([
      {
        call: { input: { PolicyDocument: inline.mixed } },
        only: { is: [encodeURIComponent(policy(reading)).replaceAll('*', '%2A')] },
      },
      { call: { input: { PolicyDocument: inline.only } }, only: { is: [], gone: true } },
    ]);
  });

  it('compares with what IAM has said, however that was written', async () => {
    const asRead = policy(all).replaceAll('"', '%22');
    const before = { attached: [], others: 0, inline: [{ name: 'odd', policy: { text: policy(all), asRead } }] };
    const scope = { account: '111122223333', region: here };

    const { steps } = aiRoleNotAdmin.plan(before, aiRoleNotAdmin.parameters.parse({}), target, scope);

    expect(steps[0]?.only?.is).toEqual([asRead]);
  });

  it('takes no policy for one that says nothing whose text it has not seen', async () => {
    for (const operation of ['GetPolicy', 'GetPolicyVersion', 'GetRolePolicy']) {
      const { account, assess } = look(holding({ attached: [own], inline: { a: policy(reading) } }, wide));
      account.fault({ operation, kind: 'incomplete', times: Infinity });

      await expect(assess(target), operation).rejects.toThrow(/IAM has answered without/);
    }
  });

  it('reads again where a policy is listed and not there', async () => {
    for (const operation of ['GetPolicy', 'GetPolicyVersion', 'GetRolePolicy']) {
      const { account, assess } = look(holding({ attached: [own], inline: { a: policy(all) } }, wide));
      account.fault({ operation, kind: 'not-found' });

      const error: unknown = await assess(target).catch((thrown: unknown) => thrown);
      expect(failureKind(error), operation).toBe('uncertain');
    }
  });

  it('reads the policies of all pages', async () => {
    const names = Array.from({ length: 105 }, (_, index) => `p${index}`);
    const attached = names.map((name) => `arn:aws:iam::aws:policy/${name}`);
    const inline = Object.fromEntries([...names, 'zz'].map((name) => [name, policy(name === 'zz' ? all : reading)]));
    const { assess } = look(holding({ attached, inline }));

    expect(await assess(target)).toMatchObject({ state: 'wrong', before: { others: 105, inline: [{ name: 'zz' }] } });
  });

  it('finds a policy on whichever page it is, and roles on all of them', async () => {
    const trust = policy(statement('bedrock.amazonaws.com'));
    const roles = Object.fromEntries(
      Array.from({ length: 105 }, (_, index) => [`r${index}`, { trust, attached: [own, `${own}-${index}`] }]),
    );
    const policies = [...Array.from({ length: 105 }, (_, index) => `${own}-${index}`), own, `${own}-z`];
    const { locate } = look({ iam: { roles: { ...roles, zz: { trust, attached: [`${own}-z`] } }, policies } });

    expect(await locate({ type: 'AWS::IAM::Policy', id: idOf('ANPA', `${own}-z`) })).toEqual({
      targets: [{ type: 'AWS::IAM::Role', id: 'zz' }],
    });
    expect((await locate({ type: 'AWS::IAM::Policy', id: own })) as object).toMatchObject({
      targets: { length: 105 },
    });
    expect(await locate({ type: 'AWS::IAM::Role', id: idOf('AROA', 'zz') })).toEqual({
      targets: [{ type: 'AWS::IAM::Role', id: 'zz' }],
    });
  });

  it('finds the roles of AI workloads that have a policy, and no others', async () => {
    const { iam } = holding({ attached: [own] }, wide);
    const { locate } = look({ iam: { ...iam, roles: { ...iam?.roles, clerk: { attached: [own] } } } });

    expect(await locate({ type: 'AWS::IAM::Policy', id: own })).toEqual({ targets: [target] });
    expect(await locate({ type: 'AWS::IAM::Policy', id: idOf('ANPA', own) })).toEqual({ targets: [target] });
  });

  it.each([
    ['a policy that is not there', 'AWS::IAM::Policy', 'arn:aws:iam::111122223333:policy/none', 'gone'],
    ['the id of a policy that nobody has', 'AWS::IAM::Policy', 'ANPAEXAMPLE0000000001', 'gone'],
    ['the id of a role that is not there', 'AWS::IAM::Role', 'AROAEXAMPLE0000000001', 'gone'],
    ['a policy that no AI workload has', 'AWS::IAM::Policy', own, 'compliant'],
  ])('has a verdict on %s', async (_, type, id, state) => {
    const { locate } = look(holding({}, wide));

    expect(await locate({ type, id })).toMatchObject({ verdict: { state } });
  });

  it('goes on where a role is deleted while its policy’s roles are looked for', async () => {
    const { account, locate } = look(holding({ attached: [own] }, wide));
    account.fault({ operation: 'GetRole', kind: 'not-found' });

    expect(await locate({ type: 'AWS::IAM::Policy', id: own })).toMatchObject({ verdict: { state: 'compliant' } });
  });

  it.each(['ListEntitiesForPolicy', 'ListPolicies', 'ListRoles'])(
    'names nothing where %s gives no names',
    async (operation) => {
      const { account, locate } = look(holding({ attached: [own] }, wide));
      account.fault({ operation, kind: 'incomplete', times: Infinity });
      const [type, id] =
        operation === 'ListRoles'
          ? ['AWS::IAM::Role', idOf('AROA', role)]
          : ['AWS::IAM::Policy', operation === 'ListPolicies' ? idOf('ANPA', own) : own];

      expect(await locate({ type, id })).toHaveProperty('verdict');
    },
  );
});

describe('iam-ai-role-trust-narrowed', () => {
  it('leaves to a person a policy that IAM would not take back', async () => {
    const open = statement('sagemaker.amazonaws.com');
    const dead = { ...open, Principal: { AWS: 'AROAEXAMPLE0000000001' } };
    const { assess } = looking(aiRoleTrustNarrowed, holding({ trust: policy(open, dead) }));

    expect(await assess(target)).toMatchObject({
      state: 'manual',
      why: ['sagemaker.amazonaws.com may assume the role on behalf of any account'],
      steps: [expect.stringContaining('AROAEXAMPLE0000000001'), expect.stringContaining('aws:SourceAccount')],
    });
  });

  it('writes only over the policy that it has read', async () => {
    const trust = policy(statement('bedrock.amazonaws.com'));
    const { plan } = looking(aiRoleTrustNarrowed, holding({ trust }));

    const [step] = (await plan(target)).steps;

    expect(step?.only?.is).toEqual([encodeURIComponent(trust)]);
    const put = step?.call.input['PolicyDocument'] as string;
    expect(step).toMatchObject({
      undo: { call: { input: { PolicyDocument: trust } }, only: { is: [encodeURIComponent(put)] } },
    });
  });
});

describe('iam-ai-role-boundary-kept', () => {
  const boundary = 'arn:aws:iam::111122223333:policy/boundaries/ai-workloads';
  const other = 'arn:aws:iam::aws:policy/ReadOnlyAccess';

  function look(changes: Parameters<typeof holding>[0], kept?: Json) {
    const { account } = createWorld(holding(changes, [boundary]));
    const aws = bind(aiRoleBoundaryKept.uses, account.clientFor, here);
    const scope = { account: '111122223333', region: here };
    const settings = (named?: string) =>
      aiRoleBoundaryKept.parameters.parse(named === undefined ? {} : { boundary: named });
    const assess = async (named?: string): Promise<Assessment> =>
      aiRoleBoundaryKept.assess(
        target,
        aws,
        settings(named),
        kept === undefined ? scope : { ...scope, snapshot: kept },
      );
    return {
      assess,
      snapshot: async () => aiRoleBoundaryKept.snapshot?.(target, aws),
      async plan(named?: string): Promise<Plan> {
        const found = await assess(named);
        if (found.state !== 'wrong') throw new Error(`it is ${found.state}`);
        return aiRoleBoundaryKept.plan(found.before, settings(named), target, scope);
      },
    };
  }
  const undone = (step: Step | undefined) =>
    step?.undo as { readonly call: { readonly operation: string } } | undefined;

  it('asks for no boundary where nobody does', async () => {
    expect(await look({}).assess()).toMatchObject({
      state: 'compliant',
      why: expect.stringContaining('names no boundary'),
    });
    expect(await look({}, 'odd').assess()).toMatchObject({ state: 'compliant' });
  });

  it('puts back the one that was there, and takes another one for the new one', async () => {
    const [step] = (await look({}, { boundary }).plan()).steps;

    expect(step?.call.input).toEqual({ RoleName: role, PermissionsBoundary: boundary });
    expect(undone(step)?.call.operation).toBe('DeleteRolePermissionsBoundary');
    expect(await look({ boundary: other }, { boundary }).assess()).toMatchObject({
      state: 'compliant',
      live: { boundary: other },
    });
  });

  it('does not take a boundary that allows everything for the new one of a role that had another', async () => {
    const open = 'arn:aws:iam::aws:policy/AdministratorAccess';
    const [step] = (await look({ boundary: open }, { boundary }).plan()).steps;

    expect(step?.call.input).toEqual({ RoleName: role, PermissionsBoundary: boundary });
    expect(undone(step)).toMatchObject({ call: { input: { PermissionsBoundary: open } } });
    expect(await look({ boundary: open }).snapshot()).toBeUndefined();
    expect(await look({ boundary: open }).assess()).toMatchObject({ state: 'compliant', live: { boundary: open } });
    expect(await look({ boundary: open }).assess(open)).toMatchObject({ state: 'compliant' });
  });

  it('puts the one that the policy file names, whatever was there', async () => {
    const [step] = (await look({ boundary: other }, { boundary: other }).plan(boundary)).steps;

    expect(step?.call.input).toMatchObject({ PermissionsBoundary: boundary });
    expect(step?.only?.is).toEqual([other]);
    expect(undone(step)).toMatchObject({ call: { input: { PermissionsBoundary: other } } });
  });

  it('leaves it to a person where the policy is gone', async () => {
    const gone = 'arn:aws:iam::111122223333:policy/boundaries/gone';

    expect(await look({}).assess(gone)).toMatchObject({
      state: 'manual',
      steps: [expect.stringContaining(gone), expect.stringContaining('put-role-permissions-boundary')],
    });
  });

  it('keeps the boundary of roles of AI workloads alone', async () => {
    expect(await look({ boundary }).snapshot()).toEqual({ boundary });
    expect(await look({}).snapshot()).toBeUndefined();
    expect(await look({ boundary, trust: policy(statement('lambda.amazonaws.com')) }).snapshot()).toBeUndefined();
  });
});

it('iam-ai-role-no-foreign-trust takes the accounts that the policy file names', async () => {
  const partner = { ...statement('x'), Principal: { AWS: '444455556666' } };
  const { assess } = looking(
    aiRoleNoForeignTrust,
    holding({ trust: policy(statement('sagemaker.amazonaws.com'), partner) }),
  );

  expect(await assess(target)).toMatchObject({ state: 'manual' });
  expect(await assess(target, { 'allowed-accounts': ['444455556666'] })).toMatchObject({ state: 'compliant' });
});
