import { expect, it } from 'vitest';
import { trailEncrypted } from '../../../../functions/remediators/audit/trail-encrypted.ts';
import { trailMultiRegion } from '../../../../functions/remediators/audit/trail-multi-region.ts';
import { trailValidated } from '../../../../functions/remediators/audit/trail-validated.ts';
import { trailsAtHome } from '../../../../functions/remediators/audit/trails.ts';
import { bind } from '../../../../shared/aws/service.ts';
import { looking } from '../looking.ts';

const arn = 'arn:aws:cloudtrail:eu-central-1:111122223333:trail/audit';
const target = { type: 'AWS::CloudTrail::Trail', id: arn, arn };
const tags = [{ Key: 'team', Value: 'security' }];
const account = (
  more: object = {},
  others: readonly { name: string; multiRegion: boolean; logging: boolean }[] = [],
) => ({
  s3: { buckets: { logs: {} } },
  cloudtrail: {
    trails: [
      { name: 'audit', bucket: 'logs', tags, ...more },
      ...others.map((trail) => ({ bucket: 'logs', ...trail })),
    ],
  },
});

it.each([trailEncrypted, trailMultiRegion, trailValidated])(
  '$id knows trails of its Region, and their tags',
  async (of) => {
    const { list, tags: tagsOf } = looking(of, account());

    expect(await list()).toEqual([{ resource: target }]);
    expect(await tagsOf(target)).toEqual({ team: 'security' });
  },
);

it('leaves an organization’s trails to its own account, and others to their Regions', async () => {
  const found = (owner: string, HomeRegion: string, name: string) => {
    return { TrailARN: `arn:aws:cloudtrail:${HomeRegion}:${owner}:trail/${name}`, HomeRegion };
  };
  const pages = [
    { Trails: [found('444455556666', 'eu-central-1', 'org'), {}], NextToken: 'next' },
    { Trails: [found('111122223333', 'us-east-1', 'far'), found('111122223333', 'eu-central-1', 'audit')] },
    {},
  ];
  const aws = { cloudtrail: { ListTrails: async () => pages.shift() ?? {}, ListTags: async () => ({}) } };
  const listed: string[] = [];

  const scope = { account: '111122223333', region: 'eu-central-1' };
  for await (const { resource } of trailsAtHome(aws as never, scope)) listed.push(resource.id);
  for await (const { resource } of trailsAtHome(aws as never, scope)) listed.push(resource.id);

  expect(listed).toEqual([arn]);
});

it('asks a person for a key where neither the policy nor an earlier sweep knows one', async () => {
  const found = await looking(trailEncrypted, account()).assess(target);

  expect(found).toMatchObject({ state: 'manual', steps: [expect.stringContaining('KMS key'), expect.any(String)] });
});

it('keeps the key of a trail that has one, and nothing of one that has none', async () => {
  const snapshotOf = async (more: object) => {
    const { account: aws } = looking(trailEncrypted, account(more));
    return trailEncrypted.snapshot?.(target, bind(trailEncrypted.uses, aws.clientFor, 'eu-central-1'));
  };

  expect(await snapshotOf({ kmsKeyId: 'alias/audit' })).toEqual({ KmsKeyId: 'alias/audit' });
  expect(await snapshotOf({})).toBeUndefined();
});

it.each([
  [{ name: 'org', multiRegion: true, logging: true }, 'compliant'],
  [{ name: 'org', multiRegion: true, logging: false }, 'wrong'],
  [{ name: 'org', multiRegion: false, logging: true }, 'wrong'],
])('takes a trail of one Region beside %j for %s', async (other, state) => {
  expect((await looking(trailMultiRegion, account({}, [other])).assess(target)).state).toBe(state);
});
