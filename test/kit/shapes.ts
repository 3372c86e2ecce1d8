import { canonical } from '../../shared/json.ts';
import { undoOf } from '../../shared/plan.ts';
import type { Action } from '../../shared/plan.ts';
import type { Fixture } from './fixture.ts';
import { remediatorOf } from './world.ts';
import { openQuickly } from './wrong.ts';

/**
 * What a remediation looks like to whatever knows nothing of AWS, such as the ledger, the bus and the durable
 * runner: how it gets to its resource, and what it waits for around each step.
 */
async function shapeOf(fixture: Fixture): Promise<string> {
  const [wrong] = fixture.wrong;
  const [clean] = await openQuickly(fixture, wrong).send(fixture.remediation, fixture.signal);
  const waits = ({ ready, only, done, until }: Action): boolean[] =>
    [ready, only, done, until].map((condition) => condition !== undefined);
  const steps = clean?.plan?.steps.map((step) => [step.semantics, waits(step), undoOf(step).map(waits)]);
  const { name } = remediatorOf(fixture.remediation);
  return canonical([name, fixture.signal.resource.type === clean?.resource.type, steps]);
}

/** The first of each shape; with REDRESS_EVERYTHING=1, all. */
export async function oneOfEachShape(fixtures: readonly Fixture[]): Promise<Fixture[]> {
  if (process.env['REDRESS_EVERYTHING'] !== undefined) return [...fixtures];
  const shapes = new Map<string, Fixture>();
  for (const fixture of fixtures) {
    const shape = await shapeOf(fixture);
    if (!shapes.has(shape)) shapes.set(shape, fixture);
  }
  return [...shapes.values()];
}
