import { stripVTControlCharacters } from 'node:util';

/** Long enough for every ARN that a person has to read, short enough for a terminal and a log line. */
const LONGEST = 256;

/**
 * Control characters, format characters (bidirectional marks, zero-width characters, tags), lone
 * surrogates, private and unassigned characters, line and paragraph separators: none of them is needed
 * to name somebody, and each can make a text look like another one.
 */
const INVISIBLE = /[\p{C}\p{Zl}\p{Zp}]/gu;

/** A text of the event as people may be shown it: one line, no escape sequences, at most `longest` characters. */
export function cleanText(text: string, longest = LONGEST): string {
  // Cut first: the rest of a megabyte is not worth looking at. The factor leaves room for what is taken out.
  const start = text.slice(0, longest * 4);
  const visible = stripVTControlCharacters(start).replace(INVISIBLE, '').trim();
  if (visible.length <= longest) return visible;
  // The cut must not split a surrogate pair.
  return visible
    .slice(0, longest)
    .replace(/[\uD800-\uDBFF]$/, '')
    .trimEnd();
}

/** A value of the event for an error message: its kind, and of a text no more than its first words. */
export function excerpt(value: unknown): string {
  if (typeof value === 'string') {
    const start = cleanText(value, 60);
    return `"${start}${start.length < value.length ? '…' : ''}"`;
  }
  return kindOf(value);
}

export function kindOf(value: unknown): string {
  if (value === null) return 'null';
  return Array.isArray(value) ? 'array' : typeof value;
}
