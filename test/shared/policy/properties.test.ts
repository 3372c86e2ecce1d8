import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { modes } from '../../../shared/outcome.ts';
import type { FilePolicy } from '../../../shared/policy/parse.ts';
import { parsePolicy } from '../../../shared/policy/parse.ts';
import type { Decision, Subject } from '../../../shared/policy/policy.ts';
import { PolicyError } from '../../../shared/policy/problem.ts';
import { preparePolicy } from '../../../shared/policy/yaml.ts';
import { known, now, untagged, withoutArn } from './fixture.ts';

const accounts = ['111122223333', '444455556666'];
const ids = known.map(({ id }) => id);

const tagSets = fc.dictionary(fc.constantFrom('env', 'team'), fc.constantFrom('a', 'b'), { maxKeys: 2 });
const subjects: fc.Arbitrary<Subject> = fc
  .record({
    remediation: fc.constantFrom(...ids),
    account: fc.constantFrom(...accounts),
    region: fc.constantFrom('eu-central-1', 'us-east-1'),
    name: fc.constantFrom('one', 'other', 'one-more'),
    tags: tagSets,
  })
  .map(({ name, ...subject }) => {
    const arn = `arn:aws:sagemaker:${subject.region}:${subject.account}:endpoint/${name}`;
    return { ...subject, resource: { type: 'AWS::SageMaker::Endpoint', id: name, arn } };
  });

/** Reading a policy takes far longer than asking it. */
const many = fc.array(subjects, { minLength: 5, maxLength: 15 });

const selectors = fc
  .record(
    {
      remediations: fc.constantFrom(['s3-*'], ['sagemaker-*'], ids),
      accounts: fc.subarray(accounts, { minLength: 1 }),
      regions: fc.constantFrom(['eu-*'], ['us-east-1'], ['?u-*', 'us-*']),
      tags: fc.dictionary(fc.constantFrom('env', 'team'), fc.constantFrom('a', 'b', '*', ['a', 'b']), { minKeys: 1 }),
      resources: fc.constantFrom(
        ['one'],
        ['one*'],
        ['o*r'],
        ['arn:aws:sagemaker:*:*:endpoint/one'],
        ['arn:*:endpoint/o*'],
      ),
    },
    { requiredKeys: [] },
  )
  .filter((value) => Object.keys(value).length > 0);

const settings = fc.record(
  {
    mode: fc.constantFrom(...modes),
    ownership: fc.constantFrom('act', 'report'),
    limits: fc.record(
      {
        'max-resources': fc.integer({ min: 1, max: 20 }),
        'max-resources-percent': fc.integer({ min: 1, max: 100 }),
        'max-attempts': fc.integer({ min: 1, max: 9 }),
        'max-age': fc.constantFrom('1h', '2d', 90),
      },
      { requiredKeys: [] },
    ),
    approvals: fc.record({ expires: fc.constantFrom('1h', '5d') }),
  },
  { requiredKeys: [] },
);

type Rule = Record<string, unknown>;
const rules = fc
  .array(fc.tuple(selectors, settings, fc.constantFrom(...modes)), { maxLength: 6 })
  .map((list): Rule[] =>
    list.map(([select, set, mode], index) => ({ mode, ...set, ...select, name: `rule ${index}` })),
  );

const protective = selectors.map((select) => ({ ...select, reason: 'because I say so' }));
const exempting = fc
  .tuple(protective, fc.constantFrom('2026-11-20', '2026-11-21', '2027-01-01'))
  .map(([entry, expires]) => ({ ...entry, owner: 'me', expires }));

const policies = fc.record({
  version: fc.constant(1),
  defaults: settings,
  remediations: fc.dictionary(fc.constantFrom(...ids), settings),
  rules,
  exemptions: fc.array(exempting, { maxLength: 2 }),
  protected: fc.array(protective, { maxLength: 2 }),
});

function parse(value: unknown): FilePolicy {
  return parsePolicy(value, { remediations: known });
}

/** Whether `one` lets nothing happen that `other` does not. */
function asCautious(one: Decision, other: Decision): boolean {
  const percent = ({ limits }: Decision): number => limits.maxResourcesPercent ?? Number.POSITIVE_INFINITY;
  return (
    modes.indexOf(one.mode) <= modes.indexOf(other.mode) &&
    one.limits.maxResources <= other.limits.maxResources &&
    one.limits.maxAttempts <= other.limits.maxAttempts &&
    one.limits.maxAge <= other.limits.maxAge &&
    percent(one) <= percent(other) &&
    one.approvalExpiry <= other.approvalExpiry &&
    (one.ownership === 'report' || other.ownership === 'act') &&
    (one.exemption !== undefined || other.exemption === undefined) &&
    (one.protection !== undefined || other.protection === undefined)
  );
}

describe('parsePolicy', () => {
  it('throws nothing but PolicyError, whatever the JSON', () => {
    fc.assert(
      fc.property(fc.jsonValue(), (value) => {
        try {
          parse(value);
        } catch (error) {
          expect(error).toBeInstanceOf(PolicyError);
        }
      }),
      { numRuns: 200 },
    );
  });

  it('throws nothing but PolicyError, whatever takes the place of a part of a valid policy', () => {
    const broken = fc
      .tuple(policies, fc.jsonValue(), fc.nat())
      .map(([policy, part, place]) => replaceOne(policy, part, place));
    fc.assert(
      fc.property(broken, subjects, (value, subject) => {
        try {
          parse(value).decide(subject, now);
        } catch (error) {
          expect(error).toBeInstanceOf(PolicyError);
        }
      }),
      { numRuns: 200 },
    );
  });

  it('takes every policy that is made of valid parts', () => {
    fc.assert(fc.property(policies, (value) => parse(value).digest.startsWith('sha256:')));
  });
});

describe('preparePolicy', () => {
  it('throws nothing but PolicyError, whatever the text', () => {
    const scraps = fc.constantFrom(
      'a',
      ':',
      ' ',
      '\n',
      '- ',
      '[',
      ']',
      '{',
      '}',
      '&a ',
      '*a',
      '!',
      '"',
      '#',
      '? ',
      '|',
      '%',
    );
    fc.assert(
      fc.property(
        fc.oneof(
          fc.string(),
          fc.array(scraps).map((parts) => parts.join('')),
        ),
        (text) => {
          try {
            preparePolicy(text);
          } catch (error) {
            expect(error).toBeInstanceOf(PolicyError);
          }
        },
      ),
      { numRuns: 2_000 },
    );
  });
});

describe('a decision', () => {
  it('is not loosened by one more exemption or protected resource', () => {
    fc.assert(
      fc.property(policies, exempting, protective, many, (value, exemption, protection, list) => {
        const before = parse(value);
        const more = { exemptions: [...value.exemptions, exemption], protected: [...value.protected, protection] };
        const after = parse({ ...value, ...more });
        return list.every((subject) => asCautious(after.decide(subject, now), before.decide(subject, now)));
      }),
    );
  });

  it('does not depend on the order of rules', () => {
    const reordered = policies.chain((value) =>
      fc.tuple(fc.constant(value), fc.shuffledSubarray(value.rules, all(value.rules))),
    );
    fc.assert(
      fc.property(reordered, many, ([value, shuffled], list) => {
        const [before, after] = [parse(value), parse({ ...value, rules: shuffled })];
        for (const subject of list) {
          const { modeEntry: _one, ...decided } = before.decide(subject, now);
          const { modeEntry: _other, ...again } = after.decide(subject, now);
          expect(again).toEqual(decided);
        }
      }),
    );
  });

  it('permits no more without the tags than with them, whatever they are', () => {
    fc.assert(
      fc.property(policies, many, (value, list) => {
        const policy = parse(value);
        return list.every((subject) => asCautious(policy.decide(untagged(subject), now), policy.decide(subject, now)));
      }),
      { numRuns: 200 },
    );
  });

  it('permits no more without the ARN than with it', () => {
    fc.assert(
      fc.property(policies, many, (value, list) => {
        const policy = parse(value);
        return list.every((subject) =>
          asCautious(policy.decide(withoutArn(subject), now), policy.decide(subject, now)),
        );
      }),
      { numRuns: 200 },
    );
  });

  it('names the entry that its mode is written in', () => {
    fc.assert(
      fc.property(policies, many, (value, list) => {
        const policy = parse(value);
        for (const subject of list) {
          const { mode, modeEntry } = policy.decide(subject, now);
          const [, index] = /^rules\[(\d+)\]/.exec(modeEntry.path) ?? [];
          const written: Readonly<Record<string, unknown>> = {
            'built-in default': 'report',
            defaults: value.defaults.mode,
            [`remediations.${subject.remediation}`]: value.remediations[subject.remediation]?.mode,
          };
          expect(index === undefined ? written[modeEntry.path] : value.rules[Number(index)]?.['mode']).toBe(mode);
        }
      }),
    );
  });

  it('keeps every subject from breaking it', () => {
    const text = fc.oneof(fc.string(), fc.constantFrom('__proto__', 'constructor', 'arn:', '*', 'arn:*'));
    const anything = fc.record({
      remediation: text,
      account: text,
      region: text,
      resource: fc.record({ type: text, id: text }),
      tags: fc.dictionary(text, text),
    });
    fc.assert(
      fc.property(policies, anything, (value, subject) => modes.includes(parse(value).decide(subject, now).mode)),
    );
  });
});

function all(list: readonly unknown[]): { minLength: number; maxLength: number } {
  return { minLength: list.length, maxLength: list.length };
}

/** A copy of the value in which one of its parts, counted from the innermost, is another. */
function replaceOne(value: unknown, part: unknown, place: number): unknown {
  function visit(each: (value: unknown) => unknown): unknown {
    return JSON.parse(JSON.stringify(value), (_key, member: unknown) => each(member));
  }
  let count = 0;
  visit((member) => {
    count += 1;
    return member;
  });
  let left = place % count;
  return visit((member) => {
    left -= 1;
    return left === -1 ? part : member;
  });
}
