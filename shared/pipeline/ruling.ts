import { printable } from '../aws/failure.ts';
import type { JsonObject } from '../json.ts';
import { toJson } from '../json.ts';
import type { Mode } from '../outcome.ts';
import type { Decision, KillSwitch, Policy } from '../policy/policy.ts';
import { servicesOf } from './run.ts';
import type { Run } from './run.ts';

/** What the policy is asked about. */
type Asked = Pick<Run, 'edge' | 'remediation' | 'signal' | 'target'>;

/** What the policy says, or that it could not be asked, in which case nothing may be written. */
export type Ruling =
  | {
      readonly ok: true;
      readonly digest: string;
      readonly decision: Decision;
      readonly parameters: JsonObject;
      readonly killed?: KillSwitch;
    }
  | { readonly ok: false; readonly error: string; readonly parameters: JsonObject };

export function modeOf(ruling: Ruling): Mode {
  return ruling.ok ? ruling.decision.mode : 'report';
}

/** Asks the policy about the run's resource. A policy that can't be asked is an answer too. */
export async function rule(run: Asked, now: Date): Promise<Ruling> {
  const { edge, remediation, signal, target } = run;
  const defaults = toJson(remediation.parameters.parse({})) as JsonObject;
  const state = await edge.policy.load();
  if (!state.ok) return { ok: false, error: state.error, parameters: defaults };
  const subject = {
    remediation: remediation.id,
    account: signal.account,
    region: signal.region,
    resource: target,
    ...(await tagsOf(run, state.policy)),
  };
  const decision = state.policy.decide(subject, now);
  const parameters = remediation.parameters.safeParse(decision.parameters);
  if (!parameters.success) {
    const error = `parameters of ${remediation.id}: ${printable(parameters.error.message, 300)}`;
    return { ok: false, error, parameters: defaults };
  }
  const killed = state.killed === undefined ? {} : { killed: state.killed };
  return {
    ok: true,
    digest: state.policy.digest,
    decision,
    parameters: toJson(parameters.data) as JsonObject,
    ...killed,
  };
}

/** Tags cost a read, so they are read only for a policy that selects by tag. */
async function tagsOf(run: Asked, policy: Policy): Promise<{ tags?: Readonly<Record<string, string>> }> {
  if (!policy.readsTags || run.remediation.tags === undefined) return {};
  try {
    return { tags: await run.remediation.tags(run.target, servicesOf(run)) };
  } catch {
    return {}; // unknown tags: protective entries match, permissive ones don't
  }
}
