import { PatternError, quote, show } from './error.ts';
import type { Test } from './values.ts';

/**
 * `{"wildcard": "*.png"}`: `*` stands for any characters, none included; `\*` and `\\` for the characters
 * themselves. Two `*` in a row and other escapes are refused.
 * https://docs.aws.amazon.com/eventbridge/latest/userguide/eb-create-pattern-operators.html (wildcards)
 *
 * EventBridge also refuses expressions that it finds too complex, by a measure that it doesn't publish; not
 * checked here.
 */
export function wildcard(operand: unknown, at: string): Test {
  if (typeof operand !== 'string') throw new PatternError(at, `must be a string, not ${show(operand)}.`);
  const [head = '', ...others] = literals(operand, at);
  const tail = others.pop();
  if (tail === undefined) return (value) => value === head;
  return (value) => typeof value === 'string' && fits(value, head, others, tail);
}

/**
 * Takes each literal at its first place: if any match exists, one exists with all literals as far left as they
 * go. No backtracking, so that no text makes it slow.
 */
function fits(text: string, head: string, middle: readonly string[], tail: string): boolean {
  if (!text.startsWith(head)) return false;
  let from = head.length;
  for (const literal of middle) {
    const found = text.indexOf(literal, from);
    if (found < 0) return false;
    from = found + literal.length;
  }
  return text.length - tail.length >= from && text.endsWith(tail);
}

/** The texts between the wildcards. */
function literals(expression: string, at: string): string[] {
  const parts = [''];
  for (let index = 0; index < expression.length; index += 1) {
    const character = expression.charAt(index);
    const next = expression.charAt(index + 1);
    if (character === '*') {
      if (next === '*') throw new PatternError(at, `${quote(expression)} has two wildcards in a row; one does.`);
      parts.push('');
    } else if (character === '\\') {
      if (next !== '*' && next !== '\\') {
        throw new PatternError(
          at,
          `${quote(expression)} has a backslash before other than * or \\ (allowed: \\*, \\\\).`,
        );
      }
      parts.push(`${parts.pop()}${next}`);
      index += 1;
    } else {
      parts.push(`${parts.pop()}${character}`);
    }
  }
  return parts;
}
