import type { SourceEdge } from '../../shared/edge.ts';
import type { Envelope } from '../../shared/signals/envelope.ts';
import type { Normalised } from '../../shared/signals/normalised.ts';
import { normaliseSecurityHubFinding } from '../../shared/signals/security-hub-finding.ts';
import { normaliseSecurityHubV2 } from '../../shared/signals/security-hub-v2.ts';
import { lambdaSourceEdge } from './lambda-edge.ts';
import type { SourceHandler } from './source.ts';
import { createSource } from './source.ts';

/** The source of what AWS Security Hub's controls find, in both of its formats. An account may have either or both. */
export function createHandler(edge: SourceEdge): SourceHandler {
  return createSource({ name: 'security-hub', normalise: normaliseEither }, edge);
}

/** Two formats under two names: what is under neither is none of ours, and is refused as such. */
export function normaliseEither(envelope: Envelope): Normalised {
  return envelope.detailType === 'Findings Imported V2'
    ? normaliseSecurityHubV2(envelope)
    : normaliseSecurityHubFinding(envelope);
}

export const handler = createHandler(lambdaSourceEdge());
