import { statementsOf, textsOf, withStatements } from '../../../shared/aws/policy-document.ts';
import type { Json, JsonObject } from '../../../shared/json.ts';
import { at, toJson } from '../../../shared/json.ts';
import { compileGlob } from '../../../shared/policy/glob.ts';
import { pinnedTo } from './pins.ts';

/**
 * Trust policies of roles, and whom of AWS's AI services they let in.
 *
 * Principals of services: https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_elements_principal.html#principal-services
 */

/** Some services have principals of a Region as well, and those of China another ending. */
const AI_SERVICE =
  /^(bedrock|bedrock-agentcore|sagemaker|sagemaker-geospatial)(?:\.[a-z]{2}(?:-[a-z]+)+-\d)?\.amazonaws\.com(?:\.cn)?$/;

/** The AI services that a statement lets assume the role. */
export function aiServicesOf(statement: unknown): readonly string[] {
  if (!letsAssume(statement)) return [];
  return textsOf(at(statement, 'Principal.Service')).filter(isAiService);
}

/** Whether an AI service may assume a role of this trust policy. */
export function isAiTrust(document: string): boolean {
  return statementsOf(document).some((statement) => aiServicesOf(statement).length > 0);
}

/**
 * Whether a statement allows somebody `sts:AssumeRole`; services and accounts have no other way.
 *
 * @param action another one, in lower case
 */
export function letsAssume(statement: unknown, action = 'sts:assumerole'): boolean {
  if (at(statement, 'Effect') !== 'Allow') return false;
  const spared = at(statement, 'NotAction');
  const named = textsOf(spared ?? at(statement, 'Action')).some((one) => compileGlob(one.toLowerCase())(action));
  return spared === undefined ? named : !named;
}

function isAiService(principal: string): boolean {
  return AI_SERVICE.test(principal.toLowerCase());
}

/** The statements by which an AI service may be made to assume the role on behalf of any account. */
export function unboundStatements(document: string): readonly unknown[] {
  return statementsOf(document).filter(isUnbound);
}

function isUnbound(statement: unknown): boolean {
  return aiServicesOf(statement).length > 0 && !isBound(statement);
}

/** https://docs.aws.amazon.com/IAM/latest/UserGuide/confused-deputy.html#cross-service-confused-deputy-prevention */
function isBound(statement: unknown): boolean {
  return (
    pinnedTo(statement, 'aws:SourceAccount', /^\d{12}$/) !== undefined ||
    pinnedTo(statement, 'aws:SourceArn', /^arn:[^:]*:[^:]*:[^:]*:\d{12}:/) !== undefined ||
    pinnedTo(statement, 'aws:SourceOrgID', /^o-[a-z0-9]{10,32}$/) !== undefined ||
    pinnedTo(statement, 'aws:SourceOrgPaths', /^o-[a-z0-9]{10,32}\//) !== undefined
  );
}

/** What the role's AI services are to be bound to. */
export interface Binding {
  readonly account: string;
  /** Missing: the account is enough. */
  readonly partition?: string;
}

/**
 * The trust policy in which AI services act for this account alone. Where a statement lets in others as well, they
 * keep a statement as it was: a condition on the source is one that people and most services can't meet.
 */
export function narrowed(document: string, binding: Binding): string {
  const statements = statementsOf(document).flatMap((statement) =>
    isUnbound(statement) ? split(toJson(statement) as JsonObject, binding) : [statement],
  );
  return withStatements(document, statements);
}

function split(statement: JsonObject, binding: Binding): JsonObject[] {
  const services = aiServicesOf(statement);
  const { Service, ...others } = statement['Principal'] as JsonObject;
  const left = textsOf(Service).filter((one) => !services.includes(one));
  const rest: JsonObject = { ...others, ...(left.length > 0 && { Service: oneOrAll(left) }) };
  const Condition = bound(statement['Condition'], services, binding);
  if (Object.keys(rest).length === 0) return [{ ...statement, Condition }];
  // Ids of statements are unique in a policy.
  const { Sid: _, ...unnamed } = statement;
  return [
    { ...statement, Principal: rest },
    { ...unnamed, Principal: { Service: oneOrAll(services) }, Condition },
  ];
}

function bound(condition: Json | undefined, services: readonly string[], { account, partition }: Binding): JsonObject {
  const all = (condition ?? {}) as JsonObject;
  const StringEquals = withKey(all['StringEquals'], 'aws:SourceAccount', account);
  if (partition === undefined) return { ...all, StringEquals };
  const arns = services.map((service) => `arn:${partition}:${service.toLowerCase().split('.')[0]}:*:${account}:*`);
  return { ...all, StringEquals, ArnLike: withKey(all['ArnLike'], 'aws:SourceArn', oneOrAll([...new Set(arns)])) };
}

/** Keys of conditions are the same in upper and lower case: what is there under another spelling goes. */
function withKey(keys: Json | undefined, key: string, value: Json): JsonObject {
  const others = Object.entries((keys ?? {}) as JsonObject).filter(([one]) => one.toLowerCase() !== key.toLowerCase());
  return { ...Object.fromEntries(others), [key]: value };
}

function oneOrAll(texts: readonly string[]): Json {
  return texts.length === 1 ? (texts[0] ?? '') : texts;
}

/** Of people and roles that are gone IAM shows the ids, and takes no policy that names one. */
export function deadPrincipals(document: string): readonly string[] {
  return statementsOf(document)
    .flatMap((statement) => textsOf(at(statement, 'Principal.AWS')))
    .filter((principal) => /^A(?:IDA|ROA|GPA)[A-Z0-9]{12,}$/.test(principal));
}
