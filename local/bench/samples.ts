import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { Logger } from '@aws-lambda-powertools/logger';
import { Metrics } from '@aws-lambda-powertools/metrics';
import type { Context } from 'aws-lambda';
import type { SourceHandler } from '../../functions/sources/source.ts';
import type { SourceEdge } from '../../shared/edge.ts';
import type { Signal } from '../../shared/signals/signal.ts';
import { readEvents } from '../input.ts';
import { projectRoot } from '../root.ts';
import { createRouter } from '../router.ts';
import type { Stack } from '../stack/serverless-file.ts';

/** A sample event, with what the sources make of it. */
export interface Sample {
  readonly file: string;
  readonly event: unknown;
  /** Functions that the rules send it to; none for an event that concerns nobody. */
  readonly routedTo: readonly string[];
  readonly dispatched: readonly { readonly source: string; readonly remediator: string; readonly signal: Signal }[];
}

/** The events in `events/`, routed and understood; nothing is started. */
export async function* readSamples(stack: Stack): AsyncGenerator<Sample> {
  const router = createRouter(stack);
  const handlers = await loadSources(stack);
  for await (const item of readEvents([join(projectRoot, 'events')], () => process.stdin)) {
    if ('problem' in item) throw new Error(`the sample ${item.file} can't be read: ${item.problem}`);
    const { file, event } = item;
    const routedTo = router(event);
    const dispatched: Sample['dispatched'][number][] = [];
    for (const source of routedTo) {
      const result = await handlers.get(source)?.(event, contextOf(source));
      for (const { remediator, signal } of result?.dispatched ?? []) dispatched.push({ source, remediator, signal });
    }
    yield { file, event, routedTo, dispatched };
  }
}

async function loadSources({ service, functions }: Stack): Promise<ReadonlyMap<string, SourceHandler>> {
  const logger = new Logger({ serviceName: service, logLevel: 'SILENT' });
  const metrics = new Metrics({ namespace: 'Redress', serviceName: service });
  const handlers = new Map<string, SourceHandler>();
  for (const { name, path, source } of functions) {
    if (!path.startsWith('sources/')) continue;
    const { createHandler } = (await import(pathToFileURL(source).href)) as {
      createHandler(edge: SourceEdge): SourceHandler;
    };
    handlers.set(name, createHandler({ dispatch: async () => 'started', logger, metrics }));
  }
  return handlers;
}

/** As much of a context as the logger reads. */
function contextOf(functionName: string): Context {
  return { functionName, functionVersion: '$LATEST', memoryLimitInMB: '256', awsRequestId: 'bench' } as Context;
}
