import {
  BedrockClient,
  CreateGuardrailCommand,
  CreateGuardrailVersionCommand,
  DeleteGuardrailCommand,
  UpdateGuardrailCommand,
} from '@aws-sdk/client-bedrock';
import type { GetGuardrailResponse } from '@aws-sdk/client-bedrock';
import * as z from 'zod';
import type { BoundServices } from '../../../shared/aws/service.ts';
import { service } from '../../../shared/aws/service.ts';
import type { JsonObject } from '../../../shared/json.ts';
import { toJson } from '../../../shared/json.ts';
import { defineRemediation } from '../../../shared/remediation.ts';
import { halfRestored, restorationOf } from './guardrail-restoration.ts';
import type { Made } from './guardrail-restoration.ts';
import { draftOf, guardrails, reading, snapshotOf } from './guardrail-snapshot.ts';
import type { GuardrailSnapshot } from './guardrail-snapshot.ts';

const bedrock = service('Bedrock', BedrockClient, {
  ...reading.commands,
  CreateGuardrailCommand,
  CreateGuardrailVersionCommand,
  DeleteGuardrailCommand,
  UpdateGuardrailCommand,
});

type Aws = BoundServices<{ bedrock: typeof reading }>;

const type = 'AWS::Bedrock::Guardrail';
const changing = new Set(['CREATING', 'UPDATING', 'VERSIONING', 'DELETING']);

interface Before extends JsonObject {
  readonly snapshot: JsonObject;
  readonly made: Made;
}

/**
 * Makes a deleted guardrail again, from what was last kept of it. AWS brings nothing back: deleting takes all
 * versions with it, and whatever is made has an id of its own.
 *
 * https://docs.aws.amazon.com/bedrock/latest/APIReference/API_DeleteGuardrail.html
 */
export const guardrailRestored = defineRemediation({
  id: 'bedrock-guardrail-restored',
  title: 'Make a deleted guardrail again',
  description:
    'Makes a guardrail that was deleted again, with its filters, topics, words, messages, key and tags as the last sweep saw them: the newest version as version 1, and the working draft. Its id is another one.',
  severity: 'high',
  impact: 'none',
  reversible: true,
  resource: type,
  controls: { prowler: ['bedrock_guardrails_configured'] },
  // What is new is kept at once, not only by the next sweep.
  triggers: [{ resource: type, apiCall: ['bedrock:CreateGuardrail', 'bedrock:DeleteGuardrail'] }],
  parameters: z.strictObject({}),
  uses: { bedrock },

  async assess({ id }, aws, _parameters, { snapshot }) {
    const found = await draftOf(id, aws);
    if (found !== undefined && found.status === undefined) throw new TypeError('The guardrail has no status');
    if (found?.status === 'DELETING') return { state: 'busy', why: 'The guardrail is being deleted' };
    if (found !== undefined)
      return { state: 'compliant', why: 'The guardrail is there.', live: { status: found.status } };
    if (snapshot === undefined) {
      return { state: 'gone', why: `Guardrail ${id} does not exist, and nothing was kept of it within two weeks` };
    }
    const kept = snapshot as unknown as GuardrailSnapshot;
    const other = await namesake(kept, aws);
    if (other?.status !== undefined && changing.has(other.status)) {
      return { state: 'busy', why: `Guardrail ${other.guardrailId}, of the same name, is ${other.status}` };
    }
    const made = other === undefined ? 'nothing' : await progressOf(id, other, aws);
    if (made === 'all') {
      const live = { standsIn: other?.guardrailId ?? '' };
      return { state: 'compliant', why: `Guardrail ${live.standsIn}, of the same name, stands in for it.`, live };
    }
    const why = `Guardrail ${id}, called ${kept.draft.name}, was deleted${made === 'nothing' ? '' : ', and is only half restored'}`;
    const before: Before = { snapshot: snapshot as JsonObject, made };
    return { state: 'wrong', why: [why], before };
  },

  plan({ snapshot, made }: Before, _parameters, { id }) {
    return {
      steps: restorationOf(id, snapshot as unknown as GuardrailSnapshot, made),
      expect: 'compliant',
      notes: [
        `The new guardrail has another id. Agents, enforced configurations, policies and applications that name ${id} have to name the new one; until then their invocations fail or go unguarded.`,
        'Of its versions the newest one is made again, as version 1.',
      ],
    };
  },

  async snapshot({ id }, aws) {
    const found = await snapshotOf(id, aws);
    return found === undefined ? undefined : toJson(found);
  },

  async *list(aws) {
    for await (const { id } of guardrails(aws)) if (id !== undefined) yield { resource: { type, id } };
  },
});

async function namesake({ draft }: GuardrailSnapshot, aws: Aws): Promise<GetGuardrailResponse | undefined> {
  for await (const { id, name } of guardrails(aws))
    if (id !== undefined && name === draft.name) return draftOf(id, aws);
  return undefined;
}

/** How far an earlier restoration has come; a guardrail that somebody else has made of that name is all there can be. */
async function progressOf(
  old: string,
  { guardrailId = '', description }: GetGuardrailResponse,
  aws: Aws,
): Promise<Made> {
  if (description?.endsWith(halfRestored(old)) !== true) return 'all';
  for await (const { version } of guardrails(aws, guardrailId)) if (version !== 'DRAFT') return 'version';
  return 'guardrail';
}
