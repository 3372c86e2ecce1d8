import { describe, expect, it } from 'vitest';
import { parsePolicy } from '../../../shared/policy/parse.ts';
import { PolicyError } from '../../../shared/policy/problem.ts';
import { digest } from '../../../shared/plan.ts';
import { bucket, known, now, problemsOf, read } from './fixture.ts';

/** `line path: what`, the part of a problem that a person looks at first. */
function told(text: string): string[] {
  return problemsOf(() => read(text)).map(({ line, path, what }) => `${line} ${path}: ${what}`);
}

describe('a policy with mistakes', () => {
  it('is refused with all of them at once, each with its line', () => {
    const text = `defaults:
  mode: enforced
  limits: { maxResources: 5, max-age: soon }
remediations:
  s3-bucket-publik-access-blocked: { mode: enforce }
rules:
  - name: production asks first
    accounts: [111122223333]
    mode: approve
exemptions:
  - resources: [open-images]
    reason: because
    expires: 2027-02-29
`;

    expect(told(text)).toEqual([
      '3 defaults.mode: expected one of off, report, approve, enforce; found "enforced"',
      '4 defaults.limits.max-age: expected a duration from 1m to 30d, such as 15m, 24h or 7d, or a number of seconds; found "soon"',
      '4 defaults.limits.maxResources: unknown key "maxResources"',
      '6 remediations.s3-bucket-publik-access-blocked: unknown key "s3-bucket-publik-access-blocked"',
      '9 rules[0].accounts[0]: expected an account id in quotes, since YAML reads bare digits as a number and drops leading zeros; found 111122223333',
      '12 exemptions[0].owner: is missing',
      '13 exemptions[0].reason: expected a reason of at least 10 characters; found "because"',
      '14 exemptions[0].expires: expected a date of the calendar as YYYY-MM-DD; found "2027-02-29"',
    ]);
  });

  it('says in its message what, why and what to do', () => {
    expect(() => read('defaults: { limits: { maxResources: 5 } }')).toThrow(
      [
        'policy.yml is not a valid policy (1 problem); nothing is written until it is.',
        '  policy.yml:2 defaults.limits.maxResources: unknown key "maxResources". ' +
          'Unknown keys are refused so that a misspelt setting is noticed. Did you mean "max-resources"?',
      ].join('\n'),
    );
  });

  it.each([
    ['mode: enforce', 'mode', 'Choose from: version, defaults'],
    ['default: { mode: report }', 'default', 'Did you mean "defaults"?'],
    ['defaults: { mode: reprot }', 'defaults.mode', 'Did you mean "report"?'],
    ['rules: [{ name: one, resources: [a], modes: off, mode: off }]', 'rules[0].modes', 'Did you mean "mode"?'],
    [
      'rules: [{ name: one, remediations: [s3-bucket-public-acess-blocked], mode: off }]',
      'rules[0].remediations[0]',
      'Did you mean "s3-bucket-public-access-blocked"?',
    ],
    [
      'remediations: { sagemaker-endpoint-encrypted: { parameters: { kmsKey: alias/own } } }',
      'remediations.sagemaker-endpoint-encrypted.parameters.kmsKey',
      'Did you mean "kms-key"?',
    ],
    [
      'remediations: { sagemaker-endpoint-encrypted: { parameters: { window: { form: 1 } } } }',
      'remediations.sagemaker-endpoint-encrypted.parameters.window.form',
      'Did you mean "from"?',
    ],
    [
      'config-rules: { mine: s3-bucket-public-reed-prohibited }',
      'config-rules.mine',
      'Did you mean "s3-bucket-public-read-prohibited"?',
    ],
    [
      'audit-manager: { controls: [{ assesment: a, control: b, remediations: ["s3-*"] }] }',
      'audit-manager.controls[0].assesment',
      'Did you mean "assessment"?',
    ],
    [
      'audit-manager: { controls: [{ control: b, remediations: [s3-bucket-public-acess-blocked] }] }',
      'audit-manager.controls[0].remediations[0]',
      'Did you mean "s3-bucket-public-access-blocked"?',
    ],
    [
      'audit-manager: { controls: [{ control: b, remediations: ["rds-*"] }] }',
      'audit-manager.controls[0].remediations[0]',
      'Choose from: s3-bucket-public-access-blocked',
    ],
    [
      'audit-manager: { controls: [{ remediations: ["s3-*"] }] }',
      'audit-manager.controls[0].control',
      'Write for example: SECAI3.3*',
    ],
    ['audit-manager: { standard-frameworks: no way }', 'audit-manager.standard-frameworks', 'Write for example: false'],
  ])('%s is answered at %s with %j', (text, path, todo) => {
    const [problem, ...others] = problemsOf(() => read(text));

    expect(others).toEqual([]);
    expect(problem?.path).toBe(path);
    expect(problem?.todo).toContain(todo);
  });

  it.each([
    ['rules: [{ name: all of it, mode: off }]', 'rules[0]: no selector'],
    ['exemptions: [{ reason: because I say so, owner: me, expires: 2027-01-01 }]', 'exemptions[0]: no selector'],
    ['protected: [{ reason: because I say so }]', 'protected[0]: no selector'],
    ['rules: [{ name: idle, resources: [a] }]', 'rules[0]: the rule sets nothing'],
    ['rules: [{ name: star, resources: ["*"], mode: off }]', 'rules[0].resources[0]: "*" selects everything'],
    ['rules: [{ name: none, remediations: ["iam-*"], mode: off }]', 'rules[0].remediations[0]: "iam-*" selects no'],
    ['protected: [{ remediations: ["iam-*"], reason: because I say so }]', 'protected[0].remediations[0]: "iam-*"'],
    ['rules: [{ name: empty, accounts: [], mode: off }]', 'rules[0].accounts: expected at least one entry'],
    ['rules: [{ name: empty, tags: {}, mode: off }]', 'rules[0].tags: expected at least one tag'],
    ['rules: [{ name: bool, tags: { a: true }, mode: off }]', 'rules[0].tags.a: expected a text, or a list of texts'],
    [
      'rules: [{ name: Europe, regions: [EU-central-1], mode: off }]',
      'rules[0].regions[0]: expected a Region in lower',
    ],
    ['rules: [7]', 'rules[0]: expected a mapping; found 7'],
    ['rules: { a: 1 }', 'rules: expected a list of rules; found a mapping'],
    ['rules: [{ name: a bc, resources: [a], parameters: { b: 1 } }]', 'rules[0].parameters: parameters without naming'],
    [
      'rules: [{ name: args, remediations: [sagemaker-*], parameters: { action: halt } }]',
      'rules[0].parameters.action: expected one of rotate, stop; found "halt"',
    ],
    [
      'remediations: { sagemaker-endpoint-encrypted: { parameters: { kms-key: 7 } } }',
      'remediations.sagemaker-endpoint-encrypted.parameters.kms-key: expected string; found 7',
    ],
    ['defaults: { approvals: { expires: 7d } }', 'defaults.approvals.expires: expected a duration from 1m to 6d'],
    ['defaults: { limits: { max-resources: 0 } }', 'defaults.limits.max-resources: expected a whole number from 1'],
    ['defaults: { limits: { max-resources-percent: 101 } }', 'defaults.limits.max-resources-percent: expected at most'],
    ['defaults: { mode: false }', 'defaults.mode: expected one of off, report, approve, enforce; found false'],
    ['protected: [{ resources: ["a b"], reason: because I say so }]', 'protected[0].resources[0]: expected an id or'],
  ])('%s is told as %j', (text, expected) => {
    const found = problemsOf(() => read(text));

    expect(found.map(({ path, what }) => `${path}: ${what}`)).toEqual([expect.stringContaining(expected)]);
  });

  it('names a rule only once', () => {
    const rules = ['a', 'b', 'c'].map((id) => `  - { name: same, resources: [${id}], mode: off }\n`).join('');

    expect(told(`rules:\n${rules}`)).toEqual([
      '4 rules[1].name: "same" is the name of rules[0] already',
      '5 rules[2].name: "same" is the name of rules[0] already',
    ]);
  });

  it('knows no other version', () => {
    expect(problemsOf(() => parsePolicy({ version: 2 })).map(({ what }) => what)).toEqual([
      'expected the version 1; found 2',
    ]);
    expect(problemsOf(() => parsePolicy({})).map(({ path, what }) => `${path} ${what}`)).toEqual([
      'version is missing',
    ]);
  });
});

describe('hostile input', () => {
  it.each([
    ['at the top', '{"version":1,"__proto__":{"rules":[]}}', '__proto__'],
    ['among tags', '{"version":1,"protected":[{"tags":{"__proto__":"x"},"reason":"because I say so"}]}', '__proto__'],
    ['among parameters', '{"version":1,"remediations":{"a":{"parameters":{"x":{"__proto__":1}}}}}', '__proto__'],
  ])('refuses the key __proto__ %s', (_where, json, key) => {
    const problems = problemsOf(() => parsePolicy(JSON.parse(json)));

    expect(problems.map(({ path }) => path)).toContainEqual(expect.stringContaining(key));
    expect(({} as Record<string, unknown>)['rules']).toBeUndefined();
  });

  it.each(['constructor', 'toString', 'hasOwnProperty'])('takes the inherited name %s for no known key', (key) => {
    expect(problemsOf(() => parsePolicy({ version: 1, [key]: 1 })).map(({ path }) => path)).toEqual([key]);
    expect(
      problemsOf(() => parsePolicy({ version: 1, remediations: { [key]: {} } }, { remediations: known })),
    ).toHaveLength(1);
  });

  it('shows no character that acts on a terminal', () => {
    const evil = '\u001b[31m\u202evil\u0007\n';
    const value = { version: 1, [evil]: 1, defaults: { mode: evil }, rules: [{ name: evil, resources: [evil] }] };

    expect(() => parsePolicy(value)).toThrow(PolicyError);
    const text = problemsOf(() => parsePolicy(value)).map((problem) => JSON.stringify(Object.values(problem)));
    expect(text.join('')).not.toMatch(/[\p{Cc}\p{Cf}]/u);
    try {
      parsePolicy(value);
    } catch (error) {
      expect((error as Error).message).not.toMatch(/[^\P{C}\n]/u);
    }
  });

  it('gives up on nesting and size without exhausting the stack', () => {
    let deep: unknown = 1;
    for (let level = 0; level < 100_000; level += 1) deep = { a: deep };
    const loop: unknown[] = [];
    loop.push(loop);

    for (const value of [deep, loop, { rules: Array.from({ length: 300_000 }, () => 1) }]) {
      expect(problemsOf(() => parsePolicy(value))).toHaveLength(1);
    }
  });

  it('cuts long texts short, and counts what it does not list', () => {
    const value = { version: 1, rules: Array.from({ length: 400 }, () => 'x'.repeat(5_000)) };

    expect(() => parsePolicy(value)).toThrow(/… and 700 more$/);
    expect(problemsOf(() => parsePolicy(value))).toHaveLength(800);
    expect(problemsOf(() => parsePolicy(value))[1]?.what.length).toBeLessThan(200);
  });

  it.each([
    ['a date', new Date(0)],
    ['a map', new Map()],
    ['a function', () => 1],
    ['NaN', Number.NaN],
    ['a bigint', 1n],
    ['nothing', undefined],
    ['null', null],
    ['a list', []],
    ['a text', 'version: 1'],
  ])('refuses %s', (_what, value) => {
    expect(() => parsePolicy(value)).toThrow(PolicyError);
  });
});

describe('a valid policy', () => {
  it('has the digest of its content, whatever the order of its keys', () => {
    const one = read('defaults: { mode: report, ownership: act }');
    const other = read('defaults: { ownership: act, mode: report } # as it was');

    expect(one.digest).toBe(digest({ version: 1, defaults: { mode: 'report', ownership: 'act' } }));
    expect(other.digest).toBe(one.digest);
    expect(read('defaults: { mode: off }').digest).not.toBe(one.digest);
  });

  it.each([
    ['', false],
    ['rules: [{ name: by id, resources: [a], mode: off }]', false],
    ['rules: [{ name: by tag, tags: { a: b }, mode: off }]', true],
    ['protected: [{ tags: { a: b }, reason: because I say so }]', true],
    ['exemptions: [{ tags: { a: b }, reason: because I say so, owner: me, expires: 2027-01-01 }]', true],
  ])('with %j needs tags: %j', (text, expected) => {
    expect(read(text).readsTags).toBe(expected);
  });

  it('gives the names of Config rules that the account uses', () => {
    const policy = read('config-rules: { my own rule: s3-bucket-public-read-prohibited }');

    expect(policy.configRules).toEqual({ 'my own rule': 's3-bucket-public-read-prohibited' });
    expect(read('').configRules).toEqual({});
  });

  it('takes ids, parameters and rule names as they come where it is not told what there is', () => {
    const policy = parsePolicy({
      version: 1,
      remediations: { 'own-thing-fixed': { mode: 'enforce', parameters: { anything: 1 } } },
      rules: [{ name: 'more', remediations: ['own-*'], resources: ['x'], parameters: { else: 2 } }],
      'config-rules': { a: 'b' },
    });

    expect(policy.decide({ ...bucket, remediation: 'own-thing-fixed' }, now).mode).toBe('enforce');
  });

  it('takes a remediation that is listed twice, or by id alone, for one', () => {
    const ids = known.map(({ id }) => ({ id }));

    const policy = read('remediations: { s3-bucket-public-access-blocked: { mode: off } }', [...known, ...ids]);

    expect(policy.decide(bucket, now).mode).toBe('off');
    expect(problemsOf(() => read('rules: [{ name: typo, remediations: [x-y], mode: off }]', ids))).toHaveLength(1);
  });
});
