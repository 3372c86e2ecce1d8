import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { createHandler } from '../../../functions/operations/approvals.ts';
import { openAsked } from '../../kit/approving.ts';
import type { Asked } from '../../kit/approving.ts';
import { plantedSecret } from '../../kit/fixture.ts';
import { effectsOf } from '../../kit/wrong.ts';
import { fixture } from '../../remediations/cloudtrail-trail-logging.ts';
import { context } from '../sources/edge.ts';
import { call, edgeOf, listen, urlEvent } from './url.ts';

const caller = 'arn:aws:sts::111122223333:assumed-role/Operators/olga';

async function open(): Promise<{ readonly world: Asked; readonly handler: ReturnType<typeof createHandler> }> {
  const world = await openAsked(fixture);
  return { world, handler: createHandler(edgeOf(world)) };
}

function answerTo({ request: { id, planDigest } }: Asked, changes: object = {}): string {
  return JSON.stringify({ id, decision: 'approve', planDigest, ...changes });
}

describe('The approvals function', () => {
  it('shows a request with its plan, and nothing that only its own parts need', async () => {
    const { world, handler } = await open();
    const { request } = world;

    const response = await call(handler, { query: `id=${request.id}`, caller });

    expect(response.statusCode).toBe(200);
    expect(JSON.parse(response.body)).toEqual({
      id: request.id,
      remediation: request.remediation,
      resource: request.resource,
      account: request.account,
      region: request.region,
      why: request.why,
      plan: request.plan,
      planDigest: request.planDigest,
      author: request.author,
      status: 'pending',
      expires: new Date(request.expiresAt * 1000).toISOString(),
    });
    for (const kept of [request.callbackId, request.codeDigest, plantedSecret])
      expect(response.body).not.toContain(kept);
  });

  it('takes a yes by the identity that IAM has recognised, and wakes the execution', async () => {
    const { world, handler } = await open();

    const response = await call(handler, { method: 'POST', body: answerTo(world), caller });
    await world.settle();

    expect(response.statusCode).toBe(200);
    const { id, planDigest } = world.request;
    expect(JSON.parse(response.body)).toEqual({
      id,
      status: 'approved',
      decidedBy: caller,
      planDigest,
      repeated: false,
    });
    expect(world.outcomes()).toMatchObject([{ status: 'remediated' }]);
  });

  it('takes a no, and then nothing is done', async () => {
    const { world, handler } = await open();

    await call(handler, { method: 'POST', body: answerTo(world, { decision: 'reject' }), caller, base64: true });
    await world.settle();

    expect(world.outcomes()).toMatchObject([{ status: 'refused', reason: `${caller} said no.` }]);
    expect(effectsOf(world)).toEqual([]);
  });

  it('gives the same answer to the same person twice', async () => {
    const { world, handler } = await open();
    const asking = { method: 'POST', body: answerTo(world), caller };

    const [first, second] = [await call(handler, asking), await call(handler, asking)];

    expect([first.statusCode, second.statusCode]).toEqual([200, 200]);
    expect(JSON.parse(second.body)).toMatchObject({ status: 'approved', repeated: true });
  });

  it('answers nothing without an identity, so that a URL that was opened by mistake approves nothing', async () => {
    const { world, handler } = await open();

    for (const asking of [
      { query: `id=${world.request.id}` },
      { method: 'POST', body: answerTo(world) },
      { method: 'POST', body: answerTo(world), caller: '' },
    ]) {
      const response = await call(handler, asking);
      expect(response.statusCode).toBe(403);
      expect(JSON.parse(response.body)).toMatchObject({ code: 'unauthenticated' });
    }
    expect(await world.ledger.approval(world.request.id)).toMatchObject({ status: 'pending' });
  });

  it.each([
    ['the author of the change', 403, 'own-change', {}, 'arn:aws:iam::111122223333:user/mallory'],
    ['another plan', 409, 'other-plan', { planDigest: `sha256:${'0'.repeat(64)}` }, caller],
    ['an unknown request', 404, 'unknown', { id: '20261120T100000-0123456789' }, caller],
  ])('refuses %s with %i', async (_, statusCode, code, changes, by) => {
    const { world, handler } = await open();

    const response = await call(handler, { method: 'POST', body: answerTo(world, changes), caller: by });

    expect(response.statusCode).toBe(statusCode);
    expect(JSON.parse(response.body)).toMatchObject({ code, reason: expect.any(String) });
  });

  it('refuses an answer that comes too late with 410, and another one after the first with 409', async () => {
    const { world, handler } = await open();
    await call(handler, { method: 'POST', body: answerTo(world), caller });
    const otherwise = await call(handler, { method: 'POST', body: answerTo(world, { decision: 'reject' }), caller });
    expect(otherwise.statusCode).toBe(409);

    const late = await open();
    late.world.clock.advanceTo(new Date(late.world.request.expiresAt * 1000));
    const response = await call(late.handler, { method: 'POST', body: answerTo(late.world), caller });
    expect(response.statusCode).toBe(410);
  });

  it.each([
    ['no JSON', '{'],
    ['no object', '[]'],
    ['null', 'null'],
    ['nothing', ''],
    ['a member too many', JSON.stringify({ id: '', decision: '', planDigest: '', approver: { arn: 'me' } })],
    ['a member too few', JSON.stringify({ id: '20261120T100000-0123456789', decision: 'approve' })],
    [
      'a prototype',
      `{"id":"20261120T100000-0123456789","decision":"approve","__proto__":{"planDigest":"sha256:${'0'.repeat(64)}"}}`,
    ],
    ['other types', JSON.stringify({ id: 1, decision: true, planDigest: {} })],
    [
      'an answer that is neither',
      JSON.stringify({ id: '20261120T100000-0123456789', decision: 'maybe', planDigest: `sha256:${'0'.repeat(64)}` }),
    ],
    ['a megabyte', JSON.stringify({ id: 'x'.repeat(1_000_000), decision: 'approve', planDigest: '' })],
  ])('refuses %s with 400', async (_, body) => {
    const { handler } = await open();

    const response = await call(handler, { method: 'POST', body, caller });

    expect(response.statusCode).toBe(400);
    expect(JSON.parse(response.body)).toMatchObject({ code: 'malformed' });
  });

  it('knows no other method, and HEAD has no body', async () => {
    const { world, handler } = await open();

    for (const method of ['PUT', 'DELETE', 'PATCH', 'OPTIONS', '']) {
      expect((await call(handler, { method, body: answerTo(world), caller })).statusCode).toBe(405);
    }
    expect(await call(handler, { method: 'HEAD', query: `id=${world.request.id}`, caller })).toMatchObject({
      statusCode: 200,
      body: '',
    });
    expect((await call(handler, { query: 'id=../../etc/passwd', caller })).statusCode).toBe(400);
    expect((await call(handler, { query: 'id=20261120T100000-0123456789', caller })).statusCode).toBe(404);
  });

  it('is kept by no cache, and read as nothing but JSON', async () => {
    const { world, handler } = await open();

    const { headers } = await call(handler, { query: `id=${world.request.id}`, caller });

    expect(headers).toMatchObject({
      'cache-control': 'no-store',
      'content-type': 'application/json',
      'x-content-type-options': 'nosniff',
    });
  });

  it('writes one line and one count for an answer, without headers, codes or plans', async () => {
    const world = await openAsked(fixture);
    const handler = createHandler(edgeOf(world, { heard: true }));
    const headers = { 'x-amz-security-token': 'a-session-token', authorization: 'AWS4-HMAC-SHA256 …' };

    const lines = await listen(handler, { method: 'POST', body: answerTo(world), caller, headers });

    const told = lines.filter(({ message }) => message === 'Answer taken');
    expect(told).toMatchObject([
      { answer: { id: world.request.id, decision: 'approve', by: caller, result: 'taken' } },
    ]);
    expect(lines).toContainEqual(expect.objectContaining({ Answers: 1, decision: 'approve', result: 'taken' }));
    const written = JSON.stringify(lines);
    for (const secret of ['session-token', 'AWS4', world.request.codeDigest, world.request.callbackId]) {
      expect(written).not.toContain(secret);
    }
  });

  it('never changes anything, nor throws, for an event that is not what Lambda delivers', async () => {
    const { world, handler } = await open();
    const before = JSON.stringify(await world.ledger.approval(world.request.id));

    await fc.assert(
      fc.asyncProperty(fc.jsonValue(), fc.jsonValue(), async (event, part) => {
        for (const one of [event, { ...urlEvent({ method: 'POST', caller }), body: part, headers: part }]) {
          const { statusCode } = await handler(one, context);
          expect([400, 403, 405]).toContain(statusCode);
        }
      }),
      { numRuns: 200 },
    );

    expect(JSON.stringify(await world.ledger.approval(world.request.id))).toBe(before);
  });
});
