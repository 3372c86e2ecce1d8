import * as z from 'zod/mini';
import { EventError } from './event-error.ts';
import type { JsonRecord } from './shape.ts';
import { account, matching, parseShape, record, region } from './shape.ts';
import { excerpt } from './text.ts';

/**
 * What every EventBridge event has around its `detail`.
 * https://docs.aws.amazon.com/eventbridge/latest/ref/overiew-event-structure.html
 */
export interface Envelope {
  readonly id: string;
  readonly detailType: string;
  readonly source: string;
  /** Twelve digits. */
  readonly account: string;
  /** ISO 8601 in UTC with milliseconds, in whichever form the event told it. */
  readonly time: string;
  readonly region: string;
  /** Often empty, even where the event is about a resource. */
  readonly resources: readonly string[];
  readonly detail: JsonRecord;
  /** Present if the event comes from an archive. */
  readonly replayName?: string;
}

// A schema of our own: the one of Powertools' parser pulls in the whole of zod, 356 KB and 12 ms.
const schema = z.object({
  version: z.string(),
  // EventBridge uses UUIDs; what is written by hand for a replay may be plainer.
  id: matching(/^[0-9A-Za-z][\w.:-]{0,127}$/, 'an event id'),
  'detail-type': z.string(),
  source: z.string(),
  account,
  time: z.optional(z.unknown()),
  region,
  resources: z.optional(z.array(z.string())),
  detail: record(),
  'replay-name': z.optional(z.string()),
});

/** @throws EventError `malformed` if it isn't an EventBridge event */
export function parseEnvelope(event: unknown): Envelope {
  const parsed = parseShape(schema, event, '');
  const replayName = parsed['replay-name'];
  return {
    id: parsed.id,
    detailType: parsed['detail-type'],
    source: parsed.source,
    account: parsed.account,
    time: parseTime(parsed.time),
    region: parsed.region,
    resources: parsed.resources ?? [],
    detail: parsed.detail,
    ...(replayName !== undefined && { replayName }),
  };
}

const ISO = /^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(?:\.\d{1,9})?(?:Z|[+-]\d\d:\d\d)$/;
/** The last millisecond of the year 9999, up to which ISO 8601 needs no agreement on longer years. */
const LATEST = 253_402_300_799_999;

/** ISO 8601, or milliseconds since 1970, which SageMaker's samples show. */
function parseTime(value: unknown): string {
  const milliseconds = toMilliseconds(value);
  if (milliseconds >= 0 && milliseconds <= LATEST) return new Date(milliseconds).toISOString();
  throw new EventError('malformed', 'time', `expected a time in ISO 8601, received ${excerpt(value)}`);
}

/** NaN for what is no time. */
function toMilliseconds(value: unknown): number {
  if (typeof value === 'number') return value;
  if (typeof value !== 'string') return Number.NaN;
  if (ISO.test(value)) return Date.parse(value);
  return /^\d{12,14}$/.test(value) ? Number(value) : Number.NaN;
}

/** @throws EventError `unexpected-event` for what a source wasn't made for */
export function expectEvent(envelope: Envelope, detailType: string, source: RegExp): void {
  if (envelope.detailType !== detailType) {
    const problem = `expected "${detailType}", received ${excerpt(envelope.detailType)}`;
    throw new EventError('unexpected-event', 'detail-type', problem);
  }
  if (!source.test(envelope.source)) {
    const problem = `${excerpt(envelope.source)} sends no "${detailType}"`;
    throw new EventError('unexpected-event', 'source', problem);
  }
}

/**
 * Holds one part of an event against another; a part that is missing contradicts nothing.
 *
 * @throws EventError `contradiction` if they differ
 */
export function expectSame(here: string | undefined, elsewhere: string, path: string): void {
  if (here === undefined || here === elsewhere) return;
  const problem = `expected "${elsewhere}" as elsewhere in the event, received ${excerpt(here)}`;
  throw new EventError('contradiction', path, problem);
}
