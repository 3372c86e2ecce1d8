import type { Json } from '../json.ts';
import { digest } from '../plan.ts';
import { auditMapping } from './audit-manager.ts';
import type { AuditMapping } from './audit-manager.ts';
import { checkMeaning } from './check.ts';
import { decide, exemptionFacts, hasExpired } from './decide.ts';
import { findingsOf } from './explain.ts';
import { entryNamer, exemptionsOf, layersOf, protectionsOf } from './layers.ts';
import type { PreparedPolicy } from './lines.ts';
import { lineFinder } from './lines.ts';
import { checkPlainJson } from './plain-json.ts';
import type { Decision, Policy } from './policy.ts';
import type { Finding, Path, PolicyProblem } from './problem.ts';
import { displayPath, PolicyError } from './problem.ts';
import type { KnownRemediation, PolicyFile } from './schema.ts';
import { distinct, policySchema } from './schema.ts';

/** A policy from a policy file, with what else the file says. */
export interface FilePolicy extends Policy {
  /** All of them, expired or not. */
  readonly exemptions: readonly NonNullable<Decision['exemption']>[];
  /** The account's own names of Config rules, each with the name of the AWS managed rule behind it. */
  readonly configRules: Readonly<Record<string, string>>;
  readonly auditManager: AuditMapping;
}

export interface ParseOptions {
  /** All remediations that there are. Without it, ids and parameters are taken as they come. */
  readonly remediations?: readonly KnownRemediation[];
  /** The 1-based line of a value in the policy file. */
  readonly lines?: (path: Path) => number | undefined;
  /** The file's name, for messages. */
  readonly file?: string;
}

/**
 * Reads a policy from the plain JSON that the policy file holds.
 *
 * @throws PolicyError with every problem that the value has. Nothing else is thrown, whatever the value.
 */
export function parsePolicy(value: unknown, options: ParseOptions = {}): FilePolicy {
  const { lines = () => undefined, file = 'policy' } = options;
  const remediations = distinct(options.remediations ?? []);
  const plain = checkPlainJson(value);
  if (!plain.usable) throw new PolicyError(file, problemsOf(plain.findings, lines));
  const schema = policySchema(remediations);
  const findings = [...plain.findings, ...findingsOf(schema, value), ...checkMeaning(value, remediations)];
  if (findings.length > 0) throw new PolicyError(file, problemsOf(findings, lines));
  return filePolicy(schema.parse(value), value as Json, remediations, lines);
}

/** The same for a policy file that was prepared by the build. */
export function parsePrepared(prepared: PreparedPolicy, remediations: readonly KnownRemediation[]): FilePolicy {
  return parsePolicy(prepared.policy, { remediations, lines: lineFinder(prepared.lines), file: prepared.file });
}

/** Exemptions that no longer hold, for the report: somebody should renew or remove them. */
export function expiredExemptions(policy: FilePolicy, now: Date): FilePolicy['exemptions'] {
  return policy.exemptions.filter((exemption) => hasExpired(exemption, now));
}

function filePolicy(
  file: PolicyFile,
  raw: Json,
  known: readonly KnownRemediation[],
  lines: (path: Path) => number | undefined,
): FilePolicy {
  const entryAt = entryNamer(lines);
  const exemptions = exemptionsOf(file, entryAt);
  const rulebook = {
    layers: layersOf(file, raw, entryAt),
    exemptions,
    protections: protectionsOf(file, entryAt),
    parameters: new Map(known.flatMap(({ id, parameters }) => (parameters === undefined ? [] : [[id, parameters]]))),
  };
  const selecting = [...(file.rules ?? []), ...(file.exemptions ?? []), ...(file.protected ?? [])];
  return {
    digest: digest(raw),
    readsTags: selecting.some(({ tags }) => tags !== undefined),
    exemptions: exemptions.map(exemptionFacts),
    configRules: file['config-rules'] ?? {},
    auditManager: auditMapping(file['audit-manager']),
    decide: (subject, now) => decide(rulebook, subject, now),
  };
}

/** Each problem once, in the order of the file. */
function problemsOf(findings: readonly Finding[], lines: (path: Path) => number | undefined): PolicyProblem[] {
  const problems = new Map<string, PolicyProblem>();
  for (const { path, what, why, todo } of findings) {
    const line = lines(path);
    const problem = { path: displayPath(path), what, why, todo, ...(line === undefined ? {} : { line }) };
    const key = path.at(-1) === '__proto__' ? problem.path : `${problem.path} ${what}`;
    if (!problems.has(key)) problems.set(key, problem);
  }
  return [...problems.values()].toSorted((a, b) => (a.line ?? 0) - (b.line ?? 0));
}
