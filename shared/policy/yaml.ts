// Not for what is deployed: the build prepares the policy file, so that no function carries a YAML reader.
import type { Document, Node } from 'yaml';
import { isMap, isNode, isScalar, isSeq, LineCounter, parseDocument } from 'yaml';
import type { Json } from '../json.ts';
import type { PreparedPolicy } from './lines.ts';
import { pointer } from './lines.ts';
import type { FilePolicy } from './parse.ts';
import { parsePrepared } from './parse.ts';
import type { Path, PolicyProblem } from './problem.ts';
import { PolicyError, printable } from './problem.ts';
import type { KnownRemediation } from './schema.ts';

/** Characters; a policy that a person can review has far fewer. */
const longest = 1_000_000;
/** How much larger aliases may make the file, so that a few lines can't fill the memory. */
const maxAliasCount = 100;

/**
 * Turns the text of a policy file into what is deployed: its JSON, and the line of every value. Whether the
 * JSON is a valid policy is up to `parsePolicy`.
 *
 * YAML 1.2 with the core schema, in which `off` is a text; one document, unique keys, no custom tags.
 *
 * @throws PolicyError if the text is no such YAML.
 */
export function preparePolicy(text: string, file = 'policy.yml'): PreparedPolicy {
  if (text.length > longest) throw new PolicyError(file, [problem(`more than ${longest} characters`)]);
  try {
    return prepare(text, file);
  } catch (error) {
    if (error instanceof PolicyError) throw error;
    // What only shows when values are made: aliases without an anchor, or too many of them.
    throw new PolicyError(file, [problem(String(error))]);
  }
}

/**
 * Reads and checks a policy file.
 *
 * @throws PolicyError with all problems, each with its line.
 */
export function readPolicyText(text: string, file: string, remediations: readonly KnownRemediation[] = []): FilePolicy {
  return parsePrepared(preparePolicy(text, file), remediations);
}

function prepare(text: string, file: string): PreparedPolicy {
  const counter = new LineCounter();
  const document = parseDocument(text, { lineCounter: counter, prettyErrors: false, logLevel: 'error' });
  const faults = [...syntaxFaults(document, counter), ...keyFaults(document.contents, counter)];
  if (faults.length > 0) throw new PolicyError(file, faults);
  const lines: Record<string, number> = Object.create(null) as Record<string, number>;
  collectLines(document.contents, [], counter, lines);
  return { file, policy: document.toJS({ maxAliasCount }) as Json, lines };
}

/** Warnings count too: an unknown tag is one, and would be read as a text. */
function syntaxFaults(document: Document.Parsed, counter: LineCounter): PolicyProblem[] {
  return [...document.errors, ...document.warnings].map(({ message, pos }) => {
    return problem(message, counter.linePos(pos[0]).line);
  });
}

/** Keys that are not texts become texts in JSON: `1` and `'1'` would be the same one. */
function keyFaults(node: Node | null, counter: LineCounter): PolicyProblem[] {
  if (isSeq(node)) return node.items.flatMap((item) => keyFaults(item as Node | null, counter));
  if (!isMap(node)) return [];
  return node.items.flatMap(({ key, value }) => {
    const fault = problem('a key that is no text; put numbers, true, false and null in quotes', lineOf(key, counter));
    return [...(textOf(key) === undefined ? [fault] : []), ...keyFaults(value as Node | null, counter)];
  });
}

/** The line of each entry of a list, and of each key of a mapping. */
function collectLines(node: unknown, path: Path, counter: LineCounter, lines: Record<string, number>): void {
  const line = lineOf(node, counter);
  if (line !== undefined) lines[pointer(path)] ??= line;
  if (isSeq(node)) node.items.forEach((item, index) => collectLines(item, [...path, index], counter, lines));
  if (!isMap(node)) return;
  for (const { key, value } of node.items) {
    const member = [...path, textOf(key) ?? ''];
    // The key's line counts, as the value may begin further down.
    collectLines(key, member, counter, lines);
    collectLines(value, member, counter, lines);
  }
}

function textOf(key: unknown): string | undefined {
  return isScalar(key) && typeof key.value === 'string' ? key.value : undefined;
}

function lineOf(node: unknown, counter: LineCounter): number | undefined {
  if (!isNode(node) || !node.range) return undefined;
  return counter.linePos(node.range[0]).line;
}

function problem(message: string, line?: number): PolicyProblem {
  return {
    path: 'policy',
    what: `not readable as YAML: ${printable(message.slice(0, 300))}`,
    why: 'A policy that can be read in two ways is none',
    todo: 'Correct the file; an editor with YAML support shows the place.',
    ...(line === undefined ? {} : { line }),
  };
}
