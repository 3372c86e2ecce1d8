import type { AccountState } from './state.ts';
import type { Stored } from './stored.ts';

/** An operation's answer as a handler gives it. */
export type Answer<Output> = Stored<Omit<Output, '$metadata'>>;

/** What a handler knows besides its input. */
export interface CallContext {
  /** Handlers change it. */
  readonly state: AccountState;
  readonly account: string;
  readonly region: string;
  readonly principal: string;
  readonly requestId: string;
  readonly now: Date;
}

/**
 * Carries out one operation. It checks everything before it changes anything, so that a refused call has
 * no effect, and throws a ServiceFault to refuse. Input and answer were, or will be, checked against the
 * SDK's schema.
 */
export type Handler<Input, Output> = (input: Stored<Input>, context: CallContext) => Answer<Output>;

export interface Simulation {
  /** The SDK's name for the service. */
  readonly service: string;
  // `never`: the table holds handlers of many inputs; the schema vouches for each one's.
  readonly operations: Readonly<Record<string, (input: never, context: CallContext) => object>>;
  /** The exports of the service's SDK client, for its exception classes. */
  readonly client: Readonly<Record<string, unknown>>;
  /** The client's base exception. */
  readonly Exception: new (options: ExceptionOptions) => Error;
}

export interface ExceptionOptions {
  readonly name: string;
  readonly $fault: 'client' | 'server';
  readonly message: string;
  readonly $metadata: {
    readonly httpStatusCode: number;
    readonly requestId: string;
    readonly attempts: number;
    readonly totalRetryDelay: number;
  };
}
