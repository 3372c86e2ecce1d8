import type { OperationUpdate } from '@aws/durable-execution-sdk-js';
import { armCallback } from './callbacks.ts';
import { startInvoked } from './chained.ts';
import { arm, disarm } from './engine.ts';
import type { Engine } from './engine.ts';
import { invalid } from './errors.ts';
import { put } from './execution.ts';
import type { Execution, StoredOperation } from './execution.ts';
import { completeOperation, finishExecution, readyStep } from './lifecycle.ts';
import { billed, updated } from './operations.ts';
import { checkBatch, checkParent, checkTransition, checkUpdate } from './validate.ts';
import type { ValidUpdate } from './validate.ts';

interface Staged {
  readonly operations: Map<string, StoredOperation>;
  readonly updates: readonly ValidUpdate[];
  readonly billed: number;
  readonly bytes: number;
}

/**
 * Records the updates of one checkpoint, all or none, and does what follows from them: sets timers,
 * starts invoked functions, closes the execution. Throws InvalidParameterValueException.
 */
export function applyUpdates(engine: Engine, execution: Execution, updates: readonly OperationUpdate[]): void {
  const staged = stage(engine, execution, updates);
  execution.billedOperations += staged.billed;
  execution.storedBytes += staged.bytes;
  for (const operation of staged.operations.values()) put(execution, operation);
  for (const update of staged.updates) follow(engine, execution, update);
}

function stage(engine: Engine, execution: Execution, updates: readonly OperationUpdate[]): Staged {
  checkBatch(updates);
  const operations = new Map<string, StoredOperation>();
  const lookup = (id: string): StoredOperation | undefined => operations.get(id) ?? execution.operations.get(id);
  const now = engine.clock.now();
  const valid: ValidUpdate[] = [];
  let count = 0;
  let bytes = 0;
  for (const raw of updates) {
    checkUpdate(raw, engine.limits);
    // Whatever id an EXECUTION update carries, it means the execution itself (the SDK makes one up).
    const update: ValidUpdate = raw.Type === 'EXECUTION' ? { ...raw, Id: execution.id } : raw;
    const current = lookup(update.Id);
    checkParent(update, lookup);
    checkTransition(update, current);
    operations.set(
      update.Id,
      updated(current, update, now, () => newCallbackId(engine, execution, update.Id)),
    );
    valid.push(update);
    count += billed(update, current === undefined);
    bytes += written(update);
  }
  if (execution.billedOperations + count > engine.limits.operations) {
    throw invalid(`An execution has at most ${engine.limits.operations} operations.`);
  }
  if (execution.storedBytes + bytes > engine.limits.storedBytes) {
    throw invalid(`An execution stores at most ${engine.limits.storedBytes} bytes.`);
  }
  return { operations, updates: valid, billed: count, bytes };
}

function written(update: ValidUpdate): number {
  const error = update.Error === undefined ? 0 : Buffer.byteLength(JSON.stringify(update.Error));
  return Buffer.byteLength(update.Payload ?? '') + error;
}

/** Base64, as API_CallbackDetails has it. */
function newCallbackId(engine: Engine, execution: Execution, operationId: string): string {
  return Buffer.from(JSON.stringify([execution.id, operationId, engine.ids()])).toString('base64');
}

function follow(engine: Engine, execution: Execution, update: ValidUpdate): void {
  const operation = execution.operations.get(update.Id);
  if (operation === undefined) return;
  if (update.Action === 'CANCEL') {
    for (const key of [update.Id, `timeout:${update.Id}`, `heartbeat:${update.Id}`]) disarm(engine, execution, key);
  } else if (update.Type === 'EXECUTION') {
    const status = update.Action === 'SUCCEED' ? 'SUCCEEDED' : 'FAILED';
    finishExecution(engine, execution, { status, result: update.Payload, error: update.Error });
  } else if (update.Type === 'CALLBACK') {
    armCallback(engine, execution, update);
  } else if (update.Type === 'CHAINED_INVOKE') {
    startInvoked(engine, execution, update);
  } else if (operation.WaitDetails?.ScheduledEndTimestamp !== undefined) {
    const at = operation.WaitDetails.ScheduledEndTimestamp;
    const fire = (): void => completeOperation(engine, execution, update.Id, 'SUCCEEDED');
    arm(engine, execution, { key: update.Id, kind: 'wait', at, fire });
  } else if (operation.StepDetails?.NextAttemptTimestamp !== undefined) {
    const at = operation.StepDetails.NextAttemptTimestamp;
    arm(engine, execution, {
      key: update.Id,
      kind: 'wait',
      at,
      fire: () => readyStep(engine, execution, update.Id),
    });
  }
}
