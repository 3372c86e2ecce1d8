import { Logger } from '@aws-lambda-powertools/logger';
import { Metrics } from '@aws-lambda-powertools/metrics';
import type { Context } from 'aws-lambda';
import { vi } from 'vitest';
import type { RemediationRequest, SourceEdge } from '../../../shared/edge.ts';
import { canonical } from '../../../shared/json.ts';

/** Executions that were started, as Lambda remembers them: by name, with their payload. */
export type Executions = Map<string, { readonly remediator: string; readonly request: RemediationRequest }>;

/** A source's surroundings that start executions in a map, and refuse those of `broken` remediators. */
export function memoryEdge(broken: readonly string[] = []): { edge: SourceEdge; executions: Executions } {
  const executions: Executions = new Map();
  const edge: SourceEdge = {
    logger: new Logger({ serviceName: 'test' }),
    metrics: new Metrics({ namespace: 'Test', serviceName: 'test' }),
    dispatch: async (remediator, name, request) => {
      if (broken.includes(remediator)) throw new Error(`${remediator} is out of order`);
      const former = executions.get(name);
      if (former === undefined) executions.set(name, { remediator, request });
      else if (canonical(former.request) !== canonical(request)) throw new Error('same name, other payload');
      return former === undefined ? 'started' : 'exists';
    },
  };
  return { edge, executions };
}

/** What a process writes while `work` runs: Powertools' log lines and EMF lines, parsed. */
export async function outputOf(work: () => Promise<unknown>): Promise<Record<string, unknown>[]> {
  const lines: Record<string, unknown>[] = [];
  const write = (line: unknown) => void lines.push(JSON.parse(String(line)) as Record<string, unknown>);
  const consoles = (['log', 'info', 'warn', 'error', 'debug'] as const).map((method) =>
    vi.spyOn(console, method).mockImplementation(write),
  );
  try {
    await work();
  } finally {
    for (const spied of consoles) spied.mockRestore();
  }
  return lines;
}

export const context = {
  awsRequestId: 'request-1',
  functionName: 'source',
  functionVersion: '1',
  invokedFunctionArn: 'arn:aws:lambda:eu-central-1:111122223333:function:source',
  memoryLimitInMB: '256',
  getRemainingTimeInMillis: () => 30_000,
} as Context;
