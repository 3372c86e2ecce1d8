import { at } from '../../../shared/json.ts';
import type { Scope } from '../../../shared/remediation.ts';
import { partitionOf } from '../../../shared/signals/arn.ts';

/** Name of the inline policy. Our own statements in it are told by their ids; others in it are left alone. */
export const policyName = 'RedressBedrockContainment';
const models = 'RedressContainment';
const mantle = 'RedressContainmentMantle';

/** More models than this are too many for the 2,048 characters of a user's inline policies. */
const mostModels = 5;

/**
 * What invoking a model takes. Converse has no action of its own: it is refused where InvokeModel is.
 * https://docs.aws.amazon.com/bedrock/latest/APIReference/API_runtime_Converse.html
 */
const invocation = [
  'bedrock:CreateModelInvocationJob',
  'bedrock:InvokeModel',
  'bedrock:InvokeModelWithBidirectionalStream',
  'bedrock:InvokeModelWithResponseStream',
];

/** What is denied, and until when (ISO 8601, UTC). */
export interface Containment {
  readonly resources: readonly string[];
  readonly until: string;
}

/** Prefixes of inference profiles, which call a model in one of several Regions. */
const PROFILE = /^(?:global|us|us-gov|eu|apac|ap|au|ca|jp|sa|uk|me|af|in)\.(.+)$/;

/** ARNs of models, in every Region; `*` where none is named. */
export function resourcesOf(ids: readonly string[] | null, { account, region }: Scope): readonly string[] {
  if (ids === null || ids.length > mostModels) return ['*'];
  const partition = partitionOf(region);
  const found = ids.flatMap((id) => {
    if (id.startsWith('arn:')) return [id];
    const [, model] = PROFILE.exec(id) ?? [];
    const foundation = `arn:${partition}:bedrock:*::foundation-model/${model ?? id}`;
    // A profile asks for the permission on the model as well: denying the model shuts every way to it.
    return model === undefined
      ? [foundation]
      : [foundation, `arn:${partition}:bedrock:*:${account}:inference-profile/${id}`];
  });
  return [...new Set(found)].toSorted();
}

/** What a policy denies already; undefined where it has no statement of ours, or none that can be read. */
export function containmentIn(document: string | null): Containment | undefined {
  const statement = statementsOf(document).find((one) => at(one, 'Sid') === models);
  const until = at(at(statement, 'Condition.DateLessThan'), 'aws:CurrentTime');
  const resources = at(statement, 'Resource');
  if (typeof until !== 'string' || Number.isNaN(Date.parse(until))) return undefined;
  const all: readonly unknown[] = Array.isArray(resources) ? resources : [resources];
  return { resources: all.filter((one) => typeof one === 'string'), until };
}

export function covers({ resources }: Containment, wanted: readonly string[]): boolean {
  return resources.includes('*') || wanted.every((one) => resources.includes(one));
}

/** The policy with our statements put in, or replaced; whatever else is in it stays. */
export function withContainment(document: string | null, { resources, until }: Containment): string {
  const others = statementsOf(document).filter((one) => ![models, mantle].includes(String(at(one, 'Sid'))));
  const Condition = { DateLessThan: { 'aws:CurrentTime': until } };
  const ours = [
    { Sid: models, Effect: 'Deny', Action: invocation, Resource: resources, Condition },
    // Bedrock's second endpoint knows projects, and no models, as resources: models can't be told apart there.
    { Sid: mantle, Effect: 'Deny', Action: 'bedrock-mantle:CreateInference', Resource: '*', Condition },
  ];
  return JSON.stringify({ Version: '2012-10-17', Statement: [...others, ...ours] });
}

function statementsOf(document: string | null): readonly unknown[] {
  const found = at(parsed(document), 'Statement');
  return Array.isArray(found) ? found : found === undefined ? [] : [found];
}

function parsed(document: string | null): unknown {
  try {
    return JSON.parse(document ?? '{}');
  } catch {
    return {};
  }
}
