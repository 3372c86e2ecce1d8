import { printable } from '../aws/failure.ts';
import type { Actor } from '../signals/signal.ts';

/** A tool that made the resource from a description of it, and will do so again. */
export interface Owner {
  readonly tool: 'CloudFormation' | 'Terraform';
  /** Where the description lies, for a person: `stack fraud-platform`. */
  readonly where: string;
}

/**
 * Who owns a resource, by its tags. CloudFormation sets its own on whatever it makes; nobody else can set
 * tags that begin with `aws:`. Terraform sets none by itself.
 *
 * https://docs.aws.amazon.com/AWSCloudFormation/latest/UserGuide/aws-properties-resource-tags.html
 */
export function ownerOf(tags: Readonly<Record<string, string>>): Owner | undefined {
  const stack = tags['aws:cloudformation:stack-name'];
  if (stack === undefined) return undefined;
  const logicalId = tags['aws:cloudformation:logical-id'];
  const resource = logicalId === undefined ? '' : `, resource ${printable(logicalId, 128)}`;
  return { tool: 'CloudFormation', where: `stack ${printable(stack, 128)}${resource}` };
}

/** The tool through which somebody made a call, where the record shows one. */
export function infrastructureTool(actor: Actor | undefined): Owner['tool'] | undefined {
  if (actor?.invokedBy === 'cloudformation.amazonaws.com') return 'CloudFormation';
  // The AWS provider identifies itself as "APN/1.0 HashiCorp/1.0 Terraform/<version> …".
  if (/\bTerraform\//.test(actor?.userAgent ?? '')) return 'Terraform';
  return undefined;
}

/** The owner by tags, else by the call that made the resource what it is. */
export function ownerFrom(
  tags: Readonly<Record<string, string>> | undefined,
  actor: Actor | undefined,
): Owner | undefined {
  const owner = tags === undefined ? undefined : ownerOf(tags);
  if (owner !== undefined) return owner;
  const tool = infrastructureTool(actor);
  return tool === undefined
    ? undefined
    : { tool, where: `the ${tool} code of ${printable(actor?.arn ?? 'the actor', 200)}` };
}
