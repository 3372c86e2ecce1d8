import { blockPublicAccess, bucketSignal, openBuckets } from '../../kit/buckets.ts';
import { enforced } from '../../kit/drive.ts';
import type { Fixture } from '../../kit/fixture.ts';
import { openQuickWorld } from '../../kit/quick-world.ts';
import type { QuickWorld } from '../../kit/quick-world.ts';
import { accountId, beginning, region } from '../../kit/world.ts';
import { fixtures } from '../../remediations/index.ts';

export const bucket = 'training-data';
export const signal = bucketSignal(bucket, 'opened', beginning);
export const key = { remediation: blockPublicAccess, account: accountId, region, type: 'AWS::S3::Bucket', id: bucket };

/** A world in which an open bucket is put right. */
export function openWorld(options: Partial<Parameters<typeof openQuickWorld>[0]> = {}): QuickWorld {
  return openQuickWorld({ account: openBuckets([bucket]), policy: enforced, ...options });
}

export function fixtureOf(remediation: string): Fixture {
  const found = fixtures.find((fixture) => fixture.remediation === remediation);
  if (found === undefined) throw new Error(`there is no fixture of ${remediation}`);
  return found;
}

/** Does something to the world at the moment of a call, which then goes on. */
export function meanwhile(
  { account }: QuickWorld,
  operation: string,
  what: () => void,
  occurrence = 1,
  times = 1,
): void {
  const kind = () => {
    what();
    return undefined;
  };
  account.fault({ operation, occurrence, times, kind });
}

export const onEndpoints = fixtureOf('sagemaker-endpoint-encrypted');
export const onBuckets = fixtureOf(blockPublicAccess);
