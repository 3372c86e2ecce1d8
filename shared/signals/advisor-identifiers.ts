import type { Scope } from '../remediation.ts';
import { arnOf, partitionOf } from './arn.ts';
import { invalidIdentifier } from './event-error.ts';
import type { Identify } from './identify.ts';
import type { ResourceRef } from './signal.ts';

// As `checkId` makes it of a check's name.
const CHECK = /^[a-z0-9](?:-?[a-z0-9]){0,127}$/;

function check(text: string, _scope: Scope, path: string): Omit<ResourceRef, 'type'> {
  if (text.length > 128 || !CHECK.test(text)) throw invalidIdentifier(path, 'the name of a check', text);
  return { id: text };
}

// https://docs.aws.amazon.com/trustedadvisor/latest/APIReference/API_GetRecommendation.html
const RECOMMENDATION = /^[0-9A-Za-z](?:[\w-]{0,98}[0-9A-Za-z])?$/;

/** By id or ARN, which has no Region. */
function recommendation(text: string, { account, region }: Scope, path: string): Omit<ResourceRef, 'type'> {
  const prefix = `arn:${partitionOf(region)}:trustedadvisor::${account}:recommendation/`;
  const id = text.startsWith(prefix) ? text.slice(prefix.length) : text;
  if (!RECOMMENDATION.test(id)) throw invalidIdentifier(path, 'the id or ARN of a recommendation', text);
  return { id, arn: `${prefix}${id}` };
}

// https://docs.aws.amazon.com/servicequotas/2019-06-24/apireference/API_GetServiceQuota.html
const QUOTA = /^((?:bedrock|sagemaker)\/L-[0-9A-F]{8})\/\d{1,9}(?:\.\d{1,3})?$/;

/** By service, quota code and the value at which the quota was found nearly used up: `sagemaker/L-1194D53C/50`. */
function quota(text: string, scope: Scope, path: string): Omit<ResourceRef, 'type'> {
  const [id, name] = QUOTA.exec(text) ?? [];
  if (id === undefined || name === undefined)
    throw invalidIdentifier(path, 'a service, a quota code and a value', text);
  return { id, arn: arnOf('servicequotas', name, scope) };
}

/** By type of resource. CloudFormation knows none of them. */
export const advisorIdentifiers: readonly (readonly [string, Identify])[] = [
  ['AWS::ServiceQuotas::Quota', quota],
  ['AWS::TrustedAdvisor::Check', check],
  ['AWS::TrustedAdvisor::Recommendation', recommendation],
];
