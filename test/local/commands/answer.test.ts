import { writeFile } from 'node:fs/promises';
import { describe, expect, it } from 'vitest';
import type { Outcome } from '../../../shared/outcome.ts';
import { openDesk, outcomesIn, redress, trail, trailStopped } from './cli.ts';
import { unsafe } from '../../kit/unsafe.ts';
import type { Desk } from './cli.ts';

const olga = 'arn:aws:iam::111122223333:user/olga';

/** A replay that has asked about the stopped trail, and what it has asked. */
async function asked(): Promise<Desk & { readonly request: Outcome }> {
  const desk = await openDesk();
  const ran = await redress(['replay', trailStopped, '--mode', 'approve', '--format', 'json', ...desk.files]);
  const [request] = outcomesIn(ran);
  if (request === undefined) throw new Error(ran.err);
  return { ...desk, request };
}

async function isLogging(desk: Desk): Promise<boolean | undefined> {
  return (await desk.read()).account.cloudtrail.trails[0]?.logging;
}

describe('redress replay --mode approve', () => {
  it('shows what waits for a person as a whole outcome', async () => {
    const { request } = await asked();

    expect(request).toEqual({
      id: expect.stringMatching(/^\d{8}T\d{6}-[0-9a-f]{10}$/),
      remediation: 'cloudtrail-trail-logging',
      resource: { type: 'AWS::CloudTrail::Trail', id: trail, arn: trail },
      account: '111122223333',
      region: 'eu-central-1',
      status: 'awaiting-approval',
      mode: 'approve',
      reason: expect.stringContaining(`redress approve ${request.id}`),
      why: [expect.stringContaining('not been logging')],
      plan: expect.objectContaining({ expect: 'compliant' }),
      planDigest: expect.stringMatching(/^sha256:[0-9a-f]{64}$/),
      before: { IsLogging: false },
      signal: expect.objectContaining({ source: 'cloudtrail', event: expect.any(String) }),
      actor: expect.objectContaining({ arn: expect.any(String) }),
      startedAt: expect.any(String),
      endedAt: expect.any(String),
    });
  });

  it('shows one for each resource that a signal leads to', async () => {
    const desk = await openDesk();
    const event = 'events/inspector/01-critical-in-model-image.json';

    const ran = await redress(['replay', event, '--mode', 'approve', '--format', 'json', ...desk.files]);

    // Other remediations take the finding as well.
    const rejections = outcomesIn(ran).filter(({ remediation }) => remediation.startsWith('sagemaker-model-package'));
    const statuses = rejections.map(({ status, resource }) => `${status} ${resource.id.split('/').at(-1)}`);
    expect(statuses.toSorted()).toEqual(['awaiting-approval 2', 'awaiting-approval 3', 'compliant 1']);
  });
});

describe('redress approve', () => {
  it('goes on where the replay has ended, and puts the resource right', async () => {
    const { request, files, ...desk } = await asked();

    const ran = await redress(['approve', request.id, '--format', 'json', ...files]);

    expect(ran.code).toBe(0);
    expect(JSON.parse(ran.out)).toMatchObject({ id: request.id, decision: 'approved', by: olga, repeated: false });
    expect(outcomesIn(ran)).toMatchObject([{ id: request.id, status: 'remediated', before: { IsLogging: false } }]);
    expect(await isLogging({ ...desk, files })).toBe(true);
  });

  it('tells a person what came of it', async () => {
    const { request, files } = await asked();

    const ran = await redress(['approve', request.id, ...files]);

    expect(ran.out).toContain(`approved by ${olga}`);
    expect(ran.out).toContain('✔ remediated  cloudtrail-trail-logging');
    expect(ran.err).toContain('Going on from');
  });

  it('may be repeated, and does nothing more', async () => {
    const { request, files } = await asked();
    await redress(['approve', request.id, ...files]);

    const again = await redress(['approve', request.id, '--format', 'json', ...files]);

    expect(again.code).toBe(0);
    expect(JSON.parse(again.out)).toMatchObject({ decision: 'approved', repeated: true, outcomes: [] });
  });

  it('of one resource leaves another that the same signal led to waiting', async () => {
    const desk = await openDesk();
    const event = 'events/inspector/01-critical-in-model-image.json';
    const replayed = await redress(['replay', event, '--mode', 'approve', '--format', 'json', ...desk.files]);
    const [first, second] = outcomesIn(replayed).filter(({ status }) => status === 'awaiting-approval');

    const one = await redress(['approve', first?.id ?? '', '--format', 'json', ...desk.files]);
    const other = await redress(['reject', second?.id ?? '', '--format', 'json', ...desk.files]);

    expect(outcomesIn(one)).toMatchObject([{ id: first?.id, status: 'remediated' }]);
    expect(outcomesIn(other)).toMatchObject([{ id: second?.id, status: 'refused', guard: 'approval' }]);
  });

  it('is refused to whoever made the change', async () => {
    const { request, files, ...desk } = await asked();

    const ran = await redress(['approve', request.id, '--as', request.actor?.arn ?? '', ...files]);

    expect(ran.code).toBe(1);
    expect(ran.err).toContain('(own-change)');
    expect(await isLogging({ ...desk, files })).toBe(false);
  });

  it('is refused for another plan than the one that was named', async () => {
    const { request, files } = await asked();
    const other = `sha256:${'0'.repeat(64)}`;

    const wrong = await redress(['approve', request.id, '--plan', other, ...files]);
    const right = await redress(['approve', request.id, '--plan', request.planDigest ?? '', ...files]);

    expect([wrong.code, right.code]).toEqual([1, 0]);
    expect(wrong.err).toContain('(other-plan)');
  });

  it('is refused once the time is up', async () => {
    const { request, files, edit } = await asked();
    await edit((state) => Object.assign(state, { at: '2026-11-22T00:00:00.000Z' }));

    const ran = await redress(['approve', request.id, ...files]);

    expect(ran.code).toBe(1);
    expect(ran.err).toContain('(expired)');
  });

  it('does nothing about a resource that somebody has put right meanwhile', async () => {
    const { request, files, edit } = await asked();
    await edit((state) =>
      Object.assign((state as unknown as Fixable).account.cloudtrail.trails[0] ?? {}, { logging: true }),
    );

    const ran = await redress(['approve', request.id, '--format', 'json', ...files]);

    expect(outcomesIn(ran)).toMatchObject([{ status: 'compliant', reason: expect.stringContaining('somebody else') }]);
  });

  it('keeps the mode of the replay, whatever another command was told meanwhile', async () => {
    const { request, files } = await asked();
    await redress(['sweep', '--mode', 'report', '--remediation', 'sagemaker-endpoint-encrypted', ...files]);

    const ran = await redress(['approve', request.id, '--format', 'json', ...files]);

    expect(outcomesIn(ran)).toMatchObject([{ status: 'remediated' }]);
  });

  it('names the requests that wait when it is given another id', async () => {
    const { request, files } = await asked();

    const ran = await redress(['approve', '\u001B[31mnope\u202E', ...files]);

    expect(ran.code).toBe(1);
    expect(ran.err).toContain(request.id);
    expect(ran.err).not.toMatch(unsafe);
  });
});

interface Fixable {
  readonly account: { readonly cloudtrail: { readonly trails: object[] } };
}

describe('redress reject', () => {
  it('says no, after which nothing is done', async () => {
    const { request, files, ...desk } = await asked();

    const ran = await redress(['reject', request.id, '--format', 'json', ...files]);

    expect(ran.code).toBe(0);
    expect(outcomesIn(ran)).toMatchObject([{ status: 'refused', reason: `${olga} said no.` }]);
    expect(await isLogging({ ...desk, files })).toBe(false);
  });

  it('can not be taken back', async () => {
    const { request, files } = await asked();
    await redress(['reject', request.id, ...files]);

    const ran = await redress(['approve', request.id, ...files]);

    expect(ran.code).toBe(1);
    expect(ran.err).toContain('(decided)');
  });
});

describe('An answer without a state to go on with', () => {
  it('says how to make one', async () => {
    const { files } = await openDesk();

    const ran = await redress(['approve', '20261120T100000-0123456789', ...files]);

    expect(ran.code).toBe(1);
    expect(ran.err).toContain('redress replay --mode approve');
  });

  it.each([
    ['no JSON', '{'],
    ['another JSON', '[]'],
    ['a state of another time', '{"version":2}'],
    ['nothing', ''],
  ])('says what to do about a file that holds %s', async (_, content) => {
    const desk = await openDesk();
    await writeFile(desk.state, content);

    const ran = await redress(['approve', '20261120T100000-0123456789', ...desk.files]);

    expect(ran.code).toBe(1);
    expect(ran.err).toContain('redress replay');
    expect(ran.err).not.toContain('    at ');
  });

  it('does not go on with a real account in the local one, nor the other way round', async () => {
    const { request, files, edit } = await asked();
    const elsewhere = await redress(['approve', request.id, '--endpoint', 'http://127.0.0.1:9', ...files]);
    await edit((state) => Object.assign(state, { stage: { mode: 'approve', profile: 'production' } }));
    const here = await redress(['approve', request.id, ...files]);

    expect([elsewhere.code, here.code]).toEqual([1, 1]);
    expect(elsewhere.err).toContain('leave --profile and --endpoint out');
    expect(here.err).toContain('--profile production');
  });

  it('is kept from the next command by --no-state', async () => {
    const { files } = await openDesk();
    await redress(['replay', trailStopped, '--mode', 'approve', '--no-state', '--evidence', files[3] ?? '']);

    expect((await redress(['approve', '20261120T100000-0123456789', ...files])).code).toBe(1);
  });
});

describe('An answer that is asked for wrongly', () => {
  it.each([
    [['approve']],
    [['approve', 'a', 'b']],
    [['approve', 'a', '--format', 'yaml']],
    [['approve', 'a', '--url', 'ftp://example.com']],
    [['approve', 'a', '--url', 'http://example.com']],
    [['approve', 'a', '--url', 'https://example.com', '--as', 'me']],
    [['reject', 'a', '--mode', 'enforce']],
    [['approve', 'a', '--unknown']],
  ])('is refused with the usage: %j', async (args) => {
    const ran = await redress(args);

    expect(ran.code).toBe(2);
    expect(ran.err).toContain('Usage: redress');
    expect(ran.out).toBe('');
  });
});
