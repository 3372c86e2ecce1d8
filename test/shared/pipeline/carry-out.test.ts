import { describe, expect, it } from 'vitest';
import { blockPublicAccess, closed, openUp } from '../../kit/buckets.ts';
import { enforced } from '../../kit/drive.ts';
import { enforcing, region, sourceOf } from '../../kit/world.ts';
import { effectsOf } from '../../kit/wrong.ts';
import { breakable } from './breakable.ts';
import { bucket, key, meanwhile, onEndpoints, openWorld, signal } from './bucket-world.ts';

describe('a plan whose steps all went through', () => {
  it('is undone if the resource is wrong all the same', async () => {
    const world = openWorld();
    // Somebody takes the settings away as often as they are read afterwards.
    meanwhile(world, 'GetPublicAccessBlock', () => world.account.edit(openUp(bucket)), 2, Infinity);

    const [outcome] = await world.send(blockPublicAccess, signal);

    expect(outcome).toMatchObject({ status: 'rolled-back', restored: true });
    expect(outcome?.reason).toMatch(/^All steps were applied, but the resource was then found wrong \(No Block Public/);
    expect(closed(world.account.snapshot())).toEqual([]);
  });

  it('is undone, and not called undone, if the resource can’t be read any more', async () => {
    const world = openWorld();
    world.account.fault({ operation: 'GetPublicAccessBlock', occurrence: 2, times: Infinity, kind: 'access-denied' });

    const [outcome] = await world.send(blockPublicAccess, signal);

    expect(outcome).toMatchObject({ status: 'failed', restored: false });
    expect(outcome?.reason).toMatch(/found unreadable \(.*\)\. It could not be brought back to what it was\.$/);
    expect(effectsOf(world).map(({ operation }) => operation)).toEqual([
      'PutPublicAccessBlock',
      'DeletePublicAccessBlock',
    ]);
  });
});

describe('a resource', () => {
  it('that is deleted in the middle of its plan is gone, and nothing of the plan stays', async () => {
    const world = openWorld({ account: onEndpoints.wrong[0].account });
    meanwhile(world, 'UpdateEndpoint', () => world.account.edit(onEndpoints.remove));

    const [outcome] = await world.send(onEndpoints.remediation, onEndpoints.signal);

    expect(outcome).toMatchObject({ status: 'gone', failure: { step: 'update-endpoint' } });
    const { endpointConfigs = {} } = world.account.snapshot().regions[region]?.sagemaker ?? {};
    expect(Object.keys(endpointConfigs)).toEqual(['fraud-cfg']);
  });

  it('that keeps changing for two hours is given up', async () => {
    const world = openWorld({ account: onEndpoints.wrong[0].account });
    world.account.edit(({ regions }) => {
      const endpoint = regions[region]?.sagemaker.endpoints['fraud-detector'];
      if (endpoint !== undefined) endpoint.status = 'SystemUpdating';
    });

    const [outcome] = await world.send(onEndpoints.remediation, onEndpoints.signal);

    expect(outcome).toMatchObject({
      status: 'failed',
      reason: 'The resource kept changing for two hours: The endpoint is SystemUpdating',
      failure: { step: 'assess', error: { name: 'StillBusy' } },
    });
    expect(effectsOf(world)).toEqual([]);
  });

  it('is not written to by whoever has lost the claim on it', async () => {
    const world = openWorld();
    meanwhile(world, 'GetPublicAccessBlock', () => {
      void world.ledger.release(key, `s3-${signal.id}`);
      void world.ledger.claim(key, 'somebody-else', { type: key.type, id: key.id }, 0, 900);
    });

    const [outcome] = await world.send(blockPublicAccess, signal);

    expect(outcome).toMatchObject({ status: 'failed', failure: { error: { name: 'ClaimLost' } } });
    expect(effectsOf(world)).toEqual([]);
    expect(Object.values(world.ledger.holders())).toEqual(['somebody-else']);
  });

  it('is not written to where its claim can’t be renewed', async () => {
    const trouble = breakable();
    const world = openWorld({ outside: trouble.outside });
    trouble.break('extend');

    const [outcome] = await world.send(blockPublicAccess, signal);

    expect(outcome).toMatchObject({ status: 'failed', failure: { error: { name: 'ClaimUnknown' } } });
    expect(effectsOf(world)).toEqual([]);
  });

  it('is not written to where the policy asks for less by the time it begins', async () => {
    let asked = 0;
    const report = sourceOf({ ...enforcing(), remediations: {} });
    const world = openWorld({ policy: { load: async () => ((asked += 1) === 1 ? enforced : report).load() } });

    const [outcome] = await world.send(blockPublicAccess, signal);

    expect(outcome).toMatchObject({ status: 'refused', guard: 'mode', calls: [] });
    expect(outcome?.reason).toBe('The policy has changed meanwhile; the mode is report.');
    expect(effectsOf(world)).toEqual([]);
  });
});
