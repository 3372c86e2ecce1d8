/** A day in UTC: `2026-11-21`. Days compare as text. */
const DAY = /^\d{4}-\d\d-\d\d$/;
const milliseconds = 86_400_000;

export function isDay(text: string): boolean {
  return DAY.test(text) && !Number.isNaN(Date.parse(text)) && dayOf(new Date(text)) === text;
}

export function dayOf(date: Date): string {
  return date.toISOString().slice(0, 10);
}

/** The day that is so many days later, or earlier for a number below zero. */
export function plusDays(day: string, days: number): string {
  return dayOf(new Date(Date.parse(day) + days * milliseconds));
}

/** All days from one to another, both included; none if the other is earlier. */
export function daysBetween(from: string, to: string): readonly string[] {
  const days: string[] = [];
  for (let day = from; day <= to; day = plusDays(day, 1)) days.push(day);
  return days;
}

/** Records begin here; the day in a key is the one on which the action began. */
export const recordPrefix = 'actions/';
export const sealPrefix = 'seals/';

export function sealKey(day: string): string {
  return `${sealPrefix}${day}.json`;
}

/** The day that a seal's key names; undefined for a key that names none. */
export function sealedDay(key: string): string | undefined {
  const day = /^seals\/([\d-]{10})\.json$/.exec(key)?.[1];
  return day !== undefined && isDay(day) ? day : undefined;
}

/** The day under which an object lies among the records; undefined where it lies under none. */
export function recordDay(key: string): string | undefined {
  const day = /^actions\/([\d-]{10})\//.exec(key)?.[1];
  return day !== undefined && isDay(day) ? day : undefined;
}

/** Whether a record can have this key: it names a day, and an action. */
export function isRecordKey(key: string): boolean {
  return (
    recordDay(key) !== undefined && /^[\w-][\w.-]{0,199}\.json$/.test(key.slice(`${recordPrefix}2026-11-21/`.length))
  );
}

/**
 * Days for which a record may still arrive under the day on which its action began: plans wait for a person, and an
 * execution ends after `durable.executionTimeout` in serverless.yml. A seal looks through so many days' records and not
 * through all, which leaves room for executions of a month; what comes later still is never sealed, and is found as added.
 */
export const openDays = 40;
