import { createHash } from 'node:crypto';
import type { ApiCall } from './aws/service.ts';
import type { Impact } from './remediation.ts';
import { canonical } from './json.ts';

/** A read that is repeated until the world has reached a state, or has turned out unable to. */
export interface Condition {
  readonly call: ApiCall;
  /** Dotted paths into the answer; the first one that is present counts. */
  readonly path: string | readonly string[];
  /** Values that end the waiting well. */
  readonly is: readonly (string | boolean | number)[];
  /** Values that end it badly. */
  readonly not?: readonly string[];
  /** Where the service says why it ended badly, for example `FailureReason`. */
  readonly reason?: string;
  /** `true`: that the resource is gone ends the waiting well. */
  readonly gone?: boolean;
  /** Seconds between two reads. */
  readonly every?: number;
  /** Seconds until waiting is given up. */
  readonly within?: number;
}

/** A write, with what makes it safe to repeat and what says that it has taken effect. */
export interface Action {
  readonly call: ApiCall;
  /** Waited for before the call: many operations are refused while a resource is changing. */
  readonly ready?: Condition;
  /**
   * Must hold right before the call: the plan rests on it. If it does not, somebody has changed the resource since it
   * was read, perhaps while it was waited for, and the call, which would overwrite their change, is not made.
   */
  readonly only?: Condition;
  /** Holds if the effect is there already. An undo asks before it calls; a step asks when its call fails. */
  readonly done?: Condition;
  /** Waited for after the call. */
  readonly until?: Condition;
}

/**
 * One AWS call of a plan.
 *
 * `at-least-once` suits calls that may safely be made twice; `at-most-once` is for those that may not:
 * after a crash in between, the step counts as possibly applied, and the state of the world is read.
 */
export interface Step extends Action {
  /** Unique within the plan, kebab-case. */
  readonly id: string;
  /** What it does, in the imperative: `Create endpoint configuration x with key y`. */
  readonly title: string;
  /**
   * One call, or several in their order. Missing: this step changes nothing that needs undoing, or can't be undone
   * (then say so in `final`).
   */
  readonly undo?: Action | readonly Action[];
  /** Why the step can't be undone. */
  readonly final?: string;
  readonly semantics: 'at-least-once' | 'at-most-once';
}

export interface Plan {
  readonly steps: readonly Step[];
  /** What the resource must be found to be once all steps are through. */
  readonly expect: 'compliant' | 'gone';
  /** Where this plan's impact is not the remediation's usual one. */
  readonly impact?: Impact;
  /** What a person should know who reads or approves the plan: side effects, what stays behind. */
  readonly notes?: readonly string[];
}

/** The calls that take a step back, in their order; none where it can't be taken back. */
export function undoOf({ undo = [] }: Pick<Step, 'undo'>): readonly Action[] {
  return 'call' in undo ? [undo] : undo;
}

/** SHA-256 of the plan's canonical text, `sha256:` and 64 hexadecimal digits. An approval is bound to it. */
export function planDigest(plan: Plan): string {
  return digest(plan);
}

/** SHA-256 of a value's canonical JSON. */
export function digest(value: unknown): string {
  return `sha256:${createHash('sha256').update(canonical(value)).digest('hex')}`;
}

/** A short name that only depends on the value; for names of resources that a plan creates. */
export function shortDigest(value: unknown, length = 10): string {
  return digest(value).slice('sha256:'.length, 'sha256:'.length + length);
}
