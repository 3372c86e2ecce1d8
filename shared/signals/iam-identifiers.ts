import type { Scope } from '../remediation.ts';
import { partitionOf, resourcePart } from './arn.ts';
import { invalidIdentifier } from './event-error.ts';
import type { Identify } from './identify.ts';
import type { ResourceRef } from './signal.ts';

// https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_iam-quotas.html
const PRINCIPAL = /^[\w+=,.@-]{1,64}$/;

/** By name or ARN: a name is unique in the account. The ARN is not kept, for its path is nothing that a call tells. */
function principal(kind: string): Identify {
  return (text, scope, path) => {
    const id = text.startsWith('arn:') ? principalIn(text, kind, scope, path) : text;
    if (!PRINCIPAL.test(id)) throw invalidIdentifier(path, `the name or ARN of a ${kind}`, text);
    return { id };
  };
}

function principalIn(arn: string, kind: string, scope: Scope, path: string): string {
  const resource = resourcePart(arn, 'iam', { ...scope, region: '' }, path, partitionOf(scope.region));
  const [found, ...parts] = resource.split('/');
  return found === kind ? (parts.at(-1) ?? '') : '';
}

// https://docs.aws.amazon.com/IAM/latest/APIReference/API_CreatePolicy.html; a path may have 512 characters.
const POLICY = /^policy\/(?:[\w+=,.@-]+\/){0,32}[\w+=,.@-]{1,128}$/;
const POLICY_ID = /^ANPA[A-Z0-9]{12,124}$/;

/** The account's own policies, by ARN, or by the id by which AWS Config knows them. */
function managedPolicy(text: string, scope: Scope, path: string): Omit<ResourceRef, 'type'> {
  if (POLICY_ID.test(text)) return { id: text };
  const resource = resourcePart(text, 'iam', { ...scope, region: '' }, path, partitionOf(scope.region));
  if (!POLICY.test(resource)) throw invalidIdentifier(path, 'the ARN or id of a policy', text);
  return { id: text, arn: text };
}

/** By the account's id: there is one. */
function rootUser(text: string, { account }: Scope, path: string): Omit<ResourceRef, 'type'> {
  if (text !== account) throw invalidIdentifier(path, "the event's own account", text);
  return { id: account };
}

/** Any account, by its id: callers from there are not this account's to change. */
function otherAccount(text: string, _scope: Scope, path: string): Omit<ResourceRef, 'type'> {
  if (!/^\d{12}$/.test(text)) throw invalidIdentifier(path, 'an account id of twelve digits', text);
  return { id: text };
}

// https://docs.aws.amazon.com/IAM/latest/APIReference/API_UpdateServiceSpecificCredential.html
const SERVICE_CREDENTIAL = /^[\w+=,.@-]{1,64}\/\w{20,128}$/;

/** By the user's name and the credential's id: `user/credential`. */
function serviceCredential(text: string, _scope: Scope, path: string): Omit<ResourceRef, 'type'> {
  if (!SERVICE_CREDENTIAL.test(text)) throw invalidIdentifier(path, 'a user and the id of a credential', text);
  return { id: text };
}

/** By type of resource. */
export const iamIdentifiers: readonly (readonly [string, Identify])[] = [
  ['AWS::IAM::Policy', managedPolicy],
  ['AWS::IAM::Role', principal('role')],
  ['AWS::IAM::RootUser', rootUser],
  ['AWS::IAM::ServiceSpecificCredential', serviceCredential],
  ['AWS::IAM::User', principal('user')],
  ['AWS::Organizations::Account', otherAccount],
];
