import type { ReplayOutcome } from '../replay.ts';
import { outcomeLines } from './outcome.ts';
import { safe } from './style.ts';
import type { Paint } from './style.ts';

/** What came of a person's answer to a request. */
export interface Answered {
  readonly id: string;
  readonly decision: 'approved' | 'rejected';
  readonly by: string;
  readonly planDigest: string;
  /** The same answer had been given before. */
  readonly repeated: boolean;
  /** What the execution that was waiting has come to; unknown where it runs in Lambda. */
  readonly outcomes?: readonly ReplayOutcome[];
}

export function answeredLines(answered: Answered, paint: Paint, width: number): string[] {
  const { id, decision, by, planDigest, repeated, outcomes } = answered;
  const before = repeated ? ' It had been answered so before.' : '';
  const head = `${paint('bold', safe(id))}  ${decision} by ${safe(by)}, for plan ${safe(planDigest)}.${before}`;
  if (outcomes === undefined) {
    return [head, '  What comes of it is told on the lifecycle bus, and kept as evidence.'];
  }
  return [head, ...outcomes.flatMap((outcome) => outcomeLines(outcome, paint, width))];
}
