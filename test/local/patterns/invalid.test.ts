import { describe, expect, test } from 'vitest';
import { compilePattern, PatternError, patternSize } from '../../../local/patterns/compile.ts';

type Row = readonly [path: string, says: string, pattern: unknown];

function refusal(pattern: unknown): PatternError {
  try {
    compilePattern(pattern);
  } catch (error) {
    if (error instanceof PatternError) return error;
    throw error;
  }
  throw new Error('The pattern was accepted.');
}

function table(subject: string, rows: readonly Row[]): void {
  describe(`for ${subject}, the compiler`, () => {
    test.each(rows)('refuses, at "%s": %s', (path, says, pattern) => {
      const error = refusal(pattern);

      expect(error.path).toBe(path);
      expect(error.message).toContain(says);
      expect(error.message.startsWith(`${path === '' ? 'pattern' : path}: `)).toBe(true);
    });
  });
}

const x = (entry: unknown) => ({ detail: { x: [entry] } });

table('a pattern', [
  ['', 'must be an object of fields, not a list', [{ a: [1] }]],
  ['', 'not null', null],
  ['', 'not undefined', undefined],
  ['', 'not "{}"', '{}'],
  ['', 'not 1', 1],
  ['', 'is an empty object', {}],
  ['detail', 'is an empty object', { detail: {} }],
  ['source', 'must be a list of values or an object of fields, not "aws.s3"', { source: 'aws.s3' }],
  ['detail.open', 'not true', { detail: { open: true } }],
  ['detail.open', 'not null', { detail: { open: null } }],
  ['detail.open', 'not undefined', { detail: { open: undefined } }],
  ['source', 'is an empty list', { source: [] }],
  ['["a b"]', 'is an empty list', { 'a b': [] }],
  ['detail["a.b"].c', 'is an empty list', { detail: { 'a.b': { c: [] } } }],
  ['detail["\\u{7f}"]', 'is an empty list', { detail: { '\u007f': [] } }],
  [
    'a',
    'is one field more than 256',
    { ...Object.fromEntries(Array.from({ length: 256 }, (_, n) => [`f${n}`, [n]])), a: [1] },
  ],
  ['["a.b"]', 'is matched twice', { a: { b: [1] }, 'a.b': [2] }],
]);

table('a value list', [
  ['detail.x[0]', 'not a list', x([1])],
  ['detail.x[0]', 'not undefined', x(undefined)],
  ['detail.x[0]', 'not NaN', x(Number.NaN)],
  ['detail.x[0]', 'is an empty object', x({})],
  [
    'detail.requestParameters.bucketName[0]',
    '"regex" is no operator here. Allowed: prefix',
    { detail: { requestParameters: { bucketName: [{ regex: 'a' }] } } },
  ],
  ['detail.x[0]', '"PREFIX" is no operator', x({ PREFIX: 'a' })],
  ['detail.x[0]', '"__proto__" is no operator', x(JSON.parse('{"__proto__": 1}'))],
  ['detail.x[0]', '"toString" is no operator', x({ toString: 'a' })],
  ['detail.x[1]', 'has several operators ("prefix", "suffix")', { detail: { x: ['a', { prefix: 'a', suffix: 'b' }] } }],
]);

table('an operator on strings', [
  ['detail.x[0].prefix', 'must be a string, not 5', x({ prefix: 5 })],
  ['detail.x[0].prefix', 'must be a string, not a list', x({ prefix: ['a'] })],
  ['detail.x[0].prefix', '"suffix" is no operator here. Allowed: equals-ignore-case', x({ prefix: { suffix: 'a' } })],
  ['detail.x[0].prefix', 'has several operators', x({ prefix: { 'equals-ignore-case': 'a', b: 1 } })],
  [
    'detail.x[0].prefix.equals-ignore-case',
    'must be a string, not a list',
    x({ prefix: { 'equals-ignore-case': ['a'] } }),
  ],
  ['detail.x[0].suffix', 'must be a string, not null', x({ suffix: null })],
  ['detail.x[0].suffix.equals-ignore-case', 'must be a string, not 5', x({ suffix: { 'equals-ignore-case': 5 } })],
  ['detail.x[0].equals-ignore-case', 'must be a string, not a list', x({ 'equals-ignore-case': ['a'] })],
  ['detail.x[0].equals-ignore-case', 'must be a string, not an object', x({ 'equals-ignore-case': { prefix: 'a' } })],
  ['detail.x[0].wildcard', 'must be a string, not 123', x({ wildcard: 123 })],
  ['detail.x[0].wildcard', 'must be a string, not a list', x({ wildcard: ['*'] })],
  ['detail.x[0].wildcard', 'two wildcards in a row', x({ wildcard: 'a**b' })],
  ['detail.x[0].wildcard', 'a backslash before other than', x({ wildcard: 'a\\b' })],
  ['detail.x[0].wildcard', 'a backslash before other than', x({ wildcard: 'a\\' })],
]);

table('anything-but', [
  ['detail.x[0].anything-but', 'must be a string or a number, not null', x({ 'anything-but': null })],
  ['detail.x[0].anything-but', 'must be a string or a number, not true', x({ 'anything-but': true })],
  ['detail.x[0].anything-but', 'is an empty list', x({ 'anything-but': [] })],
  ['detail.x[0].anything-but[1]', 'can’t be mixed', x({ 'anything-but': ['a', 1] })],
  ['detail.x[0].anything-but[1]', 'can’t be mixed', x({ 'anything-but': [1, 'a'] })],
  ['detail.x[0].anything-but[1]', 'not null', x({ 'anything-but': ['a', null] })],
  ['detail.x[0].anything-but[0]', 'not a list', x({ 'anything-but': [['a']] })],
  ['detail.x[0].anything-but[0]', 'not an object', x({ 'anything-but': [{ wildcard: '*' }] })],
  ['detail.x[0].anything-but', 'between -5e9 and 5e9', x({ 'anything-but': 111122223333 })],
  ['detail.x[0].anything-but', 'is an empty object', x({ 'anything-but': {} })],
  [
    'detail.x[0].anything-but',
    '"numeric" is no operator here. Allowed: prefix, suffix',
    x({ 'anything-but': { numeric: ['=', 1] } }),
  ],
  ['detail.x[0].anything-but', '"anything-but" is no operator', x({ 'anything-but': { 'anything-but': 'a' } })],
  ['detail.x[0].anything-but', 'has several operators', x({ 'anything-but': { prefix: 'a', suffix: 'b' } })],
  ['detail.x[0].anything-but.prefix', 'must not be empty', x({ 'anything-but': { prefix: '' } })],
  ['detail.x[0].anything-but.suffix[1]', 'must not be empty', x({ 'anything-but': { suffix: ['a', ''] } })],
  ['detail.x[0].anything-but.prefix', 'is an empty list', x({ 'anything-but': { prefix: [] } })],
  ['detail.x[0].anything-but.prefix', 'must be a string, not 27', x({ 'anything-but': { prefix: 27 } })],
  [
    'detail.x[0].anything-but.prefix',
    'must be a string, not an object',
    x({ 'anything-but': { prefix: { 'equals-ignore-case': 'a' } } }),
  ],
  [
    'detail.x[0].anything-but.suffix',
    'must be a string, not an object',
    x({ 'anything-but': { suffix: { 'equals-ignore-case': 'a' } } }),
  ],
  [
    'detail.x[0].anything-but.equals-ignore-case[0]',
    'must be a string, not 1',
    x({ 'anything-but': { 'equals-ignore-case': [1] } }),
  ],
  ['detail.x[0].anything-but.wildcard[1]', 'two wildcards in a row', x({ 'anything-but': { wildcard: ['a*', '**'] } })],
]);

table('numeric', [
  ['detail.x[0].numeric', 'must be a list of one or two comparisons', x({ numeric: 5 })],
  ['detail.x[0].numeric', 'must be a list of one or two comparisons', x({ numeric: [] })],
  ['detail.x[0].numeric', 'must be a list of one or two comparisons', x({ numeric: ['>'] })],
  ['detail.x[0].numeric', 'must be a list of one or two comparisons', x({ numeric: ['>', 0, '<'] })],
  ['detail.x[0].numeric', 'must be a list of one or two comparisons', x({ numeric: ['>', 0, '<', 9, '=', 5] })],
  ['detail.x[0].numeric[0]', '5 is no comparison. Allowed: =, <, <=, >, >=', x({ numeric: [5, '>'] })],
  ['detail.x[0].numeric[0]', '"==" is no comparison', x({ numeric: ['==', 5] })],
  ['detail.x[0].numeric[0]', '"!=" is no comparison', x({ numeric: ['!=', 5] })],
  ['detail.x[0].numeric[2]', '"<>" is no comparison', x({ numeric: ['>', 5, '<>', 6] })],
  ['detail.x[0].numeric[1]', 'must be a number, not "5"', x({ numeric: ['>', '5'] })],
  ['detail.x[0].numeric[3]', 'must be a number, not null', x({ numeric: ['>', 5, '<', null] })],
  ['detail.x[0].numeric', 'lower bound first', x({ numeric: ['<', 5, '>', 1] })],
  ['detail.x[0].numeric', 'lower bound first', x({ numeric: ['>', 1, '>', 5] })],
  ['detail.x[0].numeric', 'lower bound first', x({ numeric: ['=', 1, '<', 5] })],
  ['detail.x[0].numeric', 'the range is empty: 5 must be less than 1', x({ numeric: ['>', 5, '<', 1] })],
  ['detail.x[0].numeric', 'the range is empty', x({ numeric: ['>=', 5, '<=', 5] })],
  ['detail.x[0].numeric[1]', 'between -5e9 and 5e9, not 5000000001', x({ numeric: ['<', 5000000001] })],
  ['detail.x[0].numeric[1]', 'between -5e9 and 5e9', x({ numeric: ['<', -5000000000.1] })],
  ['detail.x[0].numeric[1]', 'not Infinity', x({ numeric: ['<', Number.POSITIVE_INFINITY] })],
  ['detail.x[0].numeric[1]', 'six digits after the decimal point', x({ numeric: ['=', 0.1234567] })],
]);

table('cidr', [
  ['detail.x[0].cidr', 'must be a block', x({ cidr: ['10.0.0.0/8'] })],
  ['detail.x[0].cidr', '"10.0.0.1" is no block', x({ cidr: '10.0.0.1' })],
  ['detail.x[0].cidr', 'is no block', x({ cidr: '10.0.0.0/' })],
  ['detail.x[0].cidr', 'is no block', x({ cidr: '10.0.0.0/x' })],
  ['detail.x[0].cidr', 'is no block', x({ cidr: '10.0.0.0/-1' })],
  ['detail.x[0].cidr', 'is no block', x({ cidr: '10.0.0.0/8/8' })],
  ['detail.x[0].cidr', 'is no block', x({ cidr: '10.0.0/8' })],
  ['detail.x[0].cidr', 'is no block', x({ cidr: '300.0.0.0/8' })],
  ['detail.x[0].cidr', 'is no block', x({ cidr: 'example.com/8' })],
  ['detail.x[0].cidr', 'is no block', x({ cidr: '1::2::3/64' })],
  ['detail.x[0].cidr', 'is no block', x({ cidr: '::ffff:10.0.0.1/96' })],
  ['detail.x[0].cidr', '0 to 31, not 32. For one address, write the address', x({ cidr: '10.0.0.1/32' })],
  ['detail.x[0].cidr', '0 to 127, not 128', x({ cidr: '::1/128' })],
]);

table('exists', [
  ['detail.x[0].exists', 'must be true or false, not "true"', x({ exists: 'true' })],
  ['detail.x[0].exists', 'not null', x({ exists: null })],
  ['detail.x[0]', 'has several operators', x({ exists: true, prefix: 'a' })],
]);

const branches = (count: number) => Array.from({ length: count }, (_, n) => ({ [`f${n}`]: [n] }));

table('$or', [
  ['$or', 'must be a list of two or more objects', { $or: { a: [1] } }],
  ['$or', 'must be a list of two or more objects', { $or: [] }],
  ['$or', 'must be a list of two or more objects', { $or: [{ a: [1] }] }],
  ['$or[1]', 'must be an object of fields, not "a"', { $or: [{ a: [1] }, 'a'] }],
  ['$or[0]', 'is an empty object', { $or: [{}, { a: [1] }] }],
  ['detail.$or[1].b', 'is an empty list', { detail: { $or: [{ a: [1] }, { b: [] }] } }],
  ['$or[0].prefix', 'is a reserved word', { $or: [{ prefix: ['a'] }, { b: [1] }] }],
  ['$or[1].a.numeric', 'is a reserved word', { $or: [{ b: [1] }, { a: { numeric: ['=', 1] } }] }],
  ['$or[0].a', 'is matched twice', { a: [1], $or: [{ a: [2] }, { b: [1] }] }],
  ['a', 'is matched twice', { $or: [{ a: [2] }, { b: [1] }], a: [1] }],
  ['$or', 'makes 1001 combinations; EventBridge allows 1000', { $or: branches(1001) }],
  ['detail.$or', 'makes 1050 combinations', { $or: branches(30), detail: { $or: branches(35) } }],
  ['$or[0].$or', 'makes 1200 combinations', { $or: [{ $or: branches(600) }, { a: [1] }] }],
]);

describe('what is allowed to the last', () => {
  test('a thousand combinations', () => {
    const match = compilePattern({ $or: branches(40), detail: { $or: branches(25) } });

    expect(match({ f39: 39, detail: { f24: 24 } })).toBe(true);
    expect(match({ f39: 39, detail: { f24: 25 } })).toBe(false);
  });

  test('two hundred and fifty-six fields', () => {
    const fields = Array.from({ length: 256 }, (_, n) => [`f${n}`, n] as const);
    const match = compilePattern(Object.fromEntries(fields.map(([key, value]) => [key, [value]])));

    expect(match(Object.fromEntries(fields))).toBe(true);
  });

  test('reserved words outside $or', () => {
    expect(
      compilePattern({ prefix: ['a'], detail: { numeric: ['='] } })({ prefix: 'a', detail: { numeric: '=' } }),
    ).toBe(true);
  });
});

describe('a refusal', () => {
  test('of a pattern that is nested without end comes before the stack does', () => {
    let pattern: unknown = [1];
    for (let level = 0; level < 100_000; level += 1) pattern = { a: pattern };

    expect(refusal(pattern).message).toContain('more than 100 levels deep');
  });

  test('of a key with dots without end counts its steps', () => {
    expect(refusal({ ['.'.repeat(100_000)]: [1] }).message).toContain('more than 100 levels deep');
  });

  test('stays short and on one line, whatever the pattern holds', () => {
    const hostile = `\u001b[31m\n\u009b\u202e${'a'.repeat(100_000)}`;

    const messages = [
      refusal({ [hostile]: [] }),
      refusal(x({ [hostile]: 1 })),
      refusal(x({ wildcard: `${hostile}**` })),
    ];

    for (const { message } of messages) {
      expect(message.length).toBeLessThan(300);
      expect(message).not.toMatch(/[\p{Cc}\p{Cf}]/u);
    }
  });
});

describe('the size of a pattern', () => {
  test('counts the characters of its compact JSON', () => {
    expect(patternSize({ source: ['aws.s3'], detail: { a: [1, null] } })).toBe(
      '{"source":["aws.s3"],"detail":{"a":[1,null]}}'.length,
    );
  });

  test('is 0 for what JSON can’t say', () => {
    expect(patternSize(undefined)).toBe(0);
  });
});
