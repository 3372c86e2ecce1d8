/** The candidate that somebody most likely meant, or undefined if none comes close. */
export function closest(word: string, candidates: Iterable<string>): string | undefined {
  const wanted = normalise(word);
  // A third of the letters may be wrong; below three letters everything resembles everything.
  const tolerance = wanted.length < 3 ? 0 : Math.max(1, Math.floor(wanted.length / 3));
  let best: { readonly candidate: string; readonly distance: number } | undefined;
  for (const candidate of candidates) {
    const other = normalise(candidate);
    if (Math.abs(other.length - wanted.length) > tolerance) continue;
    const distance = editDistance(wanted, other);
    if (distance <= tolerance && (best === undefined || distance < best.distance)) best = { candidate, distance };
  }
  return best?.candidate;
}

/** `Did you mean "x"?`, or else what there is to choose from; an empty string if that is nothing. */
export function suggestion(word: string, candidates: readonly string[]): string {
  const meant = closest(word, candidates);
  if (meant !== undefined) return `Did you mean "${meant}"?`;
  return candidates.length === 0 ? '' : `Choose from: ${candidates.join(', ')}.`;
}

/** `maxResources` and `max_resources` are `max-resources` in another language's habit. */
function normalise(word: string): string {
  return word
    .slice(0, 100)
    .replace(/([a-z0-9])([A-Z])/g, '$1-$2')
    .replace(/[_\s]+/g, '-')
    .toLowerCase();
}

/** Levenshtein distance, with the exchange of two neighbours as one edit. */
function editDistance(a: string, b: string): number {
  let beforeLast: number[] = [];
  let last = Array.from({ length: b.length + 1 }, (_, index) => index);
  // Every index below lies within its row.
  const cell = (row: readonly number[], index: number): number => row[index] as number;
  for (let i = 1; i <= a.length; i += 1) {
    const row = [i];
    for (let j = 1; j <= b.length; j += 1) {
      const same = a[i - 1] === b[j - 1] ? 0 : 1;
      let cost = Math.min(cell(row, j - 1) + 1, cell(last, j) + 1, cell(last, j - 1) + same);
      const exchanged = i > 1 && j > 1 && a[i - 1] === b[j - 2] && a[i - 2] === b[j - 1];
      if (exchanged) cost = Math.min(cost, cell(beforeLast, j - 2) + 1);
      row.push(cost);
    }
    beforeLast = last;
    last = row;
  }
  return cell(last, b.length);
}
