import * as z from 'zod/mini';
import type { Scope } from '../remediation.ts';
import { expectSame } from './envelope.ts';
import type { JsonRecord } from './shape.ts';
import { account, matching, parseShape } from './shape.ts';
import type { ImageRef, ResourceRef } from './signal.ts';

/** https://docs.aws.amazon.com/AmazonECR/latest/APIReference/API_ImageIdentifier.html; up to 1,000 tags an image. */
const schema = z.object({
  registry: z.optional(account),
  repositoryName: z.optional(z.string()),
  imageHash: z.optional(z.string()),
  imageDigest: z.optional(z.string()),
  imageTags: z.optional(
    z.nullable(
      z
        .array(matching(/^[A-Za-z0-9_][A-Za-z0-9._-]{0,127}$/, 'an image tag'))
        .check(z.maxLength(1000, 'expected at most 1,000 tags')),
    ),
  ),
});

/**
 * The image behind a finding. Its ARN says which it is, and the details must say the same; only the
 * tags come from the details alone.
 *
 * @param path where the resource lies in the event
 * @throws EventError if ARN and details contradict each other, or a tag can't be one
 */
export function imageOf(image: ResourceRef, details: JsonRecord, scope: Scope, path: string): ImageRef {
  // Since 2026 the same is told once more in words that fit every cloud, with the digest under another name.
  const member = details['awsEcrContainerImage'] === undefined ? 'image' : 'awsEcrContainerImage';
  const where = `${path}.details.${member}`;
  const told = parseShape(schema, details[member] ?? {}, where);
  const [repository = '', digest = ''] = image.id.split('@');
  expectSame(told.registry, scope.account, `${where}.registry`);
  expectSame(told.repositoryName, repository, `${where}.repositoryName`);
  expectSame(told.imageHash, digest, `${where}.imageHash`);
  expectSame(told.imageDigest, digest, `${where}.imageDigest`);
  return { registry: scope.account, repository, digest, tags: told.imageTags ?? [] };
}
