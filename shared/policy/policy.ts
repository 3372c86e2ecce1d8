import type { JsonObject } from '../json.ts';
import type { Mode } from '../outcome.ts';

/** The resource and remediation that a policy is asked about. */
export interface Subject {
  readonly remediation: string;
  readonly account: string;
  readonly region: string;
  /** Type, id and ARN; entries may name the id or the ARN, with `*` and `?`. */
  readonly resource: { readonly type: string; readonly id: string; readonly arn?: string };
  /** Absent: not read. An entry that asks for a tag then doesn't match, unless it is protective. */
  readonly tags?: Readonly<Record<string, string>>;
}

/** Where in the policy file a decision comes from, for a person who wants to change it. */
export interface PolicyEntry {
  /** `remediations.s3-bucket-public-access-blocked`, `rules[2] "production asks first"`, `defaults`. */
  readonly path: string;
  /** 1-based line in the policy file, where it is known. */
  readonly line?: number;
}

export interface Limits {
  /** Writes per account and hour; further ones are refused until the hour has passed. */
  readonly maxResources: number;
  /** Per cent of a remediation's candidates that may be written to in an hour, where their number is known. */
  readonly maxResourcesPercent?: number;
  /** Applied plans per resource and remediation in an hour, before the resource is quarantined. */
  readonly maxAttempts: number;
  /** A signal older than this many seconds is refused. */
  readonly maxAge: number;
}

export interface Decision {
  readonly mode: Mode;
  readonly modeEntry: PolicyEntry;
  /** Merged from all entries that match, the most specific last; typed by the remediation's own schema. */
  readonly parameters: JsonObject;
  readonly limits: Limits;
  readonly exemption?: {
    readonly reason: string;
    readonly owner: string;
    /** ISO date; the exemption holds until the end of that day, UTC. */
    readonly expires: string;
    readonly entry: PolicyEntry;
  };
  readonly protection?: { readonly reason: string; readonly entry: PolicyEntry };
  /** What to do with resources that CloudFormation or Terraform owns. */
  readonly ownership: 'act' | 'report';
  /** Seconds until an unanswered approval request means no. */
  readonly approvalExpiry: number;
}

/** A policy that was read and found valid. */
export interface Policy {
  /** SHA-256 of its canonical text; kept in every evidence document. */
  readonly digest: string;
  /** `true`: some entry selects by tag, so tags have to be read before asking. */
  readonly readsTags: boolean;
  decide(subject: Subject, now: Date): Decision;
}

/**
 * Where the policy comes from. It never throws: a policy that can't be read is an answer of its own,
 * and means that nothing is written.
 */
export interface PolicySource {
  load(): Promise<PolicyState>;
}

export type PolicyState =
  | { readonly ok: true; readonly policy: Policy; readonly killed?: KillSwitch }
  | { readonly ok: false; readonly error: string };

/** The kill switch, thrown at run time without a deployment. It can only take away. */
export interface KillSwitch {
  /** All remediations, or the named ones. */
  readonly remediations: 'all' | readonly string[];
  readonly reason: string;
}
