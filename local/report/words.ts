import type { Kind, ReportedAction } from './action.ts';
import type { ControlState } from './states.ts';

/** What kinds of outcomes are called on the page. */
export const kindWords: Readonly<Record<Kind, string>> = {
  fixed: 'put right',
  found: 'reported',
  refused: 'refused',
  failed: 'failed',
  undone: 'undone',
  quiet: 'in order',
};

/** What an outcome is called where its kind says too little. */
export function outcomeWord({ kind, status }: Pick<ReportedAction, 'kind' | 'status'>): string {
  if (status === 'exempted') return 'exempted';
  return status === 'awaiting-approval' ? 'waits for a yes' : kindWords[kind];
}

/** What states of controls are called, and the colour that goes with them. */
export const stateWords: Readonly<Record<ControlState, readonly [text: string, tone: Kind | 'none']>> = {
  open: ['something open', 'found'],
  'in-order': ['in order', 'fixed'],
  quiet: ['no events', 'quiet'],
  elsewhere: ['not from here', 'none'],
};

/** `3 min 20 s`: two units are enough for anybody. */
export function duration(seconds: number): string {
  const rounded = Math.round(seconds);
  const [days, hours, minutes] = [
    Math.floor(rounded / 86_400),
    Math.floor(rounded / 3600) % 24,
    Math.floor(rounded / 60) % 60,
  ];
  const parts = [
    [days, 'd'],
    [hours, 'h'],
    [minutes, 'min'],
    [rounded % 60, 's'],
  ] as const;
  const first = parts.findIndex(([count]) => count > 0);
  if (first === -1) return '0 s';
  return parts
    .slice(first, first + 2)
    .flatMap(([count, unit]) => (count > 0 ? [`${count} ${unit}`] : []))
    .join(' ');
}

/** `2026-11-21 08:18`, in UTC, of an ISO 8601 time. */
export function minute(time: string): string {
  return new Date(time).toISOString().slice(0, 16).replace('T', ' ');
}

export function plural(count: number, one: string, many: string): string {
  return `${count.toLocaleString('en-US')} ${count === 1 ? one : many}`;
}
