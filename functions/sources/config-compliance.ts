import type { SourceEdge } from '../../shared/edge.ts';
import { normaliseConfigCompliance } from '../../shared/signals/config-compliance.ts';
import { lambdaSourceEdge } from './lambda-edge.ts';
import type { SourceHandler } from './source.ts';
import { createSource } from './source.ts';

/** The source of AWS Config's compliance changes. */
export function createHandler(edge: SourceEdge): SourceHandler {
  return createSource({ name: 'config', normalise: normaliseConfigCompliance }, edge);
}

export const handler = createHandler(lambdaSourceEdge());
