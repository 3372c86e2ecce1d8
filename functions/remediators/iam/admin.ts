import { statementsOf, textsOf } from '../../../shared/aws/policy-document.ts';
import type { JsonObject } from '../../../shared/json.ts';
import { at, toJson } from '../../../shared/json.ts';
import { compileGlob } from '../../../shared/policy/glob.ts';

/** What makes somebody an administrator, told from the statements of a policy. */

/** A statement that allows too much, as text for a person. */
export interface WideStatements {
  /** Unconditionally. */
  readonly plain: readonly unknown[];
  /** Under a condition that may be all that it needs, and that nobody but its author can judge. */
  readonly conditional: readonly unknown[];
}

/** @param actions patterns of actions none of which may be allowed as a whole on all resources */
export function wideStatements(document: string, actions: readonly string[]): WideStatements {
  const wide = statementsOf(document).filter((statement) => isWide(statement, actions));
  return {
    plain: wide.filter((statement) => !isConditional(statement)),
    conditional: wide.filter(isConditional),
  };
}

/** Whether a statement allows at least one of the patterns as a whole on all resources, or on all but some. */
export function isWide(statement: unknown, actions: readonly string[]): boolean {
  if (at(statement, 'Effect') !== 'Allow') return false;
  const wanted = actions.filter((action) => isOnEverything(statement, action));
  const allowed = textsOf(at(statement, 'Action'));
  const spared = at(statement, 'NotAction');
  if (spared === undefined) return wanted.some((action) => allowed.some((one) => covers(one, action)));
  return wanted.some((action) => !textsOf(spared).some((one) => covers(one, action)));
}

function isConditional(statement: unknown): boolean {
  const condition = at(statement, 'Condition');
  return typeof condition === 'object' && condition !== null && Object.keys(condition).length > 0;
}

/** Names of actions are the same in upper and lower case; `*:*` is another spelling of `*`. */
function covers(pattern: string, action: string): boolean {
  return compileGlob(canonicalAction(pattern))(canonicalAction(action));
}

function canonicalAction(pattern: string): string {
  const plain = pattern.toLowerCase().replaceAll(/\*{2,}/g, '*');
  return plain === '*:*' ? '*' : plain;
}

function isOnEverything(statement: unknown, action: string): boolean {
  const spared = at(statement, 'NotResource');
  if (spared === undefined) return textsOf(at(statement, 'Resource')).some((one) => isEverything(one, action));
  return !textsOf(spared).some((one) => isEverything(one, action));
}

/** A name that nothing has: a pattern that holds for it leaves that part of an ARN open. */
const name = '\uE000'.repeat(20);

/**
 * Whether a pattern is one of all ARNs, or of all that a service's actions can be about: `*`, `?*`, `arn:*`,
 * `arn:aws:*:*:*:*`; for `iam:*` also `arn:aws:iam::111122223333:*`, since there are no others in the account.
 */
function isEverything(resource: string, action: string): boolean {
  const [service = name] = action.endsWith(':*') ? action.split(':') : [];
  const pattern = resource.replace(/^arn:aws[a-z-]*:/, 'arn:aws:').replace(/^((?:[^:]*:){4})\d{12}:/, `$1${name}:`);
  const matches = compileGlob(pattern);
  if (service === name) return matches(`arn:aws:${name}:${name}:${name}:${name}`);
  // Services whose ARNs name neither Region nor account, no Region, or both.
  return [':', `:${name}`, `${name}:${name}`].some((where) => matches(`arn:aws:${service}:${where}:${name}`));
}

/** A statement in few words. */
export function described(statement: unknown): string {
  const { NotAction, Action = NotAction, NotResource, Resource = NotResource } = toJson(statement) as JsonObject;
  const actions = textsOf(Action).slice(0, 5).join(', ');
  const what = NotAction === undefined ? actions : `everything but ${actions}`;
  const resources = textsOf(Resource).slice(0, 5).join(', ');
  if (NotResource !== undefined) return `${what} on all resources but ${resources}`;
  return `${what} on ${resources === '*' ? 'all resources' : resources}`;
}
