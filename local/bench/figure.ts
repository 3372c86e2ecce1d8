/** What a number has to be. */
export interface Goal {
  readonly is: 'at most' | 'at least';
  readonly limit: number;
}

/** One line of the result. */
export interface Figure {
  readonly group: string;
  readonly name: string;
  readonly value: number;
  /** `×` is a ratio of two things measured in the same run. */
  readonly unit: '×' | 'KiB' | 'MB' | 'ms' | 's' | 'per second' | 'readings' | 'remediations';
  readonly goal?: Goal;
  /** What the value was made from, by name. */
  readonly parts?: Readonly<Record<string, number>>;
  /** What has to be known to understand the value. */
  readonly note?: string;
}

/** Undefined where there is no goal. A value that is no number misses every goal. */
export function isMet({ value, goal }: Pick<Figure, 'value' | 'goal'>): boolean | undefined {
  if (goal === undefined) return undefined;
  return goal.is === 'at most' ? value <= goal.limit : value >= goal.limit;
}
