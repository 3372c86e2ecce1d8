import type { AccountFile, AccountState } from '../../local/account/state.ts';
import type { Signal } from '../../shared/signals/signal.ts';
import { signalAbout } from './signal.ts';

export const blockPublicAccess = 's3-bucket-public-access-blocked';

/** An account with buckets that have no Block Public Access settings. */
export function openBuckets(names: readonly string[]): AccountFile {
  return { s3: { buckets: Object.fromEntries(names.map((name) => [name, {}])) } };
}

export function bucketNames(count: number): string[] {
  return Array.from({ length: count }, (_, index) => `training-data-${String(index + 1).padStart(3, '0')}`);
}

export function bucketSignal(bucket: string, event: string, at: Date): Signal {
  const changes = { event: `${event} of ${bucket}`, at: at.toISOString() };
  return signalAbout(
    { type: 'AWS::S3::Bucket', id: bucket },
    { configRule: 's3-bucket-public-read-prohibited' },
    changes,
  );
}

/** Takes a bucket's settings away, or leaves it with some of them: `missing` names those that are off. */
export function openUp(bucket: string, missing?: readonly string[]): (state: AccountState) => void {
  const names = ['BlockPublicAcls', 'IgnorePublicAcls', 'BlockPublicPolicy', 'RestrictPublicBuckets'] as const;
  return ({ s3 }) => {
    const { publicAccessBlock: _, ...rest } = s3.buckets[bucket]!;
    const flags = Object.fromEntries(names.map((name) => [name, !missing?.includes(name)]));
    s3.buckets[bucket] =
      missing === undefined ? rest : { ...rest, publicAccessBlock: flags as Record<(typeof names)[number], boolean> };
  };
}

/** How many buckets are closed to the public. */
export function closed({ s3 }: AccountState): string[] {
  const all = Object.entries(s3.buckets);
  return all
    .filter(([, { publicAccessBlock }]) => Object.values(publicAccessBlock ?? { none: false }).every(Boolean))
    .map(([name]) => name);
}
