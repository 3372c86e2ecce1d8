import type { SourceEdge } from '../../shared/edge.ts';
import { normaliseTrustedAdvisor } from '../../shared/signals/trusted-advisor.ts';
import { lambdaSourceEdge } from './lambda-edge.ts';
import type { SourceHandler } from './source.ts';
import { createSource } from './source.ts';

/** The source of what AWS Trusted Advisor's checks find. */
export function createHandler(edge: SourceEdge): SourceHandler {
  return createSource({ name: 'trusted-advisor', normalise: normaliseTrustedAdvisor }, edge);
}

export const handler = createHandler(lambdaSourceEdge());
