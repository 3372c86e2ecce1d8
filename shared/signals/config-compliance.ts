import * as z from 'zod/mini';
import { managedRuleName, ruleName } from './config-rule-name.ts';
import type { Envelope } from './envelope.ts';
import { expectEvent, expectSame } from './envelope.ts';
import { foreignTrail } from './foreign-trail.ts';
import { identify, isIdentifiable } from './identifiers.ts';
import type { Normalised } from './normalised.ts';
import { ignored, signalled, toSignal } from './normalised.ts';
import { account, matching, parseShape, region } from './shape.ts';
import type { ResourceRef } from './signal.ts';
import { excerpt } from './text.ts';

const complianceTypes = ['COMPLIANT', 'NON_COMPLIANT', 'NOT_APPLICABLE', 'INSUFFICIENT_DATA'] as const;
type ComplianceType = (typeof complianceTypes)[number];

const reasons: Readonly<Record<Exclude<ComplianceType, 'NON_COMPLIANT'>, string>> = {
  COMPLIANT: 'the resource is compliant (COMPLIANT)',
  NOT_APPLICABLE: 'the rule does not apply to the resource, or the resource is gone (NOT_APPLICABLE)',
  INSUFFICIENT_DATA: 'Config has no result for the resource yet (INSUFFICIENT_DATA)',
};

/** `oldEvaluationResult` is missing in a first evaluation, and says nothing about how things are. */
const schema = z.object({
  // The middle is empty in `AWS::::Account`.
  resourceType: matching(/^\w{2,64}::\w{0,64}::\w{1,64}(?:::MODULE)?$/, 'a resource type'),
  resourceId: z.string(),
  awsRegion: region,
  awsAccountId: account,
  configRuleName: z.string(),
  newEvaluationResult: z.object({
    complianceType: z.enum(complianceTypes, `expected ${complianceTypes.join(', ')}`),
    evaluationResultIdentifier: z.optional(
      z.object({ evaluationResultQualifier: z.optional(z.object({ evaluationMode: z.optional(z.string()) })) }),
    ),
  }),
});

/**
 * `Config Rules Compliance Change`: a signal if the resource is now NON_COMPLIANT.
 * https://docs.aws.amazon.com/config/latest/developerguide/monitor-config-with-cloudwatchevents.html
 *
 * @param managed the AWS managed rule behind a name that this account has given a rule
 * @param answers whether a remediation answers a managed rule on a type. Every rule of the account comes here, and custom
 *   ones name resources as they like: what nobody answers must not fill the dead-letter queue
 * @throws EventError if the event can't be understood
 */
export function normaliseConfigCompliance(
  envelope: Envelope,
  managed = (name: string): string => name,
  answers = (_type: string, _rule: string): boolean => true,
): Normalised {
  expectEvent(envelope, 'Config Rules Compliance Change', /^aws\.config$/);
  const detail = parseShape(schema, envelope.detail, 'detail');
  expectSame(detail.awsAccountId, envelope.account, 'detail.awsAccountId');
  expectSame(detail.awsRegion, envelope.region, 'detail.awsRegion');

  const { complianceType, evaluationResultIdentifier } = detail.newEvaluationResult;
  if (complianceType !== 'NON_COMPLIANT') return ignored(reasons[complianceType]);
  if (evaluationResultIdentifier?.evaluationResultQualifier?.evaluationMode === 'PROACTIVE') {
    return ignored('the evaluation was proactive: the resource does not exist yet');
  }
  if (!isIdentifiable(detail.resourceType)) return ignored(`no remediation takes ${detail.resourceType}`);
  const configRule = managedRuleName(managed(detail.configRuleName));
  if (configRule === undefined || !answers(detail.resourceType, configRule)) {
    const rule = configRule === undefined ? excerpt(detail.configRuleName) : `${configRule} on ${detail.resourceType}`;
    return ignored(`no remediation answers the Config rule ${rule}`, nameable(detail, envelope));
  }
  const foreign = foreignTrail(detail.resourceType, detail.resourceId, envelope);
  if (foreign !== undefined) return ignored(foreign);
  const resource = identify(detail.resourceType, detail.resourceId, envelope, 'detail.resourceId');
  const named = ruleName.test(detail.configRuleName) ? { configRuleName: detail.configRuleName } : {};
  return signalled(toSignal(envelope, { source: 'config', resource, hints: { configRule, ...named } }));
}

/** The resource, if it goes by a name that we know it by: a Lambda function does not, whose ARN Config keeps to itself. */
function nameable({ resourceType, resourceId }: z.output<typeof schema>, here: Envelope): ResourceRef | undefined {
  try {
    return identify(resourceType, resourceId, here, 'detail.resourceId');
  } catch {
    return undefined;
  }
}
