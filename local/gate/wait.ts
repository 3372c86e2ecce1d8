import type { MovableClock } from '../simulated-clock.ts';
import type { Coverage } from './coverage.ts';

/** Inspector takes some minutes for an image; asking more often gains nothing. */
const interval = 15;

/**
 * Reads until there is a result, or none to wait for, or the time is up. An image that was pushed a moment ago
 * takes Inspector some time to notice, so that one that it does not know is waited for as well.
 *
 * @param seconds how long to wait at most; 0 reads once
 * @param waiting told before each wait
 */
export async function untilScanned(
  read: () => Promise<Coverage>,
  clock: MovableClock,
  seconds: number,
  waiting: (why: string) => void,
): Promise<Coverage> {
  const end = clock.now().getTime() + seconds * 1000;
  for (;;) {
    const coverage = await read();
    if (coverage.is !== 'pending' && coverage.is !== 'unknown') return coverage;
    const left = end - clock.now().getTime();
    if (left <= 0) return coverage;
    waiting(coverage.why);
    await clock.advanceTo(new Date(clock.now().getTime() + Math.min(left, interval * 1000)));
  }
}
