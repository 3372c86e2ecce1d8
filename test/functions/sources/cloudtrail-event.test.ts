import { describe, expect, it, vi } from 'vitest';
import { createHandler } from '../../../functions/sources/cloudtrail-event.ts';
import type { SourceEdge } from '../../../shared/edge.ts';
import { altered, policy, sample } from '../../shared/signals/samples.ts';
import { context, memoryEdge } from './edge.ts';

const denied = sample('cloudtrail/150-calls-on-models-denied');
const outside = sample('cloudtrail/154-call-from-outside');

/** As Lambda has it: of what is started under a name once more, the first counts, whatever the payload. */
function lambdaEdge(changes: Partial<SourceEdge> = {}) {
  const { edge, executions } = memoryEdge();
  const dispatch: SourceEdge['dispatch'] = async (remediator, name, request) =>
    executions.has(name) ? 'exists' : edge.dispatch(remediator, name, request);
  return { handler: createHandler({ ...edge, dispatch, ...changes }), executions };
}

describe('the source of calls that CloudTrail has recorded', () => {
  it('starts one execution for a flood of denied calls of one session, and another a quarter of an hour later', async () => {
    vi.spyOn(console, 'info').mockImplementation(() => undefined);
    const { handler, executions } = lambdaEdge();
    const at = (minute: number, second: number) => `2026-11-20T09:${minute}:${String(second).padStart(2, '0')}Z`;

    for (let count = 0; count < 120; count += 1) {
      const event = { ...denied, id: `flood-${count}` };
      await handler(altered(event, 'time', at(15 + Math.floor(count / 60), count % 60)), context);
    }
    expect(executions.size).toBe(1);

    await handler(altered({ ...denied, id: 'later' }, 'time', at(30, 0)), context);
    expect(executions.size).toBe(2);
    vi.restoreAllMocks();
  });

  it('asks the policy file where calls may come from', async () => {
    vi.spyOn(console, 'info').mockImplementation(() => undefined);
    const knowing = lambdaEdge({ policyFile: async () => policy });
    const unknowing = lambdaEdge();

    const told = await knowing.handler(outside, context);
    const untold = await unknowing.handler(outside, context);

    expect(told.dispatched.map(({ signal }) => signal.hints.access ?? 'none')).toEqual(['none', 'outside']);
    expect(untold.dispatched.map(({ signal }) => signal.hints.access ?? 'none')).toEqual(['none']);
    vi.restoreAllMocks();
  });
});
