import { isDeepStrictEqual } from 'node:util';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { at, canonical, toJson } from '../../shared/json.ts';

/** Keys that meet what objects inherit, next to any others. */
const key = fc.oneof(fc.string(), fc.constantFrom('__proto__', 'constructor', 'toString', 'length', '0'));

const json = fc.letrec<{ value: unknown; list: unknown[]; object: object }>((tie) => ({
  value: fc.oneof(
    { depthSize: 'small' },
    fc.constantFrom(null, true, false, '', 0, -0),
    fc.string({ unit: 'binary' }),
    fc.double({ noDefaultInfinity: true, noNaN: true }),
    tie('list'),
    tie('object'),
  ),
  list: fc.array(tie('value'), { maxLength: 4 }),
  object: fc
    .array(fc.tuple(key, tie('value')), { maxLength: 5 })
    .map((entries) => Object.fromEntries(entries) as object),
})).value;

/** The same value with the keys of all objects written in another order. */
function shuffled(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(shuffled);
  if (value === null || typeof value !== 'object') return value;
  const entries = Object.entries(value).map(([name, member]) => [name, shuffled(member)] as const);
  return Object.fromEntries(entries.toReversed());
}

describe('the canonical text', () => {
  it('is the same in whatever order keys were written', () => {
    fc.assert(
      fc.property(json, (value) => {
        expect(canonical(shuffled(value))).toBe(canonical(value));
      }),
    );
  });

  it('reads as the value that it was made of', () => {
    fc.assert(
      fc.property(json, (value) => {
        expect(JSON.parse(canonical(value))).toEqual(toJson(value));
      }),
    );
  });

  it('is another one for another value', () => {
    fc.assert(
      fc.property(json, json, (a, b) => {
        expect(canonical(a) === canonical(b)).toBe(isDeepStrictEqual(toJson(a), toJson(b)));
      }),
    );
  });

  it.each([
    ['members that are undefined are left out', { b: undefined, a: 1 }, '{"a":1}'],
    ['holes and undefined items of lists are null', [undefined, 1], '[null,1]'],
    ['undefined alone is null', undefined, 'null'],
    ['what JSON has no numbers for is null', { a: Number.NaN, b: Number.POSITIVE_INFINITY }, '{"a":null,"b":null}'],
    [
      'keys are sorted at every depth',
      { b: { d: 1, c: 2 }, a: [{ f: 3, e: 4 }] },
      '{"a":[{"e":4,"f":3}],"b":{"c":2,"d":1}}',
    ],
    ['text is escaped as JSON does it', { '"\n': '\u{1F600}\ud800' }, String.raw`{"\"\n":"😀\ud800"}`],
    ['a time is its ISO 8601 text', { at: new Date('2026-11-20T10:00:00Z') }, '{"at":"2026-11-20T10:00:00.000Z"}'],
  ])('%s', (_, value, text) => {
    expect(canonical(value)).toBe(text);
  });

  it('keeps a member called __proto__ as any other, and changes no prototype', () => {
    const hostile: unknown = JSON.parse('{"__proto__":{"polluted":true},"a":1}');

    expect(canonical(hostile)).toBe('{"__proto__":{"polluted":true},"a":1}');
    const copy = toJson(hostile);
    expect(Object.getPrototypeOf(copy)).toBe(Object.prototype);
    expect(Object.keys(copy as object)).toEqual(['__proto__', 'a']);
    expect(({} as { polluted?: unknown }).polluted).toBeUndefined();
  });
});

describe('a path into a value', () => {
  const value = { Endpoint: { Status: 'InService' }, Items: [{ Name: 'first' }], Empty: null, Off: false };

  it.each([
    ['Endpoint.Status', 'InService'],
    ['Items.0.Name', 'first'],
    ['Empty', null],
    ['Off', false],
  ])('%s leads to what is there', (path, found) => {
    expect(at(value, path)).toBe(found);
  });

  it.each(['Endpoint.Name', 'Items.1.Name', 'Empty.Name', 'Off.Name', 'Endpoint.Status.length', ''])(
    '%j that ends early leads to undefined',
    (path) => {
      expect(at(value, path)).toBeUndefined();
    },
  );

  it.each(['constructor', '__proto__', 'toString.name', 'Items.map', 'Endpoint.__proto__.toString'])(
    '%s does not lead to what objects inherit',
    (path) => {
      expect(at(value, path)).toBeUndefined();
    },
  );

  it('never throws, wherever it starts', () => {
    fc.assert(
      fc.property(fc.anything(), fc.string(), (start, path) => {
        at(start, path);
      }),
    );
  });
});

describe('a copy as JSON', () => {
  it('has no part in common with its original', () => {
    const original = { list: [{ a: 1 }] };
    const copy = toJson(original) as { list: { a: number }[] };

    copy.list[0] = { a: 2 };

    expect(original).toEqual({ list: [{ a: 1 }] });
  });

  it('is null where there was nothing', () => {
    expect(toJson(undefined)).toBeNull();
  });

  it('is what a text in JSON would be read as, whatever the value', () => {
    const anything = fc.anything({
      withDate: true,
      withNullPrototype: true,
      withSparseArray: true,
      withBoxedValues: true,
      key,
    });
    fc.assert(
      fc.property(anything, (value) => {
        expect(isDeepStrictEqual(toJson(value), JSON.parse(JSON.stringify([value]).slice(1, -1)))).toBe(true);
      }),
      { numRuns: 1000 },
    );
  });

  it.each<[string, unknown, unknown]>([
    ['functions and symbols', { f: () => 1, s: Symbol('s'), list: [() => 1] }, { list: [null] }],
    ['what says for itself what it is', { toJSON: () => ({ a: new Date(0) }) }, { a: '1970-01-01T00:00:00.000Z' }],
    ['what says that it is nothing', { a: { toJSON: () => undefined }, b: 1 }, { b: 1 }],
    ['a time that is none', [new Date(Number.NaN)], [null]],
    ['bytes', new Uint8Array([7]), { 0: 7 }],
    ['-0', [-0], [0]],
  ])('takes %s as JSON does', (_, value, copy) => {
    expect(toJson(value)).toStrictEqual(copy);
  });

  it.each([10n, { a: 10n }])("can't be made of a big integer", (value) => {
    expect(() => toJson(value)).toThrow(TypeError);
  });

  it('survives a second copy unchanged', () => {
    fc.assert(
      fc.property(json, (value) => {
        expect(toJson(toJson(value))).toEqual(toJson(value));
      }),
    );
  });
});
