import type { LoggingConfig } from '@aws-sdk/client-bedrock';
import type { Located } from '../../../shared/remediation.ts';
import type { ResourceRef } from '../../../shared/signals/signal.ts';

/** Where model invocations are logged to: names, each once. */
export function destinationsOf(config: LoggingConfig | undefined): {
  readonly buckets: readonly string[];
  readonly logGroups: readonly string[];
} {
  const { cloudWatchConfig, s3Config } = config ?? {};
  // What is too large for a log event goes to a bucket.
  const buckets = [s3Config?.bucketName, cloudWatchConfig?.largeDataDeliveryS3Config?.bucketName];
  return {
    buckets: [...new Set(buckets.filter((name) => name !== undefined))],
    logGroups: [cloudWatchConfig?.logGroupName].filter((name) => name !== undefined),
  };
}

/** From a signal about the configuration to all destinations of a kind; from one about a destination to itself. */
export function located(type: string, names: readonly string[], resource: ResourceRef): Located {
  const targets = resource.type === type ? names.filter((name) => name === resource.id) : names;
  if (targets.length > 0) return { targets: targets.map((id) => (id === resource.id ? resource : { type, id })) };
  const why =
    resource.type === type
      ? `Model invocations are not logged to ${resource.id}.`
      : 'Model invocations are not logged to any destination of this kind.';
  return { verdict: { state: 'compliant', why } };
}

/** What to do if the key is of another Region: the destination takes it, or refuses it, and cannot use it. */
export function keyElsewhere(key: string, region: string): string | undefined {
  if (key.includes(`:kms:${region}:`)) return undefined;
  return `${key} is of another Region: name one of ${region} in a rule of the policy (rules: regions, parameters).`;
}
