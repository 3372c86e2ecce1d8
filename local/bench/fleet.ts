import { join } from 'node:path';
import type { Outcome } from '../../shared/outcome.ts';
import { shortDigest } from '../../shared/plan.ts';
import { parsePolicy } from '../../shared/policy/parse.ts';
import type { Signal } from '../../shared/signals/signal.ts';
import { parseAccountState } from '../account/parse-state.ts';
import { loadRemediators } from '../remediations.ts';
import { projectRoot } from '../root.ts';
import { homeRegion, sampleAccount } from '../stage.ts';
import { readStack } from '../stack/serverless-file.ts';
import { lifecycleBus } from '../world.ts';
import type { Measured } from './statistics.ts';
import { openBenchWorld } from './world.ts';
import type { BenchWorld } from './world.ts';

export interface Fleet extends Measured {
  /** For which a processor was at work on it: what is left when others keep the machine busy. */
  readonly busySeconds: number;
}

/** Buckets that are put right together; after each wave the hour for which the policy limits writes is over. */
const wave = 100;

/**
 * Puts as many buckets right as wanted, from the signal to the verified and recorded outcome, 32 at a time.
 *
 * @param warmUp waves before the measured ones
 * @throws {Error} if a bucket was not put right
 */
export async function remediateFleet(waves: number, warmUp: number): Promise<Fleet> {
  const world = await openFleet((waves + warmUp) * wave);
  for (let number = 0; number < warmUp; number++) await remediateWave(world, number);
  const begin = performance.now();
  const busy = process.cpuUsage();
  for (let number = warmUp; number < warmUp + waves; number++) await remediateWave(world, number);
  const { user, system } = process.cpuUsage(busy);
  return { count: waves * wave, seconds: (performance.now() - begin) / 1000, busySeconds: (user + system) / 1e6 };
}

async function openFleet(size: number): Promise<BenchWorld> {
  const stack = readStack(join(projectRoot, 'serverless.yml'));
  const remediators = await loadRemediators(stack);
  const policy = parsePolicy(
    {
      version: 1,
      defaults: { limits: { 'max-resources': wave } },
      remediations: { 's3-bucket-public-access-blocked': { mode: 'enforce' } },
    },
    { remediations: remediators.flatMap(({ remediations }) => remediations) },
  );
  const buckets = Object.fromEntries(Array.from({ length: size }, (_, number) => [`bucket-${number}`, {}]));
  const account = parseAccountState({
    s3: { buckets },
    regions: { [homeRegion]: { eventbridge: { buses: { [lifecycleBus]: {} } } } },
  });
  const at = new Date('2026-11-20T10:00:00Z');
  return openBenchWorld({ stack, remediators, policy, account, at, concurrency: 32 });
}

async function remediateWave({ start, backend, clock }: BenchWorld, number: number): Promise<void> {
  const executions = new Set<string>();
  for (let bucket = number * wave; bucket < (number + 1) * wave; bucket++) {
    const signal = signalAbout(`bucket-${bucket}`, clock.now());
    executions.add(`s3-${signal.id}`);
    await start('s3', `s3-${signal.id}`, { signal });
  }
  await backend.runUntilIdle();
  for (const execution of executions) {
    const ended = backend.result(execution);
    const outcomes = ended.status === 'SUCCEEDED' ? (ended.result as Outcome[]) : [];
    if (outcomes[0]?.status !== 'remediated') throw new Error(`${execution}: ${JSON.stringify(ended)}`);
  }
  clock.advance(3601);
}

function signalAbout(id: string, now: Date): Signal {
  const event = shortDigest(['bench', id], 32);
  return {
    id: event,
    source: 'config',
    at: now.toISOString(),
    event,
    account: sampleAccount,
    region: homeRegion,
    resource: { type: 'AWS::S3::Bucket', id },
    hints: { configRule: 's3-bucket-public-read-prohibited' },
  };
}
