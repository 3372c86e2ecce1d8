import { createHash } from 'node:crypto';
import { canonical } from '../json.ts';
import type { Envelope } from './envelope.ts';
import type { Actor, Hints, ResourceRef, Signal, SignalSource } from './signal.ts';

/** Why an event, or one resource of it, needs no look. One sentence for a person. */
export interface Ignored {
  readonly reason: string;
  readonly resource?: ResourceRef;
}

/** What an event came to. At least one of the two lists has an entry: nothing ends without a word. */
export interface Normalised {
  readonly signals: readonly Signal[];
  readonly ignored: readonly Ignored[];
}

export function ignored(reason: string, resource?: ResourceRef): Normalised {
  return { signals: [], ignored: [{ reason, ...(resource && { resource }) }] };
}

export function signalled(...signals: readonly Signal[]): Normalised {
  return { signals, ignored: [] };
}

/** What a source knows beyond the envelope. */
export interface Observation {
  readonly source: SignalSource;
  readonly resource: ResourceRef;
  readonly hints: Hints;
  readonly actor?: Actor | undefined;
  /** Where the resource lies, if not in the event's Region. */
  readonly region?: string | undefined;
}

/** The same event and resource always give the same signal, so that a duplicate is told by its name. */
export function toSignal(envelope: Envelope, seen: Observation): Signal {
  return {
    id: signalId(envelope.id, seen.resource),
    source: seen.source,
    at: envelope.time,
    event: envelope.id,
    account: envelope.account,
    region: seen.region ?? envelope.region,
    resource: seen.resource,
    hints: seen.hints,
    ...(seen.actor && { actor: seen.actor }),
  };
}

/** 32 hexadecimal digits: with a remediator's name in front it still fits an execution name of 64. */
export function signalId(event: string, resource: ResourceRef): string {
  return createHash('sha256')
    .update(canonical([event, resource.type, resource.id]))
    .digest('hex')
    .slice(0, 32);
}
