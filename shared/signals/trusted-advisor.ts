import * as z from 'zod/mini';
import { anyOtherCheck, bucketPermissions, checkId } from './advisor-check.ts';
import type { Envelope } from './envelope.ts';
import { expectEvent } from './envelope.ts';
import { invalidIdentifier } from './event-error.ts';
import { identify } from './identifiers.ts';
import type { Normalised } from './normalised.ts';
import { ignored, signalled, toSignal } from './normalised.ts';
import { parseShape, record, REGION } from './shape.ts';
import { excerpt } from './text.ts';

const schema = z.object({
  'check-name': z.string(),
  'check-item-detail': z.optional(record()),
  status: z.string(),
  // Empty where the check is not about a resource, and at times where it is.
  resource_id: z.optional(z.nullable(z.string())),
});
type Item = z.output<typeof schema>;

/**
 * `Trusted Advisor Check Item Refresh Notification`: a signal about a bucket that anybody may use, or about the
 * check where no remediation takes what it has found. The event comes in us-east-1 alone, wherever the resource is,
 * knows checks by their names, and is sent on a best-effort basis.
 *
 * https://docs.aws.amazon.com/awssupport/latest/user/cloudwatch-events-ta.html
 *
 * @throws EventError if the event can't be understood
 */
export function normaliseTrustedAdvisor(envelope: Envelope): Normalised {
  expectEvent(envelope, 'Trusted Advisor Check Item Refresh Notification', /^aws\.trustedadvisor$/);
  const item = parseShape(schema, envelope.detail, 'detail');
  const { status, 'check-name': name } = item;
  if (status !== 'WARN' && status !== 'ERROR') {
    return ignored(`the check has found nothing that asks for anything (${excerpt(status)})`);
  }
  if (name === bucketPermissions) return aboutBucket(item, envelope);
  const id = checkId(name);
  if (id === undefined) throw invalidIdentifier('detail.check-name', 'the name of a check', name);
  const resource = identify('AWS::TrustedAdvisor::Check', id, envelope, 'detail.check-name');
  return signalled(toSignal(envelope, { source: 'trusted-advisor', resource, hints: { check: anyOtherCheck } }));
}

function aboutBucket({ resource_id: told, 'check-item-detail': detail = {} }: Item, envelope: Envelope): Normalised {
  const named = told === null || told === undefined || told === '' ? detail['Bucket Name'] : told;
  const where = [detail['Region'], detail['Region Name']].find((text) => typeof text === 'string' && REGION.test(text));
  const region = typeof where === 'string' ? where : envelope.region;
  const scope = { account: envelope.account, region };
  const resource = identify('AWS::S3::Bucket', named, scope, 'detail.resource_id');
  const hints = { check: bucketPermissions };
  return signalled(toSignal(envelope, { source: 'trusted-advisor', resource, hints, region }));
}
