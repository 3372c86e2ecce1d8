/**
 * The known word that a mistyped one most likely means, or undefined. At most a third of the letters may
 * differ, and never more than three: `SecurityGroupIDs` finds `SecurityGroupIds`, `Foo` finds nothing.
 */
export function suggest(word: string, known: readonly string[]): string | undefined {
  // Nobody mistypes a member's name by hundreds of letters, and the distance costs length × length.
  if (word.length > 100) return undefined;
  const limit = Math.min(3, Math.floor(word.length / 3));
  let best: { readonly name: string; readonly distance: number } | undefined;
  for (const name of known) {
    const distance = name.toLowerCase() === word.toLowerCase() ? 0 : editDistance(word, name);
    if (distance <= limit && (best === undefined || distance < best.distance)) best = { name, distance };
  }
  return best?.name;
}

/** Levenshtein's distance: how many letters must be added, removed or replaced. */
function editDistance(a: string, b: string): number {
  let row = Array.from({ length: b.length + 1 }, (_, index) => index);
  for (let i = 1; i <= a.length; i++) {
    const next = [i];
    for (let j = 1; j <= b.length; j++) {
      const replaced = (row[j - 1] ?? 0) + (a[i - 1] === b[j - 1] ? 0 : 1);
      next.push(Math.min(replaced, (row[j] ?? 0) + 1, (next[j - 1] ?? 0) + 1));
    }
    row = next;
  }
  return row[b.length] ?? 0;
}
