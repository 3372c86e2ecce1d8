/** Time comes in from the edge: the Lambda edge reads the system's, the local one simulates it. */
export interface Clock {
  now(): Date;
}

export const systemClock: Clock = { now: () => new Date() };
