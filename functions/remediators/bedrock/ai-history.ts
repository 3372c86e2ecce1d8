import { CloudTrailClient, LookupEventsCommand } from '@aws-sdk/client-cloudtrail';
import type { LookupAttribute, LookupEventsResponse } from '@aws-sdk/client-cloudtrail';
import { service } from '../../../shared/aws/service.ts';
import type { BoundServices } from '../../../shared/aws/service.ts';
import { aiCallOf, aiServices } from '../../../shared/signals/ai-call.ts';
import type { AiCall } from '../../../shared/signals/ai-call.ts';

export const cloudtrail = service('CloudTrail', CloudTrailClient, { LookupEventsCommand });
export type HistoryAws = BoundServices<{ cloudtrail: typeof cloudtrail }>;

/**
 * Of 50 records each. CloudTrail takes two requests a second in each account and Region, so that more would take
 * longer than a read may take.
 */
export const mostPages = 20;

/**
 * How long a call may take to come into the event history.
 * https://docs.aws.amazon.com/awscloudtrail/latest/userguide/view-cloudtrail-events.html
 */
export const underway = 15 * 60_000;

export interface Span {
  readonly from: Date;
  readonly to: Date;
}

/** A page of the history. */
export interface Page {
  readonly calls: readonly AiCall[];
  /** It is the last one that was read, and not the last one that there is: what is on the others, nobody has seen. */
  readonly isCut: boolean;
}

/** How many records are looked through, for a person. */
export const mostRecords = 50 * mostPages;

/**
 * Calls on AI services in the event history, newest first, page by page. It holds management events. Published records
 * of InvokeModel say `"managementEvent": true`, such as Sumo Logic's of October 2024; where AWS logs the invocation of
 * models as data events, it is not counted, as InvokeEndpoint is not.
 *
 * https://docs.aws.amazon.com/awscloudtrail/latest/APIReference/API_LookupEvents.html
 */
export async function* callsBy(
  { cloudtrail: client }: HistoryAws,
  lookup: LookupAttribute,
  span?: Span,
): AsyncGenerator<Page> {
  let NextToken: string | undefined;
  for (let page = 0; page < mostPages; page++) {
    const found: LookupEventsResponse = await client.LookupEvents({
      LookupAttributes: [lookup],
      ...(span && { StartTime: span.from, EndTime: span.to }),
      ...(NextToken !== undefined && { NextToken }),
    });
    if (found.Events === undefined) throw new TypeError('LookupEvents named no events');
    NextToken = found.NextToken;
    const calls = found.Events.flatMap(({ CloudTrailEvent = '' }) => aiCallOf(parsed(CloudTrailEvent)) ?? []);
    yield { calls, isCut: NextToken !== undefined && page === mostPages - 1 };
    if (NextToken === undefined) return;
  }
}

/** Of all callers: a search for each service, since a search takes one attribute. */
export async function* callsOfAll(aws: HistoryAws, span: Span): AsyncGenerator<Page> {
  for (const name of aiServices) {
    yield* callsBy(aws, { AttributeKey: 'EventSource', AttributeValue: `${name}.amazonaws.com` }, span);
  }
}

function parsed(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}

/** What a person has to do where the history holds more than can be looked through. */
export const lookFurther =
  'Look for the calls in the logs of a trail, by Athena or CloudTrail Lake, where all of them are: https://docs.aws.amazon.com/athena/latest/ug/cloudtrail-logs.html.';

/** `bedrock:InvokeModel 12 times, sagemaker:CreateTrainingJob`, most frequent first. */
export function actionsIn(calls: readonly AiCall[]): string {
  const counts = new Map<string, number>();
  for (const { service: of, name } of calls) counts.set(`${of}:${name}`, (counts.get(`${of}:${name}`) ?? 0) + 1);
  const sorted = [...counts].toSorted(([a, m], [b, n]) => n - m || (a < b ? -1 : 1));
  const shown = sorted.slice(0, mostShown).map(([action, count]) => (count > 1 ? `${action} ${count} times` : action));
  return [...shown, ...(sorted.length > mostShown ? [`${sorted.length - mostShown} more`] : [])].join(', ');
}

const mostShown = 5;

/** The addresses that the calls came from, or a word for none. */
export function originsOf(calls: readonly AiCall[]): string {
  const all = [...new Set(calls.flatMap(({ ip }) => ip ?? []))].toSorted();
  if (all.length === 0) return 'an address of AWS';
  return [...all.slice(0, mostShown), ...(all.length > mostShown ? [`${all.length - mostShown} more`] : [])].join(', ');
}
