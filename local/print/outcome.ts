import type { ApiCall } from '../../shared/aws/service.ts';
import { redact } from '../../shared/evidence/redact.ts';
import { canonical } from '../../shared/json.ts';
import type { Json } from '../../shared/json.ts';
import type { CallRecord, Outcome } from '../../shared/outcome.ts';
import { undoOf } from '../../shared/plan.ts';
import type { Plan } from '../../shared/plan.ts';
import type { ReplayOutcome } from '../replay.ts';
import { looks, safe, wrap } from './style.ts';
import type { Paint, Shown } from './style.ts';

/** What is shown of an outcome, as lines. */
export function outcomeLines(outcome: ReplayOutcome, paint: Paint, width: number): string[] {
  const lines = [statusLine(outcome.status, outcome, paint)];
  const indent = '      ';
  const say = (label: string, text: string): void => {
    lines.push(`    ${paint('dim', label.padEnd(7))} ${wrap(safe(text, 2000), width - 12, `${indent}      `)}`);
  };
  if ('why' in outcome) for (const why of outcome.why ?? []) say('why', why);
  if ('before' in outcome && outcome.before !== undefined) say('before', brief(outcome.before));
  if ('plan' in outcome && outcome.plan !== undefined) for (const line of planLines(outcome.plan)) say(...line);
  if ('calls' in outcome) for (const call of outcome.calls ?? []) say(call.kind, callLine(call));
  if ('after' in outcome && outcome.after !== undefined && outcome.before !== undefined)
    say('after', brief(outcome.after));
  if ('todo' in outcome) for (const step of outcome.todo ?? []) say('to do', step);
  say(outcome.status === 'failed' || outcome.status === 'refused' ? 'because' : 'result', outcome.reason);
  if ('followUps' in outcome) for (const note of outcome.followUps ?? []) say('told', note);
  return lines;
}

function statusLine(status: Shown, outcome: ReplayOutcome, paint: Paint): string {
  const [mark, colour] = looks[status];
  const guard = 'guard' in outcome && outcome.guard !== undefined ? ` (${outcome.guard})` : '';
  const what = 'resource' in outcome ? `${outcome.remediation}  ${safe(outcome.resource.id)}` : '';
  return `  ${paint(colour, `${mark} ${status}${guard}`)}  ${what}`.trimEnd();
}

function* planLines(plan: Plan): Generator<[string, string]> {
  for (const [index, step] of plan.steps.entries()) {
    yield [index === 0 ? 'plan' : '', `${step.title}: ${apiLine(step.call)}`];
    for (const { call } of undoOf(step)) yield ['', `undo by ${apiLine(call)}`];
    if (step.final !== undefined) yield ['', `can't be undone: ${step.final}`];
  }
  for (const note of plan.notes ?? []) yield ['note', note];
}

/** `s3:PutPublicAccessBlock {"Bucket":"x"}`, with what may be secret replaced by its digest. */
export function apiLine({ service, operation, input, lookup = {} }: ApiCall): string {
  const found = Object.entries(lookup).map(([member, { call, where }]) => {
    return ` (${member}: by ${call.operation}, ${where.member} ${where.is})`;
  });
  return `${service}.${operation} ${brief(input)}${found.join('')}`;
}

function callLine({ service, operation, result, error }: CallRecord): string {
  const problem = error === undefined ? '' : ` (${error.name}: ${error.message})`;
  return `${service}.${operation}: ${result}${problem}`;
}

function brief(value: Json): string {
  const text = canonical(redact(value));
  return text.length > 400 ? `${text.slice(0, 399)}…` : text;
}

export function isOutcome(outcome: ReplayOutcome): outcome is Outcome {
  return 'signal' in outcome;
}
