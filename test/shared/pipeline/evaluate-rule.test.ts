import { ResourceInUseException } from '@aws-sdk/client-config-service';
import { describe, expect, it } from 'vitest';
import type { AccountFile } from '../../../local/account/state.ts';
import { replay } from '../../../local/replay.ts';
import { blockPublicAccess, openBuckets } from '../../kit/buckets.ts';
import { enforced, policyIn } from '../../kit/drive.ts';
import { openQuickReplay } from '../../kit/quick-replay.ts';
import { openQuickWorld } from '../../kit/quick-world.ts';
import type { QuickWorld } from '../../kit/quick-world.ts';
import { signalAbout } from '../../kit/signal.ts';
import { beginning, region } from '../../kit/world.ts';
import { sample } from '../signals/samples.ts';

const bucket = 'claims-scans';
const rule = 's3-bucket-public-read-prohibited-conformance-pack-szsm1uv0w';
const hints = { configRule: 's3-bucket-public-read-prohibited', configRuleName: rule };
const resource = { type: 'AWS::S3::Bucket', id: bucket };
const signal = signalAbout(resource, hints);

function account(rules: readonly { name: string; asked?: string }[] = [{ name: rule }]): AccountFile {
  return { ...openBuckets([bucket]), regions: { [region]: { config: { rules: [...rules] } } } };
}

const asked = (world: QuickWorld) => world.account.snapshot().regions[region]?.config.rules[0]?.asked;
const requests = (world: QuickWorld) =>
  world.account.calls.filter(({ operation }) => operation === 'StartConfigRulesEvaluation');

describe('the rule of AWS Config that has told of a fault', () => {
  it('is evaluated again after the fix, by its whole name', async () => {
    const world = openQuickWorld({ account: account(), policy: enforced });

    const [outcome] = await world.send(blockPublicAccess, signal);

    expect(outcome).toMatchObject({
      status: 'remediated',
      followUps: [`AWS Config evaluates the rule ${rule} again.`],
    });
    expect(asked(world)).toBeDefined();
    expect(requests(world)).toMatchObject([{ region, input: { ConfigRuleNames: [rule] } }]);
  });

  it('is not where nothing was put right, since it was right already', async () => {
    const world = openQuickWorld({ account: account(), policy: enforced });
    await world.send(blockPublicAccess, signalAbout(resource, hints, { event: 'before', source: 'security-hub' }));

    const [outcome] = await world.send(blockPublicAccess, signal);

    expect(outcome?.status).toBe('compliant');
    expect(outcome).not.toHaveProperty('followUps');
    expect(requests(world)).toEqual([]);
  });

  it('is not in mode report', async () => {
    const world = openQuickWorld({ account: account(), policy: policyIn('report') });

    await world.send(blockPublicAccess, signal);

    expect(requests(world)).toEqual([]);
  });

  it('is not where the fix fails', async () => {
    const world = openQuickWorld({ account: account(), policy: enforced });
    world.account.fault({ operation: 'PutPublicAccessBlock', times: Infinity, kind: 'access-denied' });

    const [outcome] = await world.send(blockPublicAccess, signal);

    expect(outcome?.status).toBe('failed');
    expect(requests(world)).toEqual([]);
  });

  it('is not where the signal comes from somebody else, whatever rule it names', async () => {
    const world = openQuickWorld({ account: account(), policy: enforced });

    const [outcome] = await world.send(blockPublicAccess, signalAbout(resource, hints, { source: 'person' }));

    expect(outcome?.status).toBe('remediated');
    expect(requests(world)).toEqual([]);
  });

  it('is evaluated a minute later where somebody has just asked for it', async () => {
    const world = openQuickWorld({
      account: account([{ name: rule, asked: beginning.toISOString() }]),
      policy: enforced,
    });

    const [outcome] = await world.send(blockPublicAccess, signal);

    expect(outcome?.followUps).toEqual([`AWS Config evaluates the rule ${rule} again.`]);
    expect(Date.parse(asked(world) ?? '') - beginning.getTime()).toBeGreaterThanOrEqual(60_000);
  });

  it('is evaluated later where it is in use', async () => {
    const world = openQuickWorld({ account: account(), policy: enforced });
    world.account.fault({
      operation: 'StartConfigRulesEvaluation',
      times: 3,
      kind: () =>
        new ResourceInUseException({ message: 'The rule is being evaluated', $metadata: { httpStatusCode: 400 } }),
    });

    const [outcome] = await world.send(blockPublicAccess, signal);

    expect(outcome?.followUps).toEqual([`AWS Config evaluates the rule ${rule} again.`]);
    expect(requests(world)).toHaveLength(4);
  });

  it.each([
    ['is gone', [], /^config could not be told: NoSuchConfigRuleException: /],
    ['was never there, since Config is not used', [{ name: 'another' }], /NoSuchConfigRuleException/],
  ])('that %s leaves the fix as it is, with a note', async (_, rules, note) => {
    const world = openQuickWorld({ account: account(rules), policy: enforced });

    const [outcome] = await world.send(blockPublicAccess, signal);

    expect(outcome?.status).toBe('remediated');
    expect(outcome?.followUps?.[0]).toMatch(note);
    expect(world.account.snapshot().s3.buckets[bucket]?.publicAccessBlock?.BlockPublicPolicy).toBe(true);
  });

  it.each(['access-denied', 'throttle'] as const)('leaves the fix as it is where Config says %s', async (kind) => {
    const world = openQuickWorld({ account: account(), policy: enforced });
    world.account.fault({ operation: 'StartConfigRulesEvaluation', times: Infinity, kind });

    const [outcome] = await world.send(blockPublicAccess, signal);

    expect(outcome?.status).toBe('remediated');
    expect(outcome?.followUps?.[0]).toMatch(/^config could not be told: /);
  });

  it.each([
    ['config/01-public-training-bucket', 's3-bucket-public-read-prohibited'],
    ['config/02-public-training-bucket-security-hub', 'securityhub-s3-bucket-level-public-access-prohibited-55c8a7cd'],
  ])('comes from the event as the account calls it: %s', async (name, told) => {
    const edge = openQuickReplay();

    const { outcomes } = await replay(sample(name), name, edge);

    expect(outcomes).toMatchObject([
      { status: 'remediated', followUps: [`AWS Config evaluates the rule ${told} again.`] },
    ]);
  });

  it('is left alone where its name is nothing that Config’s API should be handed', async () => {
    const edge = openQuickReplay();
    const event = structuredClone(sample('config/01-public-training-bucket')) as { detail: Record<string, unknown> };
    event.detail['configRuleName'] = 's3-bucket-public-read-prohibited\n';

    const { outcomes } = await replay(event, 'odd', edge);

    expect(outcomes.every((outcome) => !('followUps' in outcome))).toBe(true);
    expect(requests(edge.quick)).toEqual([]);
  });
});
