import * as z from 'zod/mini';
import type { Envelope } from './envelope.ts';
import { expectEvent, expectSame } from './envelope.ts';
import { foreignTrail } from './foreign-trail.ts';
import { identify, isIdentifiable } from './identifiers.ts';
import type { Normalised } from './normalised.ts';
import { ignored, signalled, toSignal } from './normalised.ts';
import { account, matching, parseShape, region } from './shape.ts';
import { excerpt } from './text.ts';

/** Detail type of the events that this module understands. */
export const configItemChange = 'Config Configuration Item Change';

const statuses = ['OK', 'ResourceDiscovered', 'ResourceNotRecorded', 'ResourceDeleted', 'ResourceDeletedNotRecorded'];

/** What names the resource is the same in an item and in the summary of one. */
const item = z.object({
  resourceType: matching(/^\w{2,64}::\w{0,64}::\w{1,64}(?:::MODULE)?$/, 'a resource type'),
  resourceId: z.string(),
  awsRegion: region,
  awsAccountId: account,
  configurationItemStatus: z.enum(statuses, `expected ${statuses.join(', ')}`),
});

const change = z.object({ configurationItem: item });
/** Instead of an item of more than 256 KB there is a summary, and the item lies in S3. */
const oversized = z.object({ configurationItemSummary: item });

/**
 * `Config Configuration Item Change`: a signal about the resource, whatever of it has changed: the resource is read.
 *
 * https://docs.aws.amazon.com/config/latest/developerguide/example-sns-notification.html and
 * https://docs.aws.amazon.com/config/latest/developerguide/oversized-notification-example.html
 *
 * @throws EventError if the event can't be understood
 */
export function normaliseConfigItem(envelope: Envelope): Normalised {
  expectEvent(envelope, configItemChange, /^aws\.config$/);
  const [path, found] = Object.hasOwn(envelope.detail, 'configurationItemSummary')
    ? (['configurationItemSummary', parseShape(oversized, envelope.detail, 'detail').configurationItemSummary] as const)
    : (['configurationItem', parseShape(change, envelope.detail, 'detail').configurationItem] as const);
  expectSame(found.awsAccountId, envelope.account, `detail.${path}.awsAccountId`);
  expectSame(found.awsRegion, envelope.region, `detail.${path}.awsRegion`);

  const { resourceType, resourceId, configurationItemStatus: status } = found;
  if (status === 'ResourceDeleted' || status === 'ResourceDeletedNotRecorded') {
    return ignored(`the resource was deleted (${status})`);
  }
  if (status === 'ResourceNotRecorded') return ignored('Config does not record the resource (ResourceNotRecorded)');
  if (!isIdentifiable(resourceType)) return ignored(`no remediation takes ${excerpt(resourceType)}`);
  const foreign = foreignTrail(resourceType, resourceId, envelope);
  if (foreign !== undefined) return ignored(foreign);
  const resource = identify(resourceType, resourceId, envelope, `detail.${path}.resourceId`);
  return signalled(toSignal(envelope, { source: 'config', resource, hints: { configItem: status } }));
}
