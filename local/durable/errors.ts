/**
 * HTTP statuses of the Lambda API's durable operations, from the error lists of
 * https://docs.aws.amazon.com/lambda/latest/api/API_CheckpointDurableExecution.html,
 * API_SendDurableExecutionCallbackSuccess.html and API_Invoke.html.
 */
const httpStatus = {
  CallbackTimeoutException: 400,
  DurableExecutionAlreadyStartedException: 409,
  InvalidParameterValueException: 400,
  RequestTooLargeException: 413,
  ResourceNotFoundException: 404,
  ServiceException: 500,
  TooManyRequestsException: 429,
} as const;

export type LambdaErrorName = keyof typeof httpStatus;

/**
 * An error in the shape in which the AWS SDK hands on an answer of the Lambda API. The durable SDK reads
 * `name`, the message's beginning and `$metadata.httpStatusCode` to decide whether a failed checkpoint
 * ends the invocation or the execution.
 */
export class LambdaApiError extends Error {
  readonly $fault: 'client' | 'server';
  readonly $metadata: { readonly httpStatusCode: number };

  constructor(name: LambdaErrorName, message: string) {
    super(message);
    this.name = name;
    this.$fault = httpStatus[name] < 500 ? 'client' : 'server';
    this.$metadata = { httpStatusCode: httpStatus[name] };
  }
}

export function invalid(message: string): LambdaApiError {
  return new LambdaApiError('InvalidParameterValueException', message);
}

/**
 * The durable SDK ends only the invocation, not the execution, on exactly this beginning of a message
 * (`classifyCheckpointError` in its 2.4.0).
 */
export function staleToken(why: string): LambdaApiError {
  return invalid(`Invalid Checkpoint Token: ${why}`);
}
