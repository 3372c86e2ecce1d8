import type { Mode } from '../outcome.ts';
import { modes } from '../outcome.ts';
import type { KillSwitchState } from './kill-switch.ts';
import type { Decision, Policy, PolicySource, PolicyState, Subject } from './policy.ts';
import type { KillSwitchSource } from './ssm-kill-switch.ts';

/** A policy whose decisions are seen and perhaps changed on their way; digest and tags stay the file's. */
export function mapDecisions(policy: Policy, change: (decision: Decision, subject: Subject) => Decision): Policy {
  return {
    digest: policy.digest,
    readsTags: policy.readsTags,
    decide: (subject, now) => change(policy.decide(subject, now), subject),
  };
}

/** The more cautious of the decision's own mode and `most`; `because` names what took the rest away. */
export function cap(decision: Decision, most: Mode, because: string): Decision {
  if (modes.indexOf(decision.mode) <= modes.indexOf(most)) return decision;
  return { ...decision, mode: most, modeEntry: { path: because } };
}

/**
 * A policy under a kill switch. A switch that can't be read leaves the policy in force with everything at
 * report at most: findings stay visible, and nothing is written.
 */
export function withKillSwitch(source: PolicySource, killSwitch: KillSwitchSource): PolicySource {
  return {
    load: async () => {
      const [policy, state] = await Promise.all([source.load(), killSwitch.load()]);
      return policy.ok ? tighten(policy, state, `kill switch ${killSwitch.name}`) : policy;
    },
  };
}

function tighten(loaded: PolicyState & { ok: true }, state: KillSwitchState, name: string): PolicyState {
  if (!state.ok) {
    const because = `${name}, which could not be read: ${state.error}`;
    return { ...loaded, policy: mapDecisions(loaded.policy, (decision) => cap(decision, 'report', because)) };
  }
  const { killed, caps, reason } = state;
  if (killed === undefined && caps.size === 0) return loaded;
  const policy = mapDecisions(loaded.policy, (decision, { remediation }) => {
    // What is killed is refused by a guard of its own; that its mode falls too is for callers who forget to ask.
    const isKilled =
      killed !== undefined && (killed.remediations === 'all' || killed.remediations.includes(remediation));
    const most = caps.get(remediation) ?? 'enforce';
    return cap(isKilled ? cap(decision, 'report', `${name}: ${reason}`) : decision, most, `${name}: ${reason}`);
  });
  return { ...loaded, policy, ...(killed === undefined ? {} : { killed }) };
}
