import type { SourceEdge } from '../../shared/edge.ts';
import { normaliseGuardDutyFinding } from '../../shared/signals/guardduty-finding.ts';
import { lambdaSourceEdge } from './lambda-edge.ts';
import type { SourceHandler } from './source.ts';
import { createSource } from './source.ts';

/** The source of Amazon GuardDuty's findings about the abuse of models. */
export function createHandler(edge: SourceEdge): SourceHandler {
  return createSource({ name: 'guardduty', normalise: normaliseGuardDutyFinding }, edge);
}

export const handler = createHandler(lambdaSourceEdge());
