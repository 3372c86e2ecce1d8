import { hasExpired } from '../../shared/policy/decide.ts';

/** A vulnerability that somebody lives with for a while. */
export interface Ignored {
  readonly id: string;
  readonly reason: string;
  /** The last day on which it holds, UTC. */
  readonly expires: string;
}

/** A line that is no entry: nothing is ignored by what was meant. */
export class IgnoreError extends Error {
  override readonly name = 'IgnoreError';
}

const entry = /^(?<id>[A-Za-z0-9][\w.-]{2,99}):(?<reason>[^\p{Cc}]{1,500}):(?<expires>\d{4}-\d{2}-\d{2})$/u;

/**
 * Reads `CVE-2026-11111:reason:2027-01-31`. The reason may have colons; neither it nor the last day may be missing.
 *
 * @throws IgnoreError
 */
export function readIgnored(text: string): Ignored {
  const { id, reason, expires } = entry.exec(text.trim())?.groups ?? {};
  if (id === undefined || reason === undefined || reason.trim() === '' || expires === undefined)
    throw new IgnoreError(`${JSON.stringify(text.slice(0, 200))} is not ID:REASON:YYYY-MM-DD`);
  const date = new Date(`${expires}T00:00:00Z`);
  // 2026-02-30 reads as 2 March.
  if (Number.isNaN(date.getTime()) || !date.toISOString().startsWith(expires))
    throw new IgnoreError(`${expires}, until which ${id} is to be ignored, is no day of the calendar`);
  return { id, reason: reason.trim(), expires };
}

/** A file of entries, one a line; empty lines and those that begin with # say nothing. @throws IgnoreError */
export function readIgnoreFile(text: string): Ignored[] {
  return text
    .replace(/^\uFEFF/, '')
    .split(/\r?\n/)
    .flatMap((line, index) => {
      if (line.trim() === '' || line.trim().startsWith('#')) return [];
      try {
        return [readIgnored(line)];
      } catch (error) {
        throw new IgnoreError(`line ${index + 1}: ${(error as Error).message}`, { cause: error });
      }
    });
}

/** The entry that holds for a vulnerability now; of several, the one that holds longest. */
export function ignoredBy(id: string, entries: readonly Ignored[], now: Date): Ignored | undefined {
  return entries
    .filter((one) => one.id.toUpperCase() === id.toUpperCase() && !hasExpired(one, now))
    .toSorted((a, b) => (a.expires < b.expires ? 1 : -1))[0];
}
