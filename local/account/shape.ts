/**
 * The shapes of AWS's APIs, as the SDK's clients export them: static arrays, `CreateEndpointInput$` for
 * instance, in which a name is a string, a number is 1, and so on. This file reads them into unions that
 * the rest of the local account can switch over. The arrays' format is `@smithy/core`'s own
 * (`@smithy/types` calls it `StaticSchema`); it carries required members, but no patterns, lengths or enums.
 */
export type Shape =
  | { readonly kind: 'string' | 'number' | 'boolean' | 'time' | 'blob' | 'bigint' | 'document' | 'unit' }
  | { readonly kind: 'list'; readonly item: unknown }
  | { readonly kind: 'map'; readonly value: unknown }
  | {
      readonly kind: 'structure' | 'union';
      readonly name: string;
      readonly members: readonly string[];
      readonly schemas: readonly unknown[];
      /** So many of the first members are required. */
      readonly required: number;
    };

const simpleKinds: ReadonlyMap<number, 'string' | 'number' | 'boolean' | 'time' | 'blob' | 'bigint' | 'document'> =
  new Map([
    [0, 'string'],
    [1, 'number'],
    [2, 'boolean'],
    [4, 'time'],
    [5, 'time'],
    [6, 'time'],
    [7, 'time'],
    [15, 'document'],
    [17, 'bigint'],
    [19, 'number'], // big decimals
    [21, 'blob'],
    [42, 'blob'],
  ]);

/** Reads a schema reference: a schema, a function that gives one, or a pair of one and a member's traits. */
export function shapeOf(reference: unknown): Shape {
  let schema = reference;
  for (;;) {
    if (typeof schema === 'function') schema = (schema as () => unknown)();
    else if (Array.isArray(schema) && schema.length === 2) schema = schema[0];
    else if (Array.isArray(schema) && schema[0] === 0) schema = schema[4];
    else break;
  }
  if (schema === 'unit') return { kind: 'unit' };
  if (typeof schema === 'number') return simpleShape(schema);
  if (Array.isArray(schema)) return composedShape(schema);
  throw new TypeError(`not an SDK schema: ${String(schema)}`);
}

function simpleShape(code: number): Shape {
  if (code >= 128) return { kind: 'map', value: code - 128 };
  if (code >= 64) return { kind: 'list', item: code - 64 };
  const kind = simpleKinds.get(code);
  if (kind === undefined) throw new TypeError(`unknown schema code ${code}`);
  return { kind };
}

function composedShape(schema: readonly unknown[]): Shape {
  const [kind, , name, , fourth, fifth, sixth] = schema;
  switch (kind) {
    case 1:
      return { kind: 'list', item: fourth };
    case 2:
      return { kind: 'map', value: fifth };
    case 3:
    case 4:
    case -3:
      return {
        kind: kind === 4 ? 'union' : 'structure',
        name: String(name),
        members: fourth as readonly string[],
        schemas: fifth as readonly unknown[],
        required: typeof sixth === 'number' ? sixth : 0,
      };
    default:
      throw new TypeError(`unknown schema kind ${String(kind)} of ${String(name)}`);
  }
}

/** Input and output of an operation's schema (`UpdateEndpoint$`). */
export function operationShapes(operation: unknown): { readonly input: unknown; readonly output: unknown } {
  if (!Array.isArray(operation) || operation[0] !== 9) throw new TypeError('not an operation schema of the SDK');
  return { input: operation[4], output: operation[5] };
}
