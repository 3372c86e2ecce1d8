/** Keys and indexes from the top of the policy file down to a value. */
export type Path = readonly (string | number)[];

/** Something wrong at one place of the policy file. */
export interface Finding {
  readonly path: Path;
  /** What is wrong, with what was found there. */
  readonly what: string;
  /** Why that matters. */
  readonly why: string;
  /** What to do about it. */
  readonly todo: string;
}

/** A finding as a person reads it. */
export interface PolicyProblem extends Omit<Finding, 'path'> {
  /** `rules[2].limits.max-age`; `policy` for the file as a whole. */
  readonly path: string;
  /** 1-based line in the policy file, where it is known. */
  readonly line?: number;
}

/** A message is printed to a terminal and kept in logs: a file that is all wrong must not flood them. */
const listed = 100;

/** The policy can't be used. Its message lists the problems, all of them at once. */
export class PolicyError extends Error {
  override readonly name = 'PolicyError';
  readonly code = 'policy-invalid';
  readonly problems: readonly PolicyProblem[];

  constructor(file: string, problems: readonly PolicyProblem[]) {
    super(summary(file, problems));
    this.problems = problems;
  }
}

function summary(file: string, problems: readonly PolicyProblem[]): string {
  const count = problems.length === 1 ? '1 problem' : `${problems.length} problems`;
  const more = problems.length > listed ? [`  … and ${problems.length - listed} more`] : [];
  const lines = problems.slice(0, listed).map((problem) => `  ${place(file, problem)}: ${sentence(problem)}`);
  return [`${file} is not a valid policy (${count}); nothing is written until it is.`, ...lines, ...more].join('\n');
}

function place(file: string, { line, path }: PolicyProblem): string {
  return line === undefined ? path : `${file}:${line} ${path}`;
}

function sentence({ what, why, todo }: PolicyProblem): string {
  return [what, why, todo]
    .filter((text) => text !== '')
    .map((text) => (/[.!?]$/.test(text) ? text : `${text}.`))
    .join(' ');
}

/** `rules[2].limits.max-age`; keys that are no plain words are quoted. */
export function displayPath(path: Path): string {
  let text = '';
  for (const key of path) {
    if (typeof key === 'number') text += `[${key}]`;
    else if (/^[\w-]{1,100}$/.test(key)) text += text === '' ? key : `.${key}`;
    else text += `[${excerpt(key)}]`;
  }
  return text === '' ? 'policy' : text;
}

/** A value as it may be shown: short, in one line, and without characters that act on a terminal. */
export function excerpt(value: unknown): string {
  if (typeof value === 'string') return quote(value);
  if (Array.isArray(value)) return value.length === 0 ? 'an empty list' : 'a list';
  if (value === null || value === undefined) return 'nothing';
  if (typeof value === 'object') return 'a mapping';
  return typeof value === 'number' || typeof value === 'boolean' ? String(value) : `a ${typeof value}`;
}

function quote(text: string): string {
  const shown = text.length > 60 ? `${text.slice(0, 60)}…` : text;
  return printable(JSON.stringify(shown));
}

/** Control, bidirectional and other invisible characters as escapes: what is printed is what is there. */
export function printable(text: string): string {
  return text.replace(/[\p{Cc}\p{Cf}\p{Zl}\p{Zp}\p{Cs}]/gu, (character) => {
    return `\\u{${(character.codePointAt(0) as number).toString(16)}}`;
  });
}
