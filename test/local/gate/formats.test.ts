import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { json } from '../../../local/gate/json.ts';
import { escaped, junit } from '../../../local/gate/junit.ts';
import { readIgnored } from '../../../local/gate/ignore.ts';
import { sarif } from '../../../local/gate/sarif.ts';
import { readThreshold } from '../../../local/gate/threshold.ts';
import { judgeImage } from '../../../local/gate/verdict.ts';
import { image, read, start } from './world.ts';

const hostile = read({
  id: 'CVE-2026-00009"><script>&\u0000\u001B',
  title: ']]> <!-- \uFFFE',
  severity: 'CRITICAL',
  score: undefined,
  url: 'javascript:alert(1)',
  packages: [
    { name: '<a href="x">', version: "1'", fixed: undefined, manager: undefined, path: undefined },
    { name: '<a href="x">', version: "1'", fixed: undefined, manager: undefined, path: 'elsewhere' },
  ],
});
const findings = [
  read(),
  read({ id: 'CVE-2026-00002', severity: 'MEDIUM' }),
  read({ id: 'CVE-2026-00003', exploited: true }),
  hostile,
];
const verdict = judgeImage(
  image,
  findings,
  {
    failOn: 'high',
    threshold: readThreshold('high') ?? [],
    ignored: [readIgnored('CVE-2026-00003:<fine> & "so":2026-12-31')],
  },
  start,
);

interface Log {
  readonly version: string;
  readonly runs: readonly {
    readonly tool: { readonly driver: { readonly name: string; readonly rules: readonly { readonly id: string }[] } };
    readonly results: readonly {
      readonly ruleId: string;
      readonly ruleIndex: number;
      readonly level: string;
      readonly message: { readonly text: string };
      readonly locations: readonly {
        readonly physicalLocation: { readonly artifactLocation: { readonly uri: string } };
        readonly logicalLocations: readonly { readonly fullyQualifiedName: string }[];
      }[];
      readonly suppressions?: readonly { readonly justification: string }[];
    }[];
  }[];
}

describe('SARIF', () => {
  const log = JSON.parse([...sarif(verdict)].join('')) as Log;
  const [run] = log.runs;

  it('has a rule for each vulnerability, and results that point at theirs', () => {
    expect(log.version).toBe('2.1.0');
    expect(run?.results).toHaveLength(4);
    for (const { ruleId, ruleIndex } of run?.results ?? []) expect(run?.tool.driver.rules[ruleIndex]?.id).toBe(ruleId);
  });

  it('has levels by severity, and suppressions for what is ignored', () => {
    expect(run?.results.map(({ level }) => level)).toEqual(['error', 'warning', 'error', 'error']);
    expect(run?.results.map(({ suppressions }) => suppressions?.[0]?.justification)).toEqual([
      undefined,
      undefined,
      '<fine> & "so" (until 2026-12-31)',
      undefined,
    ]);
  });

  it('says where a vulnerability is, each package once, and what has it right', () => {
    const [first, , , last] = run?.results ?? [];

    expect(first?.message.text).toBe('CVE-2026-00001, HIGH in openssl 3.0.13 (fixed in 3.0.19).');
    expect(URL.canParse(`https://${first?.locations[0]?.physicalLocation.artifactLocation.uri ?? ' '}`)).toBe(true);
    expect(last?.locations[0]?.logicalLocations).toHaveLength(1);
  });

  it('has no control characters, and no link that is not one of the web', () => {
    const text = [...sarif(verdict)].join('');

    expect(text).not.toContain('javascript:');
    // JSON escapes them; here they were taken out before.
    expect(text).not.toMatch(/\\u00[01]/);
  });

  it('of a clean image has no results', () => {
    const judged = judgeImage(image, [], { failOn: 'low', threshold: [['low']], ignored: [] }, start);
    const clean = JSON.parse([...sarif(judged)].join('')) as Log;

    expect(clean.runs[0]).toMatchObject({ results: [], tool: { driver: { rules: [] } } });
  });
});

/** Reads the little XML that a verdict is; throws for what is not well-formed. */
function elements(xml: string): { readonly name: string; readonly attributes: Readonly<Record<string, string>> }[] {
  const open: string[] = [];
  const found: { name: string; attributes: Record<string, string> }[] = [];
  const body = xml.replace(/^<\?xml [^>]*\?>\n/, '');
  const rest = body.replaceAll(
    /<(\/?)([a-z-]+)((?: [a-z]+="[^"<>]*")*)(\/?)>/g,
    (_, close: string, name: string, attributes: string, empty: string) => {
      if (close === '/') {
        if (open.pop() !== name) throw new Error(`${name} closes nothing`);
        return '';
      }
      if (empty === '') open.push(name);
      const pairs = [...attributes.matchAll(/([a-z]+)="([^"]*)"/g)].map(([, key = '', value = '']) => [key, value]);
      found.push({ name, attributes: Object.fromEntries(pairs) as Record<string, string> });
      return '';
    },
  );
  if (open.length > 0) throw new Error(`${open.join(', ')} is left open`);
  if (/[<>]|&(?!(?:amp|lt|gt|quot|apos);)/.test(rest)) throw new Error('there is something between the elements');
  return found;
}

describe('JSON', () => {
  it('is the verdict, in pieces of one finding each', () => {
    const pieces = [...json(verdict)];

    expect(JSON.parse(pieces.join(''))).toEqual(JSON.parse(JSON.stringify(verdict)));
    expect(pieces).toHaveLength(verdict.findings.length + 2);
  });
});

describe('JUnit XML', () => {
  const found = elements([...junit(verdict)].join(''));
  const named = (name: string) => found.filter((element) => element.name === name);

  it('has a test case for each finding, and counts that are right', () => {
    expect(named('testcase')).toHaveLength(4);
    for (const name of ['testsuites', 'testsuite'])
      expect(named(name)[0]?.attributes).toMatchObject({ tests: '4', failures: '2', skipped: '1', errors: '0' });
    expect(named('failure')).toHaveLength(2);
    expect(named('skipped')[0]?.attributes['message']).toBe(
      'ignored until 2026-12-31: &lt;fine&gt; &amp; &quot;so&quot;',
    );
  });

  it('of a clean image has one that passes', () => {
    const clean = judgeImage(image, [], { failOn: 'low', threshold: [['low']], ignored: [] }, start);

    expect(elements([...junit(clean)].join('')).map(({ name }) => name)).toEqual([
      'testsuites',
      'testsuite',
      'testcase',
    ]);
  });

  it('is well-formed whatever a package is called', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'binary' }), (name) => {
        const one = read({ id: name, packages: [{ name, version: name, fixed: name, manager: name, path: name }] });
        const rules = { failOn: 'low', threshold: [['low'] as const], ignored: [] };
        const judged = judgeImage(image, [one], rules, start);
        const xml = [...junit(judged)].join('');

        expect(elements(xml).filter((element) => element.name === 'testcase')).toHaveLength(1);
        // JSON has no such trouble, as long as what is put around the findings is JSON, too.
        expect(JSON.parse([...json(judged)].join(''))).toEqual(JSON.parse(JSON.stringify(judged)));
        expect(JSON.parse([...sarif(judged)].join(''))).toMatchObject({ runs: [{ results: { length: 1 } }] });
        expect(escaped(name)).toMatch(/^[\u{20}-\u{D7FF}\u{E000}-\u{FFFD}\u{10000}-\u{10FFFF}]*$/u);
      }),
    );
  });
});
