import { printable } from '../../shared/aws/failure.ts';
import type { Signal } from '../../shared/signals/signal.ts';
import { compilePattern } from '../patterns/compile.ts';
import type { AskedRule, AskedSource } from '../print/explained.ts';
import { lambdaContext } from '../replay.ts';
import type { Scene, Stage } from '../stage.ts';

/** Where an event leads: by which rules, through which sources, to which remediators. */
export interface Routed {
  readonly rules: readonly AskedRule[];
  readonly sources: readonly AskedSource[];
  readonly signals: readonly { readonly signal: Signal; readonly remediator: string }[];
}

/** Sends an event through rules and sources. The executions that they start are never run. */
export async function routeEvent(event: unknown, { stack }: Stage, { world, router }: Scene): Promise<Routed> {
  const rules = stack.rules.map(({ name, function: target, pattern, bus }) => ({
    rule: name,
    function: target,
    matches: bus === 'default' && compilePattern(pattern)(event),
  }));
  const sources: AskedSource[] = [];
  const signals: { signal: Signal; remediator: string }[] = [];
  for (const name of router(event)) {
    const handler = world.sources.get(name);
    if (handler === undefined) continue;
    try {
      const { ignored, dispatched } = await handler(event, lambdaContext(name));
      signals.push(...dispatched.map(({ signal, remediator }) => ({ signal, remediator })));
      sources.push({
        function: name,
        ignored: ignored.map(({ reason }) => reason),
        signals: dispatched.map(({ signal: { resource, hints }, remediator }) => ({ resource, hints, remediator })),
      });
    } catch (error) {
      const rejected = printable((error as Error).message, 500);
      sources.push({ function: name, ignored: [], signals: [], rejected });
    }
  }
  return { rules, sources, signals };
}
