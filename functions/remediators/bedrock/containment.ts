import { statementsOf, withStatements } from '../../../shared/aws/policy-document.ts';
import type { JsonObject } from '../../../shared/json.ts';
import { at, canonical } from '../../../shared/json.ts';
import type { Scope } from '../../../shared/remediation.ts';
import type { AiCall } from '../../../shared/signals/ai-call.ts';
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

/** The calls that take these actions, as CloudTrail names them. */
const invocationCalls: ReadonlySet<string> = new Set([
  ...invocation.map((action) => action.slice('bedrock:'.length)),
  'Converse',
  'ConverseStream',
  'StartAsyncInvoke',
]);

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

/** ARNs of models, in every Region; `*` where none is named, or one that may stand for any. */
export function resourcesOf(ids: readonly string[] | null, scope: Scope): readonly string[] {
  if (ids === null || ids.length > mostModels) return ['*'];
  const found = ids.flatMap((id) => resourcesOfOne(id, scope));
  return found.includes('*') ? ['*'] : [...new Set(found)].toSorted();
}

function resourcesOfOne(named: string, { account, region }: Scope): string[] {
  // Whoever is denied a model in one Region, or through one profile, takes it in the next, or as it is.
  const [, kind, part = ''] = /^arn:[^/]*:([a-z-]+)\/(.+)$/.exec(named) ?? [];
  // The account's own profiles don't tell by their names which model is behind them.
  if (kind === 'application-inference-profile') return ['*'];
  if (kind !== undefined && kind !== 'foundation-model' && kind !== 'inference-profile') return [named];
  const id = kind === undefined ? named : part;
  const partition = partitionOf(region);
  const [, model] = kind === 'foundation-model' ? [] : (PROFILE.exec(id) ?? []);
  const foundation = `arn:${partition}:bedrock:*::foundation-model/${model ?? id}`;
  // A profile asks for the permission on the model as well: denying the model shuts every way to it.
  return model === undefined
    ? [foundation]
    : [foundation, `arn:${partition}:bedrock:*:${account}:inference-profile/${id}`];
}

/**
 * What a policy denies already; undefined where it does not have our statements. The id alone does not make one ours:
 * a statement of that id that allows, denies something else or asks for more would be taken for a deny that runs.
 */
export function containmentIn(document: string | null): Containment | undefined {
  const statements = statementsOf(document);
  const end = (sid: string) => endOf(statements.find((one) => at(one, 'Sid') === sid));
  const found = at(
    statements.find((one) => at(one, 'Sid') === models),
    'Resource',
  );
  const until = end(models);
  if (until === undefined || !Array.isArray(found)) return undefined;
  const resources = found.filter((one) => typeof one === 'string');
  const has = (wanted: JsonObject): boolean => statements.some((one) => canonical(one) === canonical(wanted));
  if (!statementsFor(resources, until).every(has)) return undefined;
  const wider = end(services);
  return { resources, until, ...(wider !== undefined && has(servicesUntil(wider)) && { services: wider }) };
}

/** Only in the form in which it was written: others, some of which IAM does not take for a time, are none of ours. */
function endOf(statement: unknown): string | undefined {
  const until = at(at(statement, 'Condition.DateLessThan'), 'aws:CurrentTime');
  if (typeof until !== 'string' || !/^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\dZ$/.test(until)) return undefined;
  return Number.isNaN(Date.parse(until)) ? undefined : until;
}

export function covers({ resources }: Containment, wanted: readonly string[]): boolean {
  return resources.includes('*') || wanted.every((one) => resources.includes(one));
}

/** Whether it may be by our deny of models, as long as it runs, that a call is denied. */
export function mayBeDenied({ service, name }: AiCall): boolean {
  return service === 'bedrock-mantle' || (service === 'bedrock' && invocationCalls.has(name));
}

/** The policy with our statements put in, or replaced; whatever else is in it stays. */
export function withContainment(document: string | null, { resources, until, services: end }: Containment): string {
  const ours = [...statementsFor(resources, until), ...(end === undefined ? [] : [servicesUntil(end)])];
  const put = ours.map(({ Sid }) => Sid);
  const others = statementsOf(document).filter((one) => !put.includes(String(at(one, 'Sid'))));
  return withStatements(document ?? '{"Version":"2012-10-17"}', [...others, ...ours]);
}

function statementsFor(resources: readonly string[], until: string) {
  const Condition = before(until);
  return [
    { Sid: models, Effect: 'Deny', Action: invocation, Resource: resources, Condition },
    // Bedrock's second endpoint knows projects, and no models, as resources: models can't be told apart there.
    { Sid: mantle, Effect: 'Deny', Action: 'bedrock-mantle:CreateInference', Resource: '*', Condition },
  ];
}

function servicesUntil(end: string) {
  return { Sid: services, Effect: 'Deny', Action: everything, Resource: '*', Condition: before(end) };
}

function before(time: string) {
  return { DateLessThan: { 'aws:CurrentTime': time } };
}
