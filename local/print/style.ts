import { styleText } from 'node:util';
import { printable } from '../../shared/aws/failure.ts';
import type { OutcomeStatus } from '../../shared/outcome.ts';

export type Paint = (style: 'bold' | 'dim' | 'green' | 'yellow' | 'red' | 'cyan', text: string) => string;

/** Colours on a terminal, unless NO_COLOR is set; plain text everywhere else. */
export function paintFor(stream: NodeJS.WriteStream | NodeJS.WritableStream): Paint {
  return (style, text) => styleText(style, text, { stream, validateStream: true });
}

/** Text from events and resources, made safe for a terminal. */
export const safe = printable;

export type Shown = OutcomeStatus | 'rejected';

/** What a status means at a glance: a mark that does without colour, and a colour. */
export const looks: Readonly<Record<Shown, readonly [mark: string, colour: Parameters<Paint>[0]]>> = {
  remediated: ['✔', 'green'],
  compliant: ['✔', 'dim'],
  gone: ['·', 'dim'],
  ignored: ['·', 'dim'],
  duplicate: ['·', 'dim'],
  exempted: ['·', 'dim'],
  reported: ['!', 'yellow'],
  refused: ['!', 'yellow'],
  'awaiting-approval': ['?', 'cyan'],
  'rolled-back': ['↶', 'red'],
  failed: ['✘', 'red'],
  rejected: ['✘', 'red'],
};

/** Statuses after which somebody still has to do something. */
export const outstanding: ReadonlySet<Shown> = new Set([
  'awaiting-approval',
  'failed',
  'rejected',
  'refused',
  'reported',
  'rolled-back',
]);

/** A line broken at spaces to fit, the further lines indented. */
export function wrap(text: string, width: number, indent: string): string {
  const lines: string[] = [];
  let line = '';
  for (const word of text.split(' ')) {
    if (line !== '' && line.length + 1 + word.length > width - indent.length) {
      lines.push(line);
      line = word;
    } else {
      line = line === '' ? word : `${line} ${word}`;
    }
  }
  return [...lines, line].join(`\n${indent}`);
}
