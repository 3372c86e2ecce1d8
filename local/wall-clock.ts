import { setTimeout as sleep } from 'node:timers/promises';
import type { SimulatedClock } from './simulated-clock.ts';

/** Real time, for replays against real services: moving on means waiting. */
export function createWallClock(): SimulatedClock {
  const advanceTo = async (date: Date): Promise<void> => {
    const milliseconds = date.getTime() - Date.now();
    if (milliseconds > 0) await sleep(milliseconds);
  };
  return {
    now: () => new Date(),
    advanceTo,
    advance: (seconds) => advanceTo(new Date(Date.now() + seconds * 1000)),
  };
}
