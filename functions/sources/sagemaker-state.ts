import type { SourceEdge } from '../../shared/edge.ts';
import { normaliseSageMakerState } from '../../shared/signals/sagemaker-state.ts';
import { lambdaSourceEdge } from './lambda-edge.ts';
import type { SourceHandler } from './source.ts';
import { createSource } from './source.ts';

/** The source of SageMaker's own events about what has come to another status. */
export function createHandler(edge: SourceEdge): SourceHandler {
  return createSource({ name: 'sagemaker', normalise: normaliseSageMakerState }, edge);
}

export const handler = createHandler(lambdaSourceEdge());
