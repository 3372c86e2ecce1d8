import * as fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { compilePattern, PatternError } from '../../../local/patterns/compile.ts';

type Json = string | number | boolean | null | Json[] | { [key: string]: Json };
type JsonObject = { [key: string]: Json };

const many = { numRuns: 2000 };
const fuzz = { numRuns: 10_000 };

function field(list: readonly unknown[]): (value: unknown) => boolean {
  const match = compilePattern({ x: list });
  return (value) => match({ x: value });
}

const scalar = fc.oneof(
  fc.string(),
  fc.double({ noNaN: true, noDefaultInfinity: true }),
  fc.boolean(),
  fc.constant(null),
);
const plainKey = fc.string({ minLength: 1 }).filter((key) => key !== '$or' && !key.includes('.'));

/** Objects of objects of plain values, as deep as `depth`. */
function nested(depth: number): fc.Arbitrary<JsonObject> {
  const value: fc.Arbitrary<Json> = depth === 0 ? scalar : fc.oneof(scalar, nested(depth - 1));
  return fc.dictionary(plainKey, value, { minKeys: 1, maxKeys: 4 });
}

function patternFrom(event: JsonObject): JsonObject {
  const fields = Object.entries(event).map(([key, value]) => {
    const inner = value !== null && typeof value === 'object' && !Array.isArray(value) ? patternFrom(value) : [value];
    return [key, inner] as const;
  });
  return Object.fromEntries(fields);
}

function leafPaths(event: JsonObject, path: readonly string[] = []): (readonly string[])[] {
  return Object.entries(event).flatMap(([key, value]) =>
    value !== null && typeof value === 'object' && !Array.isArray(value)
      ? leafPaths(value, [...path, key])
      : [[...path, key]],
  );
}

function withLeaf(event: JsonObject, [key = '', ...rest]: readonly string[], value: Json): JsonObject {
  const inner = rest.length === 0 ? value : withLeaf(event[key] as JsonObject, rest, value);
  return Object.fromEntries([...Object.entries(event).filter(([other]) => other !== key), [key, inner]]);
}

describe('a pattern made of an event', () => {
  test('matches the event', () => {
    fc.assert(fc.property(nested(3), (event) => compilePattern(patternFrom(event))(event)));
  });

  test('matches the event with more in it', () => {
    fc.assert(
      fc.property(nested(2), fc.jsonValue(), (event, extra) =>
        compilePattern(patternFrom(event))({ ...event, 'a.field.more': extra as Json }),
      ),
    );
  });

  test('does not match once a value is another', () => {
    fc.assert(
      fc.property(nested(3), fc.nat(), scalar, (event, choice, value) => {
        const paths = leafPaths(event);
        const path = paths[choice % paths.length]!;
        const changed = withLeaf(event, path, value);
        fc.pre(JSON.stringify(patternFrom(changed)) !== JSON.stringify(patternFrom(event)));
        fc.pre(!field([path.reduce<Json>((at, key) => (at as JsonObject)[key]!, event)])(value));

        expect(compilePattern(patternFrom(event))(changed)).toBe(false);
      }),
    );
  });

  test('does not mind the order of keys', () => {
    fc.assert(
      fc.property(nested(2), (event) => {
        const reversed = Object.fromEntries(Object.entries(event).toReversed());

        expect(compilePattern(patternFrom(reversed))(event)).toBe(true);
        expect(compilePattern(patternFrom(event))(reversed)).toBe(true);
      }),
    );
  });
});

describe('anything-but is the complement on a value that is there', () => {
  const text = fc.string().filter((value) => !/[.:]/.test(value)); // address literals compare as addresses
  const number = fc.integer({ min: -5e9, max: 5e9 });
  const mostlyListed = <T>(values: readonly T[]) => fc.oneof(fc.constantFrom(...values), scalar);

  test('of strings', () => {
    const cases = fc.array(text, { minLength: 1 }).chain((list) => fc.tuple(fc.constant(list), mostlyListed(list)));
    fc.assert(fc.property(cases, ([list, value]) => field([{ 'anything-but': list }])(value) !== field(list)(value)));
  });

  test('of numbers', () => {
    const cases = fc.array(number, { minLength: 1 }).chain((list) => fc.tuple(fc.constant(list), mostlyListed(list)));
    fc.assert(fc.property(cases, ([list, value]) => field([{ 'anything-but': list }])(value) !== field(list)(value)));
  });

  test('of operators', () => {
    const short = fc.string({ unit: fc.constantFrom('a', 'B', 'b'), maxLength: 4 });
    const operator = fc.constantFrom('prefix', 'suffix', 'equals-ignore-case', 'wildcard');
    const operands = fc.array(
      short.filter((value) => value !== ''),
      { minLength: 1, maxLength: 3 },
    );
    fc.assert(
      fc.property(operator, operands, fc.oneof(short, scalar), (name, list, value) => {
        const one = list.map((operand) => ({ [name]: operand }));
        expect(field([{ 'anything-but': { [name]: list } }])(value)).toBe(!field(one)(value));
      }),
      many,
    );
  });
});

describe('strings', () => {
  const unit = fc.constantFrom('a', 'b', 'A', 'B', '*', '\\');
  const text = fc.string({ unit, maxLength: 8 });

  test('a wildcard matches what its literals, split by any text, make up', () => {
    const inner = fc.array(fc.string({ unit, minLength: 1, maxLength: 2 }), { maxLength: 3 });
    const ends = fc.string({ unit, maxLength: 2 });
    const literals = fc.tuple(ends, inner, ends).map(([head, middle, tail]) => [head, ...middle, tail]);
    fc.assert(
      fc.property(literals, text, (parts, value) => {
        const expression = parts.map((part) => part.replaceAll(/[*\\]/g, '\\$&')).join('*');
        const reference = new RegExp(`^${parts.map((part) => part.replaceAll(/[*\\]/g, '\\$&')).join('[^]*')}$`);

        expect(field([{ wildcard: expression }])(value)).toBe(reference.test(value));
      }),
      many,
    );
  });

  test('a wildcard matches every text that is made to fit', () => {
    fc.assert(
      fc.property(fc.array(fc.string({ minLength: 1 }), { minLength: 2 }), fc.array(fc.string()), (parts, gaps) => {
        const expression = parts.map((part) => part.replaceAll(/[*\\]/g, '\\$&')).join('*');
        const value = parts.map((part, index) => `${index === 0 ? '' : (gaps[index] ?? '')}${part}`).join('');

        expect(field([{ wildcard: expression }])(value)).toBe(true);
      }),
    );
  });

  test('prefix and suffix are mirror images', () => {
    const reversed = (value: string) => value.split('').toReversed().join('');
    fc.assert(
      fc.property(text, text, (affix, value) => {
        expect(field([{ prefix: affix }])(value)).toBe(field([{ suffix: reversed(affix) }])(reversed(value)));
        expect(field([{ prefix: affix }])(value)).toBe(value.slice(0, affix.length) === affix);
      }),
    );
  });

  test('ignoring case compares ASCII as lower case', () => {
    fc.assert(
      fc.property(text, text, (operand, value) => {
        const [a, b] = [operand.toLowerCase(), value.toLowerCase()];
        expect(field([{ 'equals-ignore-case': operand }])(value)).toBe(a === b);
        expect(field([{ prefix: { 'equals-ignore-case': operand } }])(value)).toBe(b.startsWith(a));
        expect(field([{ suffix: { 'equals-ignore-case': operand } }])(value)).toBe(b.endsWith(a));
      }),
      many,
    );
  });
});

describe('numbers', () => {
  const millionths = fc.integer({ min: -20_000_000, max: 20_000_000 }).map((value) => value / 1_000_000);
  const half = fc.integer({ min: -20, max: 20 }).map((value) => value / 2);

  test('a range holds what lies between its bounds', () => {
    const bounds = fc.uniqueArray(fc.oneof(half, millionths), { minLength: 2, maxLength: 2 });
    fc.assert(
      fc.property(bounds, fc.constantFrom('>', '>='), fc.constantFrom('<', '<='), half, (pair, above, below, value) => {
        const [low = 0, high = 0] = pair.toSorted((a, b) => a - b);
        const inside = field([{ numeric: [above, low, below, high] }])(value);

        expect(inside).toBe(field([{ numeric: [above, low] }])(value) && field([{ numeric: [below, high] }])(value));
        expect(inside).toBe(
          (value > low || (above === '>=' && value === low)) && (value < high || (below === '<=' && value === high)),
        );
      }),
      many,
    );
  });
});

describe('addresses', () => {
  const bits = (value: number, width: number) => value.toString(2).padStart(width, '0');

  test('an IPv4 block holds the addresses that begin with its bits', () => {
    const octets = fc.array(fc.nat(255), { minLength: 4, maxLength: 4 });
    const near = octets.chain((base) =>
      fc.tuple(fc.constant(base), fc.nat(31), fc.nat(3), fc.nat(255)).map(([network, prefix, at, octet]) => {
        return { network, prefix, address: network.with(at, octet) };
      }),
    );
    fc.assert(
      fc.property(near, ({ network, prefix, address }) => {
        const text = (list: readonly number[]) =>
          list
            .map((octet) => bits(octet, 8))
            .join('')
            .slice(0, prefix);

        expect(field([{ cidr: `${network.join('.')}/${prefix}` }])(address.join('.'))).toBe(
          text(network) === text(address),
        );
      }),
      many,
    );
  });

  test('an IPv6 block holds the addresses that begin with its bits, however they are written', () => {
    const groups = fc.array(fc.oneof(fc.constant(0), fc.nat(0xffff)), { minLength: 8, maxLength: 8 });
    const spelled = (list: readonly number[]) => list.map((group) => group.toString(16)).join(':');
    const short = (list: readonly number[]) => spelled(list).replace(/(?:^|:)0(?::0)+(?::|$)/, '::');
    fc.assert(
      fc.property(groups, fc.nat(127), fc.nat(7), fc.nat(0xffff), (network, prefix, at, group) => {
        fc.pre(network[0] !== 0 && at !== 0); // not an IPv4 address in IPv6 clothes
        const address = network.with(at, group);
        const text = (list: readonly number[]) =>
          list
            .map((value) => bits(value, 16))
            .join('')
            .slice(0, prefix);
        const match = field([{ cidr: `${short(network)}/${prefix}` }]);

        expect(match(short(address))).toBe(text(network) === text(address));
        expect(match(spelled(address).toUpperCase())).toBe(text(network) === text(address));
        expect(field([short(address)])(spelled(address))).toBe(true);
      }),
      many,
    );
  });
});

/** Anything that is shaped like a pattern, mostly wrong somewhere. */
const operand = fc.oneof(
  fc.jsonValue({ maxDepth: 2 }),
  fc.string(),
  fc.array(fc.oneof(fc.string(), fc.integer(), fc.constant(null)), { maxLength: 3 }),
  fc.array(fc.oneof(fc.constantFrom('=', '<', '<=', '>', '>='), fc.integer({ min: -9, max: 9 })), { maxLength: 5 }),
  fc.tuple(fc.oneof(fc.ipV4(), fc.ipV6()), fc.integer({ min: -1, max: 130 })).map(([ip, length]) => `${ip}/${length}`),
  fc.boolean(),
);
const operatorName = fc.constantFrom(
  'prefix',
  'suffix',
  'equals-ignore-case',
  'wildcard',
  'anything-but',
  'numeric',
  'cidr',
  'exists',
  'exactly',
);
const operator = fc.oneof(
  fc.dictionary(operatorName, operand, { minKeys: 1, maxKeys: 1 }),
  fc.dictionary(operatorName, fc.dictionary(operatorName, operand, { maxKeys: 2 }), { minKeys: 1, maxKeys: 2 }),
);
const key = fc.oneof(
  fc.constantFrom('a', 'b', 'c', 'a.b', '$or', '__proto__', 'constructor', 'prefix', ''),
  fc.string(),
);
const { anyPattern } = fc.letrec<{ anyPattern: Json }>((tie) => ({
  anyPattern: fc.oneof(
    { maxDepth: 4 },
    fc.array(fc.oneof(scalar, operator), { minLength: 1, maxLength: 3 }) as fc.Arbitrary<Json>,
    fc.dictionary(key, tie('anyPattern'), { minKeys: 1, maxKeys: 3, noNullPrototype: true }),
    fc.array(tie('anyPattern'), { maxLength: 3 }),
    fc.jsonValue({ maxDepth: 1 }) as fc.Arbitrary<Json>,
  ),
}));
const wrapped = fc.dictionary(key, anyPattern, { minKeys: 1, maxKeys: 3 });

describe('hostile input', { timeout: 60_000 }, () => {
  test.each([
    ['any JSON', fc.jsonValue()],
    ['what looks like a pattern', wrapped],
  ])('compiling %s gives a matcher or a PatternError, and the matcher an answer to any JSON', (_title, patterns) => {
    fc.assert(
      fc.property(patterns, fc.jsonValue(), (pattern, event) => {
        try {
          const match = compilePattern(pattern);
          expect(match(event)).toBeTypeOf('boolean');
          expect(match({ a: event, b: event, $or: event, 'a.b': event })).toBeTypeOf('boolean');
        } catch (error) {
          expect(error).toBeInstanceOf(PatternError);
          expect((error as PatternError).message).not.toMatch(/\p{Cc}/u);
        }
      }),
      fuzz,
    );
  });

  test('lists in lists without end are no match and no harm', () => {
    let list: unknown = [1];
    for (let level = 0; level < 200_000; level += 1) list = [list];

    expect(compilePattern({ a: [1], b: [2], c: [{ exists: false }] })({ a: list, b: list })).toBe(false);
    expect(compilePattern({ a: [1] })({ a: list })).toBe(true);
  });

  test('texts of a million characters are compared once', () => {
    const text = 'a'.repeat(1_000_000);
    const value = field([
      { wildcard: `*${'a*b'.repeat(50)}*` },
      { 'equals-ignore-case': 'A' },
      { cidr: '10.0.0.0/8' },
      '::1',
    ]);

    expect(value(text)).toBe(false);
    expect(value(`10.${text}`)).toBe(false);
  });

  test('two long lists cost the sum of their lengths, not the product', () => {
    const length = 2000;
    let reads = 0;
    const element = (name: string, value: number) => ({
      get [name]() {
        reads += 1;
        return value;
      },
    });
    const list = (name: string, value: number) => Array.from({ length }, () => element(name, value));
    const pattern = { p: { a: [1] }, q: { b: [1], c: [1] } };

    const matched = compilePattern(pattern)({ p: list('a', 1), q: [...list('b', 1), ...list('c', 1)] });

    expect(matched).toBe(false);
    expect(reads).toBeLessThan(10 * length);
  });
});
