import { join } from 'node:path';
import type { Stack } from '../stack/serverless-file.ts';
import { runNode } from './child.ts';
import type { Consumption } from './child.ts';
import type { Figure } from './figure.ts';
import { fixSamples } from './fixes.ts';
import type { Fleet } from './fleet.ts';
import type { SampleFix } from './fixes.ts';
import { assumed, priceOf } from './price.ts';

const waves = 12;
const warmUp = 4;

/** How many buckets a second are put right on this machine, and in how much memory. */
export async function fleetFigures(): Promise<readonly Figure[]> {
  const worker = join(import.meta.dirname, 'worker.ts');
  const run = (await runNode([worker, 'fleet', String(waves), String(warmUp)])) as Fleet & Consumption;
  const { count, seconds, busySeconds, peakMegabytes } = run;
  return [
    {
      group: 'Local remediations, from signal to verified and recorded outcome',
      name: 'in one process, 32 at a time',
      value: count / seconds,
      unit: 'per second',
      goal: { is: 'at least', limit: 300 },
      parts: { count, 'per second of processor time': count / busySeconds },
    },
    {
      group: 'Peak memory',
      name: `of ${count + (warmUp * count) / waves} remediations`,
      value: peakMegabytes,
      unit: 'MB',
      note: 'a local account forgets nothing: every execution, call and evidence document is still there',
    },
  ];
}

/** What a fix takes, for each remediation. */
export async function fixFigures(stack: Stack): Promise<readonly Figure[]> {
  const { fixes, without } = await fixSamples(stack);
  const figures = fixes.map((fix) => figure(fix));
  if (without.length === 0) return figures;
  const none: Figure = {
    group: figures[0]?.group ?? 'Fixes',
    name: 'without a sample that ends in a fix',
    value: without.length,
    unit: 'remediations',
    note: without.join(', '),
  };
  return [...figures, none];
}

function figure({ remediation, resources, fixed, cost, ledgerRequests }: SampleFix): Figure {
  const { readings, verifyings, readingCalls, verifyingCalls, writes, polls, operations, bytesWritten, invocations } =
    cost;
  return {
    group: 'A fix: one reading, its writes, and one verifying reading',
    name: remediation,
    value: readings + verifyings,
    unit: 'readings',
    goal: { is: 'at most', limit: resources + fixed },
    parts: {
      reads: readingCalls + verifyingCalls,
      writes,
      polls,
      ledger: ledgerRequests,
      operations,
      KB: bytesWritten / 1000,
      invocations,
      '$/1000': 1000 * priceOf(cost),
    },
    ...(resources > 1 && { note: `${resources} resources, ${fixed} of them wrong` }),
  };
}

/** What the parts of a fix are, and what the prices rest on. */
export const priceNote =
  `Reads, writes and polls are AWS calls; ledger is requests to DynamoDB; operations, KB and invocations are the ` +
  `durable execution's. Prices are Lambda's in us-east-1: operations, what is written and kept, requests, and compute, for which ` +
  `${assumed.remediatorSeconds} s an invocation of 512 MB and ${assumed.sourceSeconds} s a source of 256 MB are assumed. ` +
  `DynamoDB, S3, EventBridge and logs are not in them.`;
