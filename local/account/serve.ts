import type { JsonObject } from '../../shared/json.ts';
import { toJson } from '../../shared/json.ts';
import type { Call } from './call.ts';
import type { Request } from './client.ts';
import { LocalAccountBug, ServiceFault, UnsupportedOperation } from './errors.ts';
import { check, describeIssues, hydrate } from './schema.ts';
import { findSimulation } from './services.ts';
import { operationShapes } from './shape.ts';
import type { CallContext, Simulation } from './simulation.ts';

/** What a service answered: as JSON for the log, and in the SDK's form for the caller. */
export interface Served {
  readonly json: JsonObject;
  readonly output: object;
}

/** The simulation of a call's service, or the error that says there is none. */
export function simulationOf({ service, operation }: Pick<Request, 'service' | 'operation'>): Simulation {
  const simulation = findSimulation(service);
  if (simulation === undefined || !Object.hasOwn(simulation.operations, operation)) {
    throw new UnsupportedOperation(`${service}.${operation}`);
  }
  return simulation;
}

/**
 * Carries out a call: its input is checked against the SDK's schema, then the service's handler runs, and
 * its answer is checked as well.
 *
 * @throws ServiceFault if the service refuses
 * @throws UnsupportedOperation if the local account does not know the operation, or not what is asked of it
 * @throws LocalAccountBug if the simulation is wrong
 */
export function serve(request: Request, call: Call, context: CallContext): Served {
  const { operations } = simulationOf(request);
  const shapes = operationShapes(request.schema);
  const inputIssues = check(shapes.input, request.input);
  if (inputIssues.length > 0) throw invalidInput(inputIssues.length, describeIssues(inputIssues));
  const answer = handle(operations[call.operation], call, context);
  const json = toJson(answer) as JsonObject;
  const output = hydrate(shapes.output, json) as object;
  const outputIssues = check(shapes.output, output);
  if (outputIssues.length > 0) {
    throw new LocalAccountBug(
      `the local account's answer to ${call.service}.${call.operation} does not fit the SDK's schema: ${describeIssues(outputIssues)}`,
    );
  }
  return { json, output };
}

function handle(handler: Simulation['operations'][string] | undefined, call: Call, context: CallContext): object {
  try {
    // The schema has vouched for the input; it is copied, so that the account keeps nothing of the caller's.
    return handler?.(toJson(call.input) as never, context) ?? {};
  } catch (error) {
    if (error instanceof ServiceFault || error instanceof UnsupportedOperation) throw error;
    const cause = error instanceof Error ? error.message : String(error);
    throw new LocalAccountBug(`the local account failed at ${call.service}.${call.operation}: ${cause}`, {
      cause: error,
    });
  }
}

/**
 * Stricter than AWS in one respect: the SDK drops members that it does not know before it sends a call,
 * so that AWS never gets to see a misspelt one.
 */
function invalidInput(count: number, issues: string): ServiceFault {
  const noun = count === 1 ? 'error' : 'errors';
  return new ServiceFault('ValidationException', `${count} validation ${noun} detected: ${issues}`);
}
