import { setTimeout as sleep } from 'node:timers/promises';
import type { MovableClock } from './simulated-clock.ts';

/** Real time, for replays against real services: moving on means waiting. */
export function createWallClock(): MovableClock {
  return {
    now: () => new Date(),
    advanceTo: async (date) => {
      const milliseconds = date.getTime() - Date.now();
      if (milliseconds > 0) await sleep(milliseconds);
    },
  };
}
