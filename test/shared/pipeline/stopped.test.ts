import { expect, it } from 'vitest';
import { blockPublicAccess, openUp } from '../../kit/buckets.ts';
import { signalAt } from '../../kit/drive.ts';
import { enforcing, sourceOf } from '../../kit/world.ts';
import { effectsOf } from '../../kit/wrong.ts';
import { breakable } from './breakable.ts';
import { bucket, openWorld, signal } from './bucket-world.ts';

const once = sourceOf({ ...enforcing(), defaults: { limits: { 'max-attempts': 1 } } });

/** A bucket that was put right once, and is open again. */
async function openedAgain() {
  const trouble = breakable();
  const world = openWorld({ policy: once, outside: trouble.outside });
  await world.send(blockPublicAccess, signal);
  world.account.edit(openUp(bucket));
  world.clock.advance(600);
  return { world, trouble, again: signalAt(signal, 'again', world.clock.now()) };
}

it('escalates once, with what a person has to know, and leaves the resource alone until then', async () => {
  const { world, again } = await openedAgain();

  const [outcome] = await world.send(blockPublicAccess, again);
  const [later] = await world.send(blockPublicAccess, signalAt(signal, 'later', world.clock.now()));

  const reason = '1 plans were applied to this resource within an hour (max-attempts).';
  const quarantinedUntil = new Date(Date.parse(outcome?.startedAt ?? '') + 86_400_000).toISOString();
  expect(outcome).toMatchObject({ status: 'refused', guard: 'attempt-budget', reason });
  expect(later).toMatchObject({ status: 'refused', guard: 'quarantine' });
  expect(later?.reason).toBe(`The resource is left alone until ${quarantinedUntil}: ${reason}`);
  expect(world.events.filter(({ type }) => type === 'Escalation').map(({ detail }) => detail)).toEqual([
    {
      id: outcome?.id,
      remediation: blockPublicAccess,
      resource: expect.objectContaining({ type: 'AWS::S3::Bucket', id: bucket }),
      reason,
      quarantinedUntil,
      account: signal.account,
    },
  ]);
  expect(world.notices).toEqual([
    {
      subject: `Redress stops at ${bucket}`,
      text: `Block public access to a bucket: AWS::S3::Bucket ${bucket} in ${signal.account}.\n\n${reason}\n\nIt is left alone until ${quarantinedUntil}.`,
    },
  ]);
  expect(effectsOf(world)).toHaveLength(1);
});

it('says no all the same where the escalation does not get through, which the next signal tries again', async () => {
  const { world, trouble, again } = await openedAgain();
  trouble.break('quarantine');

  expect(await world.send(blockPublicAccess, again)).toMatchObject([{ status: 'refused', guard: 'attempt-budget' }]);
  expect(world.notices).toEqual([]);

  expect(effectsOf(world)).toHaveLength(1);
});
