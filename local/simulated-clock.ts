import type { Clock } from '../shared/clock.ts';

/** A clock that can be moved on to a moment: by setting it, or, where time is real, by waiting. */
export interface MovableClock extends Clock {
  advanceTo(date: Date): void | Promise<void>;
}

/** A clock that stands still until it is moved, and never goes back. */
export interface SimulatedClock extends MovableClock {
  /** Moves to `date`. A date that has passed already changes nothing. Throws RangeError on an invalid date. */
  advanceTo(date: Date): void;
  /** Moves on by `seconds`. Throws RangeError on a negative or non-finite number. */
  advance(seconds: number): void;
}

/** A simulated clock that shows `start`. Each `now()` is a new Date, so no reader can move it for another. */
export function createSimulatedClock(start: Date): SimulatedClock {
  let time = validTime(start);
  return {
    now: () => new Date(time),
    advanceTo: (date) => {
      time = Math.max(time, validTime(date));
    },
    advance: (seconds) => {
      if (!(seconds >= 0)) throw new RangeError('A simulated clock only moves forward: give seconds of 0 or more.');
      time = validTime(new Date(time + seconds * 1000));
    },
  };
}

function validTime(date: Date): number {
  const time = date.getTime();
  if (Number.isNaN(time)) throw new RangeError('A simulated clock needs a valid date.');
  return time;
}
