import type { Json } from '../../shared/json.ts';
import type { OutcomeStatus } from '../../shared/outcome.ts';
import { undoOf } from '../../shared/plan.ts';
import type { Plan } from '../../shared/plan.ts';
import type { Decision, PolicyEntry } from '../../shared/policy/policy.ts';
import type { Impact, Severity } from '../../shared/remediation.ts';
import type { ResourceRef } from '../../shared/signals/signal.ts';
import { apiLine } from './outcome.ts';
import { safe, wrap } from './style.ts';
import type { Paint } from './style.ts';

/** What would be done about a resource, and what the policy says to it. */
export interface Proposal {
  readonly file: string;
  readonly id: string;
  readonly remediation: string;
  readonly resource: ResourceRef;
  readonly account: string;
  readonly region: string;
  readonly severity: Severity;
  readonly impact: Impact;
  readonly reversible: boolean;
  readonly policy: Decision;
  /** Why there would be nothing done whatever the mode. */
  readonly refused?: { readonly status: OutcomeStatus; readonly reason: string };
  readonly why?: readonly string[];
  readonly todo?: readonly string[];
  readonly before?: Json;
  readonly plan?: Plan;
  readonly planDigest?: string;
  /** IAM actions that the plan takes. */
  readonly permissions?: readonly string[];
}

const noticed: Readonly<Record<Impact, string>> = {
  none: 'nobody notices',
  brief: 'a short pause',
  disruptive: 'an interruption that somebody will ask about',
  destructive: 'something that is in use will be gone',
};

export function proposalLines(proposal: Proposal, paint: Paint, width: number): string[] {
  const { file, remediation, resource, severity, impact, reversible, plan } = proposal;
  const lines = [
    `${paint('bold', safe(resource.id))}  ${paint('dim', `${remediation}, ${safe(file)}`)}`,
    `  ${severity} severity; impact ${impact}: ${noticed[impact]}; ${reversible ? 'can be undone' : paint('red', "can't be undone")}`,
  ];
  const say = (label: string, text: string): void => {
    lines.push(`    ${paint('dim', label.padEnd(7))} ${wrap(safe(text, 2000), width - 12, ' '.repeat(12))}`);
  };
  for (const why of proposal.why ?? []) say('why', why);
  for (const [index, step] of (plan?.steps ?? []).entries()) {
    say(`${index + 1}.`, `${step.title}: ${apiLine(step.call)}`);
    const undo = undoOf(step);
    for (const { call } of undo) say('', `undo by ${apiLine(call)}`);
    if (undo.length === 0)
      say('', step.final === undefined ? 'leaves nothing to undo' : `can't be undone: ${step.final}`);
  }
  for (const note of plan?.notes ?? []) say('note', note);
  for (const step of proposal.todo ?? []) say('to do', step);
  if (proposal.permissions !== undefined) say('takes', proposal.permissions.join(', '));
  say('policy', ruling(proposal));
  return lines;
}

/** What would come of it, by the first thing that stands in the way. */
function ruling({ policy, refused, plan }: Proposal): string {
  const { mode, modeEntry, exemption, protection, limits } = policy;
  if (refused !== undefined) return `${refused.status}: ${refused.reason}`;
  if (plan === undefined) return 'only a person can put this right';
  if (mode === 'off' || mode === 'report') return `${mode}, so nothing would be done (${entryText(modeEntry)})`;
  if (exemption !== undefined) {
    const { reason, owner, expires, entry } = exemption;
    return `exempted until ${expires} by ${owner}: ${reason} (${entryText(entry)})`;
  }
  if (protection !== undefined) return `protected: ${protection.reason} (${entryText(protection.entry)})`;
  const then = mode === 'approve' ? 'a person would be asked first' : 'it would be done at once';
  return `${mode}, so ${then} (${entryText(modeEntry)}); at most ${limits.maxResources} resources of the account an hour`;
}

/** `remediations.s3-bucket-public-access-blocked, line 12` */
export function entryText({ path, line }: PolicyEntry): string {
  return line === undefined ? path : `${path}, line ${line}`;
}

export function planSummary(proposals: readonly Proposal[], events: number): string {
  const resources = new Set(proposals.map(({ account, resource }) => `${account} ${resource.type} ${resource.id}`))
    .size;
  const manual = proposals.filter(({ todo }) => todo !== undefined).length;
  const forPeople = manual === 0 ? '' : `, ${manual} of them for a person`;
  return `\n${events} ${events === 1 ? 'event' : 'events'}: ${proposals.length} findings about ${resources} resources${forPeople}. Nothing was written.\n`;
}
