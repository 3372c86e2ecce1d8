import { describe, expect, it } from 'vitest';
import { trailLogging } from '../../../../functions/remediators/audit/trail-logging.ts';
import type { AccountFile } from '../../../../local/account/state.ts';
import { looking } from '../looking.ts';

type Trail = NonNullable<NonNullable<AccountFile['cloudtrail']>['trails']>[number];

const arn = (name: string, region = 'eu-central-1') => `arn:aws:cloudtrail:${region}:111122223333:trail/${name}`;
const audit = { type: 'AWS::CloudTrail::Trail', id: arn('audit'), arn: arn('audit') };

function holding(...trails: Partial<Trail>[]) {
  return looking(trailLogging, {
    s3: { buckets: { logs: {} } },
    cloudtrail: { trails: trails.map((trail) => ({ name: 'audit', bucket: 'logs', ...trail })) },
  });
}

describe('a trail', () => {
  it('that logs is right', async () => {
    await expect(holding({ logging: true }).assess(audit)).resolves.toMatchObject({
      state: 'compliant',
      live: { IsLogging: true },
    });
  });

  it('that was stopped is wrong, and the report says since when', async () => {
    const stopped = '2026-11-20T08:30:00.000Z';

    await expect(
      holding({ logging: false, started: '2026-11-01T00:00:00.000Z', stopped }).assess(audit),
    ).resolves.toMatchObject({ state: 'wrong', why: [`The trail has not been logging since ${stopped}`] });
  });

  it('that never logged is wrong', async () => {
    await expect(holding({ logging: false }).assess(audit)).resolves.toEqual({
      state: 'wrong',
      why: ['The trail is not logging'],
      before: { IsLogging: false },
    });
  });

  it('has its tags read by its ARN', async () => {
    const { tags } = holding({ tags: [{ Key: 'owner', Value: 'audit' }] });

    await expect(tags(audit)).resolves.toEqual({ owner: 'audit' });
    await expect(tags({ type: audit.type, id: audit.id })).resolves.toEqual({ owner: 'audit' });
  });

  it('may have no tags', async () => {
    await expect(holding({}).tags(audit)).resolves.toEqual({});
  });
});

describe('the sweep of trails', () => {
  it('looks at those whose home is the Region, and not at the shadows of others', async () => {
    const { list } = holding({ name: 'audit' }, { name: 'global', region: 'us-east-1', multiRegion: true });

    await expect(list()).resolves.toEqual([{ resource: audit }]);
  });

  it('looks at all of them, however many pages they fill', async () => {
    const names = Array.from({ length: 150 }, (_, index) => `audit-${String(index).padStart(3, '0')}`);
    const { account, list } = holding(...names.map((name) => ({ name })));

    const found = await list();

    expect(found.map(({ resource }) => resource.id)).toEqual(names.map((name) => arn(name)));
    expect(account.calls.length).toBeGreaterThan(1);
  });
});
