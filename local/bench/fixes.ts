import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { Outcome } from '../../shared/outcome.ts';
import type { Policy } from '../../shared/policy/policy.ts';
import { mapDecisions } from '../../shared/policy/tighten.ts';
import { readPolicyText } from '../../shared/policy/yaml.ts';
import { triggered } from '../../shared/signals/route.ts';
import type { Signal } from '../../shared/signals/signal.ts';
import { initialState } from '../account/initial.ts';
import { loadRemediators } from '../remediations.ts';
import type { Remediator } from '../remediations.ts';
import { projectRoot } from '../root.ts';
import type { Stack } from '../stack/serverless-file.ts';
import { costOf } from './cost.ts';
import type { FixCost } from './cost.ts';
import { readSamples } from './samples.ts';
import { openBenchWorld } from './world.ts';

export interface SampleFix {
  readonly remediation: string;
  /** The sample event that leads to it. */
  readonly file: string;
  /** Resources that the event leads to, and how many of them were wrong. */
  readonly resources: number;
  readonly fixed: number;
  /** Of all of them. */
  readonly cost: FixCost;
  readonly ledgerRequests: number;
}

export interface SampleFixes {
  readonly fixes: readonly SampleFix[];
  /** Ids of remediations that no sample event leads to a fix of. */
  readonly without: readonly string[];
}

/**
 * Has every remediation make a fix, in a world of its own: for the first sample event that leads to one, in
 * the local account as it is at the beginning, under its own policy with mode enforce.
 */
export async function fixSamples(stack: Stack): Promise<SampleFixes> {
  const remediators = await loadRemediators(stack);
  const policy = await enforcing(remediators);
  const open = (at: Date) =>
    openBenchWorld({ stack, remediators, policy, account: initialState(), at, concurrency: 1 });
  const fixes = new Map<string, SampleFix>();
  const all = remediators.flatMap(({ name, remediations }) => remediations.map((of) => ({ name, ...of })));

  for await (const { file, dispatched } of readSamples(stack)) {
    for (const { remediator, signal } of dispatched) {
      const called = all.filter(
        ({ name, triggers }) => name === remediator && triggers.some((on) => triggered(on, signal)),
      );
      for (const { id } of called) {
        if (fixes.has(id)) continue;
        const fix = await fixAlone(await open(new Date(signal.at)), remediator, signal, id);
        if (fix !== undefined) fixes.set(id, { remediation: id, file, ...fix });
      }
    }
  }
  return { fixes: [...fixes.values()], without: all.map(({ id }) => id).filter((id) => !fixes.has(id)) };
}

/** What the fix cost; undefined where it came to something else than a fix. */
async function fixAlone(
  world: Awaited<ReturnType<typeof openBenchWorld>>,
  remediator: string,
  signal: Signal,
  remediation: string,
): Promise<Omit<SampleFix, 'remediation' | 'file'> | undefined> {
  const execution = `${remediator}-${signal.id}`;
  await world.start(remediator, execution, { signal: { ...signal, hints: { ...signal.hints, remediation } } });
  await world.backend.runUntilIdle();
  const ended = world.backend.result(execution);
  const outcomes = ended.status === 'SUCCEEDED' ? (ended.result as Outcome[]) : [];
  const fixed = outcomes.filter(({ status }) => status === 'remediated').length;
  const right = outcomes.filter(({ status }) => status === 'compliant').length;
  if (fixed === 0 || fixed + right < outcomes.length) return undefined;
  const { backend, account } = world;
  const traces = { history: backend.history(execution), usage: backend.usage(execution), calls: account.calls };
  return { resources: outcomes.length, fixed, cost: costOf(traces), ledgerRequests: world.ledgerRequests() };
}

/** The local account's own policy, where report and approve are enforce, too. */
async function enforcing(remediators: readonly Remediator[]): Promise<Policy> {
  const file = join(projectRoot, 'local', 'account-policy.yml');
  const remediations = remediators.flatMap((remediator) => remediator.remediations);
  const policy = readPolicyText(await readFile(file, 'utf8'), file, remediations);
  return mapDecisions(policy, (decision) => ({ ...decision, mode: 'enforce', modeEntry: { path: 'bench' } }));
}
