import { describe, expect, it } from 'vitest';
import { containmentIn, resourcesOf, withContainment } from '../../../../functions/remediators/bedrock/containment.ts';
import { principalAbuseContained } from '../../../../functions/remediators/bedrock/principal-abuse-contained.ts';
import { aiFindings } from '../../../../shared/signals/guardduty-finding.ts';
import type { Step } from '../../../../shared/plan.ts';
import type { Located, Target } from '../../../../shared/remediation.ts';
import { openQuickly } from '../../../kit/wrong.ts';
import { altered, sample, understand } from '../../../shared/signals/samples.ts';
import { looking } from '../looking.ts';

const role = { type: 'AWS::IAM::Role', id: 'analyst' };
const user = { type: 'AWS::IAM::User', id: 'alice' };
const scope = { account: '111122223333', region: 'eu-central-1' };
const nova = 'arn:aws:bedrock:*::foundation-model/amazon.nova-pro-v1:0';
const hints = { findingType: 'Impact:IAMUser/CostHarvesting', models: ['amazon.nova-pro-v1:0'] };

function holding(policy?: string, path = '/') {
  const inline = policy === undefined ? {} : { RedressBedrockContainment: policy };
  return looking(principalAbuseContained, {
    iam: { roles: { analyst: { path, inline } }, users: { alice: { inline } } },
  });
}

function targetOf(located: Located): Target {
  const [target] = 'targets' in located ? located.targets : [];
  if (target === undefined) throw new Error('nothing was located');
  return target;
}

function documentOf(step: Step | undefined): string {
  const text = step?.call.input['PolicyDocument'];
  if (typeof text !== 'string') throw new Error('the step puts no policy');
  return text;
}

describe('bedrock-principal-abuse-contained', () => {
  it('answers every finding on AI that GuardDuty has', () => {
    for (const { findingType } of principalAbuseContained.triggers) expect(findingType).toEqual(aiFindings);
  });

  it('does not take a policy that it can’t read for an empty one', async () => {
    for (const policy of ['{"Version":', '[]', 'null', '7']) {
      const { locate, assess } = holding(policy);
      const target = targetOf(await locate(role, hints));

      await expect(assess(target)).rejects.toThrow('a policy RedressBedrockContainment that is no JSON');
    }
  });

  it('denies for some hours from now, the models that the finding names', async () => {
    const { locate, plan } = holding();

    const target = targetOf(await locate(user, hints, { hours: 2 }));
    const { steps, notes } = await plan(target);

    expect(steps).toMatchObject([
      {
        title: `Deny alice the invocation of ${nova} until 2026-11-20T12:00:00Z`,
        call: { operation: 'PutUserPolicy', input: { UserName: 'alice', PolicyName: 'RedressBedrockContainment' } },
        undo: { call: { operation: 'DeleteUserPolicy' } },
      },
    ]);
    expect(notes).toContainEqual(expect.stringContaining('ends by itself at 2026-11-20T12:00:00Z'));
    const document = JSON.parse(documentOf(steps[0])) as { Statement: { Action: unknown }[] };
    expect(document.Statement.flatMap(({ Action }) => Action)).toEqual([
      'bedrock:CreateModelInvocationJob',
      'bedrock:InvokeModel',
      'bedrock:InvokeModelWithBidirectionalStream',
      'bedrock:InvokeModelWithResponseStream',
      'bedrock-mantle:CreateInference',
    ]);
  });

  it('denies all models where the finding names none, or the policy file says so', async () => {
    const { locate } = holding();

    expect(targetOf(await locate(role, { findingType: hints.findingType })).facts).toMatchObject({ models: null });
    expect(targetOf(await locate(role, hints, { scope: 'all-models' })).facts).toMatchObject({ models: null });
  });

  it('takes a request for an accusation only where it is made for this remediation', async () => {
    const { locate } = holding();
    const request = { requested: 'person', remediation: principalAbuseContained.id } as const;

    expect(targetOf(await locate(role, request)).facts).toMatchObject({ finding: 'A request' });
    expect(await locate(role, { requested: 'person' })).toMatchObject({ verdict: { state: 'compliant' } });
  });

  it.each([
    ['it is the root user', { type: 'AWS::IAM::RootUser', id: '111122223333' }, hints],
    ["the models are not Bedrock's", role, { ...hints, models: [] }],
  ])('leaves it to a person where %s', async (_, resource, of) => {
    expect(await holding().locate(resource, of)).toMatchObject({ verdict: { state: 'manual' } });
  });

  it.each(['/aws-service-role/lex.amazonaws.com/', '/aws-reserved/sso.amazonaws.com/eu-central-1/'])(
    'leaves roles under %s to a person',
    async (path) => {
      const { locate, assess } = holding(undefined, path);

      const found = await assess(targetOf(await locate(role, hints)));

      expect(found).toMatchObject({ state: 'manual', why: [expect.any(String), expect.stringContaining(path)] });
    },
  );

  it('is content with a deny that holds, and not with one that has ended or is about other models', async () => {
    const deny = (resources: readonly string[], until: string) => withContainment(null, { resources, until });
    const judge = async (policy: string) => {
      const { locate, assess } = holding(policy);
      return (await assess(targetOf(await locate(role, hints)))).state;
    };

    expect(await judge(deny([nova], '2026-11-20T10:00:01Z'))).toBe('compliant');
    expect(await judge(deny(['*'], '2026-11-20T10:00:01Z'))).toBe('compliant');
    expect(await judge(deny([nova], '2026-11-20T10:00:00Z'))).toBe('wrong');
    expect(await judge(deny(['arn:aws:bedrock:*::foundation-model/other.one'], '2026-11-21T10:00:00Z'))).toBe('wrong');
    expect(await judge('{"Statement":{"Sid":"RedressContainment","Effect":"Deny"}}')).toBe('wrong');
  });

  it('adds to a deny that holds, and keeps its end where that is later', async () => {
    const other = 'arn:aws:bedrock:*::foundation-model/other.one';
    const policy = withContainment(null, { resources: [other], until: '2026-11-21T10:00:00Z' });
    const { locate, plan } = holding(policy);

    const { steps } = await plan(targetOf(await locate(role, hints)));

    const put = documentOf(steps[0]);
    expect(containmentIn(put)).toEqual({ resources: [nova, other], until: '2026-11-21T10:00:00Z' });
    expect(steps[0]?.undo).toMatchObject({ call: { operation: 'PutRolePolicy', input: { PolicyDocument: policy } } });
  });

  it('denies all models where finding upon finding names others, so that a user’s policy does not get too long', async () => {
    const named = Array.from(
      { length: 18 },
      (_, index) => `arn:aws:bedrock:*::foundation-model/provider.${'m'.repeat(30)}${index}`,
    );
    const policy = withContainment(null, { resources: named, until: '2026-11-21T10:00:00Z' });
    const { locate, plan } = holding(policy);

    const { steps } = await plan(targetOf(await locate(user, hints)));

    expect(containmentIn(documentOf(steps[0]))).toEqual({ resources: ['*'], until: '2026-11-21T10:00:00Z' });
    expect(steps[0]?.title).toContain('the invocation of all models');
  });

  it('does not shut out a role of its own', async () => {
    const name = 'redress-dev-bedrock-eu-central-1';
    const event = sample('guardduty/01-model-invocations-of-a-role');
    const finding = altered(event, 'detail.resource.accessKeyDetails.userName', name);
    const [signal] = understand('guardduty', finding).signals;
    if (signal === undefined) throw new Error('there is no signal');
    const account = { iam: { roles: { [name]: {} } } };
    const world = openQuickly({ remediation: principalAbuseContained.id }, { name: 'it is our own', account });

    const outcomes = await world.send(principalAbuseContained.id, signal);

    expect(outcomes).toMatchObject([{ status: 'refused', guard: 'own-echo' }]);
  });

  it('says that who is not there is gone', async () => {
    const { locate, assess } = looking(principalAbuseContained);

    const target = targetOf(await locate(user, hints));

    await expect(assess(target)).rejects.toMatchObject({ name: 'NoSuchEntityException' });
  });
});

describe('what is denied', () => {
  it.each([
    [['amazon.nova-pro-v1:0'], [nova]],
    [
      ['us-gov.anthropic.claude-3-haiku-20240307-v1:0'],
      [
        'arn:aws:bedrock:*:111122223333:inference-profile/us-gov.anthropic.claude-3-haiku-20240307-v1:0',
        'arn:aws:bedrock:*::foundation-model/anthropic.claude-3-haiku-20240307-v1:0',
      ],
    ],
    [['moonshotai.kimi-k2.5'], ['arn:aws:bedrock:*::foundation-model/moonshotai.kimi-k2.5']],
    [
      ['arn:aws:bedrock:eu-central-1:111122223333:provisioned-model/abc'],
      ['arn:aws:bedrock:eu-central-1:111122223333:provisioned-model/abc'],
    ],
    [['arn:aws:bedrock:us-east-1::foundation-model/amazon.nova-pro-v1:0', 'amazon.nova-pro-v1:0'], [nova]],
    [
      ['arn:aws:bedrock:eu-central-1:111122223333:inference-profile/eu.amazon.nova-pro-v1:0'],
      ['arn:aws:bedrock:*:111122223333:inference-profile/eu.amazon.nova-pro-v1:0', nova],
    ],
    [['arn:aws:bedrock:eu-central-1:111122223333:application-inference-profile/a1b2c3d4e5f6', 'a.b'], ['*']],
    [['a.a', 'b.b', 'c.c', 'd.d', 'e.e', 'f.f'], ['*']],
    [null, ['*']],
  ])('for %j is %j', (models, resources) => {
    expect(resourcesOf(models, scope)).toEqual(resources);
  });

  it.each([
    'no JSON',
    '[]',
    '{}',
    '{"Statement":[{"Sid":"RedressContainment","Resource":"*"}]}',
    '{"Statement":[{"Sid":"RedressContainment","Resource":["*"],"Condition":{"DateLessThan":{"aws:CurrentTime":"2026-13-45T10:00:00Z"}}}]}',
  ])('is nothing in %s', (document) => {
    expect(containmentIn(document)).toBeUndefined();
  });
});
