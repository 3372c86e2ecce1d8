import { at } from '../../shared/json.ts';
import type { Json } from '../../shared/json.ts';
import { list, resourcesOf, text } from './template.ts';
import type { Problem, Template } from './template.ts';

/**
 * Characters of a role's inline policies together, and of a managed policy. IAM doesn't count white space.
 * https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_iam-quotas.html#reference_iam-quotas-entity-length
 */
const inline = 10_240;
const managed = 6144;

/** IAM refuses a policy that is too long when it is deployed, and not before: after the stack has changed half-way. */
export function boundedPolicies(template: Template): readonly Problem[] {
  const roles = resourcesOf(template, 'AWS::IAM::Role').map(({ id, properties }) => {
    const documents = list(properties['Policies']).map((policy) => at(policy, 'PolicyDocument'));
    return { id, size: documents.reduce<number>((sum, document) => sum + sizeOf(document), 0), limit: inline };
  });
  const policies = resourcesOf(template, 'AWS::IAM::ManagedPolicy').map(({ id, properties }) => ({
    id,
    size: sizeOf(properties['PolicyDocument']),
    limit: managed,
  }));
  return [...roles, ...policies]
    .filter(({ size, limit }) => size > limit)
    .map(({ id, size, limit }) => ({
      check: 'policy-size',
      resource: id,
      message: `its policies may come to ${size} characters, and IAM takes ${limit}`,
    }));
}

function sizeOf(document: unknown): number {
  return JSON.stringify(computed(document as Json))?.length ?? 0;
}

/** With the functions of CloudFormation as what they come to, at their longest. */
function computed(value: Json): Json {
  if (Array.isArray(value)) return value.map((item: Json) => computed(item));
  if (typeof value === 'string') return expanded(value);
  if (value === null || typeof value !== 'object') return value;
  const entries = Object.entries(value);
  const [first] = entries;
  if (entries.length === 1 && (first?.[0] === 'Ref' || first?.[0].startsWith('Fn::'))) return expanded(text(value));
  return Object.fromEntries(entries.map(([key, item = null]) => [key, computed(item)]));
}

/** References as long as they may well become: the longest partition, a long Region, an ARN of one of our resources. */
function expanded(given: string): string {
  return given
    .replaceAll('${AWS::Partition}', 'aws-us-gov')
    .replaceAll('${AWS::Region}', 'ap-southeast-2')
    .replaceAll('${AWS::AccountId}', '111122223333')
    .replaceAll(/\$\{[^}]*\}/g, 'x'.repeat(90));
}
