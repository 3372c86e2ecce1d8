import type { LoggedCall } from './call.ts';

export interface CallLog {
  add(call: LoggedCall): void;
  calls(): readonly LoggedCall[];
  clear(): void;
}

/** Remembers the newest calls, so that a replay of any length needs no more memory than `limit` calls do. */
export function createLog(limit: number): CallLog {
  let log: LoggedCall[] = [];
  return {
    add(call) {
      log.push(call);
      // Cut in batches: taking the oldest away one by one would move all others each time.
      if (log.length > 2 * limit) log = log.slice(log.length - limit);
    },
    calls: () => log.slice(Math.max(0, log.length - limit)),
    clear() {
      log = [];
    },
  };
}
