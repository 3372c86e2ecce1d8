/** What Lambda allows one execution. */
export interface Limits {
  /** Operations of an execution, counted as they are billed (see usage.ts). */
  readonly operations: number;
  /** Bytes of one operation's payload, and of the input of an execution that was started asynchronously. */
  readonly payloadBytes: number;
  /** Bytes that an execution may have written in all. */
  readonly storedBytes: number;
  /** Bytes of an update that carries an error. */
  readonly errorBytes: number;
  /** Bytes of a callback's result. */
  readonly callbackBytes: number;
  /** Operations in one page of state. */
  readonly pageSize: number;
}

/**
 * 3,000 operations and 100 MB: https://docs.aws.amazon.com/lambda/latest/dg/gettingstarted-limits.html.
 * 1 MB a payload: the `Payload` of API_OperationUpdate. 256 KB: API_SendDurableExecutionCallbackSuccess.
 * 32 KB an error: as AWS's own test runner checks it. Lambda's pages are cut by size; 1,000 operations is
 * the most that GetDurableExecutionState gives at once.
 */
export const lambdaLimits: Limits = {
  operations: 3_000,
  payloadBytes: 1_048_576,
  storedBytes: 104_857_600,
  errorBytes: 32_768,
  callbackBytes: 262_144,
  pageSize: 1_000,
};

/** Longest wait, retry delay and execution: 366 days (API_WaitOptions, API_StepOptions, API_DurableConfig). */
export const longestSeconds = 31_622_400;
/** Longest callback time-out (API_CallbackOptions). */
export const longestCallbackSeconds = 99_999_999;
