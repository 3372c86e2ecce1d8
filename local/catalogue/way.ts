import type { Remediation } from '../../shared/remediation.ts';
import { isWrite } from '../account/call.ts';

/** How a remediation acts where it can, the gentlest way first. */
export const ways = ['in place', 'by swap', 'by stopping', 'by report'] as const;
export type Way = (typeof ways)[number];

/** They set a member, by which somebody or something is kept from going on. */
export const contained: readonly string[] = [
  'bedrock-agent-alias-contained',
  'bedrock-api-key-long-term-inactive',
  'bedrock-principal-abuse-contained',
  'ec2-instance-isolated',
  'lambda-function-not-vulnerable',
];

/** Told from what it may call: what can't write reports, what stops and changes nothing else stops. */
export function wayOf(remediation: Pick<Remediation, 'id' | 'uses'>): Way {
  const writes = operationsOf(remediation).filter(({ write }) => write);
  const calls = (name: RegExp): boolean => writes.some(({ operation }) => name.test(operation));
  if (writes.length === 0) return 'by report';
  if (contained.includes(remediation.id)) return 'by stopping';
  if (calls(/^(?:UpdateEndpoint|UpdateMonitoringSchedule)$/)) return 'by swap';
  // A trail's StopLogging, and whatever else undoes a start, is no stop.
  return calls(/^Stop(?!Logging|ConfigurationRecorder)/) && !calls(/^Update/) ? 'by stopping' : 'in place';
}

export interface Used {
  /** The SDK's names: `SageMaker`, `UpdateEndpoint`. */
  readonly service: string;
  readonly operation: string;
  readonly write: boolean;
}

/** The operations that a remediation may call, in alphabetical order. */
export function operationsOf({ uses }: Pick<Remediation, 'uses'>): readonly Used[] {
  const used = Object.values(uses).flatMap(({ name, commands }) =>
    Object.keys(commands)
      .map((command) => command.slice(0, -'Command'.length))
      .map((operation) => ({ service: name, operation, write: isWrite(operation) })),
  );
  const names = new Map(used.map((one) => [`${one.service}.${one.operation}`, one]));
  return [...names].toSorted(([a], [b]) => (a < b ? -1 : 1)).map(([, one]) => one);
}
