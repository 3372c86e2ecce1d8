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

/**
 * Calls on AI services in the event history, newest first, page by page. It holds management events, and with them
 * the invocation of models; of data events, such as InvokeEndpoint, it knows nothing.
 *
 * https://docs.aws.amazon.com/awscloudtrail/latest/APIReference/API_LookupEvents.html
 */
export async function* callsBy(
  { cloudtrail: client }: HistoryAws,
  lookup: LookupAttribute,
  span?: Span,
): AsyncGenerator<readonly AiCall[]> {
  let NextToken: string | undefined;
  for (let page = 0; page < mostPages; page++) {
    const found: LookupEventsResponse = await client.LookupEvents({
      LookupAttributes: [lookup],
      ...(span && { StartTime: span.from, EndTime: span.to }),
      ...(NextToken !== undefined && { NextToken }),
    });
    if (found.Events === undefined) throw new TypeError('LookupEvents named no events');
    yield found.Events.flatMap(({ CloudTrailEvent = '' }) => aiCallOf(parsed(CloudTrailEvent)) ?? []);
    NextToken = found.NextToken;
    if (NextToken === undefined) return;
  }
}

/** Of all callers: a search for each service, since a search takes one attribute. */
export async function* callsOfAll(aws: HistoryAws, span: Span): AsyncGenerator<readonly AiCall[]> {
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
