import type { ErrorRecord } from '../outcome.ts';

/**
 * What a failed AWS call means for whoever made it:
 * - `throttled`: refused before anything happened; call again later
 * - `uncertain`: no clear answer (5xx, time-out, connection lost, unreadable answer); a write may have taken effect
 * - `denied`: not permitted; calling again changes nothing
 * - `gone`: the resource does not exist
 * - `refused`: understood and refused (invalid input, wrong state, conflict)
 */
export type FailureKind = 'throttled' | 'uncertain' | 'denied' | 'gone' | 'refused';

const throttled = new Set([
  'BandwidthLimitExceeded',
  'LimitExceededException',
  'PriorRequestNotComplete',
  'ProvisionedThroughputExceededException',
  'RequestLimitExceeded',
  'RequestThrottled',
  'RequestThrottledException',
  'SlowDown',
  'ThrottledException',
  'Throttling',
  'ThrottlingException',
  'TooManyRequestsException',
]);

const denied = new Set([
  'AccessDenied',
  'AccessDeniedException',
  'AllAccessDisabled',
  'ExpiredToken',
  'ExpiredTokenException',
  'InvalidClientTokenId',
  'NotAuthorized',
  'UnauthorizedOperation',
  'UnrecognizedClientException',
]);

const gone = new Set([
  'EntityDoesNotExistException',
  'InvalidInstanceID.NotFound',
  'InvalidNetworkInterfaceID.NotFound',
  'NoSuchBucket',
  'NoSuchConfigurationRecorderException',
  'NoSuchDeliveryChannelException',
  'NoSuchEntity',
  'NoSuchEntityException',
  'NotFound',
  'NotFoundException',
  'ResourceNotFound',
  'ResourceNotFoundException',
  'TrailNotFoundException',
]);

/** What the SDK, too, takes for a time-out, though it comes with a status of 400. */
const timedOut = new Set(['RequestTimeout', 'RequestTimeoutException']);

/** SageMaker says `ValidationException` for an endpoint, configuration or notebook instance that does not exist. */
const goneMessage = /^(Could not find|Cannot find|RecordNotFound|Requested resource not found)|\bdoes not exist\b/i;

interface SdkError {
  readonly name?: unknown;
  readonly message?: unknown;
  readonly $metadata?: { readonly httpStatusCode?: number };
  readonly $retryable?: { readonly throttling?: boolean };
}

/** Tells what a failed AWS call means, from the error that the SDK threw. */
export function failureKind(error: unknown): FailureKind {
  const { name, message, $metadata, $retryable } = (error ?? {}) as SdkError;
  const status = $metadata?.httpStatusCode;
  if (typeof name !== 'string' || timedOut.has(name)) return 'uncertain';
  if (throttled.has(name) || $retryable?.throttling === true || status === 429) return 'throttled';
  if (denied.has(name)) return 'denied';
  if (gone.has(name)) return 'gone';
  if (name === 'ValidationException' && typeof message === 'string' && goneMessage.test(message)) return 'gone';
  if (status !== undefined && status >= 400 && status < 500) return 'refused';
  return 'uncertain';
}

/** An error as evidence: name and message only, cut to a length that no log line suffers from. */
export function errorRecord(error: unknown): ErrorRecord {
  const { name, message } = (error ?? {}) as SdkError;
  return {
    name: typeof name === 'string' ? printable(name, 100) : 'Error',
    message: printable(typeof message === 'string' ? message : textOf(error), 500),
  };
}

/** Anything can be thrown, even what has no text and throws when it is asked for one. */
function textOf(error: unknown): string {
  try {
    return String(error);
  } catch {
    return 'no message';
  }
}

/** Text from outside, made safe to show: control and direction characters go, length is bounded. */
export function printable(text: string, length = 256): string {
  const clean = text.replaceAll(/[\p{Cc}\p{Cf}\u2028\u2029]+/gu, ' ').trim();
  // Well-formed: neither the text itself nor the cut may leave half a character, which is no UTF-8.
  return (clean.length > length ? `${clean.slice(0, length - 1)}…` : clean).toWellFormed();
}

/** An answer, or undefined where the service says by this error that there is none. */
export async function orUndefined<T>(errorName: string, answer: Promise<T>): Promise<T | undefined> {
  try {
    return await answer;
  } catch (error) {
    if ((error as SdkError).name === errorName) return undefined;
    throw error;
  }
}
