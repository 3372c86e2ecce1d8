import type { Json, JsonObject } from '../json.ts';
import { digest } from '../plan.ts';

/** Members that may hold secrets whatever they are called inside: environment variables and the like. */
const containers =
  /^(baseprompttemplate|environment|environmentvariables|hyperparameters|instruction|tags?value|templateconfiguration)$/i;
const secrets = /(secret|password|passphrase|token|apikey|api_key|credential|privatekey)/i;

/**
 * A copy for logs, events and evidence in which values that may be secret are replaced by their
 * digest: two documents still show whether a value changed, and not what it was.
 */
export function redact(value: Json | undefined): Json {
  if (value === undefined || value === null || typeof value !== 'object') return value ?? null;
  if (Array.isArray(value)) return value.map((item: Json) => redact(item));
  const named = namesSecret(value as JsonObject);
  const entries = Object.entries(value as JsonObject).flatMap(([key, member]): [string, Json][] => {
    if (member === undefined) return [];
    if (containers.test(key) || (named && key === 'Value')) return [[key, hide(member, () => true)]];
    // `MaxTokens: 512` is no secret, and hiding it would hide what an auditor asks about.
    return [[key, secrets.test(key) ? hide(member, (inner) => typeof inner === 'string') : redact(member)]];
  });
  return Object.fromEntries(entries);
}

/** Tags, variables and parameters come as pairs, too: `{ Key: 'api-token', Value: '…' }`. */
function namesSecret({ Key, Name = Key }: JsonObject): boolean {
  return typeof Name === 'string' && secrets.test(Name);
}

function hide(value: Json, isSecret: (value: Json) => boolean): Json {
  if (Array.isArray(value)) return value.map((item: Json) => hide(item, isSecret));
  if (value !== null && typeof value === 'object') {
    return Object.fromEntries(Object.entries(value).map(([key, member]) => [key, hide(member as Json, isSecret)]));
  }
  return isSecret(value) ? `redacted ${digest(value)}` : value;
}
