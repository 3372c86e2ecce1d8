import type { SourceEdge } from '../../shared/edge.ts';
import { normaliseInspectorFinding } from '../../shared/signals/inspector-finding.ts';
import { lambdaSourceEdge } from './lambda-edge.ts';
import type { SourceHandler } from './source.ts';
import { createSource } from './source.ts';

/** The source of Amazon Inspector's findings. */
export function createHandler(edge: SourceEdge): SourceHandler {
  return createSource({ name: 'inspector', normalise: normaliseInspectorFinding }, edge);
}

export const handler = createHandler(lambdaSourceEdge());
