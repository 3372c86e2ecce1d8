import * as z from 'zod';
import { isAwsOwnPath } from '../../../shared/aws/attached-policies.ts';
import type { JsonObject } from '../../../shared/json.ts';
import { defineRemediation } from '../../../shared/remediation.ts';
import type { Assessment, Scope, Target } from '../../../shared/remediation.ts';
import type { Signal } from '../../../shared/signals/signal.ts';
import { covers, resourcesOf } from './containment.ts';
import { containmentPlan, endOf, runningIn, servicesOwn } from './principal-containment.ts';
import { iam, readPrincipal } from './principal-policies.ts';
import type { PolicyImage, Principal } from './principal-policies.ts';

// Spelt here once more, so that a bundle of remediators needs no source: a test compares them.
const findingType = [
  'Impact:IAMUser/AnomalousModelInvocation',
  'Impact:IAMUser/CostHarvesting',
  'Impact:IAMUser/PromptInjection.Direct',
];

const parameters = z.strictObject({
  hours: z
    .int()
    .min(1)
    .max(72)
    .default(4)
    .describe(
      'Hours for which the invocation of models is denied. An answer to a request for approval has to come sooner.',
    ),
  scope: z
    .enum(['models', 'all-models'])
    .default('models')
    .describe('Whether only the models that the finding names are denied, or all.'),
});

interface Facts extends JsonObject {
  /** Ids or ARNs; null: all. */
  readonly models: readonly string[] | null;
  /** When it was looked for, and until when it is to be denied; ISO 8601, UTC. */
  readonly now: string;
  readonly until: string;
  readonly finding: string;
}

/**
 * Denies a role or user that abuses models the invocation of those models, for some hours, by an inline policy
 * that ends by itself. Everything else that the principal may do stays as it is.
 *
 * https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_elements_condition_operators.html#Conditions_Date
 */
export const principalAbuseContained = defineRemediation({
  id: 'bedrock-principal-abuse-contained',
  title: 'Deny a role or user that abuses models their invocation, for some hours',
  description:
    'Puts an inline policy on the role or user of a GuardDuty finding on the abuse of models. It denies the invocation of the models that the finding names, and nothing else, and ends by itself after some hours.',
  severity: 'high',
  // Whatever of theirs invokes these models is refused meanwhile, abuse or not.
  impact: 'disruptive',
  reversible: true,
  // A role, or a user.
  resource: 'AWS::IAM::Role',
  controls: { prowler: ['cloudtrail_threat_detection_llm_jacking'] },
  triggers: ['AWS::IAM::Role', 'AWS::IAM::RootUser', 'AWS::IAM::User'].map((resource) => ({ resource, findingType })),
  parameters,
  uses: { iam },

  async locate(signal, _aws, { hours, scope }, now) {
    const { models, findingType: told, remediation } = signal.hints;
    // Who only asks how things stand, as redress explain does, says nothing of abuse.
    if (told === undefined && remediation === undefined) return { verdict: nothingTold };
    if (signal.resource.type === 'AWS::IAM::RootUser') return { verdict: rootUser };
    if (models?.length === 0) return { verdict: otherModels };
    const facts: Facts = {
      models: scope === 'all-models' || models === undefined ? null : models,
      now: now.toISOString(),
      until: endOf(now, hours),
      finding: occasion(signal),
    };
    return { targets: [{ ...signal.resource, facts }] };
  },

  async assess(target, aws, _parameters, scope) {
    const found = await readPrincipal(target, aws);
    return judge(target, found, scope);
  },

  plan(before: PolicyImage, _parameters, target, scope) {
    const { now, until } = factsOf(target);
    return containmentPlan(before, { resources: wanted(target, scope), now, until }, target);
  },
});

function judge(target: Target, { path, image: live }: Principal, scope: Scope): Assessment<PolicyImage> {
  const { finding, now } = factsOf(target);
  const why = [`${finding} says that ${target.id} abuses models`];
  if (isAwsOwnPath(path)) {
    return { state: 'manual', why: [...why, `Only AWS may change the role (${path})`], steps: servicesOwn, live };
  }
  const found = runningIn(live.policy, now);
  if (found !== undefined && covers(found, wanted(target, scope))) {
    return { state: 'compliant', why: `Invoking these models is denied until ${found.until}.`, live };
  }
  return { state: 'wrong', why, before: live };
}

function wanted(target: Target, scope: Scope): readonly string[] {
  return resourcesOf(factsOf(target).models, scope);
}

function factsOf({ facts }: Target): Facts {
  return facts as Facts;
}

function occasion({ hints }: Signal): string {
  return hints.findingType === undefined ? 'A request' : `The finding ${hints.findingType}`;
}

const nothingTold = {
  state: 'compliant',
  why: 'No finding names it: only one of GuardDuty, or a request for this very remediation, leads to a deny.',
} as const;

const rootUser = {
  state: 'manual',
  why: ['The root user abuses models, and no policy of the account binds the root user'],
  steps: [
    'Change the password of the root user, and delete its access keys: https://docs.aws.amazon.com/IAM/latest/UserGuide/root-user-best-practices.html.',
    'In an organisation, deny bedrock:InvokeModel* to the account by a service control policy until it is clear who it was.',
  ],
} as const;

const otherModels = {
  state: 'manual',
  why: ["The finding is about models that are not Bedrock's"],
  steps: ['Look at the finding in GuardDuty, and take from its principal sagemaker:InvokeEndpoint on the endpoints.'],
} as const;
