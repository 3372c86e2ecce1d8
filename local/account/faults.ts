import type { Call } from './call.ts';
import type { ServiceFault } from './errors.ts';
import { refusal, timeout, unreadable } from './fault-errors.ts';
import type { RefusalKind } from './fault-errors.ts';

/**
 * - `throttle`, `server-error`, `access-denied`, `not-found`, `conflict`: refused, nothing happened
 * - `timeout-before`: the request never arrived; `timeout-after`: it was carried out, the answer was lost
 * - `malformed`: carried out, the answer can't be read; `incomplete`: carried out, the answer has no members
 * - a function: the error that it gives is thrown and nothing happens; without one the call goes on
 */
export type FaultKind =
  | RefusalKind
  | 'timeout-before'
  | 'timeout-after'
  | 'malformed'
  | 'incomplete'
  | ((call: Call) => Error | undefined);

/** Which calls meet a fault. A part that is left out matches any call. */
export interface Fault {
  /** The SDK's names: `SageMaker`, `UpdateEndpoint`. */
  readonly service?: string;
  readonly operation?: string;
  readonly when?: (call: Call) => boolean;
  /** The how-manieth matching call since the fault was installed is the first to meet it; 1 by default. */
  readonly occurrence?: number;
  /** How many matching calls in a row meet it; 1 by default, `Infinity` for all. */
  readonly times?: number;
  readonly kind: FaultKind;
}

export interface InstalledFault {
  /** How many calls have met it. */
  readonly fired: number;
  remove(): void;
}

/** What happens to one call. */
export type Strike =
  | { readonly effect: 'refused'; readonly fault: ServiceFault }
  | { readonly effect: 'prevented'; readonly error: Error }
  | { readonly effect: 'applied'; readonly error: Error }
  | { readonly effect: 'incomplete' };

export interface Faults {
  install(fault: Fault): InstalledFault;
  clear(): void;
  /** What the call meets. Every fault that it matches counts it, whichever of them strikes. */
  meet(call: Call): Strike | undefined;
}

export function createFaults(): Faults {
  let installed: { readonly fault: Fault; seen: number; fired: number }[] = [];
  return {
    install(fault) {
      const entry = { fault, seen: 0, fired: 0 };
      installed.push(entry);
      return {
        get fired() {
          return entry.fired;
        },
        remove() {
          installed = installed.filter((candidate) => candidate !== entry);
        },
      };
    },
    clear() {
      installed = [];
    },
    meet(call) {
      const due = installed
        .filter((entry) => matches(entry.fault, call))
        .filter((entry) => isDue(entry.fault, ++entry.seen));
      for (const entry of due) {
        const strike = strikeOf(entry.fault.kind, call);
        if (strike === undefined) continue;
        entry.fired += 1;
        return strike;
      }
      return undefined;
    },
  };
}

function matches({ service, operation, when }: Fault, call: Call): boolean {
  return (
    (service === undefined || service === call.service) &&
    (operation === undefined || operation === call.operation) &&
    (when === undefined || when(call))
  );
}

function isDue({ occurrence = 1, times = 1 }: Fault, seen: number): boolean {
  return seen >= occurrence && seen < occurrence + times;
}

function strikeOf(kind: FaultKind, call: Call): Strike | undefined {
  if (typeof kind === 'function') {
    const error = kind(call);
    return error === undefined ? undefined : { effect: 'prevented', error };
  }
  switch (kind) {
    case 'timeout-before':
      return { effect: 'prevented', error: timeout() };
    case 'timeout-after':
      return { effect: 'applied', error: timeout() };
    case 'malformed':
      return { effect: 'applied', error: unreadable(call.requestId) };
    case 'incomplete':
      return { effect: 'incomplete' };
    default:
      return { effect: 'refused', fault: refusal(kind, call) };
  }
}
