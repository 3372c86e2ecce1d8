import { describe, expect, it } from 'vitest';
import type { ApprovalRecord } from '../../../shared/ledger/ledger.ts';
import { byCode, decide, mostMisses } from '../../../shared/pipeline/decide.ts';
import type { DecideEdge, PersonsAnswer } from '../../../shared/pipeline/decide.ts';
import { openAsked } from '../../kit/approving.ts';
import type { Asked } from '../../kit/approving.ts';
import { effectsOf } from '../../kit/wrong.ts';
import { fixture } from '../../remediations/cloudtrail-trail-logging.ts';

const somebody = 'arn:aws:iam::111122223333:role/Operators';

function edgeOf({ ledger, clock, backend }: Asked): DecideEdge & { readonly woken: string[] } {
  const woken: string[] = [];
  const complete: DecideEdge['complete'] = async (callbackId) => {
    woken.push(callbackId);
    return backend.sendCallbackSuccess(callbackId).then(
      () => 'woken' as const,
      () => 'closed' as const,
    );
  };
  return { ledger, clock, complete, woken };
}

function yes({ request }: Asked, changes: Partial<PersonsAnswer> = {}): PersonsAnswer {
  return {
    id: request.id,
    decision: 'approve',
    planDigest: request.planDigest,
    approver: { arn: somebody },
    ...changes,
  };
}

function codeOf({ notices }: Asked): string {
  return /^Code for the approval page: (\S+)$/m.exec(notices[0]?.text ?? '')?.[1] ?? '';
}

async function recordOf({ ledger, request }: Asked): Promise<ApprovalRecord | undefined> {
  return ledger.approval(request.id);
}

describe('An answer by somebody whom IAM has recognised', () => {
  it('wakes the execution, which then does what was approved', async () => {
    const world = await openAsked(fixture);

    const decided = await decide(yes(world), edgeOf(world));
    await world.settle();

    expect(decided).toMatchObject({ ok: true, repeated: false, approval: { status: 'approved', decidedBy: somebody } });
    expect(world.outcomes()).toMatchObject([{ status: 'remediated' }]);
  });

  it('may be a no, after which nothing is done', async () => {
    const world = await openAsked(fixture);

    await decide(yes(world, { decision: 'reject' }), edgeOf(world));
    await world.settle();

    expect(world.outcomes()).toMatchObject([{ status: 'refused', guard: 'approval' }]);
    expect(effectsOf(world)).toEqual([]);
  });

  it('may be repeated by the same person, before and after it has taken effect', async () => {
    const world = await openAsked(fixture);
    const edge = edgeOf(world);
    await decide(yes(world), edge);

    const again = await decide(yes(world), edge);
    await world.settle();
    const later = await decide(yes(world), edge);

    for (const decided of [again, later]) expect(decided).toMatchObject({ ok: true, repeated: true });
    expect(edge.woken).toEqual([world.request.callbackId, world.request.callbackId, world.request.callbackId]);
    expect(effectsOf(world)).toHaveLength(1);
  });

  it('goes through when it is repeated after the execution could not be woken', async () => {
    const world = await openAsked(fixture);
    const edge = edgeOf(world);
    const broken = { ...edge, complete: async () => Promise.reject(new Error('Lambda is not there')) };

    await expect(decide(yes(world), broken)).rejects.toThrow('Lambda is not there');
    await world.settle();
    expect(effectsOf(world)).toEqual([]);
    await decide(yes(world), edge);
    await world.settle();

    expect(world.outcomes()).toMatchObject([{ status: 'remediated' }]);
  });

  it('is refused to whoever made the change, in every form of their name', async () => {
    for (const decision of ['approve', 'reject'] as const) {
      const world = await openAsked({
        ...fixture,
        signal: {
          ...fixture.signal,
          actor: {
            arn: 'arn:aws:sts::111122223333:assumed-role/DataScientist/mallory',
            roleArn: 'arn:aws:iam::111122223333:role/teams/DataScientist',
          },
        },
      });

      for (const arn of [
        'arn:aws:iam::111122223333:role/teams/DataScientist',
        'arn:aws:sts::111122223333:assumed-role/DataScientist/mallory',
        'arn:aws:sts::111122223333:assumed-role/DataScientist/somebody-else',
      ]) {
        expect(await decide(yes(world, { decision, approver: { arn } }), edgeOf(world))).toMatchObject({
          ok: false,
          code: 'own-change',
        });
      }
      expect(await recordOf(world)).toMatchObject({ status: 'pending' });
    }
  });

  it('is refused after another one', async () => {
    const world = await openAsked(fixture);
    const edge = edgeOf(world);
    await decide(yes(world, { decision: 'reject' }), edge);

    const otherwise = await decide(yes(world), edge);
    const byAnother = await decide(
      yes(world, { decision: 'reject', approver: { arn: 'arn:aws:iam::111122223333:user/late' } }),
      edge,
    );

    for (const decided of [otherwise, byAnother]) expect(decided).toMatchObject({ ok: false, code: 'decided' });
    expect(await recordOf(world)).toMatchObject({ status: 'rejected', decidedBy: somebody });
    expect(edge.woken).toHaveLength(1);
  });

  it('is one answer if two come at the same time', async () => {
    const world = await openAsked(fixture);
    const edge = edgeOf(world);

    const decided = await Promise.all([
      decide(yes(world), edge),
      decide(yes(world, { decision: 'reject', approver: { arn: 'arn:aws:iam::111122223333:user/other' } }), edge),
    ]);

    expect(decided.filter(({ ok }) => ok)).toHaveLength(1);
    expect(decided.find(({ ok }) => !ok)).toMatchObject({ code: 'decided' });
  });

  it('is refused if it is about another plan', async () => {
    const world = await openAsked(fixture);
    const { planDigest } = world.request;

    for (const other of [`sha256:${'0'.repeat(64)}`, planDigest.toUpperCase(), planDigest.slice(0, -1), '']) {
      const decided = await decide(yes(world, { planDigest: other }), edgeOf(world));
      expect(decided).toMatchObject({ ok: false, code: 'other-plan' });
    }
    expect(await recordOf(world)).toMatchObject({ status: 'pending' });
  });

  it('is refused for a request that nobody has made', async () => {
    const world = await openAsked(fixture);

    const decided = await decide(yes(world, { id: '20261120T100000-0000000000' }), edgeOf(world));

    expect(decided).toMatchObject({ ok: false, code: 'unknown' });
  });

  it('counts up to the last second of its time, and no longer', async () => {
    for (const [late, expected] of [
      [-1, { ok: true }],
      [0, { ok: false, code: 'expired' }],
      [1, { ok: false, code: 'expired' }],
    ] as const) {
      const world = await openAsked(fixture);
      world.clock.advanceTo(new Date((world.request.expiresAt + late) * 1000));

      expect(await decide(yes(world), edgeOf(world))).toMatchObject(expected);
      expect((await recordOf(world))?.status).toBe(late < 0 ? 'approved' : 'pending');
    }
  });

  it('says that nothing was done if the execution has stopped waiting', async () => {
    const world = await openAsked(fixture);
    world.backend.stop(world.execution);

    const decided = await decide(yes(world), edgeOf(world));

    expect(decided).toMatchObject({ ok: false, code: 'expired' });
    expect(effectsOf(world)).toEqual([]);
  });
});

describe('An answer by code', () => {
  it('is recorded as by whoever held the code', async () => {
    const world = await openAsked(fixture);

    const decided = await decide(yes(world, { approver: { code: codeOf(world) } }), edgeOf(world));

    expect(decided).toMatchObject({ ok: true, approval: { status: 'approved', decidedBy: byCode } });
  });

  it('takes the code as people type it', async () => {
    const world = await openAsked(fixture);
    const code = codeOf(world);
    const typed = ` ${code.slice(0, 4)}-${code.slice(4)} `.toUpperCase();

    expect(await decide(yes(world, { approver: { code: typed } }), edgeOf(world))).toMatchObject({ ok: true });
  });

  it('is refused with a wrong code, five times, and from then on with the right one too', async () => {
    const world = await openAsked(fixture);
    const edge = edgeOf(world);

    for (let left = mostMisses - 1; left >= 0; left--) {
      const decided = await decide(yes(world, { approver: { code: 'wrongwrong' } }), edge);
      expect(decided).toMatchObject({ ok: false, code: 'code-wrong' });
      expect(decided).toMatchObject({ reason: expect.stringContaining(`left: ${left}`) });
    }

    expect(await decide(yes(world, { approver: { code: codeOf(world) } }), edge)).toMatchObject({ code: 'locked' });
    expect(await recordOf(world)).toMatchObject({ status: 'pending' });
    expect(await decide(yes(world), edge)).toMatchObject({ ok: true });
  });

  it('is taken at the fifth try', async () => {
    const world = await openAsked(fixture);
    const edge = edgeOf(world);
    for (let tries = 1; tries < mostMisses; tries++) {
      await decide(yes(world, { approver: { code: 'wrongwrong' } }), edge);
    }

    expect(await decide(yes(world, { approver: { code: codeOf(world) } }), edge)).toMatchObject({ ok: true });
  });

  it('gives many tries at the same time no more than five', async () => {
    const world = await openAsked(fixture);
    const edge = edgeOf(world);

    const guesses = Array.from({ length: 50 }, (_, index) => `guess${String(index).padStart(4, '0')}`);
    const decided = await Promise.all(guesses.map((code) => decide(yes(world, { approver: { code } }), edge)));

    expect(decided.filter((one) => !one.ok && one.code === 'code-wrong')).toHaveLength(mostMisses);
    expect(decided.filter((one) => !one.ok && one.code === 'locked')).toHaveLength(guesses.length - mostMisses);
  });

  it('counts nothing that can be no code, which is what fills in forms puts there', async () => {
    const world = await openAsked(fixture);
    const edge = edgeOf(world);

    for (const code of [
      '',
      ' ',
      'test',
      'a'.repeat(33),
      'john@example.com',
      '<script>',
      'кодкодкод',
      '0'.repeat(100_000),
    ]) {
      expect(await decide(yes(world, { approver: { code } }), edge)).toMatchObject({ ok: false, code: 'code-missing' });
    }

    expect(await recordOf(world)).toMatchObject({ status: 'pending', misses: 0 });
  });

  it('is as good a second time, and the code is of no use for another answer', async () => {
    const world = await openAsked(fixture);
    const edge = edgeOf(world);
    const approver = { code: codeOf(world) };
    await decide(yes(world, { approver }), edge);

    for (let times = 0; times < mostMisses + 2; times++) {
      expect(await decide(yes(world, { approver }), edge)).toMatchObject({ ok: true, repeated: true });
    }
    expect(await decide(yes(world, { approver, decision: 'reject' }), edge)).toMatchObject({ code: 'decided' });
    expect(await decide(yes(world, { approver: { code: 'wrongwrong' } }), edge)).toMatchObject({ code: 'code-wrong' });
    await world.settle();
    expect(effectsOf(world)).toHaveLength(1);
  });

  it('of one request is wrong for another', async () => {
    const [one, other] = [await openAsked(fixture), await openAsked(fixture)];
    const stranger = { ...other.request, id: '20261120T100000-ffffffffff' };
    await one.ledger.requestApproval(stranger);

    const decided = await decide(
      { ...yes(one), id: stranger.id, planDigest: stranger.planDigest, approver: { code: codeOf(one) } },
      edgeOf(one),
    );

    expect(decided).toMatchObject({ ok: false, code: 'code-wrong' });
  });

  it('needs the right plan as well', async () => {
    const world = await openAsked(fixture);
    const answer = yes(world, { approver: { code: codeOf(world) }, planDigest: `sha256:${'0'.repeat(64)}` });

    expect(await decide(answer, edgeOf(world))).toMatchObject({ ok: false, code: 'other-plan' });
  });
});

describe('What somebody is told whose answer is refused', () => {
  const told = async (world: Asked, changes: Partial<PersonsAnswer> = {}) => {
    const decided = await decide(yes(world, changes), edgeOf(world));
    return decided.ok ? decided.approval.status : `${decided.code}: ${decided.reason}`;
  };

  it('is why, and what to do', async () => {
    const author = { arn: 'arn:aws:iam::111122223333:user/mallory' };
    const world = await openAsked({ ...fixture, signal: { ...fixture.signal, actor: author } });
    const { planDigest } = world.request;

    expect(await told(world, { id: '20261121T101500-0000000000' })).toBe('unknown: There is no such request.');
    expect(await told(world, { approver: author })).toBe(
      `own-change: ${author.arn} made the change that is to be undone, so somebody else has to answer.`,
    );
    expect(await told(world, { planDigest: planDigest.replace(/.$/, 'x') })).toBe(
      `other-plan: The request is about plan ${planDigest}; look at it before answering.`,
    );
    expect(await told(world, { approver: { code: '' } })).toBe(
      'code-missing: The code that came with the request is needed.',
    );
    expect(await told(world, { approver: { code: codeOf(world) } })).toBe('approved');
    expect(await told(world, { decision: 'reject' })).toBe(`decided: It has been approved already, by ${byCode}.`);
    expect(byCode).toBe('approval page, code');
  });

  it('is that it came too late, where nobody waits any more', async () => {
    const [late, gone] = [await openAsked(fixture), await openAsked(fixture)];
    late.clock.advance(late.request.expiresAt - Math.floor(late.clock.now().getTime() / 1000) + 1);
    const closed = { ...edgeOf(gone), complete: async () => 'closed' as const };

    expect(await told(late)).toBe('expired: Nobody answered in time, which means no.');
    expect(await decide(yes(gone), closed)).toEqual({
      ok: false,
      code: 'expired',
      reason: 'Nobody waits for this answer any more, which means no. Nothing was done.',
    });
  });
});
