/** The middle value, or the mean of the two middle ones. NaN of nothing. */
export function median(values: readonly number[]): number {
  const sorted = values.toSorted((a, b) => a - b);
  const middle = sorted.length / 2;
  const low = sorted[Math.ceil(middle) - 1] ?? Number.NaN;
  const high = sorted[Math.floor(middle)] ?? Number.NaN;
  return (low + high) / 2;
}

/**
 * How many times as much `values` are as `others`: the median of the ratios of what was measured in the same
 * round. What slows the machine down for a while slows both of a round.
 */
export function medianRatio(values: readonly number[], others: readonly number[]): number {
  if (values.length !== others.length) throw new RangeError('A ratio needs as many values of one as of the other.');
  return median(values.map((value, round) => value / (others[round] ?? Number.NaN)));
}

export interface Measured {
  readonly count: number;
  readonly seconds: number;
}

/**
 * What one more costs, in seconds: the difference of a long and a short run, so that what both spend on
 * starting falls out.
 */
export function secondsEach(short: Measured, long: Measured): number {
  return (long.seconds - short.seconds) / (long.count - short.count);
}

/** The order of a round: each variant is first, second, … last about as often as any other. */
export function rotated<T>(items: readonly T[], round: number): readonly T[] {
  const start = items.length === 0 ? 0 : round % items.length;
  return [...items.slice(start), ...items.slice(0, start)];
}
