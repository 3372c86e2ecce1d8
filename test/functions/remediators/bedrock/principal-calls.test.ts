import { describe, expect, it } from 'vitest';
import { callsBy, mostPages } from '../../../../functions/remediators/bedrock/ai-history.ts';
import { principalDeniedCallsContained } from '../../../../functions/remediators/bedrock/principal-denied-calls-contained.ts';
import { principalOutsideCallsContained } from '../../../../functions/remediators/bedrock/principal-outside-calls-contained.ts';
import { rootUserUnused } from '../../../../functions/remediators/bedrock/root-user-unused.ts';
import { replay } from '../../../../local/replay.ts';
import { encodedDocument } from '../../../../shared/aws/policy-document.ts';
import { bind } from '../../../../shared/aws/service.ts';
import type { JsonObject } from '../../../../shared/json.ts';
import type { Step } from '../../../../shared/plan.ts';
import type { Located, Remediation, Target } from '../../../../shared/remediation.ts';
import type { Hints, ResourceRef } from '../../../../shared/signals/signal.ts';
import { openQuickReplay } from '../../../kit/quick-replay.ts';
import { openQuickWorld } from '../../../kit/quick-world.ts';
import { signalAbout } from '../../../kit/signal.ts';
import { accountId, enforcing, region, sourceOf } from '../../../kit/world.ts';
import {
  asRole,
  asRoot,
  asUser,
  called,
  contained,
  denied,
  deniedTimes,
  denials,
  document,
  policyName,
  remembering,
  role,
  session,
  user,
} from '../../../remediations/ai-calls.ts';
import { sample } from '../../../shared/signals/samples.ts';
import { looking } from '../looking.ts';

const ref = { type: 'AWS::IAM::Role', id: role };
const userRef = { type: 'AWS::IAM::User', id: user };
const root = { type: 'AWS::IAM::RootUser', id: accountId };
const hints = { access: 'denied', caller: session } as const;
const until = '2026-11-20T14:00:00Z';

/** A pattern by itself would match anything. */
const like = (pattern: RegExp): unknown => expect.stringMatching(pattern);

function targetOf(located: Located): Target {
  const [target] = 'targets' in located ? located.targets : [];
  if (target === undefined) throw new Error('nothing was located');
  return target;
}

function documentOf([step]: readonly Step[]): string {
  const text = step?.call.input['PolicyDocument'];
  if (typeof text !== 'string') throw new Error('the step puts no policy');
  return text;
}

/** What a remediation makes of a signal as of now. */
async function judge(of: ReturnType<typeof looking>, resource: ResourceRef, why: Hints, parameters: JsonObject = {}) {
  const located = await of.locate(resource, why, parameters);
  return 'verdict' in located ? located.verdict : of.assess(targetOf(located), parameters);
}

describe('the event history', () => {
  const answering = (Events?: readonly object[]) =>
    callsBy(
      { cloudtrail: { LookupEvents: async () => ({ Events, $metadata: {} }) as never } },
      { AttributeKey: 'Username', AttributeValue: 'me' },
    );

  async function all<T>(pages: AsyncIterable<T>): Promise<T[]> {
    const found: T[] = [];
    for await (const page of pages) found.push(page);
    return found;
  }

  it('passes over what is no record of a call on an AI service', async () => {
    const records = [{ CloudTrailEvent: 'no JSON' }, {}, { CloudTrailEvent: '{"eventSource":"s3.amazonaws.com"}' }];

    expect(await all(answering(records))).toEqual([{ calls: [], isCut: false }]);
  });

  it('is not taken for empty where the answer is none', async () => {
    await expect(all(answering())).rejects.toThrow('LookupEvents named no events');
  });
});

describe('iam-principal-denied-calls-contained', () => {
  const of = (...[history, policy]: Parameters<typeof remembering>) =>
    looking(principalDeniedCallsContained, remembering(history, policy));
  const few = { 'denied-calls': 5, minutes: 10 };
  const onSageMaker = { eventSource: 'sagemaker.amazonaws.com', eventName: 'CreateTrainingJob' };

  it('counts the calls that one session was denied, in the fastest of all spans', async () => {
    const history = [
      ...deniedTimes(4),
      denied(700),
      denied(20, { userIdentity: { ...asRole, arn: asRole.arn.replace(session, 'another') } }),
      denied(20, { userIdentity: { ...asRole, arn: asRole.arn.replace(role, 'another') } }),
      denied(20, { userIdentity: { ...asRole, invokedBy: 'lambda.amazonaws.com' } }),
      denied(20, { eventSource: 's3.amazonaws.com' }),
      called(20),
      called(25, { errorCode: 'ThrottlingException' }),
    ];

    expect(await judge(of(history), ref, hints, few)).toMatchObject({
      state: 'busy',
      why: like(/^4 denied calls .* bears 4/),
    });
    expect(await judge(of([...history, denied(600)]), ref, hints, few)).toMatchObject({
      state: 'wrong',
      why: [
        like(/5 denied calls .* within 10 minutes, up to 2026-11-20T09:59:50Z: bedrock:InvokeModel 5 times; from 198/),
      ],
    });
  });

  it('waits for calls of the same quarter of an hour that are underway, and then for no others', async () => {
    const found = of(deniedTimes(1));
    const target = targetOf(await found.locate(ref, hints, few));

    expect(await found.assess(target, few)).toMatchObject({ state: 'busy', why: like(/1 denied call on.* underway/) });
    found.advance(29 * 60);
    expect(await found.assess(target, few)).toMatchObject({ state: 'busy' });
    found.advance(60);
    expect(await found.assess(target, few)).toMatchObject({ state: 'compliant', why: like(/^1 denied call /) });
  });

  it('counts all sessions of a role where no session is named, and waits for nothing that nobody has seen', async () => {
    const others = deniedTimes(3, { userIdentity: { ...asRole, arn: asRole.arn.replace(session, 'another') } });
    const requested = { requested: 'person' } as const;

    expect(await judge(of([...deniedTimes(2), ...others]), ref, requested, few)).toMatchObject({ state: 'wrong' });
    expect(await judge(of(deniedTimes(4)), ref, requested, few)).toMatchObject({ state: 'compliant' });
  });

  it('tells a user from a role of the same name', async () => {
    const history = deniedTimes(5, { userIdentity: { ...asUser, arn: `arn:aws:iam::${accountId}:user/${role}` } });

    expect(await judge(of(history), ref, { requested: 'sweep' }, few)).toMatchObject({ state: 'compliant' });
  });

  it('counts nothing of another account’s role of the same name', async () => {
    const namesake = { ...asRole, arn: asRole.arn.replace(accountId, '444455556666'), accountId: '444455556666' };
    const history = [denied(5), ...deniedTimes(9, { userIdentity: namesake })];

    expect(await judge(of(history), ref, hints, few)).toMatchObject({ state: 'busy', why: like(/^1 denied call /) });
  });

  it('counts what a user was denied in federated sessions, whatever those are called', async () => {
    const userIdentity = {
      type: 'FederatedUser',
      arn: `arn:aws:sts::${accountId}:federated-user/somebody`,
      accountId,
      sessionContext: { sessionIssuer: { type: 'IAMUser', arn: asUser.arn, accountId, userName: user } },
    };
    const found = of([...deniedTimes(4, { userIdentity }), denied(7, { userIdentity: asUser })]);

    expect(await judge(found, userRef, { access: 'denied' }, few)).toMatchObject({ state: 'wrong' });
    expect(await found.list()).toEqual([
      { resource: userRef, hints: { caller: user } },
      { resource: userRef, hints: {} },
    ]);
  });

  it('does not count what its own deny has refused, or a deny would lead to the next one for ever', async () => {
    const ended = document(...denials('*', '2026-11-20T10:00:00Z'));
    const services = document(...denials('*', '2026-11-20T09:00:00Z', '2026-11-20T10:00:00Z'));
    const sweep = { requested: 'sweep' } as const;
    const why = async (policy: string, changes: Parameters<typeof denied>[1] = {}) =>
      judge(of(deniedTimes(9, changes), policy), ref, sweep, few);

    expect(await why(ended)).toMatchObject({ state: 'compliant', why: like(/^0 denied/) });
    expect(await why(services)).toMatchObject({ state: 'compliant', why: like(/^0 denied/) });
    expect(await why(document(...denials('*', '2026-11-20T09:00:00Z')))).toMatchObject({ state: 'wrong' });
  });

  it('does not take what a deny of some models has refused for a reason to deny all', async () => {
    const running = document(...denials('arn:aws:bedrock:*::foundation-model/a.b', until));
    const state = async (changes: Parameters<typeof denied>[1]) =>
      (await judge(of(deniedTimes(9, changes), running), ref, { requested: 'sweep' }, few)).state;

    expect(await state({})).toBe('compliant');
    expect(await state({ eventName: 'Converse' })).toBe('compliant');
    expect(await state({ eventSource: 'bedrock-mantle.amazonaws.com', eventName: 'CreateInference' })).toBe(
      'compliant',
    );
    expect(await state({ eventName: 'ListFoundationModels' })).toBe('wrong');
    expect(await state({ eventSource: 'sagemaker.amazonaws.com', eventName: 'CreateTrainingJob' })).toBe('wrong');
  });

  it.each([
    ['allows', { Effect: 'Allow' }],
    ['denies something else', { Action: 'bedrock:DeletePrompt' }],
    [
      'asks for more',
      { Condition: { DateLessThan: { 'aws:CurrentTime': until }, Bool: { 'aws:ViaAWSService': 'true' } } },
    ],
    ['ends at a time that IAM does not know', { Condition: { DateLessThan: { 'aws:CurrentTime': '20 Nov 2027' } } }],
    ['denies no list of models', { Resource: '*' }],
  ])('is not content with a statement of its own id that %s', async (_, changes) => {
    const [first, ...rest] = denials('*', until);
    const forged = document({ ...first, ...changes }, ...rest);
    const found = of(deniedTimes(9), forged);

    expect(await judge(found, ref, hints, few)).toMatchObject({ state: 'wrong' });
    const { steps } = await found.plan(targetOf(await found.locate(ref, hints, few)), few);
    expect(JSON.parse(documentOf(steps))).toEqual(JSON.parse(contained));
  });

  it('leaves what else a policy says of itself as it is', async () => {
    const theirs = JSON.stringify({
      Id: 'theirs',
      Version: '2008-10-17',
      Statement: { Effect: 'Deny', Action: 's3:*', Resource: '*' },
    });
    const found = of(deniedTimes(9), theirs);

    const { steps } = await found.plan(targetOf(await found.locate(ref, hints, few)), few);

    expect(JSON.parse(documentOf(steps))).toMatchObject({
      Id: 'theirs',
      Version: '2008-10-17',
      Statement: [{ Action: 's3:*' }, {}, {}],
    });
  });

  it('is taken back only as long as it is what was put', async () => {
    const found = of(deniedTimes(9));

    const { steps } = await found.plan(targetOf(await found.locate(ref, hints, few)), few);

    expect(steps[0]?.undo).toMatchObject({
      call: { operation: 'DeleteRolePolicy' },
      only: { path: 'PolicyDocument', is: [encodedDocument(documentOf(steps))], gone: true },
    });
  });

  it('leaves alone whom the policy excludes', async () => {
    expect(await judge(of(deniedTimes(9)), ref, hints, { ...few, excluded: [role] })).toMatchObject({
      state: 'compliant',
      why: `The policy excludes ${role}.`,
    });
  });

  it('does not deny once more what was tried before the last deny', async () => {
    const old = Array.from({ length: 9 }, (_, index) => denied(4 * 3600 - 15 * 60 + 1 + index));

    expect(await judge(of(old), ref, { requested: 'sweep' }, few)).toMatchObject({
      state: 'compliant',
      why: like(/^0 /),
    });
    expect(await judge(of(old), ref, { requested: 'sweep' }, { ...few, hours: 5 })).toMatchObject({ state: 'wrong' });
  });

  it('is content with a deny that runs and is as wide as the policy wants it', async () => {
    const wider = document(...denials('*', until, '2026-11-20T11:00:00Z'));
    const ended = wider.replace('T11:', 'T09:');
    const state = async (policy: string, scope: string) =>
      (await judge(of(deniedTimes(9, onSageMaker), policy), ref, hints, { ...few, scope })).state;

    expect(await state(contained, 'models')).toBe('compliant');
    expect(await state(contained, 'services')).toBe('wrong');
    expect(await state(wider, 'services')).toBe('compliant');
    expect(await state(ended, 'services')).toBe('wrong');
    expect(await state(document(...denials('arn:aws:bedrock:*::foundation-model/a.b', until)), 'models')).toBe('wrong');
  });

  it('denies all models, and everything in the AI services where the policy says so', async () => {
    const theirs = { Sid: 'Theirs', Effect: 'Deny', Action: 's3:*', Resource: '*' };
    const found = of(deniedTimes(9, onSageMaker), document(theirs, ...denials('*', '2026-11-20T15:00:00Z')));
    const settings = { ...few, scope: 'services', hours: 2 };
    const target = targetOf(await found.locate(ref, hints, settings));

    const { steps } = await found.plan(target, settings);

    expect(steps).toMatchObject([
      { title: `Deny ${role} all AI services until 2026-11-20T15:00:00Z`, call: { operation: 'PutRolePolicy' } },
    ]);
    const put = JSON.parse(documentOf(steps)) as { Statement: JsonObject[] };
    const end = (time: string) => ({ DateLessThan: { 'aws:CurrentTime': time } });
    expect(put.Statement).toMatchObject([
      theirs,
      { Sid: 'RedressContainment', Resource: ['*'], Condition: end('2026-11-20T15:00:00Z') },
      { Sid: 'RedressContainmentMantle' },
      {
        Sid: 'RedressContainmentServices',
        Effect: 'Deny',
        Action: ['bedrock-agentcore:*', 'bedrock-mantle:*', 'bedrock:*', 'sagemaker:*'],
        Resource: '*',
        Condition: end('2026-11-20T12:00:00Z'),
      },
    ]);
  });

  it('fits into what a user may have of inline policies', async () => {
    const found = of(deniedTimes(9, { userIdentity: asUser }));
    const settings = { ...few, scope: 'services' };
    const target = targetOf(await found.locate(userRef, { access: 'denied', caller: user }, settings));

    const { steps } = await found.plan(target, settings);

    expect(documentOf(steps).length).toBeLessThan(2048);
  });

  it('leaves roles of services and of Identity Center to a person', async () => {
    const account = remembering(deniedTimes(9));
    const path = '/aws-reserved/sso.amazonaws.com/';
    const found = looking(principalDeniedCallsContained, { ...account, iam: { roles: { [role]: { path } } } });

    expect(await judge(found, ref, hints, few)).toMatchObject({
      state: 'manual',
      why: [like(/denied calls/), like(/Only AWS/)],
    });
  });

  it('looks at as many pages as a reading may take, and stops where it has seen enough', async () => {
    const much = Array.from({ length: 1100 }, (_, index) => called(1 + index / 2));
    const lookups = ({ account }: ReturnType<typeof looking>) =>
      account.calls.filter(({ service }) => service === 'CloudTrail');
    const busy = of([...much, ...Array.from({ length: 9 }, (_, index) => denied(2000 + index))]);
    const quick = of([...deniedTimes(9), ...much]);

    expect(await judge(busy, ref, hints, few)).toMatchObject({ state: 'busy', why: like(/^0 /) });
    expect(lookups(busy)).toHaveLength(mostPages);
    expect(await judge(quick, ref, hints, few)).toMatchObject({ state: 'wrong' });
    expect(lookups(quick).length).toBeLessThan(4);
  });

  it('leaves it to a person where many other calls may hide those that were denied', async () => {
    const much = Array.from({ length: 1001 }, (_, index) => called(1 + index));
    const sweep = { requested: 'sweep' } as const;
    const hidden = [...much, ...Array.from({ length: 9 }, (_, index) => denied(1100 + index))];

    expect(await judge(of(hidden), ref, { ...sweep, caller: session }, few)).toMatchObject({
      state: 'manual',
      why: [like(/^0 denied calls .* only the newest 1000 records of sessions or users named ci-runner/)],
      steps: [like(/Athena/), like(/excluded/)],
    });
    expect(await judge(of(hidden), ref, sweep, few)).toMatchObject({
      state: 'manual',
      why: [like(/1000 records on one of the services/)],
    });
  });

  it('looks no further back for an event than its own quarter and the time that calls are counted in', async () => {
    const found = of([]);
    const { facts } = targetOf(await found.locate(ref, hints, few));

    expect(facts).toMatchObject({ from: '2026-11-20T09:50:00.000Z', settled: '2026-11-20T10:30:00.000Z' });
  });

  it('sweeps for whoever was denied a call, once for each session', async () => {
    const found = of([
      ...deniedTimes(3),
      denied(40, { userIdentity: asUser, eventSource: 'sagemaker.amazonaws.com' }),
      denied(50, { userIdentity: asRoot }),
      denied(60, { userIdentity: { ...asRole, arn: asRole.arn.replace(accountId, '444455556666') } }),
      denied(70, { userIdentity: { ...asRole, invokedBy: 'lambda.amazonaws.com' } }),
      denied(80, { eventName: 'no name' }),
      denied(7 * 3600, { userIdentity: { ...asRole, arn: asRole.arn.replace(role, 'long-ago') } }),
      called(5),
    ]);

    expect(await found.list()).toEqual([
      { resource: ref, hints: { caller: session } },
      { resource: userRef, hints: { caller: user } },
    ]);
  });

  it('counts all sessions together, in the sweep, of whoever takes a new one for every call', async () => {
    const each = Array.from({ length: 6 }, (_, index) =>
      denied(10 * (index + 1), { userIdentity: { ...asRole, arn: asRole.arn.replace(session, `s${index}`) } }),
    );
    const found = of(each);
    const listed = await found.list();

    expect(listed.map(({ hints: hinted = {} }) => hinted.caller)).toEqual([
      's0',
      's1',
      's2',
      's3',
      's4',
      's5',
      undefined,
    ]);
    expect(listed.at(-1)).toEqual({ resource: ref, hints: {} });
    expect(await judge(found, ref, { requested: 'sweep' }, few)).toMatchObject({ state: 'wrong' });
    expect(await judge(found, ref, { requested: 'sweep', caller: 's0' }, few)).toMatchObject({ state: 'compliant' });
    expect(await of(each.slice(1)).list()).toHaveLength(5);
  });

  it('can’t count without knowing the time', async () => {
    const found = looking(principalDeniedCallsContained, remembering([]));
    const aws = bind(principalDeniedCallsContained.uses, found.account.clientFor, region);
    const parameters = principalDeniedCallsContained.parameters.parse({});

    await expect(
      principalDeniedCallsContained.assess(ref, aws, parameters, { account: accountId, region }),
    ).rejects.toThrow('Nobody has told the time');
  });

  it('tells people what it has done, and what it would do in mode report, but not that all is well', async () => {
    const signal = signalAbout(ref, hints, { source: 'cloudtrail' });
    const noticesIn = async (mode: string, times: number) => {
      const settings = { mode, parameters: few };
      const policy = sourceOf(enforcing({ remediations: { [principalDeniedCallsContained.id]: settings } }));
      const world = openQuickWorld({ account: remembering(deniedTimes(times)), policy });
      await world.send(principalDeniedCallsContained.id, signal);
      return world.notices;
    };

    expect(await noticesIn('enforce', 9)).toMatchObject([
      { subject: `Redress: remediated, ${role}`, text: like(/Deny support-assistant the invocation of all models/) },
    ]);
    expect(await noticesIn('report', 9)).toMatchObject([
      { subject: `Redress: reported, ${role}`, text: like(/9 denied calls/) },
    ]);
    expect(await noticesIn('enforce', 1)).toEqual([]);
  });

  it('stands as it is where people can’t be told', async () => {
    const settings = { mode: 'enforce', parameters: few };
    const policy = sourceOf(enforcing({ remediations: { [principalDeniedCallsContained.id]: settings } }));
    const topicGone = Object.assign(new Error('There is no such topic'), { name: 'NotFound' });
    const deaf = <T extends object>(thing: T): T => {
      if (!('send' in thing)) return thing;
      const { send } = thing as unknown as { send: (what: object) => Promise<unknown> };
      const unsent = async (what: object) => ('subject' in what ? Promise.reject(topicGone) : send.call(thing, what));
      return { ...thing, send: unsent };
    };
    const world = openQuickWorld({ account: remembering(deniedTimes(9)), policy, outside: deaf });

    const outcomes = await world.send(principalDeniedCallsContained.id, signalAbout(ref, hints));

    expect(outcomes).toMatchObject([{ status: 'remediated' }]);
    expect(world.notices).toEqual([]);
    expect(world.evidence.size).toBe(1);
  });

  it('does not shut out a role of its own, and tells nobody each time', async () => {
    const name = `redress-dev-bedrock-${region}`;
    const own = { ...asRole, arn: `arn:aws:sts::${accountId}:assumed-role/${name}/${session}` };
    const account = { ...remembering(deniedTimes(9, { userIdentity: own })), iam: { roles: { [name]: {} } } };
    const settings = { mode: 'enforce', parameters: few };
    const policy = sourceOf(enforcing({ remediations: { [principalDeniedCallsContained.id]: settings } }));
    const world = openQuickWorld({ account, policy });
    const actor = { arn: own.arn, roleArn: `arn:aws:iam::${accountId}:role/${name}` };
    const signal = signalAbout({ ...ref, id: name }, hints, { source: 'cloudtrail', actor });

    const outcomes = await world.send(principalDeniedCallsContained.id, signal);

    expect(outcomes).toMatchObject([{ status: 'refused', guard: 'own-echo' }]);
    expect(world.notices).toEqual([]);
  });

  it.each([
    ['access-denied', 1, 'failed'],
    ['throttle', 2, 'remediated'],
    ['throttle', 20, 'failed'],
  ] as const)('says clearly what came of it where LookupEvents meets %s %i times', async (kind, times, status) => {
    const settings = { mode: 'enforce', parameters: few };
    const policy = sourceOf(enforcing({ remediations: { [principalDeniedCallsContained.id]: settings } }));
    const world = openQuickWorld({ account: remembering(deniedTimes(9)), policy });
    world.account.fault({ operation: 'LookupEvents', kind, times });

    expect(await world.send(principalDeniedCallsContained.id, signalAbout(ref, hints))).toMatchObject([{ status }]);
    expect(world.account.snapshot().iam.roles[role]?.inline[policyName] === undefined).toBe(status === 'failed');
  });
});

describe('iam-principal-outside-calls-contained', () => {
  const record = '7c6b1f5e-4a3d-4c2b-9e8f-0a1b2c3d4e5f';
  const why = { access: 'outside', record } as const;
  const networks = ['192.0.2.0/24'];
  const of = (...[history, policy]: Parameters<typeof remembering>) =>
    looking(principalOutsideCallsContained, remembering(history, policy));
  const one = (changes: Parameters<typeof called>[1] = {}) => [called(30, { eventID: record, ...changes })];

  it('does nothing where the policy does not say what is inside, or no call is named', async () => {
    expect(await judge(of(one()), ref, why)).toMatchObject({ state: 'compliant', why: like(/names no accounts/) });
    expect(await judge(of(one()), ref, {}, { networks })).toMatchObject({
      state: 'compliant',
      why: like(/No call is named/),
    });
  });

  it('goes by the record, not by what the event says of it', async () => {
    const state = async (changes: Parameters<typeof called>[1], resource = ref) =>
      (await judge(of(one(changes)), resource, why, { networks })).state;

    expect(await state({})).toBe('wrong');
    expect(await state({ sourceIPAddress: '192.0.2.9' })).toBe('compliant');
    expect(await state({ userIdentity: asUser })).toBe('compliant');
    expect(await state({ userIdentity: asUser }, userRef)).toBe('wrong');
    expect(await state({ userIdentity: asRoot })).toBe('compliant');
    expect(await state({ userIdentity: { ...asUser, arn: `arn:aws:iam::${accountId}:user/${role}` } })).toBe(
      'compliant',
    );
    expect(await state({ eventSource: 's3.amazonaws.com' }, ref)).toBe('busy');
    const namesake = { ...asRole, arn: asRole.arn.replace(accountId, '444455556666'), accountId: '444455556666' };
    expect(await state({ userIdentity: namesake })).toBe('compliant');
  });

  it('waits a quarter of an hour for the record', async () => {
    const found = of([]);
    const target = targetOf(await found.locate(ref, why, { networks }));

    expect(await found.assess(target, { networks })).toMatchObject({ state: 'busy' });
    found.advance(900);
    expect(await found.assess(target, { networks })).toMatchObject({
      state: 'compliant',
      why: like(/knows no such call/),
    });
  });

  it('is content with a deny that runs', async () => {
    expect(await judge(of(one(), contained), ref, why, { networks })).toMatchObject({
      state: 'compliant',
      why: like(/14:00/),
    });
  });

  it('leaves callers of other accounts, and roles of AWS’s, to a person', async () => {
    const own = { type: 'AWS::Organizations::Account', id: accountId };
    const partner = { ...own, id: '444455556666' };
    const identity = { type: 'AWSAccount', accountId: partner.id };
    const reserved = { roles: { [role]: { path: '/aws-service-role/lex.amazonaws.com/' } } };
    const found = looking(principalOutsideCallsContained, { ...remembering(one()), iam: reserved });

    expect(await judge(of(one({ userIdentity: identity })), partner, why, { accounts: [accountId] })).toMatchObject({
      state: 'manual',
      why: [like(/^Account 444455556666 called bedrock:InvokeModel .* none of those/)],
      steps: [like(/resource policy/), like(/policy file/)],
    });
    expect(await judge(of(one({ userIdentity: asRoot })), own, why, { networks })).toMatchObject({
      state: 'manual',
      steps: [like(/root user/), like(/networks/)],
    });
    expect(await judge(of(one()), partner, why, { accounts: [accountId] })).toMatchObject({ state: 'compliant' });
    expect(await judge(found, ref, why, { networks })).toMatchObject({
      state: 'manual',
      why: [like(/192|198/), like(/Only AWS/)],
    });
  });

  it.each([
    { networks: ['192.0.2.0'] },
    { networks: ['anywhere'] },
    { networks: ['192.0.2.0/33'] },
    { 'vpc-endpoints': ['vpc-0a1b2c3d'] },
    { accounts: ['1'] },
  ])('takes no policy with %j', (parameters) => {
    expect(principalOutsideCallsContained.parameters.safeParse(parameters).success).toBe(false);
  });
});

describe('iam-root-user-unused', () => {
  it('leaves it to a person where many calls of sessions named root may hide the root user’s', async () => {
    const arn = asRole.arn.replace(session, 'root');
    const much = Array.from({ length: 1001 }, (_, index) => called(1 + index, { userIdentity: { ...asRole, arn } }));

    expect(await judge(of([...much, called(1100, { userIdentity: asRoot })]), root, { access: 'root' })).toMatchObject({
      state: 'manual',
      why: [like(/more than 1000 calls in 6 hours/)],
    });
  });

  const of = (...[history]: Parameters<typeof remembering>) => looking(rootUserUnused, remembering(history));

  it('is read again until the call that was seen has come into the event history', async () => {
    const found = of([]);
    const target = targetOf(await found.locate(root, { access: 'root' }));

    expect(await found.assess(target)).toMatchObject({ state: 'busy' });
    found.advance(900);
    expect(await found.assess(target)).toMatchObject({ state: 'compliant', why: like(/in 6 hours\./) });
  });

  it('is looked at by the sweep without waiting', async () => {
    expect(await judge(of([]), root, { requested: 'sweep' })).toMatchObject({ state: 'compliant' });
    expect(await of([]).assess(root)).toMatchObject({ state: 'compliant' });
    expect(await of([]).list()).toEqual([{ resource: root }]);
  });

  it('tells at most five actions and addresses, the most frequent first', async () => {
    const names = ['GetPrompt', 'ListAgents', 'ListPrompts', 'GetAgent', 'ListFlows', 'GetFlow'];
    const calls = names.flatMap((eventName, index) =>
      Array.from({ length: index < 2 ? 2 : 1 }, () =>
        called(index + 1, { userIdentity: asRoot, eventName, sourceIPAddress: `192.0.2.${index}` }),
      ),
    );
    const history = calls.map((one, index) => ({ ...one, eventID: `00000000-0000-4000-8000-0000000000${index + 10}` }));

    expect(await judge(of(history), root, { access: 'root' })).toMatchObject({
      state: 'manual',
      why: [
        expect.stringMatching(
          /made 8 calls .*: bedrock:GetPrompt 2 times, bedrock:ListAgents 2 times, bedrock:GetAgent, bedrock:GetFlow, bedrock:ListFlows, 1 more; from 192\.0\.2\.0, .*, 192\.0\.2\.4, 1 more$/,
        ),
      ],
    });
  });

  it('has an address of AWS’s where the console called', async () => {
    const found = of([called(5, { userIdentity: asRoot, sourceIPAddress: 'AWS Internal' })]);

    expect(await judge(found, root, { access: 'root' })).toMatchObject({ why: [like(/from an address of AWS$/)] });
  });

  it('can’t tell anything without knowing the time', async () => {
    const aws = bind(rootUserUnused.uses, of([]).account.clientFor, region);

    await expect(
      rootUserUnused.assess(root, aws, rootUserUnused.parameters.parse({}), { account: accountId, region }),
    ).rejects.toThrow('Nobody has told the time');
  });
});

describe.each<Remediation>([principalDeniedCallsContained, principalOutsideCallsContained, rootUserUnused])(
  '$id',
  ({ notifies }) => {
    it('tells people', () => expect(notifies).toBe(true));
  },
);

describe('a flood of denied calls', () => {
  it('is answered by one execution, and the calls after the first start nothing', async () => {
    const replaying = openQuickReplay();
    const event = sample('cloudtrail/150-calls-on-models-denied');

    const first = await replay(event, 'first', replaying);
    const second = await replay({ ...event, id: 'another', time: '2026-11-20T08:29:00Z' }, 'second', replaying);

    expect(first.outcomes).toMatchObject([{ status: 'remediated' }]);
    expect(second.outcomes).toMatchObject([{ status: 'duplicate', reason: like(/was started before/) }]);
  });
});
