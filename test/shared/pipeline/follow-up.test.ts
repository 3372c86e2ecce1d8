import { describe, expect, it } from 'vitest';
import { replay } from '../../../local/replay.ts';
import { initialState } from '../../../local/account/initial.ts';
import type { AccountFile } from '../../../local/account/state.ts';
import type { HubFinding } from '../../../shared/signals/signal.ts';
import { blockPublicAccess, openBuckets } from '../../kit/buckets.ts';
import { enforced, policyIn, statuses } from '../../kit/drive.ts';
import { openQuickReplay } from '../../kit/quick-replay.ts';
import { openQuickWorld } from '../../kit/quick-world.ts';
import type { QuickWorld } from '../../kit/quick-world.ts';
import { signalAbout } from '../../kit/signal.ts';
import { accountId, beginning, region } from '../../kit/world.ts';
import { sample } from '../signals/samples.ts';
import { meanwhile } from './bucket-world.ts';

const bucket = 'claims-scans';
const { findings = [], findingsV2 = [] } = initialState().regions[region]?.securityhub ?? {};
const [scans] = findings;
const [transcripts] = findingsV2;
if (scans === undefined || transcripts === undefined) throw new Error('the account has no findings');
const asff: HubFinding = { format: 'asff', id: scans.Id ?? '', product: scans.ProductArn ?? '' };
const uid = (transcripts['metadata'] as { uid: string }).uid;
const ocsf: HubFinding = { format: 'ocsf', uid };

const signalOf = (hubFinding: HubFinding | undefined, event = 'one') =>
  signalAbout(
    { type: 'AWS::S3::Bucket', id: bucket },
    { control: 'S3.2', ...(hubFinding && { hubFinding }) },
    { source: 'security-hub', event },
  );

/** An open bucket, and Security Hub's findings about it. */
function account(hub: NonNullable<AccountFile['regions']>[string]['securityhub'] = {}): AccountFile {
  const securityhub = { enabled: true, enabledV2: true, findings: [...findings], findingsV2: [...findingsV2], ...hub };
  return { ...openBuckets([bucket]), regions: { [region]: { securityhub } } };
}

const hubOf = ({ account: of }: QuickWorld) => of.snapshot().regions[region]?.securityhub;
const found = (world: QuickWorld) => hubOf(world)?.findings.find(({ Id }) => Id === scans.Id);
const writes = (world: QuickWorld) =>
  world.account.calls.filter(({ service, write }) => service === 'SecurityHub' && write);

describe('a finding of Security Hub', () => {
  it('is resolved once the resource was read and found right, with a note that names the action', async () => {
    const world = openQuickWorld({ account: account(), policy: enforced });

    const [outcome] = await world.send(blockPublicAccess, signalOf(asff));

    expect(outcome).toMatchObject({ status: 'remediated', followUps: ['The finding is resolved in Security Hub.'] });
    expect(found(world)).toMatchObject({ Workflow: { Status: 'RESOLVED' }, Note: { UpdatedBy: 'redress' } });
    expect(found(world)?.Note?.Text).toContain(outcome?.id);
    expect(found(world)?.Note?.Text).toContain(outcome?.evidence);
    expect(writes(world).every(({ region: where }) => where === region)).toBe(true);
  });

  it('is resolved where it was told in OCSF', async () => {
    const world = openQuickWorld({ account: account(), policy: enforced });

    const [outcome] = await world.send(blockPublicAccess, signalOf(ocsf));

    expect(outcome).toMatchObject({ followUps: ['The finding is resolved in Security Hub.'] });
    expect(hubOf(world)?.findingsV2).toMatchObject([{ status_id: 4, status: 'Resolved' }]);
    expect(hubOf(world)?.findingsV2[0]?.['comment']).toContain(outcome?.id);
  });

  it('is resolved where the resource is right already', async () => {
    const world = openQuickWorld({ account: account(), policy: enforced });
    await world.send(blockPublicAccess, signalOf(undefined, 'before'));

    const [outcome] = await world.send(blockPublicAccess, signalOf(asff));

    expect(outcome).toMatchObject({ status: 'compliant', followUps: ['The finding is resolved in Security Hub.'] });
    expect(found(world)?.Note?.Text).toContain('read it and found it right');
  });

  it.each(['report', 'approve'] as const)('stays as it is in mode %s, as nothing is put right', async (mode) => {
    const world = openQuickWorld({ account: account(), policy: policyIn(mode) });
    await world.start(blockPublicAccess, signalOf(asff));
    await world.backend.runUntilIdle({ expire: false });

    expect(found(world)).toEqual(scans);
    expect(world.account.calls.filter(({ service }) => service === 'SecurityHub')).toEqual([]);
  });

  it('stays as it is where the fix fails', async () => {
    const world = openQuickWorld({ account: account(), policy: enforced });
    world.account.fault({ operation: 'PutPublicAccessBlock', times: Infinity, kind: 'access-denied' });

    const [outcome] = await world.send(blockPublicAccess, signalOf(asff));

    expect(outcome?.status).toBe('failed');
    expect(found(world)).toEqual(scans);
  });

  it.each([
    [
      'has been suppressed',
      { Workflow: { Status: 'SUPPRESSED' } },
      'The finding is suppressed in Security Hub, and stays so.',
    ],
    ['has been resolved', { Workflow: { Status: 'RESOLVED' } }, 'The finding was resolved in Security Hub already.'],
    ['has been archived', { RecordState: 'ARCHIVED' }, 'The finding is archived in Security Hub.'],
  ] as const)('is left alone that %s meanwhile', async (_, change, note) => {
    const world = openQuickWorld({ account: account({ findings: [{ ...scans, ...change }] }), policy: enforced });

    const [outcome] = await world.send(blockPublicAccess, signalOf(asff));

    expect(outcome).toMatchObject({ status: 'remediated', followUps: [note] });
    expect(writes(world)).toEqual([]);
  });

  it.each([
    [3, 'The finding is suppressed in Security Hub, and stays so.'],
    [4, 'The finding was resolved in Security Hub already.'],
    [5, 'The finding is archived in Security Hub.'],
  ])('is left alone in OCSF that has come to status %i meanwhile', async (status_id, note) => {
    const world = openQuickWorld({
      account: account({ findingsV2: [{ ...transcripts, status_id }] }),
      policy: enforced,
    });

    const [outcome] = await world.send(blockPublicAccess, signalOf(ocsf));

    expect(outcome).toMatchObject({ status: 'remediated', followUps: [note] });
    expect(writes(world)).toEqual([]);
  });

  it.each([
    ['asff', asff],
    ['ocsf', ocsf],
  ] as const)('may be gone: %s', async (_, finding) => {
    const world = openQuickWorld({ account: account({ findings: [], findingsV2: [] }), policy: enforced });

    const [outcome] = await world.send(blockPublicAccess, signalOf(finding));

    expect(outcome).toMatchObject({ status: 'remediated', followUps: ['Security Hub has the finding no longer.'] });
  });

  it.each([
    ['asff', asff, 'BatchUpdateFindings'],
    ['ocsf', ocsf, 'BatchUpdateFindingsV2'],
  ] as const)('may go in the last moment: %s', async (_, finding, operation) => {
    const world = openQuickWorld({ account: account(), policy: enforced });
    world.account.fault({
      operation,
      kind: () => {
        world.account.edit(({ regions }) => {
          const hub = regions[region]?.securityhub;
          if (hub !== undefined) Object.assign(hub, { findings: [], findingsV2: [] });
        });
        return undefined;
      },
    });

    const [outcome] = await world.send(blockPublicAccess, signalOf(finding));

    expect(outcome?.status).toBe('remediated');
    expect(outcome?.followUps?.[0]).toContain('security-hub could not be told: FindingNotUpdated');
  });

  it('is not ours to resolve where it is about several resources', async () => {
    const world = openQuickWorld({ account: account(), policy: enforced });

    const [outcome] = await world.send(blockPublicAccess, signalOf(undefined));

    expect(outcome).toMatchObject({
      status: 'remediated',
      followUps: ['The finding is left to Security Hub: it is about several resources, or has no uid.'],
    });
    expect(found(world)).toEqual(scans);
  });
});

describe('where Security Hub can’t be told', () => {
  it.each([
    ['asff', asff, 'InvalidAccessException: Account 111122223333 is not subscribed to AWS Security Hub'],
    ['ocsf', ocsf, 'AccessDeniedException: Account 111122223333 has not enabled Security Hub'],
  ] as const)('since it is not enabled, the fix stands, and a note says so: %s', async (_, finding, message) => {
    const off = { enabled: false, enabledV2: false, findings: [], findingsV2: [] };
    const world = openQuickWorld({ account: account(off), policy: enforced });

    const [outcome] = await world.send(blockPublicAccess, signalOf(finding));

    expect(outcome).toMatchObject({
      status: 'remediated',
      followUps: [`security-hub could not be told: ${message}`],
    });
    expect(world.account.snapshot().s3.buckets[bucket]?.publicAccessBlock?.BlockPublicPolicy).toBe(true);
  });

  it('since the role may not, the fix stands', async () => {
    const world = openQuickWorld({ account: account(), policy: enforced });
    world.account.fault({ operation: 'BatchUpdateFindings', times: Infinity, kind: 'access-denied' });

    const [outcome] = await world.send(blockPublicAccess, signalOf(asff));

    expect(outcome?.status).toBe('remediated');
    expect(outcome?.followUps?.[0]).toMatch(/^security-hub could not be told: AccessDenied/);
  });

  it.each(['throttle', 'timeout-before', 'timeout-after'] as const)(
    'at once, for %s, it is told later',
    async (kind) => {
      const world = openQuickWorld({ account: account(), policy: enforced });
      world.account.fault({ operation: 'BatchUpdateFindings', times: 2, kind });

      const [outcome] = await world.send(blockPublicAccess, signalOf(asff));

      expect(outcome?.followUps).toHaveLength(1);
      expect(found(world)?.Workflow?.Status).toBe('RESOLVED');
    },
  );
});

describe('a signal of Security Hub that comes while the resource is worked on', () => {
  it('is followed up by whoever is at work, as are all that came', async () => {
    const world = openQuickWorld({ account: account(), policy: enforced });
    const holder = signalAbout(
      { type: 'AWS::S3::Bucket', id: bucket },
      { configRule: 's3-bucket-public-read-prohibited' },
      { event: 'config' },
    );
    const key = { remediation: blockPublicAccess, account: accountId, region, type: 'AWS::S3::Bucket', id: bucket };
    meanwhile(world, 'PutPublicAccessBlock', () => {
      for (const signal of [signalOf(asff), signalOf(ocsf, 'two')]) {
        const visitor = { type: 'AWS::S3::Bucket', id: bucket, signal };
        void world.ledger.claim(key, `s3-${signal.id}`, visitor, beginning.getTime() / 1000, 3600);
      }
    });

    const outcomes = await world.send(blockPublicAccess, holder);

    expect(statuses(outcomes)).toEqual(['remediated', 'compliant']);
    expect(outcomes[1]?.followUps).toHaveLength(2);
    expect(found(world)?.Workflow?.Status).toBe('RESOLVED');
    expect(hubOf(world)?.findingsV2[0]?.['status']).toBe('Resolved');
  });
});

describe('what Security Hub tells of our own update', () => {
  it.each(['security-hub/02-resolved-by-us', 'security-hub/08-resolved-by-us-v2', 'security-hub/04-suppressed'])(
    'leads to nothing: %s',
    async (name) => {
      const edge = openQuickReplay();

      const { routedTo, outcomes } = await replay(sample(name), name, edge);
      // Even if a rule delivered it, the source would ignore it.
      const direct = await edge.world.sources.get('security-hub-finding')?.(sample(name), {} as never);

      expect({ routedTo, statuses: outcomes.map(({ status }) => status) }).toEqual({
        routedTo: [],
        statuses: ['ignored'],
      });
      expect(direct).toMatchObject({ dispatched: [] });
      expect(edge.quick.account.calls).toEqual([]);
    },
  );

  it.each([
    ['security-hub/01-bucket-open-to-everybody', 'remediated'],
    ['security-hub/03-bucket-right-by-now', 'compliant'],
    ['security-hub/07-bucket-open-to-everybody-v2', 'remediated'],
  ])('is of a finding that has come the whole way: %s', async (name, status) => {
    const edge = openQuickReplay();

    const { routedTo, outcomes } = await replay(sample(name), name, edge);

    expect(routedTo).toEqual(['security-hub-finding']);
    expect(outcomes).toMatchObject([{ status, followUps: ['The finding is resolved in Security Hub.'] }]);
  });
});
