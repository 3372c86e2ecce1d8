import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { modes } from '../../../shared/outcome.ts';
import { parseKillSwitch } from '../../../shared/policy/kill-switch.ts';
import type { Policy, PolicySource, PolicyState } from '../../../shared/policy/policy.ts';
import { ssmKillSwitch } from '../../../shared/policy/ssm-kill-switch.ts';
import type { KillSwitchSource } from '../../../shared/policy/ssm-kill-switch.ts';
import { withKillSwitch } from '../../../shared/policy/tighten.ts';
import { bucket, endpoint, known, now, read } from './fixture.ts';

const ids = known.map(({ id }) => id);
const enforcing = read('defaults: { mode: enforce }');

function sourceOf(policy: Policy): PolicySource {
  return { load: () => Promise.resolve({ ok: true, policy }) };
}

/** A parameter whose text, or whose failure, a test can change; it counts how often it was fetched. */
function parameter(text: string | Error | undefined) {
  const state = { text, fetched: 0, time: 0 };
  const killSwitch = ssmKillSwitch({
    parameterName: '/redress/dev/kill-switch',
    ttlSeconds: 60,
    clock: { now: () => new Date(state.time * 1_000) },
    ids,
    get: () => {
      state.fetched += 1;
      return state.text instanceof Error ? Promise.reject(state.text) : Promise.resolve(state.text);
    },
  });
  return { state, killSwitch };
}

async function loaded(
  text: string | Error | undefined,
  policy: Policy = enforcing,
): Promise<PolicyState & { ok: true }> {
  const state = await withKillSwitch(sourceOf(policy), parameter(text).killSwitch).load();
  if (!state.ok) throw new Error(state.error);
  return state;
}

describe('the text of the kill switch', () => {
  it.each(['off', 'OFF', ' off\n'])('%j leaves the policy in force', (text) => {
    expect(parseKillSwitch(text)).toMatchObject({ ok: true, caps: new Map() });
    expect(parseKillSwitch(text)).not.toHaveProperty('killed');
  });

  it.each([
    ['all a model is being retrained', 'a model is being retrained'],
    ['ALL   stop\nnow', 'stop\\u{a}now'],
    ['all', 'no reason was given'],
    ['{"remediations":"all","reason":"drill"}', 'drill'],
  ])('%j stops everything', (text, reason) => {
    expect(parseKillSwitch(text)).toMatchObject({ ok: true, killed: { remediations: 'all', reason }, reason });
  });

  it('as JSON stops some remediations and caps others', () => {
    const text = `{"remediations":["${ids[0]}"],"modes":{"${ids[1]}":"approve"},"reason":"incident 7"}`;

    expect(parseKillSwitch(text, ids)).toEqual({
      ok: true,
      killed: { remediations: [ids[0]], reason: 'incident 7' },
      caps: new Map([[ids[1], 'approve']]),
      reason: 'incident 7',
    });
  });

  it.each([
    '',
    'on',
    'allow',
    'off please',
    'true',
    '[]',
    'null',
    '{',
    '{"remediations":["a"]}',
    '{"reason":"nothing is said"}',
    '{"remediations":[],"reason":"x"}',
    '{"remediations":"some","reason":"x"}',
    '{"modes":{"a":"enforce"},"reason":"x"}',
    '{"remediations":"all","reason":"x","until":"tomorrow"}',
    '{"remediations":"all","reason":"x","__proto__":{}}',
  ])('%j is not understood', (text) => {
    expect(parseKillSwitch(text)).toMatchObject({ ok: false, error: expect.stringContaining('expected off, all') });
  });

  it.each([
    [
      '{"remediations":["s3-bucket-public-acess-blocked"],"reason":"x"}',
      'Did you mean "s3-bucket-public-access-blocked"?',
    ],
    [
      '{"modes":{"sagemaker-endpoint-encripted":"report"},"reason":"x"}',
      'Did you mean "sagemaker-endpoint-encrypted"?',
    ],
    ['{"remediations":["constructor"],"reason":"x"}', 'there is no remediation "constructor"'],
  ])('%s names nobody that there is', (text, error) => {
    expect(parseKillSwitch(text, ids)).toMatchObject({ ok: false, error: expect.stringContaining(error) });
  });

  it('is never taken for more than it says, whatever it is', () => {
    fc.assert(
      fc.property(fc.oneof(fc.string(), fc.json()), (text) => {
        const state = parseKillSwitch(text, ids);
        return !state.ok || state.killed !== undefined || state.caps.size > 0 || /^\s*off\s*$/i.test(text);
      }),
      { numRuns: 2_000 },
    );
  });
});

describe('a policy under a kill switch', () => {
  it('that is off holds as it is', async () => {
    const state = await loaded('off');

    expect(state.policy).toBe(enforcing);
    expect(state.killed).toBeUndefined();
  });

  it('that stops all lets nothing act', async () => {
    const state = await loaded('all incident 7');

    expect(state.killed).toEqual({ remediations: 'all', reason: 'incident 7' });
    expect(state.policy.decide(bucket, now)).toMatchObject({
      mode: 'report',
      modeEntry: { path: 'kill switch /redress/dev/kill-switch: incident 7' },
    });
  });

  it('that stops one remediation leaves the others alone', async () => {
    const state = await loaded(`{"remediations":["${bucket.remediation}"],"reason":"incident 7"}`);

    expect(state.killed).toEqual({ remediations: [bucket.remediation], reason: 'incident 7' });
    expect(state.policy.decide(bucket, now).mode).toBe('report');
    expect(state.policy.decide(endpoint, now).mode).toBe('enforce');
  });

  it('that caps a remediation takes away the rest', async () => {
    const state = await loaded(`{"modes":{"${bucket.remediation}":"approve"},"reason":"incident 7"}`);

    expect(state.killed).toBeUndefined();
    expect(state.policy.decide(bucket, now).mode).toBe('approve');
    expect(state.policy.decide(endpoint, now).mode).toBe('enforce');
  });

  it('keeps its digest and its need for tags', async () => {
    const policy = read('rules: [{ name: by tag, tags: { a: b }, mode: off }]');

    const state = await loaded('all drill', policy);

    expect(state.policy.digest).toBe(policy.digest);
    expect(state.policy.readsTags).toBe(true);
  });

  it.each([
    ['a text that nobody understands', 'stop!', 'expected off, all'],
    ['no parameter', undefined, 'there is no such parameter'],
    [
      'a denial',
      Object.assign(new Error('not\u001b[31m authorized'), { name: 'AccessDeniedException' }),
      'AccessDenied',
    ],
  ])('with %s only reports, and says why', async (_what, text, error) => {
    const state = await loaded(text);

    const { mode, modeEntry } = state.policy.decide(bucket, now);
    expect(mode).toBe('report');
    expect(modeEntry.path).toContain('kill switch /redress/dev/kill-switch, which could not be read');
    expect(modeEntry.path).toContain(error);
    expect(modeEntry.path).not.toMatch(/\p{Cc}/u);
  });

  it('leaves the entry that decides anyway to be named', async () => {
    const state = await loaded('nonsense', read('defaults: { mode: report }'));

    expect(state.policy.decide(bucket, now).modeEntry).toEqual({ path: 'defaults', line: 2 });
  });

  it('that is itself unreadable stays unreadable', async () => {
    const broken: PolicySource = { load: () => Promise.resolve({ ok: false, error: 'broken' }) };

    expect(await withKillSwitch(broken, parameter('off').killSwitch).load()).toEqual({ ok: false, error: 'broken' });
  });

  it('never permits more than the policy alone', async () => {
    const orders = fc.oneof(
      fc.constantFrom('off', 'all', 'all drill', 'nonsense', ''),
      fc
        .record({
          remediations: fc.option(fc.oneof(fc.constant('all'), fc.subarray([...ids])), { nil: undefined }),
          modes: fc.option(fc.dictionary(fc.constantFrom(...ids), fc.constantFrom(...modes)), { nil: undefined }),
          reason: fc.constant('drill'),
        })
        .map((value) => JSON.stringify(value)),
    );
    await fc.assert(
      fc.asyncProperty(orders, fc.constantFrom(...modes), async (text, mode) => {
        const policy = read(`defaults: { mode: ${mode} }`);
        const state = await loaded(text, policy);
        for (const subject of [bucket, endpoint]) {
          const order = modes.indexOf(state.policy.decide(subject, now).mode);
          expect(order).toBeLessThanOrEqual(modes.indexOf(mode));
        }
      }),
    );
  });
});

describe('a reading of the parameter', () => {
  async function killed(source: KillSwitchSource): Promise<boolean> {
    const state = await source.load();
    return state.ok && state.killed !== undefined;
  }

  it('holds for a minute, then the switch works', async () => {
    const { state, killSwitch } = parameter('off');

    expect(await killed(killSwitch)).toBe(false);
    state.text = 'all incident 7';
    state.time = 59;
    expect(await killed(killSwitch)).toBe(false);
    state.time = 60;
    expect(await killed(killSwitch)).toBe(true);
    expect(state.fetched).toBe(2);
  });

  it('is not kept if it failed', async () => {
    const { state, killSwitch } = parameter(new Error('throttled'));

    expect(await killSwitch.load()).toEqual({ ok: false, error: 'Error: throttled' });
    state.text = 'off';
    expect(await killSwitch.load()).toMatchObject({ ok: true });
    state.time = 61;
    state.text = new Error('throttled');
    expect(await killSwitch.load()).toMatchObject({ ok: false });
  });

  it('is not trusted after the clock was set back', async () => {
    const { state, killSwitch } = parameter('off');

    state.time = 1_000;
    await killSwitch.load();
    state.text = 'all incident 7';
    state.time = 900;

    expect(await killed(killSwitch)).toBe(true);
  });

  it('survives a rejection that is no error', async () => {
    const killSwitch = ssmKillSwitch({
      parameterName: 'p',
      ttlSeconds: 60,
      clock: { now: () => now },
      // oxlint-disable-next-line prefer-promise-reject-errors -- what a foreign library may do
      get: () => Promise.reject('gone'),
    });

    expect(await killSwitch.load()).toEqual({ ok: false, error: 'Error: gone' });
  });
});

describe('the words of the kill switch', () => {
  const expected =
    'expected off, all <reason>, or {"remediations": ["<id>"], "modes": {"<id>": "report"}, "reason": "<text>"}';

  it('stand alone: what only holds one of them is not understood', () => {
    for (const text of ['switched off', 'officially', 'not all', 'hall', 'allow', '', '{', '[]', '"off"']) {
      const state = parseKillSwitch(text, ids);
      expect(state, text).toEqual({ ok: false, error: expected });
    }
  });

  it('may have space around them, and any case', () => {
    const open = { ok: true, caps: new Map(), reason: 'the kill switch is off' };
    for (const text of ['off', ' OFF ', '\tOff\n']) expect(parseKillSwitch(text, ids)).toEqual(open);
    expect(parseKillSwitch(' ALL  incident 7 ')).toMatchObject({
      killed: { remediations: 'all', reason: 'incident 7' },
    });
  });

  it('may stop all remediations in JSON, too, whatever ids there are', () => {
    const text = JSON.stringify({ remediations: 'all', reason: '  drill  ' });
    expect(parseKillSwitch(text, ids)).toEqual({
      ok: true,
      caps: new Map(),
      reason: 'drill',
      killed: { remediations: 'all', reason: 'drill' },
    });
    expect(parseKillSwitch(JSON.stringify({ remediations: 'all', reason: ' ' }), ids)).toMatchObject({ ok: false });
  });

  it('take ids as they come where nobody knows which there are', () => {
    const text = JSON.stringify({ remediations: ['no-such-thing'], reason: 'drill' });
    expect(parseKillSwitch(text)).toMatchObject({ ok: true, killed: { remediations: ['no-such-thing'] } });
    expect(parseKillSwitch(text, ids)).toMatchObject({ ok: false, error: /^there is no remediation .*no-such-thing/ });
  });
});

it('may cap a remediation at off, report or approve, and at nothing else', () => {
  const capped = (mode: string) => parseKillSwitch(JSON.stringify({ modes: { one: mode }, reason: 'drill' }));
  for (const mode of ['off', 'report', 'approve']) {
    expect(capped(mode)).toEqual({ ok: true, caps: new Map([['one', mode]]), reason: 'drill' });
  }
  for (const mode of ['enforce', '', 'OFF']) expect(capped(mode)).toMatchObject({ ok: false });
});
