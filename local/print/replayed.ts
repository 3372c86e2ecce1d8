import type { Replayed } from '../replay.ts';
import { outcomeLines } from './outcome.ts';
import { looks, outstanding, safe, wrap } from './style.ts';
import type { Paint, Shown } from './style.ts';

export interface Printer {
  event(replayed: Replayed): void;
  problem(file: string, problem: string): void;
  end(): void;
}

/** How often each status came out; `unreadable` counts inputs that held no event. */
export interface Tally {
  readonly counts: Readonly<Partial<Record<Shown, number>>>;
  readonly events: number;
  readonly unreadable: number;
}

/** For people: an event with its outcomes as soon as they are there, and a count at the end. */
export function tablePrinter(write: (text: string) => void, paint: Paint, width: number): Printer & { tally(): Tally } {
  const counter = count();
  return {
    event(replayed) {
      counter.add(replayed);
      write(eventText(replayed, paint, width));
    },
    problem(file, problem) {
      counter.unreadable();
      write(`${paint('bold', safe(file))}\n  ${paint('red', '✘ unreadable')}  ${safe(problem, 500)}\n`);
    },
    end() {
      write(summaryText(counter.tally(), paint));
    },
    tally: counter.tally,
  };
}

function eventText(
  { file, source, detailType, routedTo, outcomes, rejected }: Replayed,
  paint: Paint,
  width: number,
): string {
  const route = routedTo.length === 0 ? '' : ` → ${routedTo.join(', ')}`;
  const head = `${paint('bold', safe(file))}  ${paint('dim', `${safe(detailType)} (${safe(source)})${route}`)}`;
  const lines = outcomes.flatMap((outcome) => outcomeLines(outcome, paint, width));
  if (rejected !== undefined) {
    lines.push(
      `  ${paint('red', '✘ rejected')}  ${wrap(`to the dead-letter queue: ${safe(rejected, 500)}`, width, '    ')}`,
    );
  }
  return `${[head, ...lines].join('\n')}\n`;
}

function summaryText({ counts, events, unreadable }: Tally, paint: Paint): string {
  const parts = Object.entries(counts).map(([status, number]) => {
    const [mark, colour] = looks[status as Shown];
    return paint(colour, `${mark} ${number} ${status}`);
  });
  if (unreadable > 0) parts.push(paint('red', `✘ ${unreadable} unreadable`));
  return `\n${paint('bold', `${events} ${events === 1 ? 'event' : 'events'}`)}: ${parts.join(', ') || 'nothing to do'}\n`;
}

/**
 * For programs: one JSON object, written piece by piece so that a long replay needs no more memory than
 * a short one.
 */
export function jsonPrinter(
  write: (text: string) => void,
  problemTo: (text: string) => void,
): Printer & { tally(): Tally } {
  const counter = count();
  let first = true;
  return {
    event(replayed) {
      counter.add(replayed);
      write(`${first ? '{"events":[\n' : ',\n'}${JSON.stringify(replayed)}`);
      first = false;
    },
    problem(file, problem) {
      counter.unreadable();
      problemTo(`${safe(file)}: ${safe(problem, 500)}\n`);
    },
    end() {
      const { counts, unreadable } = counter.tally();
      const summary = unreadable === 0 ? counts : { ...counts, unreadable };
      write(`${first ? '{"events":[' : '\n'}],"summary":${JSON.stringify(summary)}}\n`);
    },
    tally: counter.tally,
  };
}

function count(): { add(replayed: Replayed): void; unreadable(): void; tally(): Tally } {
  const counts: Partial<Record<Shown, number>> = {};
  const add = (status: Shown): void => {
    counts[status] = (counts[status] ?? 0) + 1;
  };
  let events = 0;
  let unreadable = 0;
  return {
    add(replayed) {
      events += 1;
      for (const { status } of replayed.outcomes) add(status);
      if (replayed.rejected !== undefined) add('rejected');
    },
    unreadable() {
      unreadable += 1;
    },
    tally: () => ({ counts: { ...counts }, events, unreadable }),
  };
}

/** Whether something is left for somebody to do. */
export function isOutstanding({ counts }: Tally): boolean {
  return Object.keys(counts).some((status) => outstanding.has(status as Shown));
}
