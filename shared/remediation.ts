import type * as z from 'zod';
import type { BoundServices, Services } from './aws/service.ts';
import { withControls } from './control-triggers.ts';
import type { Json, JsonObject } from './json.ts';
import type { Plan } from './plan.ts';
import type { Access, Hints, ResourceRef, Signal } from './signals/signal.ts';

export type Severity = 'low' | 'medium' | 'high' | 'critical';

/**
 * What a workload notices: nothing; a short pause; an interruption that somebody will ask about;
 * something that a customer uses is gone.
 */
export type Impact = 'none' | 'brief' | 'disruptive' | 'destructive';

/** Which signals a remediation answers. Any of the listed hints on the named resource type counts. */
export interface Trigger {
  readonly resource: string;
  /** Names of AWS Config managed rules, and of the conformance pack's own. */
  readonly configRule?: readonly string[];
  /** `<service>:<eventName>` as CloudTrail logs them. */
  readonly apiCall?: readonly string[];
  /** Security Hub control ids. */
  readonly control?: readonly string[];
  /** Trusted Advisor check names. */
  readonly check?: readonly string[];
  /** Statuses, as the API spells them, that SageMaker's own event tells that the resource has come to. */
  readonly stateChange?: readonly string[];
  /** Types of GuardDuty findings. */
  readonly findingType?: readonly string[];
  /** `true`: an Inspector finding on the resource. */
  readonly finding?: boolean;
  /** Kinds of access to AI services that nobody should have, or need. */
  readonly access?: readonly Access[];
}

/** A resource to look at, with what finding it already told. */
export interface Target extends ResourceRef {
  /** Learned while locating, such as the endpoints that run an image. Plain JSON. */
  readonly facts?: JsonObject;
}

export interface Scope {
  readonly account: string;
  readonly region: string;
  /** What `snapshot` has last given of the resource, within two weeks; only `assess` is given it. */
  readonly snapshot?: Json;
  /** When it is read; only `assess` and `list` are given it. A verdict rests on it only where time itself decides. */
  readonly now?: Date;
}

/** What reading the resource has shown. `live` is what was read; it must be plain JSON without secrets. */
export type Assessment<Before extends Json = Json> =
  | { readonly state: 'compliant'; readonly why: string; readonly live?: Json }
  | { readonly state: 'gone'; readonly why: string }
  /** Wrong, and `plan` knows what to do. `before` is the before-image that the undo rests on. */
  | { readonly state: 'wrong'; readonly why: readonly string[]; readonly before: Before }
  /** Wrong, and nothing can be done by program: `steps` tell a person exactly what to do. */
  | {
      readonly state: 'manual';
      readonly why: readonly string[];
      readonly steps: readonly string[];
      readonly live?: Json;
    }
  /** Changing right now, so that neither verdict nor write is possible; it is read again later. */
  | { readonly state: 'busy'; readonly why: string };

/** Where a signal leads: to resources that are to be assessed, or to a verdict on the signal's own. */
export type Located =
  | { readonly targets: readonly Target[] }
  | { readonly verdict: Exclude<Assessment, { readonly state: 'wrong' }> };

/**
 * What an author writes. `assess` only reads; `plan` is pure: same arguments, same plan. Both may be
 * run again at any time, on any machine.
 */
export interface Remediation<
  S extends Services = Services,
  P extends z.ZodType = z.ZodType,
  Before extends Json = Json,
> {
  /** `<service>-<resource>-<good state>`; also the file's name, the docs anchor and the metric dimension. */
  readonly id: string;
  readonly title: string;
  readonly description: string;
  readonly severity: Severity;
  readonly impact: Impact;
  readonly reversible: boolean;
  /** `true`: people are sent a notice of what it finds and does, as of something that they have to look into. */
  readonly notifies?: boolean;
  /** Type of the resources that are assessed. */
  readonly resource: string;
  /** `true`: the resources are the same in all Regions, as IAM's are; they count as those of the one that records calls. */
  readonly global?: true;
  /** What it answers in the frameworks' own ids. */
  readonly controls: {
    readonly securityHub?: readonly string[];
    readonly configRules?: readonly string[];
    readonly prowler?: readonly string[];
  };
  readonly triggers: readonly Trigger[];
  /** Typed settings from the policy file; every one has a default. */
  readonly parameters: P;
  /** The operations it may call, and so its permissions. */
  readonly uses: S;
  /** From the signal's resource to the ones to assess, where they differ. Reads only; done once in a run, at `now`. */
  locate?(signal: Signal, aws: BoundServices<S>, parameters: z.output<P>, now: Date): Promise<Located>;
  assess(target: Target, aws: BoundServices<S>, parameters: z.output<P>, scope: Scope): Promise<Assessment<Before>>;
  plan(before: Before, parameters: z.output<P>, target: Target, scope: Scope): Plan;
  /** The resource's tags, read only where the policy asks for them. */
  tags?(target: Target, aws: BoundServices<S>): Promise<Readonly<Record<string, string>>>;
  /**
   * What it takes to make the resource again once it is gone; undefined while it is not to be had. The sweep keeps
   * it of each candidate, and every reading that finds a resource right does so, too. Plain JSON. Reads only.
   */
  snapshot?(target: Target, aws: BoundServices<S>): Promise<Json | undefined>;
  /** All candidates of an account and Region, for the sweep. */
  list?(aws: BoundServices<S>, scope: Scope): AsyncIterable<{ readonly resource: ResourceRef; readonly hints?: Hints }>;
}

/**
 * Checks the compiler's part of the contract between an author and the pipeline, and lets the
 * `assess` of a remediation tell the `plan` what `before` is. Findings of the Security Hub controls that the
 * remediation names become triggers of their own.
 */
export function defineRemediation<S extends Services, P extends z.ZodType, Before extends Json>(
  remediation: Remediation<S, P, Before>,
): Remediation {
  // Methods are bivariant: the pipeline hands each remediation only what its own assess and parameters produced.
  return { ...remediation, triggers: withControls(remediation) };
}
