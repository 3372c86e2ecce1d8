import type { Json, JsonObject } from '../json.ts';
import { digest } from '../plan.ts';

/** Members that may hold secrets whatever they are called inside: environment variables and the like. */
const containers = /^(environment|environmentvariables|hyperparameters|tags?value)$/i;
const secrets = /(secret|password|passphrase|token|apikey|api_key|credential|privatekey)/i;

/**
 * A copy for logs, events and evidence in which values that may be secret are replaced by their
 * digest: two documents still show whether a value changed, and not what it was.
 */
export function redact(value: Json | undefined): Json {
  if (value === undefined || value === null || typeof value !== 'object') return value ?? null;
  if (Array.isArray(value)) return value.map((item: Json) => redact(item));
  const entries = Object.entries(value as JsonObject).flatMap(([key, member]): [string, Json][] => {
    if (member === undefined) return [];
    if (containers.test(key)) return [[key, hide(member)]];
    return [[key, secrets.test(key) && typeof member === 'string' ? hide(member) : redact(member)]];
  });
  return Object.fromEntries(entries);
}

function hide(value: Json): Json {
  if (Array.isArray(value)) return value.map((item: Json) => hide(item));
  if (value !== null && typeof value === 'object') {
    return Object.fromEntries(Object.entries(value).map(([key, member]) => [key, hide(member as Json)]));
  }
  return `redacted ${digest(value)}`;
}
