import type { Trigger } from '../remediation.ts';
import type { Access, Hints, Signal } from './signal.ts';

/** A trigger, and whose it is. */
export interface Route extends Trigger {
  readonly remediation: string;
}

/** By remediator: the triggers of all its remediations. Sources get it as data, so that they need not load one. */
export type Routes = Readonly<Record<string, readonly Route[]>>;

/** Where a signal goes, and for the sake of which remediations. */
export interface Destination {
  readonly remediator: string;
  readonly remediations: readonly string[];
}

/**
 * Whether a signal concerns a remediation: its resource type, and any one of its hints. What somebody
 * has asked for concerns every remediation of the type, and a configuration that has changed every one that looks at
 * configurations.
 */
export function triggered(trigger: Trigger, signal: Signal): boolean {
  if (trigger.resource !== signal.resource.type) return false;
  const { hints } = signal;
  return (
    hints.requested !== undefined ||
    (hints.configItem !== undefined && (trigger.configRule ?? trigger.apiCall) !== undefined) ||
    lists(trigger.configRule, hints.configRule) ||
    lists(trigger.apiCall, hints.apiCall) ||
    lists(trigger.control, hints.control) ||
    lists(trigger.check, hints.check) ||
    lists(trigger.stateChange, hints.stateChange) ||
    lists(trigger.findingType, hints.findingType) ||
    lists(trigger.access, hints.access) ||
    (trigger.finding === true && hints.findingArn !== undefined)
  );
}

function lists(names: readonly string[] | undefined, name: string | undefined): boolean {
  return name !== undefined && names !== undefined && names.includes(name);
}

/** Every remediator that has a remediation for the signal; none if nobody answers. */
export function route(signal: Signal, routes: Routes): readonly Destination[] {
  const destinations: Destination[] = [];
  for (const [remediator, triggers] of Object.entries(routes)) {
    const remediations = triggers
      .filter(({ remediation }) => remediation === (signal.hints.remediation ?? remediation))
      .filter((trigger) => triggered(trigger, signal))
      .map(({ remediation }) => remediation);
    if (remediations.length > 0) destinations.push({ remediator, remediations: [...new Set(remediations)] });
  }
  return destinations;
}

/** Whether any remediation answers a managed rule of AWS Config about resources of a type. */
export function answersRule(type: string, rule: string, routes: Routes): boolean {
  return Object.values(routes).some((triggers) =>
    triggers.some(({ resource, configRule }) => resource === type && lists(configRule, rule)),
  );
}

/** Why nobody answers, for a person. */
export function unanswered(signal: Signal): string {
  return `no remediation answers ${occasion(signal.hints)} on ${signal.resource.type}`;
}

/** What is wrong with a call, for a person. */
export const accessInWords: Readonly<Record<Access, string>> = {
  denied: 'a denied call',
  outside: 'a call from outside',
  root: "a call of the root user's",
};

function occasion(hints: Hints): string {
  if (hints.configItem !== undefined) return 'a changed configuration';
  if (hints.configRule !== undefined) return `the Config rule ${hints.configRule}`;
  if (hints.apiCall !== undefined) return `the call ${hints.apiCall}`;
  if (hints.control !== undefined) return `the control ${hints.control}`;
  if (hints.check !== undefined) return `the check ${hints.check}`;
  if (hints.access !== undefined) return accessInWords[hints.access];
  if (hints.stateChange !== undefined) return `the status ${hints.stateChange}`;
  if (hints.findingType !== undefined) return `the finding ${hints.findingType}`;
  return hints.findingArn === undefined ? 'a request' : 'an Inspector finding';
}
