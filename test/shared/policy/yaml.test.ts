import { describe, expect, it } from 'vitest';
import { lineFinder, pointer } from '../../../shared/policy/lines.ts';
import { parsePrepared } from '../../../shared/policy/parse.ts';
import { PolicyError } from '../../../shared/policy/problem.ts';
import { preparePolicy } from '../../../shared/policy/yaml.ts';
import { bucket, known, now, problemsOf } from './fixture.ts';

describe('preparePolicy', () => {
  it('gives the JSON, and the line of every value', () => {
    const text = `# a comment
version: 1
defaults:
  mode: off

rules:
  - name: one
    resources:
      - a
      - b
  - { name: two, tags: { a/b~c: x } }
`;

    const prepared = preparePolicy(text, 'own.yml');

    expect(prepared.file).toBe('own.yml');
    expect(prepared.policy).toEqual({
      version: 1,
      defaults: { mode: 'off' },
      rules: [
        { name: 'one', resources: ['a', 'b'] },
        { name: 'two', tags: { 'a/b~c': 'x' } },
      ],
    });
    expect(prepared.lines).toEqual({
      '': 2,
      '/version': 2,
      '/defaults': 3,
      '/defaults/mode': 4,
      '/rules': 6,
      '/rules/0': 7,
      '/rules/0/name': 7,
      '/rules/0/resources': 8,
      '/rules/0/resources/0': 9,
      '/rules/0/resources/1': 10,
      '/rules/1': 11,
      '/rules/1/name': 11,
      '/rules/1/tags': 11,
      '/rules/1/tags/a~1b~0c': 11,
    });
  });

  it('survives the way through JSON into a bundle', () => {
    const prepared = preparePolicy('version: 1\nremediations:\n  s3-bucket-public-access-blocked: { mode: enforce }\n');

    const policy = parsePrepared(JSON.parse(JSON.stringify(prepared)), known);

    expect(policy.decide(bucket, now).modeEntry).toEqual({
      path: 'remediations.s3-bucket-public-access-blocked',
      line: 3,
    });
  });

  it('reads YAML 1.2, where off and dates are texts', () => {
    expect(preparePolicy('a: off\nb: 2027-06-30\nc: yes\n').policy).toEqual({ a: 'off', b: '2027-06-30', c: 'yes' });
  });

  it('follows a few aliases', () => {
    expect(preparePolicy('a: &own [x]\nb: *own\n').policy).toEqual({ a: ['x'], b: ['x'] });
  });

  it('keeps __proto__ a key like others, for the checks to refuse', () => {
    const { policy, lines } = preparePolicy('__proto__: { mode: enforce }\n');

    expect(Object.keys(policy as object)).toEqual(['__proto__']);
    expect(({} as Record<string, unknown>)['mode']).toBeUndefined();
    expect(lineFinder(lines)(['__proto__', 'mode'])).toBe(1);
  });

  it.each([
    ['a key twice', 'version: 1\nversion: 1\n', 'unique', 2],
    ['a custom tag', 'version: 1\na: !run [rm]\n', 'Unresolved tag', 2],
    ['a tag of another program', 'a: !!js/function x\n', 'Unresolved tag', 1],
    ['two documents', 'version: 1\n---\nversion: 1\n', 'multiple documents', 2],
    ['a tab as indentation', 'a:\n\tb: 1\n', 'Tabs', 2],
    ['an open list', 'a: [1\n', 'Flow sequence', 2],
    ['an alias without an anchor', 'a: *nobody\n', 'Unresolved alias', undefined],
    ['a list as a key', 'b: 1\n? [a]\n: c\n', 'a key that is no text', 2],
    ['a key that is an alias', 'b: &own x\n*own : c\n', 'a key that is no text', 2],
    ['a number as a key', "'1': a\n1: b\n", 'a key that is no text', 2],
    ['no key at all', 'a: [{ : b }]\n', 'a key that is no text', 1],
  ])('refuses %s', (_what, text, message, line) => {
    const problems = problemsOf(() => preparePolicy(text));

    expect(problems[0]?.what).toContain(message);
    expect(problems[0]?.line).toBe(line);
  });

  it.each([
    ['aliases that multiply', `a: &a [x]\nb: &b [${'*a,'.repeat(12)}]\nc: [${'*b,'.repeat(12)}]\n`],
    ['a million characters', `# ${'x'.repeat(1_000_000)}`],
    ['twenty thousand levels', '['.repeat(20_000)],
  ])('refuses %s', (_what, text) => {
    expect(() => preparePolicy(text)).toThrow(PolicyError);
  });

  it.each([
    ['an alias within itself', 'version: 1\ndefaults: &a { limits: *a }\n'],
    ['bytes', 'version: 1\ndefaults: !!binary aGVsbG8=\n'],
    ['a thousand levels', `version: 1\ndefaults: ${'['.repeat(600)}${']'.repeat(600)}\n`],
    ['an empty file', ''],
    ['a text', 'report only, please'],
  ])('leaves %s to the checks, which refuse it', (_what, text) => {
    expect(() => parsePrepared(preparePolicy(text), known)).toThrow(PolicyError);
  });

  it('shows nothing of the file that acts on a terminal', () => {
    const [problem] = problemsOf(() => preparePolicy('a: !<\u001b[31m> b\n'));

    expect(problem?.what).not.toMatch(/\p{Cc}/u);
  });
});

describe('lineFinder', () => {
  it('gives for what is missing the line of what would hold it', () => {
    const lineOf = lineFinder({ '': 1, '/rules/0': 4 });

    expect(lineOf(['rules', 0, 'mode'])).toBe(4);
    expect(lineOf(['rules', 1, 'mode'])).toBe(1);
    expect(lineFinder({})(['rules'])).toBeUndefined();
  });

  it('confuses no two paths', () => {
    expect(pointer(['a/b'])).not.toBe(pointer(['a', 'b']));
    expect(pointer(['a~1b'])).not.toBe(pointer(['a/b']));
  });
});
