import { at } from '../../shared/json.ts';
import type { LoggedCall } from './call.ts';
import { cloudTrailEvent } from './cloudtrail-events.ts';
import { emptyRegion } from './complete.ts';
import { own } from './own.ts';
import type { AccountState, RegionState } from './state.ts';

/** A record as CloudTrail writes it: the detail of the event that EventBridge delivers. */
export type TrailRecord = NonNullable<RegionState['cloudtrail']['history']>[number];

/** A Region's newest records; a real event history has 90 days of them, a state file has to stay readable. */
export const keptRecords = 1000;

/** The records of writes, and of events about calls that came from outside. */
export function recordsOf(calls: readonly LoggedCall[], delivered: readonly unknown[]): TrailRecord[] {
  const events = [...calls.flatMap((call) => cloudTrailEvent(call) ?? []), ...delivered];
  return events.flatMap((event) => {
    const detail = at(event, 'detail');
    const isRecord = at(event, 'detail-type') === 'AWS API Call via CloudTrail';
    const isWhole = typeof at(detail, 'eventID') === 'string' && typeof at(detail, 'awsRegion') === 'string';
    return isRecord && isWhole ? [detail as TrailRecord] : [];
  });
}

/**
 * The account with more in its event histories, as of `now`. What is there already, known by its id, is not taken
 * twice; data events are never in an event history.
 */
export function withRecords(state: AccountState, records: readonly TrailRecord[], account: string, now: Date) {
  const changed = structuredClone(state);
  for (const [region, more] of byRegion(records)) {
    const memory = own(changed.regions, region) ?? emptyRegion({ account, region, at: now.toISOString() });
    const history = memory.cloudtrail.history ?? [];
    const known = new Set(history.map(({ eventID }) => eventID));
    const added = more.filter(({ eventID }) => !known.has(eventID) && known.add(eventID));
    memory.cloudtrail.history = [...history, ...added].slice(-keptRecords);
    changed.regions[region] = memory;
  }
  return changed;
}

/** Of Regions that are none nothing is kept: an event may name anything. */
function byRegion(records: readonly TrailRecord[]): Map<string, TrailRecord[]> {
  const regions = new Map<string, TrailRecord[]>();
  for (const record of records) {
    const { awsRegion: region, managementEvent } = record;
    if (typeof region !== 'string' || !/^[a-z]{2}(?:-[a-z]+)+-\d$/.test(region) || managementEvent === false) continue;
    const list = regions.get(region) ?? [];
    list.push(record);
    regions.set(region, list);
  }
  return regions;
}
