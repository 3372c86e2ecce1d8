import type {
  CheckpointDurableExecutionRequest,
  CheckpointDurableExecutionResponse,
  DurableExecutionClient,
  GetDurableExecutionStateRequest,
  GetDurableExecutionStateResponse,
} from '@aws/durable-execution-sdk-js';
import { applyUpdates } from './checkpoint.ts';
import type { CheckpointEvent, Engine } from './engine.ts';
import { LambdaApiError, invalid, staleToken } from './errors.ts';
import type { Execution, Invocation } from './execution.ts';
import { page, toResponse, visibleOperations } from './wire.ts';

/**
 * The durable SDK's way to the backend. One client serves all executions; a call says by ARN and token
 * which one it is for.
 */
export function createClient(engine: Engine): DurableExecutionClient {
  return {
    getExecutionState: async (params) => state(engine, params),
    checkpoint: async (params) => checkpoint(engine, params),
  };
}

function state(engine: Engine, params: GetDurableExecutionStateRequest): GetDurableExecutionStateResponse {
  const { execution } = writer(engine, params);
  const from = params.Marker === undefined ? 0 : Number(params.Marker);
  if (!Number.isInteger(from) || from < 0) throw invalid('Invalid marker.');
  const size = Math.min(params.MaxItems || engine.limits.pageSize, engine.limits.pageSize);
  return page(visibleOperations(execution), from, size);
}

/**
 * Takes a checkpoint. Each accepted one uses up its token, so that a call of an earlier invocation, or
 * one that comes twice, is refused.
 */
async function checkpoint(
  engine: Engine,
  params: CheckpointDurableExecutionRequest,
): Promise<CheckpointDurableExecutionResponse> {
  const { execution, invocation } = writer(engine, params);
  const updates = params.Updates ?? [];
  const event = {
    execution: execution.name,
    functionName: execution.function.name,
    invocation: invocation.number,
    checkpoint: updates.length > 0 ? (execution.checkpoints += 1) : undefined,
    updates,
  };
  if (crashes(engine, { ...event, phase: 'before' })) return death(invocation);
  applyUpdates(engine, execution, updates);
  if (crashes(engine, { ...event, phase: 'after' })) return death(invocation);
  execution.token = engine.ids();
  const told = [...execution.untold].flatMap((id) => execution.operations.get(id) ?? []);
  execution.untold.clear();
  return {
    CheckpointToken: execution.token,
    NewExecutionState: { Operations: told.map((operation) => toResponse(operation)) },
  };
}

/** Who may write under a token. Throws InvalidParameterValueException. */
function writer(
  engine: Engine,
  params: { readonly DurableExecutionArn: string | undefined; readonly CheckpointToken: string | undefined },
): { readonly execution: Execution; readonly invocation: Invocation } {
  const execution = engine.executions.get(params.DurableExecutionArn ?? '');
  if (execution === undefined) throw invalid('The durable execution does not exist.');
  const { status, token, invocation } = execution;
  if (status !== 'RUNNING') throw staleToken('the execution has ended.');
  if (invocation === undefined || invocation.killed) throw staleToken('its invocation is over.');
  if (token !== params.CheckpointToken) throw staleToken('it is not the one that was handed out last.');
  return { execution, invocation };
}

type NumberedOrNot = Omit<CheckpointEvent, 'checkpoint'> & { readonly checkpoint: number | undefined };

/** Whether the process dies here. Throws what `failAt` names instead. */
function crashes(engine: Engine, event: NumberedOrNot): boolean {
  if (event.checkpoint === undefined) return false;
  const numbered: CheckpointEvent = { ...event, checkpoint: event.checkpoint };
  if (engine.faults.crashAt?.(numbered) === true) return true;
  const failure = engine.faults.failAt?.(numbered);
  if (failure !== undefined) throw new LambdaApiError(failure, 'Injected failure of a checkpoint.');
  return false;
}

/** The process is gone: the call that it was making never returns. */
function death(invocation: Invocation): Promise<never> {
  invocation.kill();
  return new Promise(() => {});
}
