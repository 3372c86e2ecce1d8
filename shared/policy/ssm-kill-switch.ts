import type { Clock } from '../clock.ts';
import type { KillSwitchState } from './kill-switch.ts';
import { parseKillSwitch } from './kill-switch.ts';
import { printable } from './problem.ts';

/** Where the kill switch is read. It never throws: not being able to read it is an answer too. */
export interface KillSwitchSource {
  /** For messages: the parameter's name. */
  readonly name: string;
  load(): Promise<KillSwitchState>;
}

export interface SsmKillSwitch {
  /** Name of the parameter in AWS Systems Manager Parameter Store. */
  readonly parameterName: string;
  /** Seconds for which a reading holds, so for which a warm process may go on after the switch is thrown. */
  readonly ttlSeconds: number;
  readonly clock: Clock;
  /** All remediations that there are, to tell a mistyped order from a real one. */
  readonly ids?: readonly string[];
  /** Fetches the parameter's text, without a cache of its own; undefined or an error if it can't. */
  readonly get: (parameterName: string) => Promise<string | undefined>;
}

/** The kill switch as a parameter in Parameter Store. Readings are kept for a while, failures are not. */
export function ssmKillSwitch(options: SsmKillSwitch): KillSwitchSource {
  const { parameterName, ttlSeconds, clock } = options;
  let kept: { readonly state: KillSwitchState; readonly at: number } | undefined;
  return {
    name: parameterName,
    load: async () => {
      const now = clock.now().getTime();
      const age = kept === undefined ? Number.NaN : now - kept.at;
      // A clock that was set back makes the age negative; then the reading's real age is not known.
      if (kept !== undefined && age >= 0 && age < ttlSeconds * 1_000) return kept.state;
      const state = await fetchState(options);
      kept = state.ok ? { state, at: now } : undefined;
      return state;
    },
  };
}

async function fetchState({ parameterName, get, ids }: SsmKillSwitch): Promise<KillSwitchState> {
  try {
    const text = await get(parameterName);
    return text === undefined ? { ok: false, error: 'there is no such parameter' } : parseKillSwitch(text, ids);
  } catch (error) {
    const { name, message } = error instanceof Error ? error : { name: 'Error', message: String(error) };
    return { ok: false, error: printable(`${name}: ${message}`.slice(0, 300)) };
  }
}
