import { readFileSync, readdirSync } from 'node:fs';
import { normaliseEither } from '../../../functions/sources/security-hub-finding.ts';
import { normaliseCloudTrailEvent } from '../../../shared/signals/access.ts';
import { normaliseConfigCompliance } from '../../../shared/signals/config-compliance.ts';
import { configItemChange, normaliseConfigItem } from '../../../shared/signals/config-item.ts';
import type { Envelope } from '../../../shared/signals/envelope.ts';
import { parseEnvelope } from '../../../shared/signals/envelope.ts';
import { normaliseGuardDutyFinding } from '../../../shared/signals/guardduty-finding.ts';
import { normaliseInspectorFinding } from '../../../shared/signals/inspector-finding.ts';
import type { Normalised } from '../../../shared/signals/normalised.ts';
import { normaliseSageMakerState } from '../../../shared/signals/sagemaker-state.ts';
import { normaliseTrustedAdvisor } from '../../../shared/signals/trusted-advisor.ts';

export type Json = string | number | boolean | null | Json[] | { [key: string]: Json };
export type Event = { [key: string]: Json } & { detail: { [key: string]: Json } };
export type Kind =
  | 'cloudtrail'
  | 'config'
  | 'guardduty'
  | 'inspector'
  | 'sagemaker'
  | 'security-hub'
  | 'trusted-advisor';

/** Of all that a policy file says, what tells a source where calls may come from. */
export const policy = {
  remediations: {
    'iam-principal-outside-calls-contained': {
      parameters: {
        accounts: ['111122223333'],
        networks: ['198.51.100.0/24', '203.0.113.0/24'],
        'vpc-endpoints': ['vpce-0a1b2c3d4e5f60718'],
      },
    },
  },
};

const normalisers: Readonly<Record<Kind, (envelope: Envelope) => Normalised>> = {
  cloudtrail: (envelope) => normaliseCloudTrailEvent(envelope, policy),
  config: (envelope) =>
    envelope.detailType === configItemChange ? normaliseConfigItem(envelope) : normaliseConfigCompliance(envelope),
  guardduty: normaliseGuardDutyFinding,
  inspector: normaliseInspectorFinding,
  sagemaker: normaliseSageMakerState,
  'security-hub': normaliseEither,
  'trusted-advisor': normaliseTrustedAdvisor,
};
export const kinds = Object.keys(normalisers) as Kind[];

const root = new URL('../../../events/', import.meta.url);

/** `sample('config/01-public-training-bucket')`, a fresh copy each time. */
export function sample(name: string): Event {
  return JSON.parse(readFileSync(new URL(`${name}.json`, root), 'utf8')) as Event;
}

/** `config/01-public-training-bucket` and all the others. */
export function sampleNames(kind: Kind): string[] {
  const files = readdirSync(new URL(`${kind}/`, root)).filter((file) => file.endsWith('.json'));
  return files.toSorted().map((file) => `${kind}/${file.slice(0, -'.json'.length)}`);
}

export function kindOf(name: string): Kind {
  return name.split('/')[0] as Kind;
}

export function understand(kind: Kind, event: unknown): Normalised {
  return normalisers[kind](parseEnvelope(event));
}

type Path = readonly (string | number)[];

/** The event with the value at a path replaced; `undefined` takes the member away. */
export function altered(event: Event, path: string | Path, value: unknown): Event {
  const copy = structuredClone(event);
  const keys = typeof path === 'string' ? path.split('.') : path;
  let parent: Record<string | number, unknown> = copy;
  for (const key of keys.slice(0, -1)) parent = parent[key] as Record<string | number, unknown>;
  const last = keys.at(-1) as string | number;
  if (value === undefined) delete parent[last];
  // As JSON.parse does it: a member called __proto__ is a member.
  else Object.defineProperty(parent, last, { value, enumerable: true, configurable: true, writable: true });
  return copy;
}

/** The path of every value inside, outermost first. */
export function pathsOf(value: Json, path: Path = []): Path[] {
  if (value === null || typeof value !== 'object') return [];
  const entries: [string | number, Json][] = Array.isArray(value) ? [...value.entries()] : Object.entries(value);
  return entries.flatMap(([key, member]) => [[...path, key], ...pathsOf(member, [...path, key])]);
}

export function valueAt(value: Json, path: Path): Json {
  return path.reduce<Json>((found, key) => (found as Record<string | number, Json>)[key] as Json, value);
}
