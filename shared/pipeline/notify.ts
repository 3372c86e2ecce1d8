import type { Outcome, OutcomeStatus } from '../outcome.ts';
import { attempt } from './run.ts';
import type { Run } from './run.ts';

/** What somebody has to know; of a request for approval people are told where it is made. */
const news: ReadonlySet<OutcomeStatus> = new Set(['reported', 'refused', 'remediated', 'rolled-back', 'failed']);
/** They tell people themselves, or would say the same again with every event. */
const quiet: ReadonlySet<string> = new Set(['attempt-budget', 'flapping', 'own-echo', 'quarantine', 'staleness']);

/**
 * Sends people a notice of what a remediation has come to, where it is one that they want to hear of. It is written
 * down by then: if the notice can't be sent, the outcome stands, and the log says so.
 */
export async function notify(run: Run, outcome: Outcome): Promise<void> {
  if (run.remediation.notifies !== true || !news.has(outcome.status)) return;
  if (outcome.guard !== undefined && quiet.has(outcome.guard)) return;
  const sent = await attempt(run, 'notify', async () => run.edge.notices.send(noticeOf(run, outcome)));
  if (!sent.ok) run.edge.logger.error('Notice not sent', { error: { ...sent.error }, action: outcome.id });
}

function noticeOf({ remediation }: Run, outcome: Outcome): { subject: string; text: string } {
  const { id, resource, account, region, status, reason, why = [], todo = [], plan, evidence } = outcome;
  const text = [
    `${remediation.title}: ${resource.type} ${resource.id} in ${account}, ${region}.`,
    '',
    `${status}: ${reason}`,
    ...why.map((line) => `- ${line}`),
    ...list('What was done, or would be:', plan?.steps.map(({ title }) => title) ?? []),
    ...list('What has to be done:', todo),
    '',
    `Action:   ${id}`,
    `Evidence: ${evidence ?? 'none'}`,
  ].join('\n');
  return { subject: `Redress: ${status}, ${resource.id}`, text };
}

function list(heading: string, lines: readonly string[]): string[] {
  return lines.length === 0 ? [] : ['', heading, ...lines.map((line) => `- ${line}`)];
}
