import { describe, expect, it } from 'vitest';
import { DIGEST, ID, statuses } from '../../../functions/operations/answers.ts';
import { createHandler as createPage } from '../../../functions/operations/approval-page.ts';
import { createHandler } from '../../../functions/operations/approvals.ts';
import { openAsked } from '../../kit/approving.ts';
import type { Asked } from '../../kit/approving.ts';
import { effectsOf } from '../../kit/wrong.ts';
import { fixture } from '../../remediations/cloudtrail-trail-logging.ts';
import { call, domain, edgeOf, listen } from './url.ts';

const caller = 'arn:aws:sts::111122223333:assumed-role/Operators/olga';
const id = '20261121T101500-3f9a2b7c1d';
const planDigest = `sha256:${'0a'.repeat(32)}`;

describe('The id of a request and the digest of a plan', () => {
  it('are taken whole, and nothing around them', () => {
    expect([ID.test(id), DIGEST.test(planDigest)]).toEqual([true, true]);
    for (const around of [`x${id}`, `${id}x`, ` ${id}`, `${id}\n`, id.toUpperCase()])
      expect(ID.test(around)).toBe(false);
    for (const around of [`x${planDigest}`, `${planDigest}0`, `${planDigest}\n`]) {
      expect(DIGEST.test(around)).toBe(false);
    }
  });

  it('have a status of their own for each reason why an answer is refused', () => {
    expect(statuses).toEqual({
      unknown: 404,
      'own-change': 403,
      'code-missing': 400,
      'code-wrong': 403,
      locked: 429,
      'other-plan': 409,
      decided: 409,
      expired: 410,
    });
  });
});

describe('The approvals function', () => {
  const open = async () => {
    const world = await openAsked(fixture);
    return { world, handler: createHandler(edgeOf(world)) };
  };
  const malformed = {
    code: 'malformed',
    reason: 'Expected {"id": …, "decision": "approve" or "reject", "planDigest": "sha256:…"}.',
  };

  it('says what it expects, where it is given something else', async () => {
    const { world, handler } = await open();
    const good = { id: world.request.id, decision: 'approve', planDigest: world.request.planDigest };
    const { id: _, ...noId } = good;
    const bodies: unknown[] = [
      noId,
      null,
      7,
      'approve',
      [good],
      { ...good, more: 1 },
      { ...good, id: 7 },
      { ...good, id: [good.id] },
      { ...good, planDigest: 7 },
      { ...good, planDigest: [good.planDigest] },
      { ...good, id: `${good.id} ` },
      { ...good, planDigest: good.planDigest.slice(0, -1) },
      { ...good, decision: 'maybe' },
      { ...good, decision: ['approve'] },
      { id: good.id, decision: 'approve', digest: good.planDigest },
    ];

    for (const body of [...bodies.map((one) => JSON.stringify(one)), '', '{', `${JSON.stringify(good)},`]) {
      const response = await call(handler, { method: 'POST', body, caller });
      expect([response.statusCode, JSON.parse(response.body)], body).toEqual([400, malformed]);
    }
    await world.settle();
    expect(effectsOf(world)).toEqual([]);
  });

  it('says in words what else it refuses', async () => {
    const { handler } = await open();
    const told = async (...asking: Parameters<typeof call> extends [unknown, infer A] ? [A] : never) => {
      const { statusCode, body } = await call(handler, asking[0]);
      return [statusCode, JSON.parse(body)] as const;
    };

    expect(await told({ query: `id=${id}` })).toEqual([
      403,
      { code: 'unauthenticated', reason: 'This URL answers signed requests only.' },
    ]);
    expect(await told({ query: `id=${id}`, caller })).toEqual([
      404,
      { code: 'unknown', reason: 'There is no such request.' },
    ]);
    const idWanted = { code: 'malformed', reason: 'Expected ?id= with the id of a request.' };
    for (const query of ['', 'id=', `id=${id}x`, `id=x${id}`])
      expect(await told({ query, caller })).toEqual([400, idWanted]);
    expect(await told({ method: 'DELETE', caller })).toEqual([
      405,
      { code: 'method', reason: 'GET shows a request, POST answers it.' },
    ]);
  });

  it('tells of every answer in a line and a count, as taken, repeated or refused', async () => {
    const world = await openAsked(fixture);
    const handler = createHandler(edgeOf(world, { heard: true }));
    const answering = (decision: string) =>
      listen(handler, {
        method: 'POST',
        caller,
        body: JSON.stringify({ id: world.request.id, decision, planDigest: world.request.planDigest }),
      });

    const lines = [...(await answering('approve')), ...(await answering('approve')), ...(await answering('reject'))];

    const told = lines
      .filter((line) => 'answer' in line)
      .map(({ level, message, answer }) => ({ level, message, answer }));
    const of = { id: world.request.id, by: caller };
    expect(told).toEqual([
      { level: 'INFO', message: 'Answer taken', answer: { ...of, decision: 'approve', result: 'taken' } },
      { level: 'INFO', message: 'Answer taken', answer: { ...of, decision: 'approve', result: 'repeated' } },
      { level: 'WARN', message: 'Answer refused', answer: { ...of, decision: 'reject', result: 'decided' } },
    ]);
    const counts = lines.filter((line) => 'Answers' in line).map(({ decision, result }) => [decision, result]);
    expect(counts).toEqual([
      ['approve', 'taken'],
      ['approve', 'repeated'],
      ['reject', 'decided'],
    ]);
  });
});

describe('The approval page', () => {
  const own = { 'content-type': 'application/x-www-form-urlencoded', origin: `https://${domain}` };
  const formOf = ({ request }: Asked, changes: Readonly<Record<string, string>> = {}) =>
    new URLSearchParams({ id: request.id, planDigest: request.planDigest, decision: 'approve', code: '', ...changes });

  it('says in words what it refuses', async () => {
    const world = await openAsked(fixture);
    const handler = createPage(edgeOf(world));
    const body = formOf(world).toString();
    const cases = [
      [{ method: 'PUT' }, 405, 'This page can be looked at and answered, and nothing else.'],
      [{ query: 'id=nothing' }, 404, 'There is no such request.'],
      [{}, 404, 'There is no such request.'],
      [{ method: 'POST', body, headers: {} }, 403, 'This answer did not come from this page.'],
      [{ method: 'POST', body, headers: { origin: own.origin } }, 403, 'This answer did not come from this page.'],
      [
        { method: 'POST', body, headers: { ...own, 'sec-fetch-site': 'cross-site' } },
        403,
        'This answer did not come from this page.',
      ],
      [{ method: 'POST', body: `${body}&more=1`, headers: own }, 400, 'This is not the form of this page.'],
      [{ method: 'POST', body: 'id=1', headers: own }, 400, 'This is not the form of this page.'],
      [
        { method: 'POST', body: formOf(world, { decision: 'maybe' }).toString(), headers: own },
        400,
        'This is not the form of this page.',
      ],
    ] as const;

    for (const [asking, statusCode, text] of cases) {
      const response = await call(handler, asking);
      expect(response.statusCode, text).toBe(statusCode);
      expect(response.body).toContain(text);
    }
  });

  it('answers to HEAD as to GET, without the body', async () => {
    const world = await openAsked(fixture);
    const handler = createPage(edgeOf(world));
    const query = `id=${world.request.id}`;

    const [looked, headed] = [await call(handler, { query }), await call(handler, { method: 'HEAD', query })];

    expect(headed).toEqual({ ...looked, body: '' });
    expect(looked.body).not.toBe('');
  });

  it('takes a form whose type is written with parameters and spaces, as browsers may', async () => {
    const world = await openAsked(fixture);
    const handler = createPage(edgeOf(world));
    const headers = { ...own, 'content-type': ' Application/X-WWW-Form-Urlencoded ; charset=UTF-8' };

    const response = await call(handler, { method: 'POST', body: formOf(world).toString(), headers });

    expect(response.statusCode, 'the code is missing, the form is right').toBe(statuses['code-missing']);
  });

  it('writes no line about a form without a code, and one about any other', async () => {
    const world = await openAsked(fixture);
    const handler = createPage(edgeOf(world, { heard: true }));
    const submit = async (code: string) => {
      const body = formOf(world, { code }).toString();
      const lines = await listen(handler, { method: 'POST', body, headers: own });
      return lines.filter((line) => 'answer' in line).map(({ message }) => message);
    };

    expect(await submit('')).toEqual([]);
    expect(await submit('zzzz-zzzz-zz')).toEqual(['Answer refused']);
  });
});
