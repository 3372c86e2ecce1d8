import type {
  DurableLambdaHandler,
  ErrorObject,
  Operation,
  OperationStatus,
  OperationType,
} from '@aws/durable-execution-sdk-js';
import type { Timer } from './timers.ts';

export type ExecutionStatus = 'RUNNING' | 'SUCCEEDED' | 'FAILED' | 'TIMED_OUT' | 'STOPPED';
export type FinalStatus = Exclude<ExecutionStatus, 'RUNNING'>;

export interface RegisteredFunction {
  readonly name: string;
  readonly handler: DurableLambdaHandler;
  readonly accountId: string;
  readonly region: string;
  /** Published version that executions are pinned to. */
  readonly version: string;
  /** Seconds that one invocation may last. */
  readonly timeoutSeconds: number;
  /** Seconds that a whole execution may last; undefined: for ever. */
  readonly executionTimeoutSeconds: number | undefined;
}

/** An operation as recorded. Replaced as a whole at each change, so that it can be handed out as it is. */
export type StoredOperation = Readonly<Operation> & {
  readonly Id: string;
  readonly Type: OperationType;
  readonly Status: OperationStatus;
  readonly StartTimestamp: Date;
};

/** One run of the handler, from Lambda's invoking it to its answer or its death. */
export interface Invocation {
  readonly number: number;
  readonly requestId: string;
  /** Milliseconds; the moment at which Lambda would end it. */
  readonly deadline: number;
  /** Settles when the process is killed. */
  readonly death: Promise<void>;
  /** Kills the process: nothing that this invocation still does may take effect. */
  readonly kill: () => void;
  killed: boolean;
}

/** Who waits for an execution that was started by `context.invoke`. */
export interface Caller {
  readonly execution: Execution;
  readonly operationId: string;
}

/** Everything that is known of one execution. Only the modules of this folder change it. */
export interface Execution {
  readonly id: string;
  readonly name: string;
  readonly arn: string;
  readonly function: RegisteredFunction;
  /** JSON text. */
  readonly payload: string;
  readonly caller: Caller | undefined;
  readonly startedAt: Date;
  endedAt: Date | undefined;
  status: ExecutionStatus;
  /** JSON text. */
  result: string | undefined;
  error: ErrorObject | undefined;
  /** `idle`: waits for something; `queued`: is to be invoked; `running`: an invocation is under way. */
  phase: 'idle' | 'queued' | 'running';
  invocation: Invocation | undefined;
  invocations: number;
  /** Failed invocations since the last one that ended well. */
  failures: number;
  /** What the running invocation's next checkpoint must present. */
  token: string;
  /** Checkpoints with updates that were asked for, whether or not they took effect. */
  checkpoints: number;
  billedOperations: number;
  storedBytes: number;
  /** By operation id, in the order of their first update; the execution itself comes first. */
  readonly operations: Map<string, StoredOperation>;
  /** Ids of operations whose change the running invocation has not been told yet. */
  readonly untold: Set<string>;
  readonly timers: Map<string, Timer>;
  /** Heartbeat time-outs in seconds, by operation id. */
  readonly heartbeats: Map<string, number>;
  readonly callbackIds: string[];
}

export interface NewExecution {
  readonly id: string;
  readonly name: string;
  readonly payload: string;
  readonly now: Date;
  readonly caller: Caller | undefined;
}

export function newExecution(fn: RegisteredFunction, { id, name, payload, now, caller }: NewExecution): Execution {
  const root: StoredOperation = {
    Id: id,
    Type: 'EXECUTION',
    Status: 'STARTED',
    StartTimestamp: now,
    ExecutionDetails: { InputPayload: payload },
  };
  return {
    id,
    name,
    arn: `${functionArn(fn)}/durable-execution/${name}/${id}`,
    function: fn,
    payload,
    caller,
    startedAt: now,
    endedAt: undefined,
    status: 'RUNNING',
    result: undefined,
    error: undefined,
    phase: 'idle',
    invocation: undefined,
    invocations: 0,
    failures: 0,
    token: '',
    checkpoints: 0,
    billedOperations: 1,
    storedBytes: Buffer.byteLength(payload),
    operations: new Map([[id, root]]),
    untold: new Set(),
    timers: new Map(),
    heartbeats: new Map(),
    callbackIds: [],
  };
}

/** The ARN of the version that an execution is pinned to. */
export function functionArn(fn: RegisteredFunction): string {
  return `arn:aws:lambda:${fn.region}:${fn.accountId}:function:${fn.name}:${fn.version}`;
}

/** Records a change that the handler has yet to be told of. */
export function put(execution: Execution, operation: StoredOperation): void {
  execution.operations.set(operation.Id, operation);
  execution.untold.add(operation.Id);
}
