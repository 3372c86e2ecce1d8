import { CloudTrailClient, LookupEventsCommand } from '@aws-sdk/client-cloudtrail';
import type { LookupEventsResponse } from '@aws-sdk/client-cloudtrail';
import type { ClientFor } from '../../shared/aws/service.ts';
import { bind, service } from '../../shared/aws/service.ts';
import { lookupsOf, matcher } from './query.ts';
import type { Lookup, TrailQuery } from './query.ts';
import { rowOf } from './row.ts';
import type { TrailRow } from './row.ts';

const cloudtrail = service('CloudTrail', CloudTrailClient, { LookupEventsCommand });
const services = { cloudtrail };

/** What the search goes through. */
export interface TrailEdge {
  readonly clientFor: ClientFor;
  readonly region: string;
  /** Waited for before every call but the first: AWS takes two calls a second in each account and Region. */
  readonly pause: () => Promise<void>;
  /** Records to look at in each search before it gives up. */
  readonly most: number;
  /** Told, now and then, how many records have been looked at. */
  readonly tell?: (looked: number) => void;
}

export interface TrailAnswer {
  /** Newest first. */
  readonly rows: readonly TrailRow[];
  /** How many records were looked at. */
  readonly looked: number;
  /** Searches that were given up, there being more than `most`: `EventSource iam.amazonaws.com in us-east-1`. */
  readonly cut: readonly string[];
}

/** "The maximum possible value is 50." */
const pageSize = 50;

/** IAM's calls are recorded there, wherever they come from. */
const globalRegion = 'us-east-1';

/** Asks CloudTrail's event history: management events of the last 90 days, with or without a trail. */
export async function trailOf(query: TrailQuery, edge: TrailEdge): Promise<TrailAnswer> {
  const matches = matcher(query);
  const rows = new Map<string, TrailRow>();
  const cut: string[] = [];
  const pace = pacer(edge);
  let looked = 0;
  for (const [region, lookup] of places(query, edge.region)) {
    let seen = 0;
    for await (const text of records(lookup, region, query, { ...edge, pause: pace })) {
      if (seen === edge.most) {
        cut.push(`${lookup.key} ${lookup.value} in ${region}`);
        break;
      }
      seen += 1;
      if (seen % pageSize === 0) edge.tell?.(looked + seen);
      const record = parsed(text);
      const row = rowOf(record);
      const isHere = region === edge.region || row?.action.startsWith('iam:') === true;
      if (row !== undefined && isHere && matches(record, row)) rows.set(`${row.region} ${row.id}`, row);
    }
    looked += seen;
  }
  return { rows: [...rows.values()].toSorted(newestFirst), looked, cut };
}

function pacer({ pause }: TrailEdge): () => Promise<void> {
  let isFirst = true;
  return async () => {
    if (!isFirst) await pause();
    isFirst = false;
  };
}

export function newestFirst(a: TrailRow, b: TrailRow): number {
  if (a.time !== b.time) return a.time < b.time ? 1 : -1;
  return a.id < b.id ? -1 : 1;
}

function* places(query: TrailQuery, region: string): Generator<[string, Lookup]> {
  for (const lookup of lookupsOf(query)) {
    const isGlobal = lookup.key === 'EventSource' && lookup.value === 'iam.amazonaws.com';
    if (!isGlobal) yield [region, lookup];
    // Whatever is asked for by event or caller may be a call of IAM's.
    const mayBeGlobal = isGlobal || (lookup.key !== 'EventSource' && region !== globalRegion);
    if (mayBeGlobal) yield [globalRegion, lookup];
  }
}

async function* records(
  { key, value }: Lookup,
  region: string,
  { since, until }: TrailQuery,
  { clientFor, pause }: TrailEdge,
): AsyncGenerator<string> {
  const { cloudtrail: client } = bind(services, clientFor, region);
  let NextToken: string | undefined;
  do {
    await pause();
    const page: LookupEventsResponse = await client.LookupEvents({
      LookupAttributes: [{ AttributeKey: key, AttributeValue: value }],
      StartTime: since,
      EndTime: until,
      ...(NextToken === undefined ? {} : { NextToken }),
    });
    for (const { CloudTrailEvent } of page.Events ?? []) if (CloudTrailEvent !== undefined) yield CloudTrailEvent;
    NextToken = page.NextToken;
  } while (NextToken !== undefined);
}

/** The text is what CloudTrail gave; one that is no JSON makes no row. */
function parsed(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}
