import type { CreateGuardrailRequest, CreateGuardrailResponse } from '@aws-sdk/client-bedrock';
import { conflict } from './bedrock-errors.ts';
import { checkSettings } from './bedrock-guardrail-policies.ts';
import { arn, digestOf } from './names.ts';
import { present } from './own.ts';
import { changeRegion, readRegion } from './region.ts';
import type { Handler } from './simulation.ts';

/** The same token again is the same guardrail. Another one of the same name is refused. */
export const createGuardrail: Handler<CreateGuardrailRequest, CreateGuardrailResponse> = (request, context) => {
  const { tags = [], clientRequestToken: token, ...settings } = request;
  const { guardrails, seconds } = readRegion(context).bedrock;
  const answer = (id: string, createdAt: string): ReturnType<typeof createGuardrail> => ({
    guardrailId: id,
    guardrailArn: arn('bedrock', context, `guardrail/${id}`),
    version: 'DRAFT',
    createdAt,
  });
  const made = Object.entries(guardrails).find(([, guardrail]) => token !== undefined && guardrail.token === token);
  if (made !== undefined) return answer(made[0], made[1].created);
  checkSettings(settings);
  if (Object.values(guardrails).some(({ settings: { name } }) => name === settings.name)) {
    throw conflict('Another guardrail in your account already has this name.');
  }
  const created = context.now.toISOString();
  // Bedrock's choice; here it depends on the name and on how many there are.
  const id = digestOf(`${settings.name} ${Object.keys(guardrails).length}`).slice(7, 19);
  const until = new Date(context.now.getTime() + seconds.guardrail * 1000).toISOString();
  changeRegion(context).bedrock.guardrails[id] = present({
    settings,
    versions: {},
    created,
    modified: created,
    busy: { as: 'CREATING' as const, until },
    tags: tags.map(({ key = '', value = '' }) => ({ Key: key, Value: value })),
    token,
  });
  return answer(id, created);
};
