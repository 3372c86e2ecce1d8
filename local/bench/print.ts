import { isMet } from './figure.ts';
import type { Figure } from './figure.ts';

/** On what, and how busy it was: a ratio takes less harm from a busy machine than a rate. */
export interface Conditions {
  readonly node: string;
  readonly processor: string;
  readonly cores: number;
  /** Processes that wanted to run, over a minute, at the beginning and at the end. */
  readonly load: readonly [number, number];
}

/** For people: the figures by group, each with its goal and whether it is met. */
export function table(figures: readonly Figure[], conditions: Conditions): string {
  const width = Math.max(0, ...figures.map(({ name }) => name.length));
  const groups = [...new Set(figures.map(({ group }) => group))].map((group) => {
    const lines = figures.filter((figure) => figure.group === group).map((figure) => line(figure, width));
    return [group, ...lines].join('\n');
  });
  return `${[head(conditions), ...groups, verdict(figures)].join('\n\n')}\n`;
}

function head({ node, processor, cores, load }: Conditions): string {
  const [before, after] = load.map((value) => value.toFixed(1));
  const busy = Math.max(...load) > cores ? '; the machine is busy, so rates and times are too bad' : '';
  return `Node ${node} on ${cores} cores (${processor}), load ${before} before and ${after} after${busy}`;
}

function line(figure: Figure, width: number): string {
  const { name, goal, note, parts = {} } = figure;
  const wanted = goal === undefined ? '' : `${goal.is === 'at most' ? '≤' : '≥'} ${amount(goal.limit)}`;
  const met = isMet(figure);
  const mark = met === undefined ? ' ' : met ? '✔' : '✘';
  const value = `${amount(figure.value)} ${figure.unit}`;
  const made = Object.entries(parts).map(([part, number]) => `${part} ${amount(number)}`);
  const rest = [made.join(', '), note ?? ''].filter((text) => text !== '').join('; ');
  return `  ${mark} ${name.padEnd(width)}  ${value.padStart(18)}  ${wanted.padEnd(7)}  ${rest}`.trimEnd();
}

/** Three digits that matter. */
function amount(value: number): string {
  if (Number.isInteger(value) || Math.abs(value) >= 100) return value.toFixed(0);
  return value.toPrecision(3);
}

function verdict(figures: readonly Figure[]): string {
  const missed = figures.filter((figure) => isMet(figure) === false);
  const goals = figures.filter(({ goal }) => goal !== undefined).length;
  if (missed.length === 0) return `All ${goals} goals are met.`;
  const groups = [...new Set(missed.map(({ group }) => group))].map((group) => {
    const names = missed.filter((figure) => figure.group === group).map(({ name }) => name);
    return `  ${group}: ${names.join(', ')}`;
  });
  return [`${missed.length} of ${goals} goals are missed.`, ...groups].join('\n');
}

/** For programs. */
export function json(figures: readonly Figure[], conditions: Conditions): string {
  const judged = figures.map((figure) => ({ ...figure, ...(figure.goal !== undefined && { met: isMet(figure) }) }));
  return `${JSON.stringify({ conditions, figures: judged }, null, 2)}\n`;
}
