import { Logger } from '@aws-lambda-powertools/logger';
import { Metrics } from '@aws-lambda-powertools/metrics';
import { describe, expect, it } from 'vitest';
import { createAccount } from '../../local/account/account.ts';
import { parseAccountState } from '../../local/account/parse-state.ts';
import type { AccountFile } from '../../local/account/state.ts';
import { rememberAll } from '../../local/state/remembered.ts';
import { ownRoles, roleArn } from '../../local/world.ts';
import type { Clock } from '../../shared/clock.ts';
import type { RemediatorEdge } from '../../shared/edge.ts';
import type { Json } from '../../shared/json.ts';
import type { Fixture } from '../kit/fixture.ts';
import { plainLedger } from '../kit/plain-ledger.ts';
import { oneOfEachShape } from '../kit/shapes.ts';
import { timeless } from '../kit/timeless.ts';
import { accountId, beginning, enforcing, region, remediatorOf, remediators, sourceOf } from '../kit/world.ts';
import { openQuickly } from '../kit/wrong.ts';
import { runOnBoth, useOfficialRunner } from '../local/durable-contract.ts';
import type { MakeHandler, NormalRun } from '../local/durable-contract.ts';
import { fixtures } from '../remediations/index.ts';

// What the other suites see on the local backend, AWS's own test runner sees as well.

useOfficialRunner();

const policy = sourceOf(enforcing());
const logger = new Logger({ serviceName: 'redress', logLevel: 'SILENT' });
const metrics = new Metrics({ namespace: 'Redress', serviceName: 'redress' });

// The runners know nothing of AWS: of remediations of one shape the first will do.
describe.each(await oneOfEachShape(fixtures))('$remediation', (fixture) => {
  const [wrong] = fixture.wrong;
  const { signal, remediation } = fixture;
  // The runners' clocks show different days; what a person asks for is never stale.
  const request = { signal: { ...signal, hints: { ...signal.hints, remediation, requested: 'person' } } };

  it('puts a wrong resource right on both runners, by the same operations', async () => {
    const { local, official } = await runOnBoth(remediatorWith(fixture, wrong.account), request);

    expect(timeless(local.result)).toMatchObject([{ status: 'remediated' }]);
    expect(comparable(local)).toEqual(comparable(official));
  });

  it('takes back what a refused step leaves on both runners, by the same operations', async ({ skip }) => {
    const [clean] = await openQuickly(fixture, wrong).send(remediation, signal);
    const steps = clean?.plan?.steps.length ?? 0;
    skip(steps === 1, 'its plan is a single step, which leaves nothing');

    const { local, official } = await runOnBoth(remediatorWith(fixture, wrong.account, steps), request);

    expect(timeless(local.result)).toMatchObject([{ status: 'failed' }]);
    expect(comparable(local)).toEqual(comparable(official));
  });
});

/** The plan is there whole; its digest would show the day, where the plan tells of one. */
function comparable({ result, ...run }: NormalRun): unknown {
  const text = JSON.stringify(result, (key, member: unknown) => (key === 'planDigest' ? undefined : member));
  return { ...run, result: timeless(JSON.parse(text)) };
}

/**
 * The remediator's own handler, in a world that is made anew for each runner.
 *
 * @param refused which of the writes is refused; none where not said
 */
function remediatorWith({ remediation }: Fixture, file: AccountFile, refused?: number): MakeHandler {
  return ({ durableExecutionClient, clock }) => {
    const { name, createHandler } = remediatorOf(remediation);
    const state = parseAccountState(file);
    const account = createAccount({ clock: hastening(), accountId, region, state });
    const edge = edgeAround(clock);
    void rememberAll(edge.ledger, state, accountId, clock.now());
    if (refused !== undefined)
      account.fault({ when: ({ write }) => write, occurrence: refused, kind: 'access-denied' });
    return createHandler({
      ...edge,
      clientFor: account.as(roleArn(accountId, name)).clientFor,
      ...(durableExecutionClient === undefined ? {} : { durable: durableExecutionClient }),
    });
  };
}

function edgeAround(clock: Clock): Omit<RemediatorEdge, 'clientFor' | 'durable'> {
  const documents = new Map<string, Json>();
  return {
    clock,
    ledger: plainLedger(),
    evidence: { put: async (key, document) => (documents.set(key, document), key) },
    bus: { publish: async () => undefined },
    notices: { send: async () => undefined },
    policy,
    logger,
    metrics,
    dispatch: async () => 'started',
    newCode: () => 'code',
    ownRoles: ownRoles(accountId, remediators),
    accounts: [accountId],
  };
}

/**
 * A clock that is an hour on whenever somebody looks: the official runner leaves waits out, so that nothing
 * in the account would ever come to its end by the time that passes.
 */
function hastening(): Clock {
  let time = beginning.getTime();
  return { now: () => new Date((time += 3_600_000)) };
}
