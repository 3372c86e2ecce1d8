import {
  GetPolicyCommand,
  GetPolicyVersionCommand,
  GetRolePolicyCommand,
  IAMClient,
  ListAttachedRolePoliciesCommand,
  ListRolePoliciesCommand,
} from '@aws-sdk/client-iam';
import { orUndefined } from '../../../shared/aws/failure.ts';
import { everyItem } from '../../../shared/aws/pages.ts';
import { decodedDocument, policyText } from '../../../shared/aws/policy-document.ts';
import type { PolicyText } from '../../../shared/aws/policy-document.ts';
import type { BoundServices } from '../../../shared/aws/service.ts';
import { service } from '../../../shared/aws/service.ts';
import { reading } from './roles.ts';

/** What it takes to read a role and the policies that it has. */
export const policyReading = service('IAM', IAMClient, {
  ...reading.commands,
  GetPolicyCommand,
  GetPolicyVersionCommand,
  GetRolePolicyCommand,
  ListAttachedRolePoliciesCommand,
  ListRolePoliciesCommand,
});

type Aws = BoundServices<{ iam: typeof policyReading }>;

/** A managed policy that is attached. */
export interface AttachedPolicy {
  readonly arn: string;
  readonly name: string;
  /** What the account's own policy says, by which version; missing for AWS's, which are known by their names. */
  readonly own?: { readonly document: string; readonly version: string };
}

/** A policy that is written into the role. */
export interface InlinePolicy {
  readonly name: string;
  readonly policy: PolicyText;
}

/** The managed policies of a role, in the order of IAM. */
export async function* attachedPolicies(RoleName: string, { iam }: Aws): AsyncGenerator<AttachedPolicy> {
  const all = everyItem(
    async ({ nextToken: Marker }) => {
      const page = await iam.ListAttachedRolePolicies({ RoleName, ...(Marker && { Marker }) });
      return { page, nextToken: page.Marker };
    },
    ({ page }) => page.AttachedPolicies,
  );
  for await (const { PolicyArn: arn = '' } of all) {
    const name = arn.split('/').at(-1) ?? '';
    if (/^arn:[^:]*:iam::aws:policy\//.test(arn)) yield { arn, name };
    else {
      yield { arn, name, own: await listed(arn, defaultVersion(arn, iam)) };
    }
  }
}

/**
 * What is listed but not there is either on its way out, or not yet to be seen everywhere: no verdict can rest on
 * it. The error says neither that the role is gone nor anything else that is final, so that it is read again.
 *
 * https://docs.aws.amazon.com/IAM/latest/UserGuide/troubleshoot.html#troubleshoot_general_eventual-consistency
 */
async function listed<T>(policy: string, answer: Promise<T>): Promise<T> {
  const found = await orUndefined('NoSuchEntityException', answer);
  if (found !== undefined) return found;
  const message = `IAM lists the policy ${policy}, and says that it does not exist`;
  throw Object.assign(new Error(message), { name: 'PolicyNotReadable' });
}

async function defaultVersion(PolicyArn: string, iam: Aws['iam']): Promise<{ document: string; version: string }> {
  const version = (await iam.GetPolicy({ PolicyArn })).Policy?.DefaultVersionId;
  if (version === undefined) throw new TypeError('IAM has answered without the default version of the policy');
  const { PolicyVersion } = await iam.GetPolicyVersion({ PolicyArn, VersionId: version });
  if (PolicyVersion?.Document === undefined) throw new TypeError('IAM has answered without the text of the policy');
  return { document: decodedDocument(PolicyVersion.Document), version };
}

/** The policies that are written into a role. */
export async function* inlinePolicies(RoleName: string, { iam }: Aws): AsyncGenerator<InlinePolicy> {
  const names = everyItem(
    async ({ nextToken: Marker }) => {
      const page = await iam.ListRolePolicies({ RoleName, ...(Marker && { Marker }) });
      return { page, nextToken: page.Marker };
    },
    ({ page }) => page.PolicyNames,
  );
  for await (const name of names) {
    const document = (await listed(name, iam.GetRolePolicy({ RoleName, PolicyName: name }))).PolicyDocument;
    if (document === undefined) throw new TypeError('IAM has answered without the text of the policy');
    yield { name, policy: policyText(document) };
  }
}
