import { at } from '../../shared/json.ts';
import type { Json } from '../../shared/json.ts';
import type { ApprovalRecord } from '../../shared/ledger/ledger.ts';
import type { Outcome } from '../../shared/outcome.ts';
import type { Opening } from '../../shared/pipeline/claim.ts';
import { modeOf } from '../../shared/pipeline/ruling.ts';
import type { Plan } from '../../shared/plan.ts';
import type { Signal } from '../../shared/signals/signal.ts';
import type { HistoryEntry } from '../durable.ts';
import type { World } from '../world.ts';

/** A request that somebody can answer now. */
export interface Awaiting {
  readonly approval: ApprovalRecord;
  readonly execution: string;
  readonly opening: Opening;
  readonly before?: Json;
}

/**
 * The requests of an execution that wait for a person, from what it has checkpointed: the claim tells the
 * action's id, and under that id lies the request.
 */
export async function awaitingIn({ backend, ledger }: World, execution: string): Promise<Awaiting[]> {
  const open = new Set(backend.pendingCallbacks().map(({ callbackId }) => callbackId));
  const history = backend.history(execution);
  const awaiting: Awaiting[] = [];
  for (const [index, entry] of history.entries()) {
    const opening = entry.name === 'claim' ? (valueOf(entry) as Opening | undefined) : undefined;
    const approval = opening === undefined ? undefined : await ledger.approval(opening.id);
    if (opening === undefined || approval === undefined) continue;
    if (approval.status !== 'pending' || !open.has(approval.callbackId)) continue;
    const before = beforeImage(history.slice(index), entry.parentId);
    awaiting.push({ approval, execution, opening, ...(before === undefined ? {} : { before }) });
  }
  return awaiting;
}

/** All requests that somebody can answer now. */
export async function awaitingAnywhere(world: World): Promise<Awaiting[]> {
  const executions = new Set(world.backend.pendingCallbacks().map(({ execution }) => execution));
  return (await Promise.all([...executions].map((execution) => awaitingIn(world, execution)))).flat();
}

/** Outcomes of an execution that goes on: those that are recorded already, then those that wait for a person. */
export async function outcomesSoFar(world: World, execution: string, now: Date): Promise<Outcome[]> {
  const recorded = world.backend
    .history(execution)
    .filter(({ name }) => name === 'record')
    .flatMap((entry) => {
      const outcome = at(valueOf(entry), 'outcome') as Outcome | undefined;
      return outcome === undefined ? [] : [outcome];
    });
  const signal = signalOf(world.backend.payload(execution));
  const awaiting = await awaitingIn(world, execution);
  return [...recorded, ...awaiting.map((one) => toOutcome(one, signal, now))];
}

function toOutcome({ approval, opening, before }: Awaiting, signal: Signal | undefined, now: Date): Outcome {
  const { id, remediation, resource, account, region, why, plan, planDigest, expiresAt } = approval;
  const until = new Date(expiresAt * 1000).toISOString();
  return {
    id,
    remediation,
    resource,
    account,
    region,
    status: 'awaiting-approval',
    mode: modeOf(opening.ruling),
    reason: `Waits for a person until ${until}: redress approve ${id}, or redress reject ${id}`,
    why,
    plan: plan as unknown as Plan,
    planDigest,
    ...(before === undefined ? {} : { before }),
    signal: {
      id: signal?.id ?? '',
      source: signal?.source ?? 'person',
      at: signal?.at ?? opening.startedAt,
      event: signal?.event ?? '',
    },
    ...(signal?.actor === undefined ? {} : { actor: signal.actor }),
    startedAt: opening.startedAt,
    endedAt: now.toISOString(),
  };
}

/** What was read last before the plan was made: the reading that follows the claim in the same context. */
function beforeImage(after: readonly HistoryEntry[], parentId: string | undefined): Json | undefined {
  const reading = after.find((entry) => entry.name === 'assess' && entry.parentId === parentId);
  return at(parse(reading?.result), 'assessment.before') as Json | undefined;
}

/** The value of a step that ended well; the pipeline's steps end in a value or a failure, as data. */
function valueOf({ result }: HistoryEntry): unknown {
  return at(parse(result), 'value');
}

function parse(result: string | undefined): unknown {
  return result === undefined ? undefined : (JSON.parse(result) as unknown);
}

/** The signal that an execution was started with; a rollback has none. */
function signalOf(payload: unknown): Signal | undefined {
  return at(payload, 'signal') as Signal | undefined;
}
