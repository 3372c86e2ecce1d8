import { describe, expect, it } from 'vitest';
import { answer, asking, openAsked } from '../../kit/approving.ts';
import { blockPublicAccess } from '../../kit/buckets.ts';
import { beginning, region } from '../../kit/world.ts';
import { effectsOf } from '../../kit/wrong.ts';
import { breakable } from './breakable.ts';
import { key, onBuckets, onEndpoints, openWorld, signal } from './bucket-world.ts';

describe('an answer to a question', () => {
  async function asked() {
    const trouble = breakable();
    return { trouble, world: await openAsked(onBuckets, { outside: trouble.outside }) };
  }

  it('that can’t be read means no', async () => {
    const { world, trouble } = await asked();
    await answer(world, world.request, 'approve');
    trouble.break('approval');
    await world.settle();

    expect(world.outcomes()).toMatchObject([{ status: 'refused', guard: 'approval' }]);
    expect(world.outcomes()[0]?.reason).toContain('The answer could not be read');
    expect(effectsOf(world)).toEqual([]);
  });

  it('is void where the claim can’t be taken again', async () => {
    const { world, trouble } = await asked();
    await answer(world, world.request, 'approve');
    trouble.break('claim');
    await world.settle();

    expect(world.outcomes()[0]?.reason).toContain('The claim could not be taken again');
    expect(effectsOf(world)).toEqual([]);
  });

  it('is void where somebody else has taken over the resource', async () => {
    const { world } = await asked();
    const of = { ...key, id: world.request.resource.id };
    await world.ledger.release(of, world.execution);
    await world.ledger.claim(of, 'somebody-else', world.request.resource, beginning.getTime() / 1000, 900);

    await answer(world, world.request, 'approve');
    await world.settle();

    expect(world.outcomes()[0]?.reason).toBe('somebody-else has taken over the resource meanwhile.');
    expect(effectsOf(world)).toEqual([]);
  });

  it('is void where the resource can’t be read again', async () => {
    const { world } = await asked();
    world.account.fault({ operation: 'GetPublicAccessBlock', times: Infinity, kind: 'access-denied' });

    await answer(world, world.request, 'approve');
    await world.settle();

    expect(world.outcomes()[0]?.reason).toContain('The resource could not be read again');
    expect(effectsOf(world)).toEqual([]);
  });

  it('is void where only a person can put the resource right by now', async () => {
    const world = await openAsked(onEndpoints);
    world.account.edit(({ regions }) => {
      const endpoint = regions[region]?.sagemaker.endpoints['fraud-detector'];
      if (endpoint !== undefined) endpoint.status = 'Failed';
    });

    await answer(world, world.request, 'approve');
    await world.settle();

    expect(world.outcomes()[0]?.reason).toBe('The resource has changed meanwhile; it is manual.');
    expect(effectsOf(world)).toEqual([]);
  });

  it('is not waited for where the question can’t be put', async () => {
    const trouble = breakable();
    const world = openWorld({ policy: asking, outside: trouble.outside });
    trouble.break('requestApproval');

    const [outcome] = await world.send(blockPublicAccess, signal);

    expect(outcome).toMatchObject({ status: 'failed', failure: { step: 'approval' } });
    expect(outcome?.reason).toContain('requestApproval is broken');
    expect(effectsOf(world)).toEqual([]);
  });
});
