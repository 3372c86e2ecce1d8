import type { ErrorObject, OperationStatus, OperationType } from '@aws/durable-execution-sdk-js';
import type { Execution, ExecutionStatus, FinalStatus, StoredOperation } from './execution.ts';

/** How an execution stands. `result` is parsed; undefined where the handler returned nothing. */
export type ExecutionResult =
  | { readonly status: 'RUNNING' }
  | { readonly status: 'SUCCEEDED'; readonly result: unknown }
  | { readonly status: Exclude<FinalStatus, 'SUCCEEDED'>; readonly error: ErrorObject };

/** One operation of an execution, for printing and comparing. */
export interface HistoryEntry {
  readonly id: string;
  readonly parentId: string | undefined;
  readonly type: OperationType;
  readonly subType: string | undefined;
  readonly name: string | undefined;
  readonly status: OperationStatus;
  readonly startedAt: Date;
  readonly endedAt: Date | undefined;
  /** Attempts that have ended, of a step or of waitForCondition's polls; undefined for what is not attempted. */
  readonly attempts: number | undefined;
  /** JSON text, or a callback's raw text. */
  readonly result: string | undefined;
  readonly error: ErrorObject | undefined;
}

/** What an execution has cost so far. */
export interface Usage {
  /** Billed operations: the execution itself, steps and their retries, waits, polls, callbacks, contexts. */
  readonly operations: number;
  /** Bytes of payloads and errors, the input included. */
  readonly bytesWritten: number;
  readonly invocations: number;
  readonly checkpoints: number;
}

export interface ExecutionSummary {
  readonly name: string;
  readonly arn: string;
  readonly functionName: string;
  readonly status: ExecutionStatus;
  readonly startedAt: Date;
  readonly endedAt: Date | undefined;
}

export function resultOf(execution: Execution): ExecutionResult {
  const { status, result, error } = execution;
  if (status === 'RUNNING') return { status };
  if (status === 'SUCCEEDED') return { status, result: result ? (JSON.parse(result) as unknown) : undefined };
  return { status, error: error ?? {} };
}

/** All operations in the order in which they were first recorded; the first one is the execution itself. */
export function historyOf(execution: Execution): readonly HistoryEntry[] {
  return [...execution.operations.values()].map((operation) => entry(operation));
}

function entry(operation: StoredOperation): HistoryEntry {
  const { StepDetails, ContextDetails, CallbackDetails, ChainedInvokeDetails } = operation;
  const details = StepDetails ?? ContextDetails ?? CallbackDetails ?? ChainedInvokeDetails;
  return {
    id: operation.Id,
    parentId: operation.ParentId,
    type: operation.Type,
    subType: operation.SubType,
    name: operation.Name,
    status: operation.Status,
    startedAt: operation.StartTimestamp,
    endedAt: operation.EndTimestamp,
    attempts: StepDetails?.Attempt,
    result: details?.Result,
    error: details?.Error,
  };
}

export function usageOf(execution: Execution): Usage {
  return {
    operations: execution.billedOperations,
    bytesWritten: execution.storedBytes,
    invocations: execution.invocations,
    checkpoints: execution.checkpoints,
  };
}

export function summaryOf(execution: Execution): ExecutionSummary {
  const { name, arn, status, startedAt, endedAt } = execution;
  return { name, arn, functionName: execution.function.name, status, startedAt, endedAt };
}
