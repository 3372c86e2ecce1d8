import { describe, expect, it } from 'vitest';
import { codeDigest } from '../../shared/pipeline/approval.ts';
import type { PolicySource } from '../../shared/policy/policy.ts';
import { parseKillSwitch } from '../../shared/policy/kill-switch.ts';
import { withKillSwitch } from '../../shared/policy/tighten.ts';
import { answer, asking, fourHours, lastRequest, openAsked, somebody } from '../kit/approving.ts';
import type { Asked } from '../kit/approving.ts';
import { atRest } from '../kit/at-rest.ts';
import { between } from '../kit/between.ts';
import { openUp } from '../kit/buckets.ts';
import { byHand, effectText, enforced, policyIn, signalAt, statuses } from '../kit/drive.ts';
import { plantedSecret } from '../kit/fixture.ts';
import { cleanRun } from '../kit/put-right.ts';
import type { QuickWorld } from '../kit/quick-world.ts';
import { beginning, enforcing, openTestWorld, remediatorOf, sourceOf } from '../kit/world.ts';
import { effectsOf } from '../kit/wrong.ts';
import { fixtures } from '../remediations/index.ts';

const hour = 3600;

describe.concurrent.each(fixtures)('$remediation, with a person to ask', (fixture) => {
  it('asks, shows the plan, and writes nothing meanwhile', async () => {
    const world = await openAsked(fixture);
    const { request, execution, clock } = world;

    expect(world.backend.result(execution).status).toBe('RUNNING');
    expect(effectsOf(world)).toEqual([]);
    const expires = new Date(clock.now().getTime() + fourHours * 1000).toISOString();
    expect(world.events.filter(({ type }) => type === 'Approval Requested')).toMatchObject([
      {
        detail: {
          id: request.id,
          remediation: fixture.remediation,
          planDigest: request.planDigest,
          expires,
          why: request.why,
        },
      },
    ]);
    expect(request).toMatchObject({ status: 'pending', misses: 0, remediation: fixture.remediation });
    expect(JSON.stringify([request, world.events, world.notices])).not.toContain(plantedSecret);
  });

  it('sends the code by the other channel alone', async () => {
    const { request, notices, events, evidence, backend, execution } = await openAsked(fixture);

    const code = /^Code for the approval page: (\S+)$/m.exec(notices[0]?.text ?? '')?.[1] ?? '';
    expect(codeDigest(request.id, code)).toBe(request.codeDigest);
    expect(code.length).toBeGreaterThanOrEqual(8);
    expect(notices).toHaveLength(1);
    expect(notices[0]?.text).toContain(request.id);
    expect(notices[0]?.text).toContain(request.planDigest);
    const elsewhere = JSON.stringify([request, events, [...evidence], backend.history(execution)]);
    expect(elsewhere).not.toContain(code);
  });

  it('does after a yes what it would have done by itself', async () => {
    const world = await openAsked(fixture);

    await answer(world, world.request, 'approve');
    await world.settle();

    expect(world.outcomes()).toMatchObject([
      {
        id: world.request.id,
        status: 'remediated',
        mode: 'approve',
        planDigest: world.request.planDigest,
        answeredBy: somebody,
      },
    ]);
    expect(effectText(world)).toBe((await cleanRun(fixture)).effects);
    expect(await world.ledger.action(world.request.id)).toMatchObject({ status: 'remediated' });
  });

  it('does nothing after a no', async () => {
    const world = await openAsked(fixture);

    await answer(world, world.request, 'reject');
    await world.settle();

    expect(world.outcomes()).toMatchObject([
      { status: 'refused', guard: 'approval', answeredBy: somebody, reason: `${somebody} said no.` },
    ]);
    expectUntouched(world);
  });

  it('takes silence for a no, and an answer after that for none', async () => {
    const world = await openAsked(fixture);

    await world.backend.runUntil(new Date(beginning.getTime() + fourHours * 1000 - 1000));
    expect(world.backend.result(world.execution).status).toBe('RUNNING');
    await world.backend.runUntilIdle();

    expect(world.outcomes()).toMatchObject([{ status: 'refused', guard: 'approval' }]);
    expect(world.outcomes()[0]?.reason).toContain('Nobody answered');
    expect(await answer(world, world.request, 'approve')).toMatchObject({ ok: false, code: 'expired' });
    await world.settle();
    expectUntouched(world);
  });

  it.each([
    ['fixed by hand', 'compliant', fixture.fixByHand],
    ['deleted', '(gone|compliant)', fixture.remove],
  ])('leaves a resource alone that was %s while somebody was thinking', async (_, status, edit) => {
    const world = await openAsked(fixture);
    byHand(world, edit);

    await answer(world, world.request, 'approve');
    await world.settle();

    expect(statuses(world.outcomes())).toEqual([expect.stringMatching(`^${status}$`)]);
    expectUntouched(world);
  });
});

/** Nothing was written, nothing begun, and nobody holds the claim. */
function expectUntouched(world: QuickWorld): void {
  expect(effectsOf(world)).toEqual([]);
  expect(world.ledger.actions.size).toBe(0);
  expect(world.ledger.holders()).toEqual({});
}

const fixture = fixtures.find(({ remediation }) => remediation === 's3-bucket-public-access-blocked')!;
const { remediation, signal } = fixture;
const bucket = signal.resource.id;

async function send(world: QuickWorld, event: string): Promise<string> {
  const execution = await world.start(remediation, signalAt(signal, event, world.clock.now()));
  await world.backend.runUntilIdle({ expire: false });
  return execution;
}

/** A policy that can be changed while somebody is thinking. */
function changeable(): { policy: PolicySource; change(to: PolicySource): void } {
  let current = asking;
  return { policy: { load: async () => current.load() }, change: (to) => void (current = to) };
}

const unreadable: PolicySource = { load: async () => ({ ok: false, error: 'line 3' }) };

async function approveAndRun(world: Asked): Promise<void> {
  await answer(world, world.request, 'approve');
  await world.settle();
}

describe('an answer', () => {
  it.each([
    ['approve', 'reject', 'remediated'],
    ['reject', 'approve', 'refused (approval)'],
  ] as const)('is given once: after %s nobody can %s', async (first, second, status) => {
    const world = await openAsked(fixture);
    const decidedBefore = { ok: false, code: 'decided' };

    expect(await answer(world, world.request, first)).toMatchObject({ ok: true, repeated: false });
    expect(await answer(world, world.request, second, 'arn:aws:iam::111122223333:user/late')).toMatchObject(
      decidedBefore,
    );
    await world.settle();
    expect(await answer(world, world.request, second)).toMatchObject(decidedBefore);
    await world.settle();

    expect(statuses(world.outcomes())).toEqual([status]);
    expect(await world.ledger.approval(world.request.id)).toMatchObject({ decidedBy: somebody });
  });

  it('counts once when somebody clicks twice', async () => {
    const world = await openAsked(fixture);

    const clicks = await Promise.all([1, 2].map(async () => answer(world, world.request, 'approve')));
    await world.settle();

    expect(clicks).toMatchObject([{ ok: true }, { ok: true }]);
    expect(clicks.filter((click) => click.ok && click.repeated)).toHaveLength(1);
    await expect(world.backend.sendCallbackSuccess(world.request.callbackId)).rejects.toThrow('already been closed');
    expect(statuses(world.outcomes())).toEqual(['remediated']);
    expect(effectText(world)).toBe((await cleanRun(fixture)).effects);
  });

  it.each([
    ['to another plan', { planDigest: `sha256:${'0'.repeat(64)}` }],
    ['to no plan', { planDigest: '' }],
  ])('%s is none; the right one can still be given', async (_, changes) => {
    const world = await openAsked(fixture);

    const refused = { ok: false, code: 'other-plan' };
    expect(await answer(world, { ...world.request, ...changes }, 'approve')).toMatchObject(refused);
    await world.settle();
    expect(world.backend.result(world.execution).status).toBe('RUNNING');
    expectNothingBegun(world);

    await approveAndRun(world);
    expect(statuses(world.outcomes())).toEqual(['remediated']);
  });

  it('to a request that there is not is none', async () => {
    const world = await openAsked(fixture);

    for (const id of ['20261120T100000-0000000000', '__proto__', '']) {
      expect(await answer(world, { ...world.request, id }, 'approve')).toMatchObject({ ok: false, code: 'unknown' });
    }
    await world.settle();
    expectNothingBegun(world);
  });

  it('that comes when the time is up, to the second, is none', async () => {
    const world = await openAsked(fixture);

    world.clock.advance(fourHours);
    expect(await answer(world, world.request, 'approve')).toMatchObject({ ok: false, code: 'expired' });
    await world.backend.runUntilIdle();

    expect(statuses(world.outcomes())).toEqual(['refused (approval)']);
    expectUntouched(world);
  });

  it('that comes a second earlier is one', async () => {
    const world = await openAsked(fixture);

    world.clock.advance(fourHours - 1);
    await approveAndRun(world);

    expect(statuses(world.outcomes())).toEqual(['remediated']);
  });

  it('that nobody has given is not taken from the callback', async () => {
    const world = await openAsked(fixture);

    await world.backend.sendCallbackSuccess(
      world.request.callbackId,
      JSON.stringify({ status: 'approved', by: somebody }),
    );
    await world.settle();

    expect(world.outcomes()).toMatchObject([
      { status: 'refused', guard: 'approval', reason: 'There was no valid answer.' },
    ]);
    expectUntouched(world);
  });

  it('is no failure of the callback', async () => {
    const world = await openAsked(fixture);

    await world.backend.sendCallbackFailure(world.request.callbackId, { ErrorMessage: 'approved' });
    await world.settle();

    expect(world.outcomes()).toMatchObject([{ status: 'failed', failure: { step: 'approval' } }]);
    expectUntouched(world);
  });

  it('is void if the ledger has it for another plan', async () => {
    const world = await openAsked(fixture, {
      // The pipeline's own reading, that is; what answers go by is the true one.
      outside: between(['approval'], async ({ given, go }) => ({
        ...((await go(...given)) as object),
        planDigest: 'sha256:other',
      })),
    });

    await approveAndRun(world);

    expect(world.outcomes()).toMatchObject([{ status: 'refused', guard: 'approval' }]);
    expectUntouched(world);
  });
});

function expectNothingBegun(world: QuickWorld): void {
  expect(effectsOf(world)).toEqual([]);
  expect(world.ledger.actions.size).toBe(0);
}

describe('a yes is to what was asked, and', () => {
  it('void if the resource has changed; the next event asks about what it is now', async () => {
    const world = await openAsked(fixture);
    byHand(world, openUp(bucket, ['BlockPublicAcls']));

    await approveAndRun(world);
    expect(world.outcomes()).toMatchObject([{ status: 'refused', guard: 'approval' }]);
    expect(world.outcomes()[0]?.reason).toContain('another plan');
    expectUntouched(world);

    await send(world, 'next');
    expect(lastRequest(world).planDigest).not.toBe(world.request.planDigest);
    await answer(world, lastRequest(world), 'approve');
    await world.settle();
    expect(fixture.isRight(atRest(world))).toBe(true);
  });

  it.each([
    ['only reports', policyIn('report'), 'refused (approval)'],
    ['is off', policyIn('off'), 'refused (approval)'],
    ['has an error', unreadable, 'refused (approval)'],
    [
      'protects the resource',
      sourceOf({
        ...approving(),
        protected: [{ resources: [bucket], reason: 'Under legal hold until the court decides' }],
      }),
      'refused (protected)',
    ],
    [
      'exempts the resource',
      sourceOf({
        ...approving(),
        exemptions: [
          {
            resources: [bucket],
            remediations: [remediation],
            reason: 'Published under an open licence',
            owner: 'a@example.com',
            expires: '2027-01-01',
          },
        ],
      }),
      'exempted (exemption)',
    ],
    [
      'is under the kill switch',
      withKillSwitch(asking, { name: '/kill', load: async () => parseKillSwitch('all incident 7') }),
      'refused (approval)',
    ],
    [
      'is under a kill switch that nobody can read',
      withKillSwitch(asking, { name: '/kill', load: async () => ({ ok: false, error: 'denied' }) }),
      'refused (approval)',
    ],
  ])('void if the policy %s by then', async (_, to, status) => {
    const { policy, change } = changeable();
    const world = await openAsked(fixture, { policy });
    change(to);

    await approveAndRun(world);

    expect(statuses(world.outcomes())).toEqual([status]);
    expectUntouched(world);
  });

  it('good if the policy enforces by then', async () => {
    const { policy, change } = changeable();
    const world = await openAsked(fixture, { policy });
    change(enforced);

    await approveAndRun(world);

    expect(statuses(world.outcomes())).toEqual(['remediated']);
  });

  it('void if the parameters have changed so that the plan is another one', async () => {
    const endpoint = fixtures.find((one) => one.remediation === 'sagemaker-endpoint-encrypted')!;
    const { policy, change } = changeable();
    const world = await openAsked(endpoint, { policy });
    const remediations = { [endpoint.remediation]: { mode: 'approve', parameters: { 'kms-key': 'alias/another' } } };
    change(sourceOf({ version: 1, remediations }));

    await approveAndRun(world);

    expect(world.outcomes()).toMatchObject([{ status: 'refused', guard: 'approval' }]);
    expectUntouched(world);
  });

  it('held to the limits that hold by then', async () => {
    const { policy, change } = changeable();
    const world = await openAsked(fixture, { policy });
    const key = {
      remediation,
      account: '111122223333',
      region: 'eu-central-1',
      type: 'AWS::S3::Bucket',
      id: 'another',
    };
    await world.ledger.reserve(key, 'another action', { maxResources: 10 }, beginning.getTime() / 1000);
    change(policyIn('approve', { limits: { 'max-resources': 1 } }));

    await approveAndRun(world);

    expect(statuses(world.outcomes())).toEqual(['refused (rate-limit)']);
    expectUntouched(world);
  });

  it('void if the resource was put into quarantine meanwhile', async () => {
    const world = await openAsked(fixture);
    const key = { remediation, account: '111122223333', region: 'eu-central-1', type: 'AWS::S3::Bucket', id: bucket };
    await world.ledger.quarantine(
      key,
      'somebody',
      beginning.getTime() / 1000 + 86_400,
      'rolled back',
      beginning.getTime() / 1000,
    );

    await approveAndRun(world);

    expect(statuses(world.outcomes())).toEqual(['refused (quarantine)']);
    expectUntouched(world);
  });

  it('not stale for having been waited for', async () => {
    const world = await openAsked(fixture, { policy: policyIn('approve', { approvals: { expires: '6d' } }) });

    world.clock.advance(5 * 24 * hour);
    await approveAndRun(world);

    expect(statuses(world.outcomes())).toEqual(['remediated']);
  });

  it('counts as an attempt when it is carried out, not when it was asked for', async () => {
    const world = await openAsked(fixture, { policy: policyIn('approve', { approvals: { expires: '2d' } }) });
    world.clock.advance(23 * hour);
    await approveAndRun(world);

    const outcomes: string[] = [];
    for (const event of ['second', 'third']) {
      world.clock.advance(2 * hour);
      byHand(world, fixture.breakAgain);
      const execution = await send(world, event);
      if (world.backend.result(execution).status === 'RUNNING') {
        await answer(world, lastRequest(world), 'approve');
        await world.settle();
      }
      outcomes.push(...statuses(world.outcomesOf(execution)));
    }

    expect(outcomes).toEqual(['remediated', 'reported (flapping)']);
  });
});

describe('while somebody is thinking', () => {
  it('further events leave a note, and nobody is asked twice', async () => {
    const world = await openAsked(fixture);

    const others: string[] = [];
    for (const event of ['second', 'third', 'fourth']) {
      others.push(await send(world, event));
      // Longer than any lease: the claim is held for as long as the question is open.
      world.clock.advance(hour);
    }
    expect(others.flatMap((execution) => statuses(world.outcomesOf(execution)))).toEqual([
      'duplicate',
      'duplicate',
      'duplicate',
    ]);
    expect(world.notices).toHaveLength(1);

    await approveAndRun(world);
    expect(statuses(world.outcomes())).toEqual(['remediated', 'compliant']);
    expect(effectText(world)).toBe((await cleanRun(fixture)).effects);
  });

  it.each([
    ['a no', async (world: Asked) => void (await answer(world, world.request, 'reject'))],
    ['silence', async (world: Asked) => world.backend.runUntilIdle()],
  ])('%s answers the events that came meanwhile, too; later ones ask anew', async (_, decide) => {
    const world = await openAsked(fixture);
    await send(world, 'second');
    await send(world, 'third');

    await decide(world);
    await world.settle();

    expect(statuses(world.outcomes())).toEqual(['refused (approval)', 'refused (approval)']);
    expect(world.notices).toHaveLength(1);
    expectUntouched(world);

    await send(world, 'fourth');
    expect(world.notices).toHaveLength(2);
    expect(lastRequest(world).id).not.toBe(world.request.id);
  });

  it('the policy may be switched off: the claim is let go all the same', async () => {
    const { policy, change } = changeable();
    const world = await openAsked(fixture, { policy });
    await send(world, 'second');
    change(policyIn('off'));

    await answer(world, world.request, 'reject');
    await world.settle();

    expect(statuses(world.outcomes())).toEqual(['refused (approval)', 'ignored']);
    expectUntouched(world);
  });

  it('an event about a change asks about that change afterwards', async () => {
    const world = await openAsked(fixture);
    byHand(world, openUp(bucket, ['BlockPublicAcls']));
    await send(world, 'second');

    await answer(world, world.request, 'reject');
    await world.settle();

    expect(world.notices).toHaveLength(2);
    await answer(world, lastRequest(world), 'approve');
    await world.settle();
    expect(statuses(world.outcomes())).toEqual(['refused (approval)', 'remediated']);
    expect(new Set(world.ledger.approvals.keys()).size).toBe(2);
  });

  it('the note of an event that was fresh when it came does not go stale', async () => {
    const world = await openAsked(fixture, {
      policy: policyIn('approve', { approvals: { expires: '6d' }, limits: { 'max-age': '1h' } }),
    });
    byHand(world, openUp(bucket, ['BlockPublicAcls']));
    await send(world, 'second');

    world.clock.advance(24 * hour);
    await approveAndRun(world);

    expect(world.notices).toHaveLength(2);
    await answer(world, lastRequest(world), 'approve');
    await world.settle();
    expect(statuses(world.outcomes())).toEqual(['refused (approval)', 'remediated']);
  });
});

describe('a question', () => {
  it('is put by one code, whose digest is kept, wherever the process dies while asking and acting', async () => {
    const total = await checkpoints();
    for (let doomed = 1; doomed <= total; doomed++) {
      let died = 0;
      const world = await openAsked(fixture, {
        backend: {
          crashAt: ({ checkpoint, phase }) =>
            checkpoint === doomed && phase === (doomed % 2 === 0 ? 'before' : 'after') && ++died === 1,
        },
      });
      const code = /^Code for the approval page: (\S+)$/m.exec(world.notices.at(-1)?.text ?? '')?.[1] ?? '';
      expect(codeDigest(world.request.id, code), `checkpoint ${doomed}`).toBe(world.request.codeDigest);

      await approveAndRun(world);
      expect(statuses(world.outcomes()), `checkpoint ${doomed}`).toEqual(['remediated']);
      expect(effectText(world), `checkpoint ${doomed}`).toContain('PutPublicAccessBlock');
      expect(fixture.isRight(atRest(world)), `checkpoint ${doomed}`).toBe(true);
    }
  });

  it('is not answered by whoever made the change', async () => {
    const author = {
      arn: 'arn:aws:sts::111122223333:assumed-role/ml/eve',
      roleArn: 'arn:aws:iam::111122223333:role/ml',
    };
    const world = await openAsked({ ...fixture, signal: { ...signal, actor: author } });

    for (const by of [author.arn, author.roleArn, 'arn:aws:sts::111122223333:assumed-role/ml/another-session']) {
      expect(await answer(world, world.request, 'approve', by)).toMatchObject({ ok: false, code: 'own-change' });
    }
    await world.settle();
    expectNothingBegun(world);
    expect(world.backend.result(world.execution).status).toBe('RUNNING');
  });

  it('is not put about what is protected', async () => {
    const policy = sourceOf({
      ...approving(),
      protected: [{ resources: [bucket], reason: 'Under legal hold until the court decides' }],
    });

    await expect(openAsked(fixture, { policy })).rejects.toThrow('nobody was asked');
  });

  it('that was answered is over after a rollback: the same answer undoes nothing and does nothing', async () => {
    const world = await openAsked(fixture);
    await approveAndRun(world);
    const rollback = { action: world.request.id, force: false, by: somebody, at: signal.at };
    await world.ask(remediation, 'rollback-1', { rollback });
    await world.backend.runUntilIdle();
    expect(statuses(world.outcomesOf('rollback-1'))).toEqual(['rolled-back']);
    const effects = effectText(world);

    expect(await answer(world, world.request, 'approve')).toMatchObject({ ok: true, repeated: true });
    await expect(world.backend.sendCallbackSuccess(world.request.callbackId)).rejects.toThrow('already been closed');
    const next = await send(world, 'next');

    expect(statuses(world.outcomesOf(next))).toEqual(['refused (quarantine)']);
    expect(world.notices).toHaveLength(1);
    expect(effectText(world)).toBe(effects);
  });

  it('is kept and answered on DynamoDB, too', async () => {
    const world = await openTestWorld({ account: fixture.wrong[0].account, policySource: asking });
    await world.start('s3', `s3-${signal.id}`, { signal });
    await world.backend.runUntilIdle({ expire: false });
    const [asked] = world.lifecycle('Approval Requested') as { id: string; planDigest: string }[];
    expect(effectsOf(world)).toEqual([]);

    expect(await answer(world, { ...asked!, planDigest: 'sha256:other' }, 'approve')).toMatchObject({ ok: false });
    expect(await answer(world, asked!, 'approve')).toMatchObject({ ok: true });
    expect(await answer(world, asked!, 'reject')).toMatchObject({ ok: false, code: 'decided' });
    await world.backend.runUntilIdle();

    expect(statuses(world.outcomesOf(`s3-${signal.id}`))).toEqual(['remediated']);
  });

  it('is asked of the right function: the callback belongs to the execution that waits', async () => {
    const world = await openAsked(fixture);

    expect(world.backend.pendingCallbacks()).toMatchObject([
      {
        callbackId: world.request.callbackId,
        execution: world.execution,
        functionName: remediatorOf(remediation).functionName,
      },
    ]);
  });
});

function approving(): object {
  const policy = enforcing();
  const remediations = Object.fromEntries(
    Object.entries(policy['remediations'] as Record<string, object>).map(([id, settings]) => [
      id,
      { ...settings, mode: 'approve' },
    ]),
  );
  return { ...policy, remediations };
}

/** How many checkpoints asking and acting takes. */
async function checkpoints(): Promise<number> {
  let most = 0;
  const world = await openAsked(fixture, {
    backend: {
      crashAt: ({ checkpoint }) => {
        most = Math.max(most, checkpoint);
        return false;
      },
    },
  });
  await approveAndRun(world);
  return most;
}
