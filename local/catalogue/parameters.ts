import * as z from 'zod';
import type { Remediation } from '../../shared/remediation.ts';

export interface Parameter {
  readonly name: string;
  /** As it would stand in the policy file; undefined: none. */
  readonly byDefault: string | undefined;
  readonly description: string;
}

/** The settings that a remediation takes from the policy file. */
export function parametersOf({ parameters }: Pick<Remediation, 'parameters'>): readonly Parameter[] {
  const { properties = {} } = z.toJSONSchema(parameters, { io: 'input', unrepresentable: 'any' });
  return Object.entries(properties).map(([name, property]) => {
    const { default: byDefault, description = '' } = typeof property === 'boolean' ? {} : property;
    return { name, byDefault: byDefault === undefined ? undefined : JSON.stringify(byDefault), description };
  });
}
