import type { Step } from '../plan.ts';
import type { ApiCall } from './service.ts';

/** How a role or a user is spoken of, and its calls. */
export interface PolicyHolder {
  readonly name: string;
  readonly detach: (PolicyArn: string) => ApiCall;
  readonly attach: (PolicyArn: string) => ApiCall;
  /** Lists what is attached, all on one page: 20 policies are the most that IAM allows. */
  readonly list: ApiCall;
}

/** @param left how many policies are attached afterwards */
export function detachStep(PolicyArn: string, { name, detach, attach, list }: PolicyHolder, left: number): Step {
  const policy = PolicyArn.split('/').at(-1) ?? '';
  return {
    id: `detach-${policy.toLowerCase()}`,
    title: `Detach ${policy} from ${name}`,
    call: detach(PolicyArn),
    // No call tells whether one policy is attached; that there is one less of them does.
    done: { call: list, path: [`AttachedPolicies.${left}.PolicyArn`, 'IsTruncated'], is: [false] },
    undo: { call: attach(PolicyArn) },
    semantics: 'at-least-once',
  };
}

/**
 * Roles of services and of IAM Identity Center, which only AWS may change.
 * https://docs.aws.amazon.com/IAM/latest/UserGuide/id_roles_create-service-linked-role.html
 */
export function isAwsOwnPath(path: string): boolean {
  return /^\/aws-(?:service-role|reserved)\//.test(path);
}
