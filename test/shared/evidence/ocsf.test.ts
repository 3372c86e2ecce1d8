import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { checkOcsf } from '../../../shared/evidence/ocsf-check.ts';
import { objects, remediationActivity } from '../../../shared/evidence/ocsf-schema.ts';
import type { Attribute, ObjectName, ObjectRules } from '../../../shared/evidence/ocsf-schema.ts';
import { toOcsf } from '../../../shared/evidence/ocsf.ts';
import type { OcsfEvent } from '../../../shared/evidence/ocsf.ts';
import { parseRecord } from '../../../shared/evidence/parse-record.ts';
import { remediations } from '../../kit/world.ts';
import { bytesOf, evidenceDocument, fullDocument } from '../../kit/evidence-records.ts';

const key = 'actions/2026-11-20/20261120T080122-5dff94afa3.json';

function eventOf(document: unknown): OcsfEvent {
  const record = parseRecord(bytesOf(document));
  if (record === undefined) throw new Error('no record');
  return toOcsf(record, key, '0.1.0');
}

const full = eventOf(fullDocument);

describe('an evidence record as an OCSF event', () => {
  it('says what was done to what, when, and how it ended', () => {
    expect(full).toMatchObject({
      class_uid: 7001,
      type_uid: 700_101,
      activity_name: 'Isolate',
      severity_id: 4,
      status_id: 4,
      status: 'Partial',
      status_detail: 'block: AccessDenied: no; guard mode; left as they are: block',
      time: Date.parse('2026-11-20T08:01:25.500Z'),
      duration: 3500,
      command_uid: '20261120T080122-5dff94afa3',
      metadata: { version: '1.3.0', product: { name: 'Redress', version: '0.1.0' }, profiles: ['cloud'] },
      cloud: { provider: 'AWS', region: 'eu-central-1', account: { uid: '111122223333' } },
      observables: [{ value: 'fraud-training-data' }, { value: 'arn:aws:s3:::fraud-training-data' }],
      remediation: {
        desc: 'Block public access',
        references: ['Security Hub S3.2', expect.any(String), expect.any(String)],
      },
      unmapped: {
        answered_by: 'arn:aws:sts::111122223333:assumed-role/MlPlatform/bob',
        evidence: key,
        calls: 'do S3.PutPublicAccessBlock: failed (R1)',
        outcome: 'failed',
      },
    });
    expect(checkOcsf(full)).toEqual([]);
  });

  it.each([
    [{ status: 'remediated' }, 1, 'Success'],
    [{ status: 'rolled-back' }, 2, 'Failure'],
    [{ status: 'rolled-back', rollsBack: 'x' }, 1, 'Success'],
    [{ status: 'failed', left: [] }, 6, 'Error'],
    [{ status: 'failed', left: [], restored: true }, 2, 'Failure'],
    [{ status: 'failed', left: ['block'] }, 4, 'Partial'],
    [{ status: 'gone' }, 3, 'Does Not Exist'],
    [{ status: 'reported', todo: ['Ask the owner'] }, 5, 'Unsupported'],
    [{ status: 'reported' }, 99, 'reported'],
    [{ status: 'refused' }, 99, 'refused'],
    [{ status: 'compliant' }, 99, 'compliant'],
    [{ status: 'awaiting-approval' }, 99, 'awaiting-approval'],
  ])('has the status of %j', (changes, id, status) => {
    expect(eventOf({ ...fullDocument, ...changes })).toMatchObject({ status_id: id, status });
  });

  it.each([
    ['s3-bucket-public-access-blocked', 'Isolate'],
    ['sagemaker-notebook-contained', 'Isolate'],
    ['bedrock-full-access-policy-detached', 'Isolate'],
    ['bedrock-api-key-long-term-inactive', 'Evict'],
    ['cloudtrail-trail-logging', 'Restore'],
    ['sagemaker-endpoint-encrypted', 'Harden'],
    ['sagemaker-job-traffic-encrypted', 'Harden'],
    ['sagemaker-resource-tagged', 'Harden'],
    ['iam-ai-role-not-admin', 'Harden'],
  ])('names the tactic of %s', (remediation, activity) => {
    const event = eventOf({ ...fullDocument, remediation });

    expect(event.activity_name).toBe(activity);
    expect(event.countermeasures[0]?.d3f_tactic.name).toBe(activity);
  });

  it('calls an undo a restoration', () => {
    expect(eventOf({ ...fullDocument, rollsBack: 'x' }).activity_name).toBe('Restore');
  });

  it.each(remediations)('is valid for $id', ({ id }) => {
    expect(checkOcsf(eventOf({ ...fullDocument, remediation: id }))).toEqual([]);
  });

  it('is valid whatever the record holds, and shows no control character', () => {
    fc.assert(
      fc.property(evidenceDocument, (document) => {
        const event = eventOf(document);
        expect(checkOcsf(event)).toEqual([]);
        expect(JSON.stringify(event)).not.toMatch(/[\p{Cc}\p{Cf}\p{Zl}\p{Zp}]/u);
        expect(event.time).toBe(Date.parse(document.endedAt));
      }),
      { numRuns: 300 },
    );
  });
});

describe('a record', () => {
  it.each([
    ['is no JSON', 'x'],
    ['is of another version', { ...fullDocument, version: 2 }],
    ['has an account that is a path', { ...fullDocument, account: '../../etc' }],
    ['has a Region that is a path', { ...fullDocument, region: 'eu-central-1/..' }],
    ['has a status of its own', { ...fullDocument, status: 'constructor' }],
    ['ends on a day that does not exist', { ...fullDocument, endedAt: '2026-02-30T00:00:00.000Z' }],
    ['is a list', []],
  ])('is none if it %s', (_, document) => {
    const bytes = typeof document === 'string' ? Buffer.from(document) : bytesOf(document);
    expect(parseRecord(bytes)).toBeUndefined();
  });

  it('is none or one, and never an error, whatever bytes it has', () => {
    fc.assert(
      fc.property(
        fc.oneof(
          fc.uint8Array(),
          fc.json().map((text) => Buffer.from(text)),
        ),
        (bytes) => {
          expect(() => parseRecord(bytes)).not.toThrow();
        },
      ),
    );
  });
});

/** Every attribute of the event that the rules know, with its path. */
function* attributesOf(
  value: Readonly<Record<string, unknown>>,
  { attributes }: ObjectRules,
  path: readonly (string | number)[] = [],
): Generator<{ readonly path: readonly (string | number)[]; readonly rule: Attribute }> {
  for (const [name, rule] of Object.entries(attributes)) {
    const member = value[name];
    if (member === undefined) continue;
    yield { path: [...path, name], rule };
    if (!Object.hasOwn(objects, rule.type)) continue;
    const items: readonly (readonly [readonly (string | number)[], unknown])[] = Array.isArray(member)
      ? member.map((item: unknown, index) => [[...path, name, index], item] as const)
      : [[[...path, name], member]];
    for (const [at, item] of items)
      yield* attributesOf(item as Readonly<Record<string, unknown>>, objects[rule.type as ObjectName], at);
  }
}

const all = [...attributesOf(full as unknown as Readonly<Record<string, unknown>>, remediationActivity)];
const shown = (path: readonly (string | number)[]): string =>
  path.reduce<string>(
    (text, part) => (typeof part === 'number' ? `${text}[${part}]` : text === '' ? part : `${text}.${part}`),
    '',
  );

/** A copy of the full event with one value changed, or taken away. */
function broken(path: readonly (string | number)[], change: unknown): unknown {
  const copy = structuredClone(full) as unknown as Record<string | number, unknown>;
  const parent = path.slice(0, -1).reduce<Record<string | number, unknown>>((at, part) => at[part] as never, copy);
  const last = path.at(-1) ?? '';
  if (change === undefined) delete parent[last];
  else parent[last] = change;
  return copy;
}

const problemsAt = (event: unknown): string[] => checkOcsf(event).map(({ path }) => path);

describe('the rules of class 7001 at 1.3.0', () => {
  it('ask for what the class requires', () => {
    const required = Object.entries(remediationActivity.attributes)
      .filter(([, { requirement }]) => requirement === 'required')
      .map(([name]) => name);

    expect(required.toSorted()).toEqual([
      'activity_id',
      'category_uid',
      'class_uid',
      'cloud',
      'command_uid',
      'metadata',
      'severity_id',
      'time',
      'type_uid',
    ]);
    expect(all.length).toBeGreaterThan(50);
  });

  it.each(all.filter(({ rule }) => rule.requirement === 'required').map(({ path }) => [shown(path), path] as const))(
    'refuse an event without %s',
    (name, path) => {
      expect(problemsAt(broken(path, undefined))).toContain(name);
    },
  );

  it.each(all.map(({ path, rule }) => [shown(path), path, rule] as const))(
    'refuse another type of %s',
    (name, path, rule) => {
      const scalars = ['string_t', 'url_t'].includes(rule.type) ? [1, true, null, [], {}] : ['1', true, null, [[]]];
      for (const wrong of rule.array === true ? ['x', {}, 1, null] : scalars)
        expect(problemsAt(broken(path, wrong)).some((at) => at === name || at.startsWith(`${name}[`))).toBe(true);
    },
  );

  it.each(
    all.filter(({ rule }) => rule.enum !== undefined).map(({ path, rule }) => [shown(path), path, rule] as const),
  )('refuse a value of %s that is none, and another name for one', (name, path, rule) => {
    for (const wrong of [98, -1, 1.5]) expect(problemsAt(broken(path, wrong))).toContain(name);
    const caption = [...path.slice(0, -1), rule.caption ?? ''];
    expect(problemsAt(broken(caption, 'Something else'))).toContain(shown(caption));
  });

  it.each(
    all
      .filter(({ rule }) => Object.hasOwn(objects, rule.type))
      .map(({ path, rule }) => [shown(path), path, rule] as const),
  )('refuse an attribute of %s that it has not', (name, path, rule) => {
    const at = rule.array === true ? [...path, 0] : path;
    expect(problemsAt(broken([...at, 'severity_level'], 1))).toContain(`${shown(at)}.severity_level`);
    expect(name).not.toBe('');
  });

  it.each([
    ['a type that is not class and activity', ['type_uid'], 700_104, 'type_uid'],
    ['an activity of a later version', ['activity_id'], 5, 'activity_id'],
    ['another version', ['metadata', 'version'], '1.8.0', 'metadata.version'],
    ['the attribute cloud without its profile', ['metadata', 'profiles'], [], 'metadata.profiles'],
    ['a text of more than 65,535 bytes', ['message'], 'ü'.repeat(40_000), 'message'],
    ['half a character', ['message'], '\ud800', 'message'],
    ['a time before 1970', ['time'], -1, 'time'],
    ['a time with a fraction', ['time'], 0.5, 'time'],
    ['an offset of no time zone', ['timezone_offset'], 1081, 'timezone_offset'],
    ['a number that is too large', ['timezone_offset'], 2 ** 31, 'timezone_offset'],
    [
      'a URL that is none',
      ['countermeasures', 0, 'd3f_tactic', 'src_url'],
      'x',
      'countermeasures[0].d3f_tactic.src_url',
    ],
    ['a countermeasure without tactic and technique', ['countermeasures', 0], {}, 'countermeasures[0]'],
    ['an account without name and id', ['cloud', 'account'], { type_id: 10 }, 'cloud.account'],
    ['an object whose rules are not written down', ['scan'], {}, 'scan'],
    ['Other without a word for it', ['status'], '', 'status'],
    ['an attribute by way of the prototype', ['constructor'], 1, 'constructor'],
  ])('refuse %s', (what, path, value, at) => {
    const event = broken(path, value) as Record<string, unknown>;
    if (what.startsWith('Other')) event['status_id'] = 99;

    expect(problemsAt(event)).toContain(at);
  });

  it('refuse what is no object', () => {
    for (const event of [undefined, null, 'x', 1, []]) expect(problemsAt(event)).toEqual(['']);
  });
});
