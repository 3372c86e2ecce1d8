import { ServiceFault } from './errors.ts';

/** The errors of Bedrock, Bedrock Agents and AgentCore, whose names and statuses are the same. */

export function notFound(what: string): ServiceFault {
  return new ServiceFault('ResourceNotFoundException', `${what.slice(0, 300)} does not exist.`, 404);
}

export function conflict(message: string): ServiceFault {
  return new ServiceFault('ConflictException', message, 409);
}

export function invalid(message: string): ServiceFault {
  return new ServiceFault('ValidationException', message);
}
