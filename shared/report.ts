import type * as z from 'zod';
import type { BoundServices, Services } from './aws/service.ts';
import { defineRemediation } from './remediation.ts';
import type { Assessment, Remediation, Scope, Target } from './remediation.ts';

/** What a check can find that leaves the putting right to a person. */
export type Judged = Exclude<Assessment, { readonly state: 'wrong' }>;

/** What an author writes of a fault that no program can put right: what is wrong, and what a person has to do. */
export interface Report<S extends Services, P extends z.ZodType> extends Omit<
  Remediation<S, P, never>,
  'assess' | 'impact' | 'plan' | 'reversible'
> {
  assess(target: Target, aws: BoundServices<S>, parameters: z.output<P>, scope: Scope): Promise<Judged>;
}

/** A remediation that never writes, whatever the mode: what it finds is reported, with the steps for a person. */
export function defineReport<S extends Services, P extends z.ZodType>(report: Report<S, P>): Remediation {
  return defineRemediation<S, P, never>({
    ...report,
    impact: 'none',
    reversible: true,
    plan: () => {
      throw new TypeError(`${report.id} only reports, so there is nothing to plan`);
    },
  });
}
