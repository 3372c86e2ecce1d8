import type * as z from 'zod';
import type { JsonObject } from '../json.ts';
import { modes } from '../outcome.ts';
import type { Exemption, Layer, Protection } from './layers.ts';
import type { Decision, Limits, PolicyEntry, Subject } from './policy.ts';
import type { Settings } from './schema.ts';
import type { Match } from './selectors.ts';
import { compareSpecificity } from './selectors.ts';

/** The parts of a policy file, compiled. */
export interface Rulebook {
  readonly layers: readonly Layer[];
  readonly exemptions: readonly Exemption[];
  readonly protections: readonly Protection[];
  /** Each known remediation's own schema for its parameters. */
  readonly parameters: ReadonlyMap<string, z.ZodType>;
}

interface Matched {
  readonly layer: Layer;
  readonly match: Exclude<Match, 'no'>;
}

interface Setting<T> {
  readonly value: T;
  readonly entry: PolicyEntry;
}

/**
 * What the policy says about a resource and a remediation. Every setting is looked up on its own: the most
 * specific entry that sets it wins, by the rank of its most specific selector (remediation, account, Region,
 * tag, resource), then by the number of its selectors; on a tie the more cautious value.
 *
 * Entries of which it isn't known whether they match, since tags or ARN weren't read, count where they
 * make the answer more cautious, and only there.
 */
export function decide(rulebook: Rulebook, subject: Subject, now: Date): Decision {
  const matched = matching(rulebook.layers, subject);
  const parameters = mergeParameters(matched, rulebook.parameters.get(subject.remediation));
  const mode = cautiousMode(matched, parameters, subject.remediation);
  const exemption = rulebook.exemptions.find((entry) => !hasExpired(entry, now) && entry.matches(subject) !== 'no');
  const protection = rulebook.protections.find((entry) => entry.matches(subject) !== 'no');
  return {
    mode: mode.value,
    modeEntry: mode.entry,
    parameters: parameters.merged,
    limits: mergeLimits(matched),
    ownership: required(
      matched,
      ({ ownership }) => ownership,
      (value) => (value === 'report' ? 0 : 1),
    ).value,
    approvalExpiry: required(matched, ({ approvals }) => approvals?.expires, asIs).value,
    ...(exemption === undefined ? {} : { exemption: exemptionFacts(exemption) }),
    ...(protection === undefined ? {} : { protection: { reason: protection.reason, entry: protection.entry } }),
  };
}

/** From the end of its last day, UTC, an exemption no longer holds. */
export function hasExpired({ expires }: Pick<Exemption, 'expires'>, now: Date): boolean {
  const day = 86_400_000;
  return now.getTime() >= Date.parse(`${expires}T00:00:00Z`) + day;
}

function matching(layers: readonly Layer[], subject: Subject): Matched[] {
  return layers.flatMap((layer) => {
    const match = layer.matches(subject);
    return match === 'no' ? [] : [{ layer, match }];
  });
}

/**
 * The setting of the most specific entry that surely matches, unless one that is as specific, or one that
 * may match and is at least as specific, is more cautious. `caution`: the smaller, the more cautious.
 */
function pick<T>(
  matched: readonly Matched[],
  of: (settings: Settings) => T | undefined,
  caution: (value: T) => number,
): Setting<T> | undefined {
  const setters = matched.flatMap(({ layer, match }) => {
    const value = of(layer.settings);
    return value === undefined ? [] : [{ layer, match, value }];
  });
  const sure = setters
    .filter(({ match }) => match === 'yes')
    .toSorted(bySpecificity)
    .at(-1);
  const contenders = setters.filter(({ layer, match }) => {
    const order = sure === undefined ? 1 : compareSpecificity(layer.specificity, sure.layer.specificity);
    return match === 'yes' ? order === 0 : order >= 0;
  });
  const [best] = contenders.toSorted((a, b) => caution(a.value) - caution(b.value) || doubt(a) - doubt(b));
  return best === undefined ? undefined : { value: best.value, entry: best.layer.entry };
}

/** Of equal values the one that surely holds is named. */
function doubt({ match }: Pick<Matched, 'match'>): number {
  return match === 'yes' ? 0 : 1;
}

function bySpecificity(a: { readonly layer: Layer }, b: { readonly layer: Layer }): number {
  return compareSpecificity(a.layer.specificity, b.layer.specificity);
}

/** For what the built-in layer always sets. */
function required<T>(...arguments_: Parameters<typeof pick<T>>): Setting<T> {
  const setting = pick<T>(...arguments_);
  if (setting === undefined) throw new TypeError('the built-in layer of the policy is incomplete');
  return setting;
}

function asIs(value: number): number {
  return value;
}

/** The mode, but no more than report where it isn't sure which parameters hold, or that they are valid. */
function cautiousMode(
  matched: readonly Matched[],
  parameters: MergedParameters,
  remediation: string,
): Setting<Decision['mode']> {
  const mode = required(
    matched,
    (settings) => settings.mode,
    (value) => modes.indexOf(value),
  );
  if (modes.indexOf(mode.value) <= modes.indexOf('report')) return mode;
  if (parameters.error !== undefined) {
    return { value: 'report', entry: { path: `parameters of ${remediation}: ${parameters.error}` } };
  }
  const doubtful = matched.find(({ layer, match }) => match === 'unknown' && layer.parameters !== undefined);
  return doubtful === undefined ? mode : { value: 'report', entry: doubtful.layer.entry };
}

function mergeLimits(matched: readonly Matched[]): Limits {
  const percent = pick(matched, ({ limits }) => limits?.['max-resources-percent'], asIs);
  return {
    maxResources: required(matched, ({ limits }) => limits?.['max-resources'], asIs).value,
    maxAttempts: required(matched, ({ limits }) => limits?.['max-attempts'], asIs).value,
    maxAge: required(matched, ({ limits }) => limits?.['max-age'], asIs).value,
    ...(percent === undefined ? {} : { maxResourcesPercent: percent.value }),
  };
}

interface MergedParameters {
  readonly merged: JsonObject;
  readonly error?: string;
}

/**
 * Key by key, the most specific entry last; on a tie the one further down in the file, as no value is more
 * cautious. What comes out is as written, and valid for the remediation's schema, which adds the defaults.
 */
function mergeParameters(matched: readonly Matched[], schema: z.ZodType | undefined): MergedParameters {
  const sure = matched.filter(({ match }) => match === 'yes').toSorted(bySpecificity);
  const merged = Object.assign({}, ...sure.map(({ layer }) => layer.parameters)) as JsonObject;
  const result = schema?.safeParse(merged);
  if (result === undefined || result.success) return { merged };
  return { merged, error: result.error.issues.map(({ message }) => message).join(', ') };
}

/** An exemption as outcomes show it. */
export function exemptionFacts({ reason, owner, expires, entry }: Exemption): NonNullable<Decision['exemption']> {
  return { reason, owner, expires, entry };
}
