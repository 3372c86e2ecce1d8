import * as z from 'zod/mini';
import { at } from '../json.ts';
import { actorOf } from './actor.ts';
import type { Envelope } from './envelope.ts';
import { expectEvent, expectSame } from './envelope.ts';
import { EventError } from './event-error.ts';
import { identify } from './identifiers.ts';
import type { ListenedCall } from './listened-calls.ts';
import { listenedCalls } from './listened-calls.ts';
import type { Normalised } from './normalised.ts';
import { ignored, signalled, toSignal } from './normalised.ts';
import type { JsonRecord } from './shape.ts';
import { account, parseShape, record, region } from './shape.ts';
import { excerpt } from './text.ts';

const schema = z.object({
  eventSource: z.string(),
  eventName: z.string(),
  awsRegion: region,
  recipientAccountId: z.optional(account),
  errorCode: z.optional(z.nullable(z.string())),
  requestParameters: z.optional(z.nullable(record())),
  responseElements: z.optional(z.unknown()),
});

const calls: ReadonlyMap<string, ListenedCall> = new Map(listenedCalls.map((listened) => [listened.call, listened]));

/**
 * `AWS API Call via CloudTrail`: a signal if the call is one that remediations listen to and has
 * succeeded. Calls of our own roles give signals too; who acts on them is the pipeline's to decide.
 * https://docs.aws.amazon.com/awscloudtrail/latest/userguide/cloudtrail-event-reference-record-contents.html
 *
 * @throws EventError if the event can't be understood
 */
export function normaliseCloudTrailCall(envelope: Envelope): Normalised {
  expectEvent(envelope, 'AWS API Call via CloudTrail', /^aws\.[a-z0-9-]+$/);
  const detail = parseShape(schema, envelope.detail, 'detail');
  const service = serviceOf(detail.eventSource);
  const listened = calls.get(`${service}:${detail.eventName}`);
  if (listened === undefined) return ignored(`no remediation listens to ${excerpt(`${service}:${detail.eventName}`)}`);

  expectSame(`aws.${service}`, envelope.source, 'detail.eventSource');
  expectSame(detail.awsRegion, envelope.region, 'detail.awsRegion');
  expectSame(detail.recipientAccountId, envelope.account, 'detail.recipientAccountId');
  if (typeof detail.errorCode === 'string') {
    return ignored(`the call failed and changed nothing (${excerpt(detail.errorCode)})`);
  }
  const owner = ownerOf(envelope, listened.resource);
  if (owner !== envelope.account) {
    return ignored(`the ${listened.resource} belongs to account ${owner}, which gets an event of its own`);
  }
  return toNormalised(envelope, listened, detail.requestParameters ?? {}, detail.responseElements);
}

function toNormalised(
  envelope: Envelope,
  listened: ListenedCall,
  parameters: JsonRecord,
  response: unknown,
): Normalised {
  // CloudTrail leaves out fields of over 100 KB and puts `omitted: true` there.
  if (at(parameters, 'omitted') === true) {
    throw new EventError(
      'malformed',
      'detail.requestParameters',
      'CloudTrail has omitted them, so no resource is named',
    );
  }
  const elsewhere = parseShape(z.optional(region), listened.region?.(parameters), 'detail.requestParameters');
  const scope = { account: envelope.account, region: elsewhere ?? envelope.region };
  const id = listened.id(parameters, { response, region: scope.region });
  const resource = identify(listened.resource, id, scope, 'detail.requestParameters');
  return signalled(
    toSignal(envelope, {
      source: 'cloudtrail',
      resource,
      hints: { apiCall: listened.call },
      actor: actorOf(envelope.detail),
      region: scope.region,
    }),
  );
}

/** `s3.amazonaws.com` is `s3`. */
function serviceOf(eventSource: string): string {
  return eventSource.split('.', 1)[0] ?? '';
}

/**
 * The account that owns the resource. A call from one account on another's bucket is recorded in both,
 * and only the owner can put the bucket right. Without a word about it, it is the event's own account.
 */
function ownerOf(envelope: Envelope, type: string): string {
  const resources = envelope.detail['resources'];
  if (!Array.isArray(resources)) return envelope.account;
  const owners = resources.filter((entry) => at(entry, 'type') === type).map((entry) => at(entry, 'accountId'));
  return owners.find((id): id is string => typeof id === 'string' && /^\d{12}$/.test(id)) ?? envelope.account;
}
