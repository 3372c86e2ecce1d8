import type { DynamoDBClient } from '@aws-sdk/client-dynamodb';
import type fc from 'fast-check';
import type { AccountState } from '../../local/account/state.ts';
import type { DurableBackendOptions } from '../../local/durable.ts';
import { between } from './between.ts';
import { byHand, enforced, signalAt } from './drive.ts';
import type { Fixture } from './fixture.ts';
import { openQuickWorld } from './quick-world.ts';
import { beginning, remediatorOf } from './world.ts';

/** Lets a scheduler decide, before each call to the outside, whose turn it is. */
export function inTurns(scheduler: fc.Scheduler): <T extends object>(thing: T) => T {
  return between(undefined, async ({ method, given, go }) => {
    await scheduler.schedule(Promise.resolve(), method);
    return go(...given);
  });
}

/** The same for the requests to a database. */
export function requestsInTurns(client: DynamoDBClient, scheduler: fc.Scheduler): DynamoDBClient {
  client.middlewareStack.add(
    (next) => async (args) => {
      await scheduler.schedule(Promise.resolve(), 'request');
      return next(args);
    },
    { step: 'initialize', name: 'turn' },
  );
  return client;
}

export interface Meeting {
  readonly second: Fixture['signal'];
  /** Of the first event; as fresh as can be where not said. */
  readonly first?: Fixture['signal'];
  /** What happens to the account after the first execution's last look, before the second one comes by. */
  readonly meanwhile?: (state: AccountState) => void;
  readonly backend?: Omit<DurableBackendOptions, 'clock' | 'ids'>;
}

/** A world in which a second execution comes by exactly when the first one is about to let go of its claim. */
export async function openMeeting(fixture: Fixture, { first, second, meanwhile, backend }: Meeting) {
  const { remediation, signal } = fixture;
  const met = Promise.withResolvers<void>();
  let letGo = 0;
  const world = openQuickWorld({
    account: fixture.wrong[0].account,
    policy: enforced,
    backend: { concurrency: 2, ...backend },
    outside: between(['release', 'claim'], async ({ method, given, go }) => {
      const isFirst = given[1] === executions.first;
      if (method === 'release' && isFirst && ++letGo === 1) {
        if (meanwhile !== undefined) byHand(world, meanwhile);
        await world.start(remediation, second);
        await met.promise;
      }
      const answer = await go(...given);
      if (method === 'claim' && !isFirst) met.resolve();
      return answer;
    }),
  });
  const { name } = remediatorOf(remediation);
  const begun = first ?? signalAt(signal, 'first', beginning);
  const executions = { first: `${name}-${begun.id}`, second: `${name}-${second.id}` };
  await world.start(remediation, begun);
  await world.backend.runUntilIdle();
  return { ...world, ...executions };
}
