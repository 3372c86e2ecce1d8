import { describe, expect, it } from 'vitest';
import { createHandler } from '../../../functions/operations/approval-page.ts';
import type { Response } from '../../../functions/operations/http.ts';
import type { JsonObject } from '../../../shared/json.ts';
import type { ApprovalRecord } from '../../../shared/ledger/ledger.ts';
import { byCode, mostMisses } from '../../../shared/pipeline/decide.ts';
import { openAsked } from '../../kit/approving.ts';
import type { Asked } from '../../kit/approving.ts';
import { plantedSecret } from '../../kit/fixture.ts';
import { effectsOf } from '../../kit/wrong.ts';
import { fixture } from '../../remediations/cloudtrail-trail-logging.ts';
import { call, domain, edgeOf, listen } from './url.ts';
import type { Asking } from './url.ts';

type Handler = ReturnType<typeof createHandler>;

async function open(): Promise<{ readonly world: Asked; readonly handler: Handler; readonly code: string }> {
  const world = await openAsked(fixture);
  const code = /^Code for the approval page: (\S+)$/m.exec(world.notices[0]?.text ?? '')?.[1] ?? '';
  return { world, handler: createHandler(edgeOf(world)), code };
}

/** What a browser sends with a form of the page itself. */
const ownForm = {
  'content-type': 'application/x-www-form-urlencoded',
  origin: `https://${domain}`,
  'sec-fetch-site': 'same-origin',
};

function submit(
  handler: Handler,
  { request: { id, planDigest } }: Asked,
  fields: Readonly<Record<string, string>>,
  headers: Readonly<Record<string, string>> = ownForm,
): Promise<Response> {
  const body = new URLSearchParams({ id, planDigest, decision: 'approve', code: '', ...fields }).toString();
  return call(handler, { method: 'POST', query: `id=${id}`, body, headers, base64: true });
}

async function recordOf({ ledger, request }: Asked): Promise<ApprovalRecord | undefined> {
  return ledger.approval(request.id);
}

describe('The approval page', () => {
  it('shows what is wrong, what would be done, and how it is undone', async () => {
    const { world, handler } = await open();
    const { request } = world;

    const { statusCode, body } = await call(handler, { query: `id=${request.id}` });

    expect(statusCode).toBe(200);
    for (const text of [request.remediation, request.resource.id, request.planDigest, request.account]) {
      expect(body).toContain(text);
    }
    for (const why of request.why) expect(body).toContain(why);
    for (const text of ['CloudTrail.StartLogging', 'CloudTrail.StopLogging', '<form method="post"']) {
      expect(body).toContain(text);
    }
    for (const kept of [request.callbackId, request.codeDigest, plantedSecret]) expect(body).not.toContain(kept);
  });

  it('is one document that loads nothing and runs nothing', async () => {
    const { world, handler } = await open();

    const { body, headers } = await call(handler, { query: `id=${world.request.id}` });

    expect(body).not.toMatch(/<script|<link|<img|<iframe|<object|\bon\w+=|javascript:|https?:\/\//i);
    const policy = headers['content-security-policy'] ?? '';
    expect(policy).toMatch(/^default-src 'none'; style-src 'sha256-[A-Za-z0-9+/=]{44}'; form-action 'self';/);
    expect(policy).toContain("frame-ancestors 'none'");
    expect(policy).not.toContain('unsafe');
    expect(headers).toMatchObject({
      'cache-control': 'no-store',
      'content-type': 'text/html; charset=utf-8',
      'referrer-policy': 'same-origin',
      'x-content-type-options': 'nosniff',
    });
  });

  it('allows exactly the style that it has', async () => {
    const { world, handler } = await open();
    const { body, headers } = await call(handler, { query: `id=${world.request.id}` });

    const [, style = ''] = /<style>([\s\S]*?)<\/style>/.exec(body) ?? [];
    const hash = await crypto.subtle.digest('SHA-256', new TextEncoder().encode(style));

    expect(headers['content-security-policy']).toContain(`'sha256-${Buffer.from(hash).toString('base64')}'`);
  });

  it('takes the answer of whoever holds the code, and wakes the execution', async () => {
    const { world, handler, code } = await open();

    const { statusCode, body } = await submit(handler, world, { code });
    await world.settle();

    expect(statusCode).toBe(200);
    expect(body).toContain('Approved.');
    expect(body).not.toContain('<form');
    expect(await recordOf(world)).toMatchObject({ status: 'approved', decidedBy: byCode });
    expect(world.outcomes()).toMatchObject([{ status: 'remediated' }]);
  });

  it('takes a no as well', async () => {
    const { world, handler, code } = await open();

    const { body } = await submit(handler, world, { code, decision: 'reject' });
    await world.settle();

    expect(body).toContain('Rejected.');
    expect(world.outcomes()).toMatchObject([{ status: 'refused', reason: `${byCode} said no.` }]);
    expect(effectsOf(world)).toEqual([]);
  });

  it('does the same once for a form that is sent twice, one after the other or at the same time', async () => {
    for (const together of [false, true]) {
      const { world, handler, code } = await open();

      const first = submit(handler, world, { code });
      if (!together) await first;
      const another = createHandler(edgeOf(world));
      const pages = await Promise.all([first, submit(another, world, { code })]);
      await world.settle();

      expect(pages.map(({ statusCode }) => statusCode)).toEqual([200, 200]);
      for (const { body } of pages) expect(body).toContain('Approved.');
      expect(effectsOf(world)).toHaveLength(1);
    }
  });

  it('keeps the first answer if the second is another one', async () => {
    const { world, handler, code } = await open();
    await submit(handler, world, { code, decision: 'reject' });

    const { statusCode, body } = await submit(handler, world, { code });

    expect(statusCode).toBe(409);
    expect(body).toContain('It has been rejected already');
    expect(await recordOf(world)).toMatchObject({ status: 'rejected' });
  });

  it('takes no answer after its time, and offers none', async () => {
    const { world, handler, code } = await open();
    world.clock.advanceTo(new Date(world.request.expiresAt * 1000));

    const shown = await call(handler, { query: `id=${world.request.id}` });
    const { statusCode } = await submit(handler, world, { code });

    expect(shown.body).toContain('no answer');
    expect(shown.body).not.toContain('<form');
    expect(statusCode).toBe(410);
    expect(await recordOf(world)).toMatchObject({ status: 'pending' });
  });

  it('takes five wrong codes, and from then on sends people to the command line', async () => {
    const { world, handler, code } = await open();

    for (let tries = 1; tries <= mostMisses; tries++) {
      expect((await submit(handler, world, { code: 'wrongwrong' })).statusCode).toBe(403);
    }
    const locked = await submit(handler, world, { code });
    const shown = await call(handler, { query: `id=${world.request.id}` });

    expect(locked.statusCode).toBe(429);
    for (const { body } of [locked, shown]) {
      expect(body).toContain('redress approve');
      expect(body).not.toContain('<form');
    }
    expect(await recordOf(world)).toMatchObject({ status: 'pending' });
  });

  it('takes an answer to no other plan than the one that was shown', async () => {
    const { world, handler, code } = await open();

    const { statusCode } = await submit(handler, world, { code, planDigest: `sha256:${'0'.repeat(64)}` });

    expect(statusCode).toBe(409);
    expect(await recordOf(world)).toMatchObject({ status: 'pending' });
  });

  it('says the same of a request that is not there and of one that can not be', async () => {
    const { handler } = await open();

    const pages: Response[] = [];
    for (const query of ['id=20261120T100000-0123456789', 'id=%3Cscript%3E', '', 'id=../../ledger']) {
      pages.push(await call(handler, { query }));
    }

    expect(new Set(pages.map(({ body }) => body)).size).toBe(1);
    expect(new Set(pages.map(({ statusCode }) => statusCode))).toEqual(new Set([404]));
  });

  it('writes neither codes nor bodies to its log', async () => {
    const { world, code } = await open();
    const handler = createHandler(edgeOf(world, { heard: true }));
    const { id, planDigest } = world.request;
    const body = new URLSearchParams({ id, planDigest, decision: 'approve', code }).toString();

    const lines = await listen(handler, { method: 'POST', body, headers: ownForm });

    expect(lines).toContainEqual(
      expect.objectContaining({
        message: 'Answer taken',
        answer: { id, decision: 'approve', by: byCode, result: 'taken' },
      }),
    );
    expect(JSON.stringify(lines)).not.toContain(code);
  });
});

describe('A mail scanner at the approval page', () => {
  it.each<[string, Asking]>([
    ['follows the link', { method: 'GET' }],
    ['asks for the headers alone', { method: 'HEAD' }],
    ['fetches ahead', { method: 'GET', headers: { purpose: 'prefetch', 'sec-purpose': 'prefetch;prerender' } }],
    ['adds the answer to the link', { method: 'GET', query: 'decision=approve&code=0123456789' }],
    ['asks what can be done', { method: 'OPTIONS' }],
    ['tries other methods', { method: 'PUT', body: 'decision=approve' }],
  ])('changes nothing when it %s', async (_, asking) => {
    const { world, handler } = await open();
    const before = await recordOf(world);

    await call(handler, { ...asking, query: `id=${world.request.id}&${asking.query ?? ''}` });
    await world.settle();

    expect(await recordOf(world)).toEqual(before);
    expect(world.backend.result(world.execution).status).toBe('RUNNING');
    expect(effectsOf(world)).toEqual([]);
  });

  it.each([
    ['as it is', {}],
    ['with something in every field', { code: 'test' }],
    ['with an address in every field', { code: 'scanner@example.com' }],
    ['with very much in every field', { code: 'x'.repeat(10_000) }],
  ])('changes nothing when it submits the form %s, and uses up no try', async (_, fields) => {
    const { world, handler } = await open();

    for (let times = 0; times < 20; times++) {
      const { statusCode } = await submit(handler, world, fields);
      expect(statusCode).toBe(400);
    }

    expect(await recordOf(world)).toMatchObject({ status: 'pending', misses: 0 });
    expect(effectsOf(world)).toEqual([]);
  });
});

describe('A form of somebody else', () => {
  it.each([
    ['another site', { ...ownForm, origin: 'https://evil.example', 'sec-fetch-site': 'cross-site' }],
    [
      'another function URL',
      { ...ownForm, origin: 'https://zzz.lambda-url.eu-central-1.on.aws', 'sec-fetch-site': 'same-site' },
    ],
    ['a page without an origin', { ...ownForm, origin: 'null' }],
    ['the address bar', { ...ownForm, 'sec-fetch-site': 'none' }],
    ['a program that says nothing', { 'content-type': ownForm['content-type'] }],
    ['a site that names this one in its host', { ...ownForm, origin: `https://${domain}.evil.example` }],
    ['this site without TLS', { ...ownForm, origin: `http://${domain}` }],
    ['a script, as JSON', { ...ownForm, 'content-type': 'application/json' }],
    ['a script, as plain text', { ...ownForm, 'content-type': 'text/plain' }],
  ])('is refused even with the right code if it comes from %s', async (_, headers) => {
    const { world, handler, code } = await open();

    const { statusCode } = await submit(handler, world, { code }, headers);

    expect(statusCode).toBe(403);
    expect(await recordOf(world)).toMatchObject({ status: 'pending', misses: 0 });
  });

  it.each([
    ['a field too few', 'decision=approve'],
    ['a field twice', 'id=a&id=b&decision=approve&code=x&planDigest=y'],
    ['an id that is none', `id=x&decision=approve&code=x&planDigest=sha256:${'0'.repeat(64)}`],
    ['a digest that is none', 'id=20261120T100000-0123456789&decision=approve&code=x&planDigest=y'],
    ['nothing', ''],
    ['a prototype', '__proto__=1&id=a&decision=approve&code=x&planDigest=y'],
    [
      'an answer that is neither',
      `id=20261120T100000-0123456789&decision=maybe&code=x&planDigest=sha256:${'0'.repeat(64)}`,
    ],
  ])('is refused if it has %s', async (_, body) => {
    const { handler } = await open();

    expect((await call(handler, { method: 'POST', body, headers: ownForm })).statusCode).toBe(400);
  });
});

/** What has been injected into pages before, and what makes one text look like another. */
const hostile = [
  '<script>alert(1)</script>',
  '"><img src=x onerror=alert(1)>',
  "' onmouseover='alert(1)",
  '</pre></li></ol><form action=https://evil.example>',
  '<svg/onload=alert(1)>',
  'javascript:alert(1)',
  '&lt;script&gt;',
  '<!--',
  ']]>',
  '`${alert(1)}`',
  '\u202Eevorppa\u202C',
  '\u0000\u001B[31m\u0007',
  '</title><script>alert(1)</script>',
  '</style><script>alert(1)</script>',
  '\uD800',
];

describe.each(hostile)('A request with %j in every text', (text) => {
  it('is shown with all of it as text', async () => {
    const { world, handler } = await open();
    const plan: JsonObject = {
      steps: [
        {
          id: text,
          title: text,
          call: { service: text, operation: text, input: { [text]: text, nested: [text, { [text]: text }] } },
          undo: { call: { service: text, operation: text, input: { [text]: text } } },
        },
        { title: text, call: { service: text, operation: text, input: {} }, final: text },
      ],
      notes: [text],
    };
    const id = '20261120T100000-0123456789';
    await world.ledger.requestApproval({
      ...world.request,
      id,
      remediation: text,
      resource: { type: text, id: text, arn: text },
      account: text,
      region: text,
      why: [text, text],
      plan,
      planDigest: text,
    });

    const { body } = await call(handler, { query: `id=${id}` });

    const tags = [...body.matchAll(/<\/?([a-z0-9]+)[^>]*>/gi)].map(([, name]) => name);
    const plain = await call(handler, { query: `id=${world.request.id}` });
    const known = new Set([...plain.body.matchAll(/<\/?([a-z0-9]+)[^>]*>/gi)].map(([, name]) => name));
    expect([...new Set(tags)].filter((name) => !known.has(name))).toEqual([]);
    expect(body.replaceAll('\uFFFD', '')).not.toMatch(/[^\P{C}\n]/u);
    expect(body).not.toMatch(/<[^>]+\son\w+\s*=/i);
    expect(body.match(/<form/g)).toHaveLength(1);
  });
});

describe('A request about a resource without an ARN, answered by nobody known', () => {
  it('is shown all the same', async () => {
    const { world, handler } = await open();
    const id = '20261120T100000-0123456789';
    const resource = { type: 'AWS::S3::Bucket', id: 'data' };
    await world.ledger.requestApproval({ ...world.request, id, resource, status: 'rejected' });

    const { body } = await call(handler, { query: `id=${id}` });

    expect(body).toContain('AWS::S3::Bucket data');
    expect(body).toContain('It has been rejected, by somebody.');
    expect(body).not.toContain('<form');
  });
});

describe('A plan in the ledger that is none', () => {
  it.each([[{}], [{ steps: null }], [{ steps: 'x' }], [{ steps: [null, 1, {}, []], notes: [{}, null] }]])(
    'is shown as far as it goes: %j',
    async (plan) => {
      const { world, handler } = await open();
      const id = '20261120T100000-0123456789';
      await world.ledger.requestApproval({ ...world.request, id, plan });

      expect((await call(handler, { query: `id=${id}` })).statusCode).toBe(200);
    },
  );
});
