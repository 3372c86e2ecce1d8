import { describe, expect, it } from 'vitest';
import type { AskedImage } from '../../../local/gate/image.ts';
import { coverageOf } from '../../../local/gate/coverage.ts';
import { untilScanned } from '../../../local/gate/wait.ts';
import { covered, digest, gateWorld, here, start } from './world.ts';

const asked: AskedImage = {
  repository: 'scorer',
  tag: 'v1',
  digest: undefined,
  registry: undefined,
  region: undefined,
};
const scannedAt = '2026-11-20T09:00:00.000Z';
const other = `sha256:${'cd'.repeat(32)}`;

describe('whether findings can be relied on', () => {
  it('they can after a scan that was successful', async () => {
    const { inspector } = gateWorld([covered('SUCCESSFUL', { scannedAt })]);

    expect(await coverageOf(inspector, asked)).toEqual({
      is: 'scanned',
      image: { registry: '111122223333', region: here, repository: 'scorer', digest, tags: ['v1'], scannedAt },
    });
  });

  it('they can after the only scan of an image that is scanned on push, which is told', async () => {
    const { inspector } = gateWorld([covered('SCAN_FREQUENCY_SCAN_ON_PUSH', { statusCode: 'INACTIVE', scannedAt })]);

    expect(await coverageOf(inspector, asked)).toMatchObject({ is: 'scanned', note: expect.stringContaining('push') });
  });

  it.each([
    ['PENDING_INITIAL_SCAN', 'ACTIVE', 'pending', 'not through'],
    ['SCAN_IN_PROGRESS', 'ACTIVE', 'pending', 'not through'],
    ['SCAN_FREQUENCY_SCAN_ON_PUSH', 'INACTIVE', 'pending', 'scan on push'],
    ['SCAN_FREQUENCY_MANUAL', 'INACTIVE', 'unscanned', 'enhanced scanning'],
    ['UNSUPPORTED_MEDIA_TYPE', 'INACTIVE', 'unscanned', 'digest of each platform'],
    ['RESOURCE_TERMINATED', 'INACTIVE', 'unscanned', '(INACTIVE, RESOURCE_TERMINATED)'],
    ['SUCCESSFUL', 'INACTIVE', 'unscanned', 'does not scan'],
  ])('they can not at %s', async (reason, statusCode, is, why) => {
    const { inspector } = gateWorld([covered(reason, { statusCode })]);

    expect(await coverageOf(inspector, asked)).toMatchObject({ is, why: expect.stringContaining(why) });
  });

  it('they can not where Inspector says no status', async () => {
    const { scanStatus: _, ...silent } = covered('SUCCESSFUL');
    const { inspector } = gateWorld([silent]);

    expect(await coverageOf(inspector, asked)).toMatchObject({ is: 'unscanned' });
  });
});

describe('which image is meant', () => {
  const both = [covered('SUCCESSFUL', { scannedAt }), covered('SUCCESSFUL', { digest: other, tags: ['v2'] })];

  it.each([
    [{ ...asked, tag: 'v2' }, other],
    [{ ...asked, tag: undefined, digest }, digest],
    [{ ...asked, registry: '111122223333' }, digest],
  ])('%j is one of two', async (wanted, expected) => {
    const { inspector } = gateWorld(both);

    expect(await coverageOf(inspector, wanted)).toMatchObject({ is: 'scanned', image: { digest: expected } });
  });

  it.each([
    { ...asked, tag: 'v3' },
    { ...asked, registry: '444455556666' },
    { ...asked, tag: undefined, digest: `sha256:${'ee'.repeat(32)}` },
  ])('%j is none', async (wanted) => {
    const { inspector } = gateWorld(both);

    expect(await coverageOf(inspector, wanted)).toMatchObject({ is: 'unknown' });
  });

  it('one tag in two registries of an organisation is not guessed at', async () => {
    const { inspector } = gateWorld([covered('SUCCESSFUL'), covered('SUCCESSFUL', { account: '444455556666' })]);

    expect(await coverageOf(inspector, asked)).toEqual({
      is: 'ambiguous',
      digests: [`111122223333 ${digest}`, `444455556666 ${digest}`],
    });
  });

  it('a later page is read, too', async () => {
    const many = Array.from({ length: 230 }, (_, index) =>
      covered('SUCCESSFUL', { digest: `sha256:${String(index).padStart(64, '0')}`, tags: [] }),
    );
    const { inspector } = gateWorld(many);
    const last = `sha256:${'229'.padStart(64, '0')}`;

    expect(await coverageOf(inspector, { ...asked, tag: undefined, digest: last })).toMatchObject({ is: 'scanned' });
  });

  it('an answer without a list is none', async () => {
    const { inspector } = gateWorld([]);
    const silent = { ...inspector, ListCoverage: async () => ({ $metadata: {} }) } as unknown as typeof inspector;

    await expect(coverageOf(silent, asked)).rejects.toThrow('no list of resources');
  });
});

describe('waiting for a scan', () => {
  it('ends when the scan is through', async () => {
    const { account, clock, inspector } = gateWorld([covered('PENDING_INITIAL_SCAN')]);
    const told: string[] = [];
    const found = await untilScanned(
      async () => {
        if (clock.now().getTime() >= start.getTime() + 40_000) {
          account.edit((state) => {
            const region = state.regions[here];
            if (region !== undefined) region.inspector2.coverage = [covered('SUCCESSFUL', { scannedAt })];
          });
        }
        return coverageOf(inspector, asked);
      },
      clock,
      60,
      (why) => void told.push(why),
    );

    expect(found.is).toBe('scanned');
    expect(told).toHaveLength(3);
    expect(clock.now()).toEqual(new Date(start.getTime() + 45_000));
  });

  it.each([
    [covered('SCAN_IN_PROGRESS'), 100, 'pending', 100],
    [covered('PENDING_INITIAL_SCAN'), 0, 'pending', 0],
    [covered('SUCCESSFUL', { tags: ['other'] }), 20, 'unknown', 20],
    [covered('IMAGE_ARCHIVED', { statusCode: 'INACTIVE' }), 100, 'unscanned', 0],
  ])('ends when the time is up, or waiting is of no use', async (resource, seconds, is, waited) => {
    const { clock, inspector } = gateWorld([resource]);

    const found = await untilScanned(
      async () => coverageOf(inspector, asked),
      clock,
      seconds,
      () => undefined,
    );

    expect(found.is).toBe(is);
    expect(clock.now().getTime() - start.getTime()).toBe(waited * 1000);
  });
});
