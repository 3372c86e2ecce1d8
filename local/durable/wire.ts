import type { WireOperation } from '@aws/durable-execution-sdk-js';
import type { Execution, StoredOperation } from './execution.ts';

/**
 * When a wait or a delay that is still running ends, as the SDK is told. It would set a real timer for
 * that moment and poll, measured by the machine's clock, which has nothing to do with the simulated one
 * (a moment that has passed there makes it poll at once). No `setTimeout` reaches this date, so
 * it leaves waking up to the backend.
 */
const outOfReach = new Date(8.64e15);

/** An operation as CheckpointDurableExecution answers it. */
export function toResponse(operation: StoredOperation): WireOperation {
  if (operation.Status === 'STARTED' && operation.WaitDetails !== undefined) {
    return { ...operation, WaitDetails: { ScheduledEndTimestamp: outOfReach } };
  }
  if (operation.Status === 'PENDING') {
    return { ...operation, StepDetails: { ...operation.StepDetails, NextAttemptTimestamp: outOfReach } };
  }
  return operation;
}

/** An operation as the invocation's event has it: JSON, so that times are ISO 8601 text. */
export function toEvent(operation: StoredOperation): WireOperation {
  const { StartTimestamp, EndTimestamp, WaitDetails, StepDetails, ...rest } = toResponse(operation);
  return {
    ...rest,
    StartTimestamp: iso(StartTimestamp),
    ...(EndTimestamp !== undefined && { EndTimestamp: iso(EndTimestamp) }),
    ...(WaitDetails !== undefined && {
      WaitDetails: { ScheduledEndTimestamp: iso(WaitDetails.ScheduledEndTimestamp) },
    }),
    ...(StepDetails !== undefined && {
      StepDetails: { ...StepDetails, NextAttemptTimestamp: iso(StepDetails.NextAttemptTimestamp) },
    }),
  };
}

function iso(time: Date | string | undefined): string | undefined {
  return time instanceof Date ? time.toISOString() : time;
}

/**
 * The operations that an invocation is given: all but those below a context that has ended, unless that
 * context asked for its children (`ReplayChildren`), as GetDurableExecutionState describes.
 */
export function visibleOperations(execution: Execution): readonly StoredOperation[] {
  const hidden = new Set<string>();
  const visible: StoredOperation[] = [];
  for (const operation of execution.operations.values()) {
    const parent = operation.ParentId === undefined ? undefined : execution.operations.get(operation.ParentId);
    if (parent !== undefined && (hidden.has(parent.Id) || isPruned(parent))) hidden.add(operation.Id);
    else visible.push(operation);
  }
  return visible;
}

function isPruned(parent: StoredOperation): boolean {
  const ended = parent.Status === 'SUCCEEDED' || parent.Status === 'FAILED';
  return ended && parent.ContextDetails?.ReplayChildren !== true;
}

/** One page of state. Throws nothing: a marker past the end gives an empty page. */
export function page(
  operations: readonly StoredOperation[],
  from: number,
  size: number,
): { readonly Operations: WireOperation[]; readonly NextMarker: string | undefined } {
  const to = from + size;
  return {
    Operations: operations.slice(from, to).map((operation) => toEvent(operation)),
    NextMarker: to < operations.length ? String(to) : undefined,
  };
}
