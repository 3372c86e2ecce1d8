/**
 * Texts compared as EventBridge ignores case: character by character, each as the pattern's lower or upper case
 * of it. That is not the comparison of two lower-case texts: the Kelvin sign is no `k`.
 */
type Folded = readonly { readonly lower: string; readonly upper: string }[];

export function fold(text: string): Folded {
  return Array.from(text, (character) => ({ lower: character.toLowerCase(), upper: character.toUpperCase() }));
}

export function equalsFolded(text: string, folded: Folded): boolean {
  return endOfPrefix(text, folded) === text.length;
}

export function startsWithFolded(text: string, folded: Folded): boolean {
  return endOfPrefix(text, folded) !== undefined;
}

export function endsWithFolded(text: string, folded: Folded): boolean {
  let end = text.length;
  for (const { lower, upper } of folded.toReversed()) {
    if (text.endsWith(lower, end)) end -= lower.length;
    else if (text.endsWith(upper, end)) end -= upper.length;
    else return false;
  }
  return true;
}

/** Lower and upper case may differ in length (`ß`, `SS`), so the end has to be found by walking. */
function endOfPrefix(text: string, folded: Folded): number | undefined {
  let end = 0;
  for (const { lower, upper } of folded) {
    if (text.startsWith(lower, end)) end += lower.length;
    else if (text.startsWith(upper, end)) end += upper.length;
    else return undefined;
  }
  return end;
}
