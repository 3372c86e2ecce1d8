import { statementsOf } from '../../../shared/aws/policy-document.ts';
import { at } from '../../../shared/json.ts';
import type { Scope } from '../../../shared/remediation.ts';
import { partitionOf } from '../../../shared/signals/arn.ts';

/** Name of the inline policy. Our own statements in it are told by their ids; others in it are left alone. */
export const policyName = 'RedressBedrockContainment';
const models = 'RedressContainment';
const mantle = 'RedressContainmentMantle';
const services = 'RedressContainmentServices';

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

/** All that the AI services can do, for whom no more than that is to be taken. */
const everything = ['bedrock-agentcore:*', 'bedrock-mantle:*', 'bedrock:*', 'sagemaker:*'];

/** What is denied, and until when (ISO 8601, UTC). */
export interface Containment {
  /** Models that may not be invoked. */
  readonly resources: readonly string[];
  readonly until: string;
  /** Until when everything in the AI services is denied as well; missing: it is not. */
  readonly services?: string;
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
  const [statement, wider] = [models, services].map((sid) =>
    statementsOf(document).find((one) => at(one, 'Sid') === sid),
  );
  const until = endIn(statement);
  if (until === undefined) return undefined;
  const resources = at(statement, 'Resource');
  const all: readonly unknown[] = Array.isArray(resources) ? resources : [resources];
  const end = endIn(wider);
  return {
    resources: all.filter((one) => typeof one === 'string'),
    until,
    ...(end !== undefined && { services: end }),
  };
}

function endIn(statement: unknown): string | undefined {
  const until = at(at(statement, 'Condition.DateLessThan'), 'aws:CurrentTime');
  return typeof until === 'string' && !Number.isNaN(Date.parse(until)) ? until : undefined;
}

export function covers({ resources }: Containment, wanted: readonly string[]): boolean {
  return resources.includes('*') || wanted.every((one) => resources.includes(one));
}

/** The policy with our statements put in, or replaced; whatever else is in it stays. */
export function withContainment(document: string | null, { resources, until, services: end }: Containment): string {
  const put = end === undefined ? [models, mantle] : [models, mantle, services];
  const others = statementsOf(document).filter((one) => !put.includes(String(at(one, 'Sid'))));
  const before = (time: string) => ({ DateLessThan: { 'aws:CurrentTime': time } });
  const Condition = before(until);
  const ours = [
    { Sid: models, Effect: 'Deny', Action: invocation, Resource: resources, Condition },
    // Bedrock's second endpoint knows projects, and no models, as resources: models can't be told apart there.
    { Sid: mantle, Effect: 'Deny', Action: 'bedrock-mantle:CreateInference', Resource: '*', Condition },
    ...(end === undefined
      ? []
      : [{ Sid: services, Effect: 'Deny', Action: everything, Resource: '*', Condition: before(end) }]),
  ];
  return JSON.stringify({ Version: '2012-10-17', Statement: [...others, ...ours] });
}
