import type { SourceEdge } from '../../shared/edge.ts';
import { managedConfigRule } from '../../shared/policy/config-rules.ts';
import { normaliseConfigCompliance } from '../../shared/signals/config-compliance.ts';
import { configItemChange, normaliseConfigItem } from '../../shared/signals/config-item.ts';
import type { Envelope } from '../../shared/signals/envelope.ts';
import type { Normalised } from '../../shared/signals/normalised.ts';
import { answersRule } from '../../shared/signals/route.ts';
import { routes } from '../../shared/signals/routes.ts';
import { lambdaSourceEdge } from './lambda-edge.ts';
import type { SourceHandler } from './source.ts';
import { createSource } from './source.ts';

/** The source of what AWS Config tells: compliance changes, and changed configurations. */
export function createHandler(edge: SourceEdge): SourceHandler {
  return createSource({ name: 'config', normalise: async (envelope) => normalise(envelope, edge) }, edge);
}

/** A rule under a name of the account's own is known by the policy file's `config-rules`. */
async function normalise(envelope: Envelope, { policyFile }: SourceEdge): Promise<Normalised> {
  if (envelope.detailType === configItemChange) return normaliseConfigItem(envelope);
  const policy = await policyFile?.();
  return normaliseConfigCompliance(
    envelope,
    (name) => managedConfigRule(policy, name),
    (type, rule) => answersRule(type, rule, routes),
  );
}

export const handler = createHandler(lambdaSourceEdge());
