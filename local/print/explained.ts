import type { Mode } from '../../shared/outcome.ts';
import type { PolicyEntry } from '../../shared/policy/policy.ts';
import { accessInWords } from '../../shared/signals/route.ts';
import type { Hints, ResourceRef } from '../../shared/signals/signal.ts';
import { entryText } from './proposal.ts';
import { safe, wrap } from './style.ts';
import type { Paint } from './style.ts';

/** A rule of the stack, and whether it takes an event. */
export interface AskedRule {
  readonly rule: string;
  readonly function: string;
  readonly matches: boolean;
}

/** What a source makes of an event. */
export interface AskedSource {
  readonly function: string;
  readonly ignored: readonly string[];
  readonly signals: readonly { readonly resource: ResourceRef; readonly hints: Hints; readonly remediator: string }[];
  /** It can't be understood, and goes to the dead-letter queue. */
  readonly rejected?: string;
}

/** One thing between a finding and a write. */
export interface AskedGate {
  readonly name: string;
  readonly open: boolean;
  readonly reason: string;
  /** The policy entry that a person would change. */
  readonly entry?: PolicyEntry;
}

/** A remediation about a resource. */
export interface Considered {
  readonly remediation: string;
  readonly remediator: string;
  readonly resource: ResourceRef;
  readonly account: string;
  readonly region: string;
  /** What reading the resource has shown; `unreadable` where it could not be read. */
  readonly state: 'compliant' | 'gone' | 'wrong' | 'manual' | 'busy' | 'unreadable';
  readonly why: readonly string[];
  readonly mode: Mode;
  readonly gates: readonly AskedGate[];
  /** What would be done, step by step. */
  readonly steps: readonly string[];
  readonly planDigest?: string;
  /** What it would come to, in a sentence. */
  readonly verdict: string;
}

export interface Explained {
  /** The event's file, or the resource's ARN. */
  readonly subject: string;
  /** ISO 8601: what is true now may not be true later. */
  readonly at: string;
  /** Only for an event. */
  readonly rules?: readonly AskedRule[];
  readonly sources?: readonly AskedSource[];
  readonly considered: readonly Considered[];
  readonly notes: readonly string[];
}

export function explainedLines(explained: Explained, paint: Paint, width: number): string[] {
  const { subject, at, rules = [], sources = [], considered, notes } = explained;
  const lines = [`${paint('bold', safe(subject))}  ${paint('dim', `as of ${at}`)}`];
  const matching = rules.filter(({ matches }) => matches);
  for (const rule of matching) lines.push(`  rule ${safe(rule.rule)} → ${rule.function}`);
  if (rules.length > 0 && matching.length === 0) {
    lines.push(
      `  ${paint('yellow', 'no rule takes this event')}; asked were ${rules.map(({ rule }) => safe(rule)).join(', ')}`,
    );
  }
  for (const source of sources) lines.push(...sourceLines(source, paint));
  for (const one of considered) lines.push(...consideredLines(one, paint, width));
  if (considered.length === 0) lines.push(`  ${paint('dim', 'No remediation is concerned.')}`);
  for (const note of notes) lines.push(`  ${paint('dim', wrap(safe(note, 500), width, '  '))}`);
  return lines;
}

function sourceLines({ function: name, ignored, signals, rejected }: AskedSource, paint: Paint): string[] {
  const lines = signals.map(
    ({ resource, hints, remediator }) =>
      `  ${name}: signal about ${resource.type} ${safe(resource.id)} (${safe(occasion(hints))}) → ${remediator}`,
  );
  lines.push(...ignored.map((reason) => `  ${name}: ${paint('dim', `ignored, ${safe(reason, 500)}`)}`));
  if (rejected !== undefined) lines.push(`  ${name}: ${paint('red', `rejected, ${safe(rejected, 500)}`)}`);
  return lines;
}

function occasion({
  configRule,
  configItem,
  apiCall,
  control,
  check,
  stateChange,
  findingType,
  access,
  findingArn,
  requested,
}: Hints): string {
  return (
    configRule ??
    (configItem && `configuration item ${configItem}`) ??
    apiCall ??
    control ??
    check ??
    stateChange ??
    findingType ??
    (access && `${accessInWords[access]} on an AI service`) ??
    findingArn ??
    requested ??
    'a request'
  );
}

function consideredLines(one: Considered, paint: Paint, width: number): string[] {
  const { remediation, resource, state, why, gates, steps, verdict } = one;
  const indent = ' '.repeat(6);
  const lines = [`  ${paint('bold', remediation)}  ${safe(resource.id)}`];
  lines.push(
    `    ${paint(state === 'wrong' ? 'yellow' : 'dim', state)}: ${wrap(safe(why.join('; '), 1000), width - 8, indent)}`,
  );
  for (const step of steps) lines.push(`    ${paint('dim', 'plan')}: ${wrap(safe(step, 500), width - 8, indent)}`);
  for (const { name, open, reason, entry } of gates) {
    const mark = open ? paint('green', '✔') : paint('red', '✘');
    const where = entry === undefined ? '' : ` (${entryText(entry)})`;
    lines.push(`    ${mark} ${name.padEnd(15)} ${wrap(safe(`${reason}${where}`, 1000), width - 24, ' '.repeat(22))}`);
  }
  lines.push(`    ${paint('bold', '→')} ${wrap(safe(verdict, 500), width - 8, indent)}`);
  return lines;
}
