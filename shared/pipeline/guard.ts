import type { History } from '../ledger/ledger.ts';
import type { OutcomeStatus } from '../outcome.ts';
import type { PolicyEntry } from '../policy/policy.ts';
import type { Signal } from '../signals/signal.ts';
import type { Owner } from './owner.ts';
import { infrastructureTool } from './owner.ts';
import type { Ruling } from './ruling.ts';

/** What the guards go by. All of it is known before the first write, and none of it comes from a call. */
export interface Situation {
  readonly remediation: string;
  readonly signal: Signal;
  readonly ruling: Ruling;
  readonly history: History;
  /** Digest of what was found, in the form that attempts are remembered by. */
  readonly before: string;
  /** Who else looks after the resource; undefined: nobody. */
  readonly owner?: Owner | 'unknown' | undefined;
  /** ARNs of this deployment's own roles. */
  readonly ownRoles: readonly string[];
  readonly accounts: readonly string[];
  /** When the signal was first seen, epoch seconds: an approval may take longer than a signal stays fresh. */
  readonly seenAt: number;
  /** Epoch seconds. */
  readonly now: number;
}

/** A guard's no: the outcome it leads to, and why, with the policy entry that a person would change. */
export interface Stop {
  readonly status: Extract<OutcomeStatus, 'reported' | 'exempted' | 'refused'>;
  readonly reason: string;
  readonly entry?: PolicyEntry;
  /** The resource is to be left alone until then (epoch seconds), and somebody is to be told. */
  readonly quarantineUntil?: number;
}

export interface Gate {
  readonly name: string;
  /** Undefined: this gate is open. */
  check(situation: Situation): Stop | undefined;
}

/**
 * The gates between a finding and a write, in order. The first that is shut ends the run, and its
 * name is in the outcome. Whatever is not known counts against writing.
 */
export const gates: readonly Gate[] = [
  { name: 'account', check: account },
  { name: 'policy', check: readable },
  { name: 'kill-switch', check: killSwitch },
  { name: 'mode', check: mode },
  { name: 'exemption', check: exemption },
  { name: 'protected', check: protection },
  { name: 'own-echo', check: ownEcho },
  { name: 'quarantine', check: quarantine },
  { name: 'flapping', check: flapping },
  { name: 'attempt-budget', check: attemptBudget },
  { name: 'staleness', check: staleness },
  { name: 'ownership', check: ownership },
];

/** The first shut gate, with its name. */
export function guard(situation: Situation): (Stop & { readonly guard: string }) | undefined {
  for (const gate of gates) {
    const stop = gate.check(situation);
    if (stop !== undefined) return { ...stop, guard: gate.name };
  }
  return undefined;
}

/** What stands before a report as well: that somebody else's account is none of ours, and what the policy exempts. */
export function excuse(
  { signal, accounts }: Pick<Situation, 'signal' | 'accounts'>,
  ruling: Ruling,
): (Stop & { readonly guard: string }) | undefined {
  const foreign = account({ signal, accounts });
  if (foreign !== undefined) return { ...foreign, guard: 'account' };
  const exempted = exemption({ ruling });
  return exempted === undefined ? undefined : { ...exempted, guard: 'exemption' };
}

/** A signal about an account that this deployment does not serve is somebody else's, or made up. */
export function account({ signal, accounts }: Pick<Situation, 'signal' | 'accounts'>): Stop | undefined {
  if (accounts.includes(signal.account)) return undefined;
  return { status: 'refused', reason: `Account ${signal.account} is not one that this deployment acts in.` };
}

function readable({ ruling }: Situation): Stop | undefined {
  if (ruling.ok) return undefined;
  return { status: 'reported', reason: `The policy could not be used, so nothing is written: ${ruling.error}` };
}

function killSwitch({ ruling, remediation }: Situation): Stop | undefined {
  if (!ruling.ok || ruling.killed === undefined) return undefined;
  const { remediations, reason } = ruling.killed;
  if (remediations !== 'all' && !remediations.includes(remediation)) return undefined;
  return { status: 'refused', reason: `The kill switch is on: ${reason}` };
}

function mode({ ruling }: Situation): Stop | undefined {
  if (!ruling.ok) return undefined;
  const { mode: set, modeEntry: entry } = ruling.decision;
  // Only these two open it: a mode that nobody knows is no reason to write.
  if (set === 'enforce' || set === 'approve') return undefined;
  return { status: 'reported', reason: `The mode is ${set} (${entry.path}).`, entry };
}

function exemption({ ruling }: Pick<Situation, 'ruling'>): Stop | undefined {
  if (!ruling.ok || ruling.decision.exemption === undefined) return undefined;
  const { reason, owner, expires, entry } = ruling.decision.exemption;
  return { status: 'exempted', reason: `${reason} (${owner}, until ${expires}; ${entry.path})`, entry };
}

function protection({ ruling }: Situation): Stop | undefined {
  if (!ruling.ok || ruling.decision.protection === undefined) return undefined;
  const { reason, entry } = ruling.decision.protection;
  return { status: 'refused', reason: `The resource is protected: ${reason} (${entry.path})`, entry };
}

/**
 * Answering our own call, such as an undo that put the old state back, would go round for ever. Only exact
 * names count: a role that is merely called like ours is somebody else's.
 */
function ownEcho({ signal, ownRoles }: Situation): Stop | undefined {
  const role = signal.actor?.roleArn;
  if (role === undefined || !ownRoles.includes(role)) return undefined;
  return { status: 'refused', reason: `This state was made by Redress itself (${role}).` };
}

const hour = 3600;
const day = 86_400;

function quarantine({ history, now }: Situation): Stop | undefined {
  if (history.quarantine === undefined || history.quarantine.until <= now) return undefined;
  const { until, reason } = history.quarantine;
  return { status: 'refused', reason: `The resource is left alone until ${iso(until)}: ${reason}` };
}

/**
 * Somebody puts back what we put right, again and again: a person, a pipeline, CloudFormation. A third
 * fix would not hold either. A tool that reverts us needs to do so only once to be believed.
 */
function flapping({ history, before, now, signal }: Situation): Stop | undefined {
  const returned = history.attempts.filter((attempt) => attempt.before === before && attempt.at > now - day);
  const tool = infrastructureTool(signal.actor);
  if (returned.length < 2 && (tool === undefined || returned.length === 0)) return undefined;
  const who = tool === undefined ? '' : `, by ${tool}`;
  const times = returned.length === 1 ? 'once' : `${returned.length} times`;
  return {
    status: 'reported',
    reason: `What was put right has come back ${times} in 24 hours${who}. The cause has to be changed, not the resource.`,
    quarantineUntil: now + day,
  };
}

function attemptBudget({ history, ruling, now }: Situation): Stop | undefined {
  if (!ruling.ok) return undefined;
  const most = ruling.decision.limits.maxAttempts;
  const inHour = history.attempts.filter(({ at }) => at > now - hour).length;
  // Somebody who brings it back slowly, and each time a little differently, is neither quick nor flapping.
  const inDay = history.attempts.filter(({ at }) => at > now - day).length;
  if (inHour < most && inDay < most * 2) return undefined;
  const count =
    inHour < most
      ? `${inDay} plans were applied to this resource within a day`
      : `${inHour} plans were applied to this resource within an hour`;
  return { status: 'refused', reason: `${count} (max-attempts).`, quarantineUntil: now + day };
}

/** Clocks differ by seconds; a signal from further ahead than this has no true time. */
const ahead = 900;

/** What was true a day ago has been seen by others since, and a person may have decided about it. */
function staleness({ signal, ruling, seenAt }: Situation): Stop | undefined {
  if (!ruling.ok || signal.hints.requested !== undefined) return undefined;
  const age = seenAt - Date.parse(signal.at) / 1000;
  const most = ruling.decision.limits.maxAge;
  if (age > most)
    return { status: 'refused', reason: `The signal is ${Math.round(age)} s old; ${most} s are allowed (max-age).` };
  if (age < -ahead) return { status: 'refused', reason: `The signal's time, ${signal.at}, is yet to come.` };
  return undefined;
}

function ownership({ owner, ruling }: Situation): Stop | undefined {
  if (!ruling.ok || ruling.decision.ownership === 'act' || owner === undefined) return undefined;
  if (owner === 'unknown') {
    return { status: 'reported', reason: 'Who owns this resource could not be read (ownership: report).' };
  }
  return { status: 'reported', reason: `${owner.tool} owns this resource: change ${owner.where} (ownership: report).` };
}

function iso(epochSeconds: number): string {
  return new Date(epochSeconds * 1000).toISOString();
}
