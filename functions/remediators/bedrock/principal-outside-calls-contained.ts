import * as z from 'zod';
import { isAwsOwnPath } from '../../../shared/aws/attached-policies.ts';
import type { JsonObject } from '../../../shared/json.ts';
import { defineRemediation } from '../../../shared/remediation.ts';
import type { Target } from '../../../shared/remediation.ts';
import { isAtHome } from '../../../shared/signals/ai-call.ts';
import type { AiCall } from '../../../shared/signals/ai-call.ts';
import { isSet, outsideBy, outsideRemediation } from '../../../shared/signals/outside.ts';
import type { Inside } from '../../../shared/signals/outside.ts';
import { callsBy, cloudtrail, underway } from './ai-history.ts';
import type { HistoryAws } from './ai-history.ts';
import { containedUntil, containmentParameters, containmentPlan, endOf, servicesOwn } from './principal-containment.ts';
import { iam, readPrincipal } from './principal-policies.ts';
import type { PolicyImage } from './principal-policies.ts';

const parameters = z.strictObject({
  ...containmentParameters,
  accounts: z
    .array(z.string().regex(/^\d{12}$/))
    .default([])
    .describe(
      'Accounts besides the own one whose principals may call; naming the own one allows no other. Empty: any.',
    ),
  networks: z
    .array(z.union([z.cidrv4(), z.cidrv6()]))
    .default([])
    .describe(
      'Networks that calls may come from, in CIDR notation. Empty, and no endpoints: any. Private addresses are the same in everybody’s VPCs: where calls come through endpoints, name those instead.',
    ),
  'vpc-endpoints': z
    .array(z.string().regex(/^vpce-[0-9a-f]{8,17}$/))
    .default([])
    .describe(
      'VPC endpoints that calls may come through, whatever their address. Once one is named, a call through another is outside, whatever its address.',
    ),
});
type Parameters = z.output<typeof parameters>;

interface Facts extends JsonObject {
  /** CloudTrail's id of the call's record. */
  readonly record: string;
  /** Until when the record has come into the event history; ISO 8601, UTC. */
  readonly settled: string;
  /** When it was looked for, and until when it is to be denied. */
  readonly now: string;
  readonly until: string;
}

/**
 * Denies a role or user whose call on an AI service came from outside of the allowed networks or endpoints the
 * invocation of models, for some hours: whoever calls from elsewhere may have their keys. Callers of other accounts
 * are reported, for this account has no policies of theirs.
 *
 * The event names a record of CloudTrail's; the record itself, read from the event history, is what counts.
 */
export const principalOutsideCallsContained = defineRemediation({
  id: outsideRemediation,
  title: 'Deny a role or user that calls AI services from outside the allowed networks, for some hours',
  description:
    'Compares where calls on SageMaker, Bedrock and AgentCore come from with the accounts, networks and VPC endpoints that the policy names. From elsewhere, it puts an inline policy on the role or user that denies the invocation of all models, or everything in these services, and ends by itself after some hours. Without any such setting it does nothing.',
  severity: 'high',
  // Whatever of theirs is in order is refused meanwhile, too.
  impact: 'disruptive',
  reversible: true,
  notifies: true,
  // A role, or a user.
  resource: 'AWS::IAM::Role',
  // No framework knows from where an account's services may be called.
  controls: {},
  triggers: ['AWS::IAM::Role', 'AWS::IAM::User', 'AWS::Organizations::Account'].map((resource) => ({
    resource,
    access: ['outside'] as const,
  })),
  parameters,
  uses: { cloudtrail, iam },

  async locate({ at, hints, resource }, _aws, settings, now) {
    if (!isSet(insideOf(settings))) {
      const why = 'The policy names no accounts, networks or VPC endpoints that calls have to come from.';
      return { verdict: { state: 'compliant', why } };
    }
    if (hints.record === undefined) {
      return { verdict: { state: 'compliant', why: 'No call is named that could have come from outside.' } };
    }
    const facts: Facts = {
      record: hints.record,
      settled: new Date(Date.parse(at) + underway).toISOString(),
      now: now.toISOString(),
      until: endOf(now, settings.hours),
    };
    return { targets: [{ ...resource, facts }] };
  },

  async assess(target, aws, settings, { account, now }) {
    const facts = factsOf(target);
    const principal = isPrincipal(target) ? await readPrincipal(target, aws) : undefined;
    const live: PolicyImage = principal?.image ?? { policy: null };
    const contained = containedUntil(live.policy, settings.scope, facts.now);
    if (contained !== undefined) return { state: 'compliant', why: `It is denied until ${contained}.`, live };
    const call = await callOf(aws, facts.record);
    if (call === undefined && now !== undefined && facts.settled > now.toISOString()) {
      return { state: 'busy', why: 'The record of the call is underway to the event history.' };
    }
    if (call === undefined || !isBy(call, target)) {
      return {
        state: 'compliant',
        why: `The event history knows no such call of ${target.id} on an AI service.`,
        live,
      };
    }
    const outside = outsideBy(call, insideOf(settings), account);
    if (outside.length === 0) return { state: 'compliant', why: 'The call did not come from outside.', live };
    const who = principal === undefined ? `Account ${target.id}` : target.id;
    const why = outside.map((one) => `${who} called ${call.service}:${call.name} at ${call.time}: ${one}`);
    if (principal === undefined) {
      return { state: 'manual', why, steps: target.id === account ? ofOwnAccount : ofAnotherAccount };
    }
    if (!isAwsOwnPath(principal.path)) return { state: 'wrong', why, before: live };
    const reserved = `Only AWS may change the role (${principal.path})`;
    return { state: 'manual', why: [...why, reserved], steps: servicesOwn, live };
  },

  plan(before: PolicyImage, { scope }, target) {
    const { now, until } = factsOf(target);
    return containmentPlan(before, { resources: ['*'], services: scope === 'services', now, until }, target);
  },
});

function insideOf({ accounts, networks, 'vpc-endpoints': endpoints }: Parameters): Inside {
  return { accounts, networks, endpoints };
}

function factsOf({ facts }: Target): Facts {
  return facts as Facts;
}

function isPrincipal({ type }: Target): boolean {
  return type !== 'AWS::Organizations::Account';
}

async function callOf(aws: HistoryAws, record: string): Promise<AiCall | undefined> {
  for await (const { calls } of callsBy(aws, { AttributeKey: 'EventId', AttributeValue: record })) {
    const found = calls.find(({ id }) => id === record);
    if (found !== undefined) return found;
  }
  return undefined;
}

/** Whoever may send events could name somebody else's call, or that of another account's role of the same name. */
function isBy(call: AiCall, target: Target): boolean {
  const { caller } = call;
  if (!isPrincipal(target)) return caller.account === target.id;
  const type = caller.kind === 'role' ? 'AWS::IAM::Role' : 'AWS::IAM::User';
  return 'name' in caller && caller.name === target.id && type === target.type && isAtHome(call);
}

/** The root user, and whoever else has no policies of their own. */
const ofOwnAccount = [
  'Look in CloudTrail’s event history for who made the call. If it was the root user and nobody says so, change its password, and delete its access keys: https://docs.aws.amazon.com/IAM/latest/UserGuide/root-user-best-practices.html.',
  'If the call was in order, add where it came from to the networks or VPC endpoints in the policy file.',
];

const ofAnotherAccount = [
  'Look up what let them in: the resource policy of the model, guardrail or endpoint, a share of AWS Resource Access Manager, or a policy of the organisation; take the account out there.',
  'If the account is one of yours, add it to the accounts in the policy file.',
];
