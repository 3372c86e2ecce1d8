import * as z from 'zod';
import type { Mode } from '../outcome.ts';
import { suggestion } from './did-you-mean.ts';
import type { KillSwitch } from './policy.ts';
import { excerpt, printable } from './problem.ts';

/** What the kill switch says. It can only take away from the policy. */
export type KillSwitchState =
  | {
      readonly ok: true;
      readonly killed?: KillSwitch;
      /** The most that these remediations may do. */
      readonly caps: ReadonlyMap<string, Mode>;
      readonly reason: string;
    }
  /** Not readable, or not understood: everything may only report. */
  | { readonly ok: false; readonly error: string };

const textual = z.string().trim().min(1).max(1_000).overwrite(printable);
const orders = z
  .strictObject({
    remediations: z.union([z.literal('all'), z.array(z.string()).min(1)]).optional(),
    modes: z.record(z.string(), z.enum(['off', 'report', 'approve'])).optional(),
    reason: textual,
  })
  .refine(({ remediations, modes }) => remediations !== undefined || modes !== undefined);
type Orders = z.output<typeof orders>;

const forms = 'off, all <reason>, or {"remediations": ["<id>"], "modes": {"<id>": "report"}, "reason": "<text>"}';

/**
 * Reads the text of the kill switch:
 *
 * - `off`: the switch is not thrown, and the policy holds;
 * - `all <reason>`: nothing is written at all. The reason may be missing: whoever is in a hurry is obeyed;
 * - JSON: `{"remediations": ["<id>"] | "all", "modes": {"<id>": "off" | "report" | "approve"}, "reason": "…"}`,
 *   with remediations to stop, the most that others may do, or both.
 *
 * `ids`: all remediations that there are; a name that isn't among them is a mistyped order, and mistyped
 * orders are not guessed at. Without it, ids are taken as they come.
 */
export function parseKillSwitch(text: string, ids?: readonly string[]): KillSwitchState {
  const trimmed = text.trim();
  if (/^off$/i.test(trimmed)) return { ok: true, caps: new Map(), reason: 'the kill switch is off' };
  const all = /^all(?:\s+(.{1,1000}))?$/is.exec(trimmed);
  if (all !== null) {
    const reason = printable(all[1] ?? 'no reason was given');
    return { ok: true, killed: { remediations: 'all', reason }, caps: new Map(), reason };
  }
  return fromJson(trimmed, ids);
}

function fromJson(text: string, ids: readonly string[] | undefined): KillSwitchState {
  const result = orders.safeParse(parseJson(text));
  if (!result.success) return { ok: false, error: `expected ${forms}` };
  const { remediations, modes = {}, reason } = result.data;
  for (const id of namedBy(result.data)) {
    if (ids === undefined || ids.includes(id)) continue;
    return { ok: false, error: `there is no remediation ${excerpt(id)}. ${suggestion(id, ids)}` };
  }
  const caps = new Map(Object.entries(modes));
  return { ok: true, caps, reason, ...(remediations === undefined ? {} : { killed: { remediations, reason } }) };
}

function namedBy({ remediations = [], modes = {} }: Orders): string[] {
  return [...(remediations === 'all' ? [] : remediations), ...Object.keys(modes)];
}

function parseJson(text: string): unknown {
  try {
    return JSON.parse(text) as unknown;
  } catch {
    return undefined;
  }
}
