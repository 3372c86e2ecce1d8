import { type Shape, shapeOf } from './shape.ts';
import { suggest } from './suggest.ts';

/** What is wrong with a value, and where: `ProductionVariants[0].InitialInstanceCount`. */
export interface Issue {
  readonly path: string;
  readonly problem: string;
}

/**
 * `sdk`: as commands take and give it, times are `Date`. `stored`: as the account keeps it, plain JSON in
 * which times are ISO 8601 strings.
 */
export type Form = 'sdk' | 'stored';

/**
 * Compares a value with a schema that an SDK client exports. The SDK itself checks almost nothing before
 * it sends (only members that are part of the URL), so a misspelt member would be dropped silently.
 *
 * @param schema an SDK schema such as `CreateEndpointInput$`
 */
export function check(schema: unknown, value: unknown, form: Form = 'sdk'): readonly Issue[] {
  const issues: Issue[] = [];
  checkValue(schema, value, '', form, issues);
  return issues;
}

function checkValue(schema: unknown, value: unknown, path: string, form: Form, issues: Issue[]): void {
  const shape = shapeOf(schema);
  switch (shape.kind) {
    case 'unit':
    case 'document':
      return;
    case 'list':
      if (!Array.isArray(value)) return wrong(path, 'a list', value, issues);
      for (const [index, item] of value.entries()) checkValue(shape.item, item, `${path}[${index}]`, form, issues);
      return;
    case 'map':
      if (!isRecord(value)) return wrong(path, 'a map', value, issues);
      for (const [key, item] of Object.entries(value)) {
        checkValue(shape.value, item, join(path, excerpt(key)), form, issues);
      }
      return;
    case 'structure':
    case 'union':
      if (!isRecord(value)) return wrong(path, `a structure (${shape.name})`, value, issues);
      return checkMembers(shape, value, path, form, issues);
    default:
      if (!simple[shape.kind](value, form)) wrong(path, expected(shape.kind, form), value, issues);
  }
}

type StructureShape = Extract<Shape, { readonly members: unknown }>;

function checkMembers(
  shape: StructureShape,
  value: Readonly<Record<string, unknown>>,
  path: string,
  form: Form,
  issues: Issue[],
): void {
  const present = Object.keys(value).filter((key) => value[key] !== undefined);
  for (const key of present) {
    const index = shape.members.indexOf(key);
    if (index >= 0) checkValue(shape.schemas[index], value[key], join(path, key), form, issues);
    else issues.push({ path: join(path, excerpt(key)), problem: unknownMember(key, shape) });
  }
  for (const name of shape.members.slice(0, shape.required)) {
    if (!present.includes(name)) issues.push({ path: join(path, name), problem: 'required member is missing' });
  }
  if (shape.kind === 'union' && present.length !== 1) {
    issues.push({ path, problem: `exactly one member of union ${shape.name} must be set, found ${present.length}` });
  }
}

function unknownMember(key: string, shape: StructureShape): string {
  const meant = suggest(key, shape.members);
  return `unknown member of ${shape.name}${meant === undefined ? '' : `, did you mean ${meant}?`}`;
}

type SimpleKind = 'string' | 'number' | 'boolean' | 'time' | 'blob' | 'bigint';

const simple: Readonly<Record<SimpleKind, (value: unknown, form: Form) => boolean>> = {
  string: (value) => typeof value === 'string',
  number: (value) => typeof value === 'number' && Number.isFinite(value),
  boolean: (value) => typeof value === 'boolean',
  time: (value, form) => (form === 'sdk' ? isValidDate(value) : typeof value === 'string' && isTime(value)),
  blob: (value) => value instanceof Uint8Array || typeof value === 'string',
  bigint: (value) => typeof value === 'bigint',
};

function isValidDate(value: unknown): boolean {
  return value instanceof Date && !Number.isNaN(value.getTime());
}

/** ISO 8601 with a date and a time, as `Date.prototype.toISOString` writes it. */
function isTime(text: string): boolean {
  return /^\d{4}-\d\d-\d\dT[\d:.]+(?:Z|[+-]\d\d:\d\d)$/.test(text) && !Number.isNaN(Date.parse(text));
}

function expected(kind: SimpleKind, form: Form): string {
  if (kind === 'time') return form === 'sdk' ? 'a valid Date' : 'an ISO 8601 time';
  return kind === 'blob' ? 'a Uint8Array' : `a ${kind}`;
}

/**
 * The SDK's form of a value in the stored form: where the schema has a time, an ISO 8601 string becomes a
 * `Date`, and where it has a blob, base64 becomes bytes. The result shares nothing with the value given.
 */
export function hydrate(schema: unknown, value: unknown): unknown {
  const shape = shapeOf(schema);
  switch (shape.kind) {
    case 'time':
      return typeof value === 'string' && isTime(value) ? new Date(value) : value;
    case 'blob':
      return typeof value === 'string' ? new Uint8Array(Buffer.from(value, 'base64')) : value;
    case 'list':
      return Array.isArray(value) ? value.map((item) => hydrate(shape.item, item)) : value;
    case 'map':
      return isRecord(value) ? mapValues(value, (_, item) => hydrate(shape.value, item)) : value;
    case 'structure':
    case 'union':
      return isRecord(value) ? mapValues(value, (key, item) => hydrateMember(shape, key, item)) : value;
    default:
      return typeof value === 'object' ? structuredClone(value) : value;
  }
}

function hydrateMember(shape: StructureShape, key: string, value: unknown): unknown {
  const index = shape.members.indexOf(key);
  return index < 0 ? value : hydrate(shape.schemas[index], value);
}

/** `Object.fromEntries` defines members instead of assigning them, so that `__proto__` stays a mere name. */
function mapValues(
  record: Readonly<Record<string, unknown>>,
  change: (key: string, value: unknown) => unknown,
): Record<string, unknown> {
  return Object.fromEntries(Object.entries(record).map(([key, value]) => [key, change(key, value)]));
}

function isRecord(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null && !Array.isArray(value) && !(value instanceof Date);
}

function wrong(path: string, wanted: string, value: unknown, issues: Issue[]): void {
  issues.push({ path, problem: `expected ${wanted}, found ${found(value)}` });
}

function found(value: unknown): string {
  if (value === null) return 'null';
  if (Array.isArray(value)) return 'a list';
  if (value instanceof Date) return Number.isNaN(value.getTime()) ? 'an invalid Date' : 'a Date';
  if (typeof value === 'number') return `the number ${value}`;
  return typeof value === 'object' ? 'an object' : `a ${typeof value}`;
}

function join(path: string, key: string): string {
  return path === '' ? key : `${path}.${key}`;
}

/** Names from outside are shown shortened and without control characters. */
function excerpt(key: string): string {
  const clean = key.replaceAll(/[\p{Cc}\p{Cf}\u2028\u2029]/gu, '?');
  return clean.length > 64 ? `${clean.slice(0, 63)}…` : clean;
}

/** One line for a person: `a.b: problem; c: problem`, at most five of them. */
export function describeIssues(issues: readonly Issue[]): string {
  const shown = issues.slice(0, 5).map(({ path, problem }) => `${path === '' ? 'value' : path}: ${problem}`);
  const more = issues.length - shown.length;
  return `${shown.join('; ')}${more > 0 ? `; and ${more} more` : ''}`;
}
