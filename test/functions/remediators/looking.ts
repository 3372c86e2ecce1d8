import type { AccountFile } from '../../../local/account/state.ts';
import { bind } from '../../../shared/aws/service.ts';
import type { JsonObject } from '../../../shared/json.ts';
import type { Plan } from '../../../shared/plan.ts';
import type { Assessment, Located, Remediation, Target } from '../../../shared/remediation.ts';
import type { Hints, ResourceRef } from '../../../shared/signals/signal.ts';
import { signalAbout } from '../../kit/signal.ts';
import { createWorld, here } from '../../local/account/world.ts';

const scope = { account: '111122223333', region: here };

/** What a remediation makes of an account, without the pipeline around it. */
export function looking(remediation: Remediation, file: AccountFile = {}) {
  const { account, advance, now } = createWorld(file);
  const aws = bind(remediation.uses, account.clientFor, here);
  const settings = (parameters: JsonObject) => remediation.parameters.parse(parameters);
  return {
    account,
    advance,
    assess: async (target: Target, parameters: JsonObject = {}): Promise<Assessment> =>
      remediation.assess(target, aws, settings(parameters), { ...scope, now: now() }),
    async locate(resource: ResourceRef, hints: Hints = {}, parameters: JsonObject = {}): Promise<Located> {
      if (remediation.locate === undefined) throw new Error(`${remediation.id} does not locate`);
      return remediation.locate(signalAbout(resource, hints), aws, settings(parameters), now());
    },
    /** The plan for what assessing finds wrong. */
    async plan(target: Target, parameters: JsonObject = {}): Promise<Plan> {
      const found = await remediation.assess(target, aws, settings(parameters), { ...scope, now: now() });
      if (found.state !== 'wrong') throw new Error(`it is ${found.state}`);
      return remediation.plan(found.before, settings(parameters), target, scope);
    },
    tags: async (target: Target) => remediation.tags?.(target, aws),
    async list() {
      const found: { readonly resource: ResourceRef; readonly hints?: Hints }[] = [];
      for await (const candidate of remediation.list?.(aws, { ...scope, now: now() }) ?? []) found.push(candidate);
      return found;
    },
  };
}
