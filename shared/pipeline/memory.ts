import { errorRecord } from '../aws/failure.ts';
import type { Remediation, Scope } from '../remediation.ts';
import type { Hints, ResourceRef } from '../signals/signal.ts';
import { epoch } from './condition.ts';
import { keyOf, scopeOf, servicesOf } from './run.ts';
import type { Run } from './run.ts';

/** What is looked at, and for whom. */
type Looked = Pick<Run, 'edge' | 'remediation' | 'signal' | 'target'>;

/** Where the resource lies, when, and with what was kept of it while it was there; few remediations ask for that. */
export async function scopeWithMemory(run: Looked): Promise<Scope> {
  const { edge, remediation } = run;
  const now = edge.clock.now();
  const scope = { ...scopeOf(run), now };
  if (remediation.snapshot === undefined) return scope;
  const snapshot = await edge.ledger.snapshot(keyOf(run), epoch(now));
  return snapshot === undefined ? scope : { ...scope, snapshot };
}

/** Keeps what the resource is made of. That it fails is no reason not to go on: the sweep tries again. */
export async function remember(run: Looked): Promise<void> {
  const { edge, remediation, target } = run;
  try {
    const snapshot = await remediation.snapshot?.(target, servicesOf(run));
    if (snapshot === undefined) return;
    await edge.ledger.keepSnapshot(keyOf(run), snapshot, epoch(edge.clock.now()));
  } catch (error) {
    edge.logger.warn('Snapshot not kept', {
      remediation: remediation.id,
      resource: { ...target },
      error: { ...errorRecord(error) },
    });
  }
}

type Candidate = { readonly resource: ResourceRef; readonly hints?: Hints };

/** The candidates that there are, and then those that there were: what is no longer listed may have to come back. */
export async function* withRemembered(
  remediation: Remediation,
  listed: AsyncIterable<Candidate> | Iterable<Candidate>,
  { account, region }: Pick<Scope, 'account' | 'region'>,
  { ledger }: Pick<Run['edge'], 'ledger'>,
): AsyncGenerator<Candidate> {
  const seen = new Set<string>();
  for await (const candidate of listed) {
    seen.add(candidate.resource.id);
    yield candidate;
  }
  if (remediation.snapshot === undefined) return;
  const ids = await ledger.snapshotsOf({ remediation: remediation.id, account, region });
  for (const id of ids) if (!seen.has(id)) yield { resource: { type: remediation.resource, id } };
}
