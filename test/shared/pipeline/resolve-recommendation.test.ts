import { describe, expect, it } from 'vitest';
import { initialState } from '../../../local/account/initial.ts';
import type { AccountFile } from '../../../local/account/state.ts';
import { bucketPermissions } from '../../../shared/signals/advisor-check.ts';
import { blockPublicAccess, openBuckets } from '../../kit/buckets.ts';
import { enforced, policyIn } from '../../kit/drive.ts';
import { openQuickWorld } from '../../kit/quick-world.ts';
import type { QuickWorld } from '../../kit/quick-world.ts';
import { signalAbout } from '../../kit/signal.ts';

const bucket = 'claims-photos';
const { recommendations = [] } = initialState().regions['us-east-1']?.trustedadvisor ?? {};
const known = recommendations.find(({ recommendation }) => recommendation.name === bucketPermissions);
if (known === undefined) throw new Error('nothing is recommended about buckets');
const { arn = '' } = known.recommendation;

const signal = signalAbout(
  { type: 'AWS::S3::Bucket', id: bucket },
  { check: bucketPermissions, recommendation: arn },
  { source: 'trusted-advisor' },
);

function account(changes: object = {}, plan = true): AccountFile {
  const recommendation = {
    ...known?.recommendation,
    type: 'priority',
    lifecycleStage: 'in_progress',
    ...changes,
  } as never;
  const trustedadvisor = { plan, recommendations: [{ recommendation, resources: [] }] };
  return { ...openBuckets([bucket]), regions: { 'us-east-1': { trustedadvisor } } };
}

const found = ({ account: of }: QuickWorld) =>
  of.snapshot().regions['us-east-1']?.trustedadvisor.recommendations[0]?.recommendation;

describe('a prioritised recommendation of Trusted Advisor', () => {
  it('is resolved once the resource was read and found right', async () => {
    const world = openQuickWorld({ account: account(), policy: enforced });

    const [outcome] = await world.send(blockPublicAccess, signal);

    expect(outcome).toMatchObject({
      status: 'remediated',
      followUps: ['The recommendation is resolved in Trusted Advisor.'],
    });
    expect(found(world)).toMatchObject({ lifecycleStage: 'resolved' });
    expect(found(world)?.updateReason).toContain(outcome?.id);
  });

  it('stays as it is while the bucket is only reported', async () => {
    const world = openQuickWorld({ account: account(), policy: policyIn('report') });

    const [outcome] = await world.send(blockPublicAccess, signal);

    expect(outcome?.followUps).toBeUndefined();
    expect(found(world)?.lifecycleStage).toBe('in_progress');
  });

  it.each([
    ['dismissed', 'The recommendation is dismissed in Trusted Advisor, and stays so.'],
    ['resolved', 'The recommendation was resolved in Trusted Advisor already.'],
  ])('is left alone that has been %s', async (lifecycleStage, note) => {
    const world = openQuickWorld({ account: account({ lifecycleStage }), policy: enforced });

    const [outcome] = await world.send(blockPublicAccess, signal);

    expect(outcome).toMatchObject({ status: 'remediated', followUps: [note] });
    expect(found(world)).toMatchObject({ lifecycleStage });
  });

  it.each([
    ['without a support plan', account({}, false), /^trusted-advisor could not be told: AccessDeniedException/],
    [
      'for one that is no priority',
      account({ type: 'standard' }),
      /^trusted-advisor could not be told: ValidationException/,
    ],
    ['for one that is gone', account({ arn: 'x', id: 'x' }), /^trusted-advisor could not be told: ResourceNotFound/],
  ])('can’t be told %s; the fix stands', async (_, file, note) => {
    const world = openQuickWorld({ account: file, policy: enforced });

    const [outcome] = await world.send(blockPublicAccess, signal);

    expect(outcome?.status).toBe('remediated');
    expect(outcome?.followUps).toEqual([expect.stringMatching(note)]);
  });

  it('is not asked for where the check came by an event, which knows none', async () => {
    const world = openQuickWorld({ account: account(), policy: enforced });
    const { recommendation: _, ...hints } = signal.hints;

    const [outcome] = await world.send(blockPublicAccess, { ...signal, hints });

    expect(outcome).toMatchObject({ status: 'remediated' });
    expect(outcome?.followUps).toBeUndefined();
  });
});
