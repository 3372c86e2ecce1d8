/**
 * A pattern that EventBridge refuses, or that doesn't say what its author must have meant. The message
 * names the place as `detail.requestParameters.bucketName[0]`, what is wrong there, and what is allowed.
 */
export class PatternError extends Error {
  override readonly name = 'PatternError';
  /** The place in the pattern; empty for the pattern as a whole. */
  readonly path: string;

  constructor(path: string, problem: string) {
    super(`${path === '' ? 'pattern' : path}: ${problem}`);
    this.path = path;
  }
}

/** Longer keys and texts are cut in messages: a message is for a terminal, whatever the pattern holds. */
const shownLength = 60;

/** The place of a member. Keys that would be misread after a dot are quoted: `detail["a.b"]`. */
export function member(path: string, key: string): string {
  if (!/^[\w$-]{1,60}$/.test(key)) return `${path}[${quote(key)}]`;
  return path === '' ? key : `${path}.${key}`;
}

/** The place of a list's element. */
export function element(path: string, index: number): string {
  return `${path}[${index}]`;
}

/** A value as a message shows it: short and on one line. */
export function show(value: unknown): string {
  if (typeof value === 'string') return quote(value);
  if (value === null || typeof value === 'number' || typeof value === 'boolean') return String(value);
  if (Array.isArray(value)) return 'a list';
  return typeof value === 'object' ? 'an object' : typeof value;
}

/** JSON escapes line breaks; the rest of what could steer a terminal is escaped here. */
export function quote(text: string): string {
  const shown = text.length > shownLength ? `${text.slice(0, shownLength)}…` : text;
  return JSON.stringify(shown).replaceAll(/[\p{Cc}\p{Cf}\p{Zl}\p{Zp}]/gu, escaped);
}

function escaped(character: string): string {
  return `\\u{${character.codePointAt(0)?.toString(16)}}`;
}
