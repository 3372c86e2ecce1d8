import type { Json } from '../json.ts';
import { shortDigest } from '../plan.ts';
import type { Opening } from './claim.ts';
import { epoch } from './condition.ts';
import { guard } from './guard.ts';
import type { Stop } from './guard.ts';
import type { Owner } from './owner.ts';
import type { Finding } from './record.ts';
import { attempt, keyOf, resourceOf } from './run.ts';
import type { Run } from './run.ts';

/** Asks the guards; one that says no for longer puts the resource into quarantine, and one escalation goes out. */
export async function stopped(
  run: Run,
  opening: Opening,
  before: Json,
  owner: Owner | 'unknown' | undefined,
): Promise<Finding | undefined> {
  const { claim, ruling, startedAt, seenAt } = opening;
  const stop = guard({
    remediation: run.remediation.id,
    signal: run.signal,
    ruling,
    history: claim.granted ? claim.history : { attempts: [] },
    before: shortDigest(before),
    owner,
    ownRoles: run.edge.ownRoles,
    accounts: run.edge.accounts,
    seenAt,
    now: epoch(new Date(startedAt)),
  });
  if (stop === undefined) return undefined;
  if (stop.quarantineUntil !== undefined) await escalate(run, opening, stop, stop.quarantineUntil);
  return { status: stop.status, reason: stop.reason, guard: stop.guard };
}

/** The refusal stands whether or not the escalation gets through; the next signal tries again if it did not. */
async function escalate(run: Run, { id, startedAt }: Opening, { reason }: Stop, until: number): Promise<void> {
  const escalated = await attempt(run, 'escalate', async () => {
    const { ledger, bus, notices } = run.edge;
    const begun = await ledger.quarantine(keyOf(run), id, until, reason, epoch(new Date(startedAt)));
    if (!begun) return;
    const quarantinedUntil = new Date(until * 1000).toISOString();
    const { id: remediation } = run.remediation;
    await bus.publish({
      type: 'Escalation',
      detail: { id, remediation, resource: resourceOf(run), reason, quarantinedUntil, account: run.signal.account },
    });
    await notices.send({
      subject: `Redress stops at ${run.target.id}`,
      text: `${run.remediation.title}: ${run.target.type} ${run.target.id} in ${run.signal.account}.\n\n${reason}\n\nIt is left alone until ${quarantinedUntil}.`,
    });
  });
  if (!escalated.ok) run.edge.logger.error('Escalation failed', { error: { ...escalated.error }, action: id });
}
