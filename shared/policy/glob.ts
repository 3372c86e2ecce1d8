/**
 * A predicate for a pattern in which `*` stands for any text and `?` for one character; the whole text
 * has to match, upper and lower case differ.
 *
 * No regular expression is built, so that neither a policy nor a resource's name can make one backtrack.
 * Between two `*` the leftmost place is always good enough, so a match costs at most pattern × text steps:
 * linear in the text, as the schema limits patterns to 2,048 characters.
 */
export function compileGlob(pattern: string): (text: string) => boolean {
  const [first, ...others] = pattern.split('*') as [string, ...string[]];
  const last = others.pop();
  if (last === undefined) return (text) => text.length === first.length && matchesAt(text, 0, first);
  const fixed = first.length + last.length;
  return (text) => {
    if (text.length < fixed || !matchesAt(text, 0, first)) return false;
    const end = text.length - last.length;
    let from = first.length;
    for (const part of others) {
      const found = find(text, part, from, end);
      if (found === undefined) return false;
      from = found + part.length;
    }
    return matchesAt(text, end, last);
  };
}

function matchesAt(text: string, at: number, part: string): boolean {
  if (!part.includes('?')) return text.startsWith(part, at);
  for (let index = 0; index < part.length; index += 1) {
    if (part[index] !== '?' && part[index] !== text[at + index]) return false;
  }
  return true;
}

function find(text: string, part: string, from: number, end: number): number | undefined {
  if (!part.includes('?')) {
    const found = text.indexOf(part, from);
    return found === -1 || found + part.length > end ? undefined : found;
  }
  for (let at = from; at + part.length <= end; at += 1) {
    if (matchesAt(text, at, part)) return at;
  }
  return undefined;
}

/** Whether some text matches both patterns; pattern × pattern steps. */
export function globsMeet(one: string, other: string): boolean {
  // row[j]: what was read of `one`, and the first j characters of `other`, can stand for the same text.
  let row = [true];
  for (let j = 1; j <= other.length; j += 1) row.push(row[j - 1] === true && other[j - 1] === '*');
  for (let i = 0; i < one.length; i += 1) {
    const a = one[i];
    const next = [row[0] === true && a === '*'];
    for (let j = 1; j <= other.length; j += 1) {
      const b = other[j - 1];
      const star = a === '*' || b === '*';
      const same = a === b || a === '?' || b === '?';
      next.push(star ? row[j] === true || next[j - 1] === true : same && row[j - 1] === true);
    }
    row = next;
  }
  return row[other.length] === true;
}
