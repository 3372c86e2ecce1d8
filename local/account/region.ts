import { emptyRegion } from './complete.ts';
import { own } from './own.ts';
import type { CallContext } from './simulation.ts';
import type { RegionState } from './state.ts';

/** The memory of the call's Region, to read. A Region that has none gets none by being looked at. */
export function readRegion({ state, account, region, now }: CallContext): RegionState {
  return own(state.regions, region) ?? emptyRegion({ account, region, at: now.toISOString() });
}

/** The memory of the call's Region, to change. */
export function changeRegion(context: CallContext): RegionState {
  const region = readRegion(context);
  context.state.regions[context.region] = region;
  return region;
}
