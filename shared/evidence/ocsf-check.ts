import { objects, remediationActivity } from './ocsf-schema.ts';
import type { Attribute, ObjectName, ObjectRules } from './ocsf-schema.ts';

/** Where an event is not what the schema says, and why. */
export interface OcsfProblem {
  /** `metadata.product.name`; empty for the event itself. */
  readonly path: string;
  readonly message: string;
}

/** https://schema.ocsf.io/1.3.0/data_types: `string_t` has at most 65,535 bytes. */
const mostBytes = 65_535;

/** Whatever in an event breaks the rules of Remediation Activity at 1.3.0 with the profile `cloud`. */
export function checkOcsf(event: unknown): readonly OcsfProblem[] {
  if (!isObject(event)) return [{ path: '', message: 'an event is an object' }];
  return [...checkObject(event, remediationActivity, ''), ...checkClass(event)];
}

function checkClass(event: Readonly<Record<string, unknown>>): readonly OcsfProblem[] {
  const { class_uid: classUid, activity_id: activity, type_uid: type, metadata } = event;
  const { version, profiles } = isObject(metadata) ? metadata : {};
  const problems: OcsfProblem[] = [];
  if (type !== Number(classUid) * 100 + Number(activity))
    problems.push({ path: 'type_uid', message: 'it is class_uid * 100 + activity_id' });
  if (version !== '1.3.0') problems.push({ path: 'metadata.version', message: 'these are the rules of 1.3.0' });
  if (!Array.isArray(profiles) || profiles.length !== 1 || profiles[0] !== 'cloud')
    problems.push({ path: 'metadata.profiles', message: 'the attribute cloud comes with the profile cloud' });
  return problems;
}

function checkObject(
  value: Readonly<Record<string, unknown>>,
  { attributes, atLeastOne = [] }: ObjectRules,
  path: string,
): readonly OcsfProblem[] {
  const problems: OcsfProblem[] = [];
  for (const name of Object.keys(value)) {
    if (!Object.hasOwn(attributes, name))
      problems.push({ path: join(path, name), message: 'there is no such attribute' });
  }
  for (const [name, attribute] of Object.entries(attributes)) {
    const member = Object.hasOwn(value, name) ? value[name] : undefined;
    if (member !== undefined) problems.push(...checkAttribute(member, attribute, join(path, name)));
    else if (attribute.requirement === 'required') problems.push({ path: join(path, name), message: 'it is required' });
    problems.push(...checkCaption(member, value, attribute, path));
  }
  if (atLeastOne.length > 0 && !atLeastOne.some((name) => Object.hasOwn(value, name)))
    problems.push({ path, message: `one of ${atLeastOne.join(' and ')} is required` });
  return problems;
}

/** An id and its name say the same. */
function checkCaption(
  id: unknown,
  value: Readonly<Record<string, unknown>>,
  { enum: captions = {}, caption = '' }: Attribute,
  path: string,
): readonly OcsfProblem[] {
  if (caption === '' || typeof id !== 'number' || !Object.hasOwn(captions, id)) return [];
  const name = Object.hasOwn(value, caption) ? value[caption] : undefined;
  if (id === 99) {
    return typeof name === 'string' && name !== ''
      ? []
      : [{ path: join(path, caption), message: 'of Other, it says what' }];
  }
  const wanted = captions[id];
  return name === undefined || name === wanted
    ? []
    : [{ path: join(path, caption), message: `of ${id}, it is ${wanted}` }];
}

function checkAttribute(value: unknown, attribute: Attribute, path: string): readonly OcsfProblem[] {
  if (attribute.array !== true) return checkOne(value, attribute, path);
  if (!Array.isArray(value)) return [{ path, message: 'it is an array' }];
  return value.flatMap((item: unknown, index) => checkOne(item, attribute, `${path}[${index}]`));
}

function checkOne(value: unknown, attribute: Attribute, path: string): readonly OcsfProblem[] {
  const { type } = attribute;
  switch (type) {
    case 'string_t':
      return isText(value) ? [] : [{ path, message: `it is a text of at most ${mostBytes} bytes` }];
    case 'url_t':
      return isText(value) && URL.canParse(value) ? [] : [{ path, message: 'it is a URL' }];
    case 'integer_t':
      return checkNumber(value, 2 ** 31 - 1, attribute, path);
    case 'long_t':
    case 'timestamp_t':
      return checkNumber(value, Number.MAX_SAFE_INTEGER, attribute, path);
    case 'object':
      return isObject(value) ? [] : [{ path, message: 'it is an object' }];
    default:
      if (!Object.hasOwn(objects, type)) return [{ path, message: `no rules for ${type} are written down here` }];
      return isObject(value)
        ? checkObject(value, objects[type as ObjectName], path)
        : [{ path, message: `it is an object of type ${type}` }];
  }
}

function checkNumber(
  value: unknown,
  largest: number,
  { type, enum: captions, least = -largest - 1, most = largest }: Attribute,
  path: string,
): readonly OcsfProblem[] {
  if (!Number.isInteger(value)) return [{ path, message: `it is a whole number (${type})` }];
  const number = Number(value);
  if (number < Math.max(least, type === 'timestamp_t' ? 0 : least) || number > most)
    return [{ path, message: `it is out of range (${type})` }];
  if (captions !== undefined && !Object.hasOwn(captions, number))
    return [{ path, message: `${number} is none of its values` }];
  return [];
}

function isText(value: unknown): value is string {
  return typeof value === 'string' && value.isWellFormed() && Buffer.byteLength(value) <= mostBytes;
}

function isObject(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

function join(path: string, name: string): string {
  return path === '' ? name : `${path}.${name}`;
}
