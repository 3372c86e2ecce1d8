import type { SweepRequest } from '../edge.ts';
import { bind } from '../aws/service.ts';
import { shortDigest } from '../plan.ts';
import type { Remediation } from '../remediation.ts';
import { homeRegionOf } from '../signals/arn.ts';
import type { Hints, ResourceRef, Signal } from '../signals/signal.ts';
import { epoch } from './condition.ts';
import { remember, scopeWithMemory, withRemembered } from './memory.ts';
import { rule } from './ruling.ts';
import { attempt, servicesOf } from './run.ts';
import type { Run } from './run.ts';

/** Candidates that are read at the same time. */
const atOnce = 8;

/** What a sweep of one remediation has come to. */
export interface Swept {
  readonly remediation: string;
  readonly candidates: number;
  /** Candidates that a signal was sent for. */
  readonly signals: number;
  /** The sweep did not get through; what was found until then has been sent. */
  readonly problem?: string;
}

/**
 * Looks at each candidate of each remediation, and sends a signal for those that are not as they should be.
 * Event feeds are best effort, except for Security Hub's: what they leave out, the sweep finds.
 *
 * https://docs.aws.amazon.com/eventbridge/latest/ref/event-delivery-level.html
 */
export async function sweep(
  request: SweepRequest,
  remediator: string,
  remediations: readonly Remediation[],
  way: Omit<Run, 'target' | 'signal' | 'remediation'>,
): Promise<Swept[]> {
  const swept: Swept[] = [];
  for (const remediation of remediations) {
    if (remediation.list === undefined) continue;
    if (request.remediations?.includes(remediation.id) === false) continue;
    const done = await attempt(way, `sweep ${remediation.id}`, async () =>
      sweepOne(request, remediator, remediation, way),
    );
    swept.push(
      done.ok
        ? done.value
        : {
            remediation: remediation.id,
            candidates: 0,
            signals: 0,
            problem: `${done.error.name}: ${done.error.message}`,
          },
    );
  }
  return swept;
}

async function sweepOne(
  asked: SweepRequest,
  remediator: string,
  remediation: Remediation,
  { edge }: Pick<Run, 'edge'>,
): Promise<Swept> {
  // As events tell of what is the same in all Regions, so that a sweep and an event meet in the ledger.
  const request = remediation.global === true ? { ...asked, region: homeRegionOf(asked.region) } : asked;
  const { account, region } = request;
  const aws = bind(remediation.uses, edge.clientFor, region);
  const scope = { account, region, now: edge.clock.now() };
  const counts = { candidates: 0, signals: 0 };
  const candidates = withRemembered(remediation, remediation.list?.(aws, scope) ?? [], request, edge);
  await eachOf(candidates, atOnce, async ({ resource, hints }) => {
    counts.candidates += 1;
    const signal = signalFor(request, remediation, resource, hints);
    if (!(await isWorthASignal({ edge, remediation, signal, target: resource }))) return;
    // The same sweep again, after a crash, starts nothing twice: the names are the same.
    const started = await edge.dispatch(remediator, `${remediator}-${signal.id}`, { signal });
    if (started === 'started') counts.signals += 1;
  });
  const key = { remediation: remediation.id, account, region };
  await edge.ledger.recordPopulation(key, counts.candidates, epoch(edge.clock.now()));
  return { remediation: remediation.id, ...counts };
}

/** Most candidates are as they should be; a look is cheaper than an execution that finds it out. */
async function isWorthASignal(run: Pick<Run, 'edge' | 'remediation' | 'signal' | 'target'>): Promise<boolean> {
  const ruling = await rule(run, run.edge.clock.now());
  if (ruling.ok && ruling.decision.mode === 'off') return false;
  if (run.remediation.locate !== undefined && run.signal.resource.type !== run.remediation.resource) return true;
  try {
    const scope = await scopeWithMemory(run);
    const found = await run.remediation.assess(run.target, servicesOf(run), ruling.parameters, scope);
    if (found.state === 'compliant') await remember(run);
    return found.state !== 'compliant' && found.state !== 'gone';
  } catch {
    return true; // the pipeline reads with more patience, and says what is in the way
  }
}

/** Works on several items at a time, and stops at the first error. */
async function eachOf<T>(
  items: AsyncIterable<T> | Iterable<T>,
  most: number,
  work: (item: T) => Promise<void>,
): Promise<void> {
  const iterator = (async function* () {
    yield* items;
  })();
  const worker = async (): Promise<void> => {
    for (let next = await iterator.next(); next.done !== true; next = await iterator.next()) await work(next.value);
  };
  await Promise.all(Array.from({ length: most }, worker));
}

function signalFor(
  { account, region, at }: SweepRequest,
  remediation: Remediation,
  resource: ResourceRef,
  hints: Hints = {},
): Signal {
  return {
    id: shortDigest(['sweep', at, remediation.id, resource, hints], 32),
    source: 'sweep',
    at,
    event: `sweep ${at}`,
    account,
    region,
    resource,
    hints: { ...hints, requested: 'sweep', remediation: remediation.id },
  };
}
