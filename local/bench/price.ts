import type { FixCost } from './cost.ts';

/**
 * US dollars, us-east-1, as listed in November 2026: https://aws.amazon.com/lambda/pricing/
 * DynamoDB, S3, EventBridge and logs are not in it.
 */
export const prices = {
  durableOperation: 8 / 1e6,
  gigabyteWritten: 0.25,
  gigabyteMonthKept: 0.15,
  request: 0.2 / 1e6,
  /** arm64. */
  gigabyteSecond: 0.0000133334,
} as const;

/**
 * What no local run can tell. An invocation is mostly waiting for AWS: some ten calls of 20 to 50 ms, and now
 * and then a cold start.
 */
export const assumed = { remediatorSeconds: 0.5, sourceSeconds: 0.05 } as const;

/** As in serverless.yml: memory in GB, days for which an ended execution is kept. */
const configured = { remediator: 0.5, source: 0.25, keptDays: 14 } as const;

/** What a fix costs on Lambda in US dollars, the source that started it included. */
export function priceOf({ operations, bytesWritten, invocations }: FixCost): number {
  const written = bytesWritten / 1e9;
  const computed =
    invocations * assumed.remediatorSeconds * configured.remediator + assumed.sourceSeconds * configured.source;
  return (
    operations * prices.durableOperation +
    written * prices.gigabyteWritten +
    written * prices.gigabyteMonthKept * (configured.keptDays / 30) +
    (invocations + 1) * prices.request +
    computed * prices.gigabyteSecond
  );
}
