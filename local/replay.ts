import type { Context } from 'aws-lambda';
import type { SourceResult } from '../functions/sources/source.ts';
import { printable } from '../shared/aws/failure.ts';
import { at } from '../shared/json.ts';
import type { Outcome } from '../shared/outcome.ts';
import { outcomesSoFar } from './state/awaiting.ts';
import type { Router } from './router.ts';
import type { MovableClock } from './simulated-clock.ts';
import type { World } from './world.ts';

/** What became of one event. */
export interface Replayed {
  /** Where the event came from: a file's name, with the line for JSON Lines. */
  readonly file: string;
  readonly id: string;
  readonly source: string;
  readonly detailType: string;
  readonly routedTo: readonly string[];
  readonly outcomes: readonly ReplayOutcome[];
  /** The event could not be understood: it would go to the dead-letter queue. */
  readonly rejected?: string;
}

/** An outcome of the pipeline, or of an event that did not get that far. */
export type ReplayOutcome =
  | Outcome
  | { readonly status: 'ignored' | 'duplicate' | 'failed'; readonly reason: string; readonly remediation?: string };

export interface ReplayEdge {
  readonly world: World;
  readonly router: Router;
  readonly clock: MovableClock;
}

/** Seconds that an event takes from its time to the handler. */
const underway = 5;
/** An event from further ahead than this does not move the clock: its time is wrong, or forged. */
const aheadAtMost = 366 * 86_400_000;

/** Sends one event the way EventBridge and Lambda would: by the rules, through the sources, to the end. */
export async function replay(event: unknown, file: string, edge: ReplayEdge): Promise<Replayed> {
  const { world, router } = edge;
  await catchUp(event, edge.clock);
  const about = { file, id: text(event, 'id'), source: text(event, 'source'), detailType: text(event, 'detail-type') };
  const routedTo = router(event);
  if (routedTo.length === 0) {
    return {
      ...about,
      routedTo,
      outcomes: [{ status: 'ignored', reason: 'No rule of the stack matches this event.' }],
    };
  }
  const outcomes: ReplayOutcome[] = [];
  for (const name of routedTo) {
    const handler = world.sources.get(name);
    if (handler === undefined) throw new Error(`the rules name ${name}, which is not a source`);
    try {
      const result = await handler(event, lambdaContext(name));
      outcomes.push(...(await follow(result, edge)));
    } catch (error) {
      return { ...about, routedTo, outcomes, rejected: printable((error as Error).message, 500) };
    }
  }
  return { ...about, routedTo, outcomes };
}

/** The clock follows the events, as it would if they were coming in now. */
export async function catchUp(event: unknown, clock: MovableClock): Promise<void> {
  const time = Date.parse(text(event, 'time'));
  // Real time can't follow; only a simulated clock is moved by what it is told.
  if (!('advance' in clock) || Number.isNaN(time)) return;
  if (time > clock.now().getTime() + aheadAtMost) return;
  await clock.advanceTo(new Date(time + underway * 1000));
}

async function follow(result: SourceResult, edge: ReplayEdge): Promise<ReplayOutcome[]> {
  const outcomes: ReplayOutcome[] = result.ignored.map(({ reason }) => ({ status: 'ignored', reason }));
  // What waits for a person is left waiting: nobody is here to answer, and a time-out would be no answer to show.
  await edge.world.backend.runUntilIdle({ expire: false });
  for (const { executionName, result: started } of result.dispatched) {
    if (started === 'exists') {
      outcomes.push({
        status: 'duplicate',
        reason: `The execution ${executionName} was started before, by this event or one that says the same.`,
      });
      continue;
    }
    outcomes.push(...(await outcomesOf(executionName, edge)));
  }
  return outcomes;
}

/** What an execution that was started on a signal, or for a rollback, has come to. Nothing of it may be due any more. */
export async function outcomesOf(
  execution: string,
  { world, clock }: Pick<ReplayEdge, 'world' | 'clock'>,
): Promise<ReplayOutcome[]> {
  const ended = world.backend.result(execution);
  switch (ended.status) {
    case 'SUCCEEDED':
      return ended.result as Outcome[];
    case 'RUNNING': {
      const outcomes = await outcomesSoFar(world, execution, clock.now());
      return outcomes.length > 0 ? outcomes : [failed(`The execution ${execution} has not ended.`)];
    }
    case 'FAILED':
    case 'STOPPED':
    case 'TIMED_OUT':
      return [failed(`The execution ended as ${ended.status}: ${printable(ended.error.ErrorMessage ?? '', 500)}`)];
  }
}

function failed(reason: string): ReplayOutcome {
  return { status: 'failed', reason };
}

function text(event: unknown, path: string): string {
  const value = at(event, path);
  return typeof value === 'string' ? printable(value) : '';
}

export function lambdaContext(functionName: string): Context {
  return {
    functionName,
    functionVersion: '$LATEST',
    invokedFunctionArn: `arn:aws:lambda:eu-central-1:111122223333:function:${functionName}`,
    memoryLimitInMB: '512',
    awsRequestId: '00000000-0000-4000-8000-000000000000',
    logGroupName: `/aws/lambda/${functionName}`,
    logStreamName: 'local',
    callbackWaitsForEmptyEventLoop: false,
    getRemainingTimeInMillis: () => 60_000,
    done: () => undefined,
    fail: () => undefined,
    succeed: () => undefined,
  };
}
