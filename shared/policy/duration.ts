import * as z from 'zod';

const seconds = { s: 1, m: 60, h: 3_600, d: 86_400 } as const;
const pattern = /^[1-9]\d{0,7}[smhd]$/;

/** The seconds that `15m`, `24h` or `7d` stand for; NaN if it is none of that form. */
export function parseDuration(text: string): number {
  if (!pattern.test(text)) return Number.NaN;
  return Number(text.slice(0, -1)) * seconds[text.slice(-1) as keyof typeof seconds];
}

/** A duration in the policy file; seconds in the program. `least` and `most` are in the file's notation. */
export function durationSchema(least: string, most: string) {
  const error = `expected a duration from ${least} to ${most}, such as 15m, 24h or 7d, or a number of seconds`;
  const inSeconds = z.number().min(parseDuration(least), { error }).max(parseDuration(most), { error });
  return z
    .union([z.int({ error }).positive({ error }), z.string().regex(pattern, { error })], { error })
    .transform((value) => (typeof value === 'number' ? value : parseDuration(value)))
    .pipe(inSeconds);
}
