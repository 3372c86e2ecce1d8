import type { ServiceFault } from './errors.ts';
import type { ExceptionOptions, Simulation } from './simulation.ts';

const throttling = new Set(['SlowDown', 'ThrottlingException']);

type ExceptionClass = new (options: ExceptionOptions) => Error;

/**
 * The exception that the service's SDK client throws for a fault: the class that the client models for
 * it, or its base exception with the fault's name, as the SDK does with errors that it does not know.
 */
export function toException(fault: ServiceFault, simulation: Simulation, requestId: string): Error {
  const options: ExceptionOptions = {
    name: fault.code,
    $fault: fault.status >= 500 ? 'server' : 'client',
    message: fault.message,
    $metadata: { httpStatusCode: fault.status, requestId, attempts: 1, totalRetryDelay: 0 },
  };
  const Exception = modelled(fault.code, simulation) ?? simulation.Exception;
  const exception = new Exception(options);
  return throttling.has(fault.code) ? Object.assign(exception, { $retryable: { throttling: true } }) : exception;
}

function modelled(name: string, { client, Exception }: Simulation): ExceptionClass | undefined {
  const found = Object.hasOwn(client, name) ? client[name] : undefined;
  // The base exception has an `instanceof` of its own that goes by names; the prototype does not lie.
  return typeof found === 'function' && Object.getPrototypeOf(found) === Exception
    ? (found as ExceptionClass)
    : undefined;
}
