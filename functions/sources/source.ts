import { injectLambdaContext } from '@aws-lambda-powertools/logger/middleware';
import { MetricUnit } from '@aws-lambda-powertools/metrics';
import { logMetrics } from '@aws-lambda-powertools/metrics/middleware';
import type { MiddyfiedHandler } from '@middy/core';
import middy from '@middy/core';
import type { SourceEdge } from '../../shared/edge.ts';
import type { Envelope } from '../../shared/signals/envelope.ts';
import { parseEnvelope } from '../../shared/signals/envelope.ts';
import { EventError } from '../../shared/signals/event-error.ts';
import type { Ignored, Normalised } from '../../shared/signals/normalised.ts';
import type { Routes } from '../../shared/signals/route.ts';
import { routes as allRoutes } from '../../shared/signals/routes.ts';
import type { SignalSource } from '../../shared/signals/signal.ts';
import { cleanText } from '../../shared/signals/text.ts';
import type { Dispatched } from './dispatch.ts';
import { destinations, dispatchAll } from './dispatch.ts';

/** What tells one source from another. */
export interface SourceDefinition {
  readonly name: SignalSource;
  /** Makes no call. @throws EventError for an event that isn't the source's own, or that can't be understood */
  readonly normalise: (envelope: Envelope) => Normalised | Promise<Normalised>;
}

/** What an event came to. Plain JSON. */
export interface SourceResult {
  /** Id of the EventBridge event. */
  readonly event: string;
  readonly source: SignalSource;
  readonly ignored: readonly Ignored[];
  readonly dispatched: readonly Dispatched[];
}

export type SourceHandler = MiddyfiedHandler<unknown, SourceResult>;

/**
 * A source: understands an event, and starts a remediator for each signal that one of its remediations
 * answers. It writes nothing and reads nothing of the account.
 *
 * The handler throws what it can't get rid of, an EventError or an AggregateError of dispatch failures:
 * Lambda then tries again twice and hands the event to the on-failure destination, so that none is lost.
 */
export function createSource(
  definition: SourceDefinition,
  edge: SourceEdge,
  routes: Routes = allRoutes,
): SourceHandler {
  return (
    middy<unknown, SourceResult>()
      // Never with the event itself, whatever POWERTOOLS_LOGGER_LOG_EVENT says: it may hold personal data.
      .use(injectLambdaContext(edge.logger, { logEvent: false }))
      .use(logMetrics(edge.metrics))
      .handler((event) => handle(event, definition, edge, routes))
  );
}

async function handle(
  event: unknown,
  definition: SourceDefinition,
  edge: SourceEdge,
  routes: Routes,
): Promise<SourceResult> {
  const { envelope, normalised } = await understand(event, definition, edge);
  const { wanted, unwanted } = destinations(normalised.signals, routes);
  const ignored = [...normalised.ignored, ...unwanted];
  const { dispatched, failures } = await dispatchAll(wanted, edge.dispatch);
  const result: SourceResult = { event: envelope.id, source: definition.name, ignored, dispatched };
  report(result, normalised.signals.length, failures, edge);
  if (failures.length > 0) {
    const message = `${failures.length} of ${wanted.length} remediators could not be started`;
    throw new AggregateError(failures, message);
  }
  return result;
}

async function understand(
  event: unknown,
  { name, normalise }: SourceDefinition,
  edge: SourceEdge,
): Promise<{ envelope: Envelope; normalised: Normalised }> {
  try {
    const envelope = parseEnvelope(event);
    return { envelope, normalised: await normalise(envelope) };
  } catch (error) {
    if (error instanceof EventError) {
      edge.logger.error('Event not understood', {
        source: name,
        code: error.code,
        path: error.path,
        problem: error.message,
      });
    }
    edge.metrics.addDimension('source', name).addMetric('Rejected', MetricUnit.Count, 1);
    throw error;
  }
}

/** One log line and one EMF line an event. */
function report(result: SourceResult, signals: number, failures: readonly Error[], edge: SourceEdge): void {
  const duplicates = result.dispatched.filter((dispatched) => dispatched.result === 'exists').length;
  edge.metrics
    .addDimension('source', result.source)
    .addMetric('Signals', MetricUnit.Count, signals)
    .addMetric('Ignored', MetricUnit.Count, result.ignored.length)
    .addMetric('Dispatched', MetricUnit.Count, result.dispatched.length - duplicates)
    .addMetric('Duplicates', MetricUnit.Count, duplicates);
  // Signals are told by their resources alone: an image may have a thousand tags.
  const dispatched = result.dispatched.map(({ signal, ...rest }) => ({ ...rest, resource: signal.resource }));
  if (failures.length === 0) return edge.logger.info('Event handled', { ...result, dispatched });
  edge.logger.error('Remediators not started', {
    ...result,
    dispatched,
    failures: failures.map((failure) => cleanText(String(failure))),
  });
}
