import type { GetPromptResponse, UpdatePromptRequest } from '@aws-sdk/client-bedrock-agent';
import * as z from 'zod';
import { apiCall } from '../../../shared/aws/service.ts';
import type { JsonObject } from '../../../shared/json.ts';
import { toJson } from '../../../shared/json.ts';
import { defineRemediation } from '../../../shared/remediation.ts';
import { keyParameter, prompts } from './agents.ts';
import { everyItem } from '../../../shared/aws/pages.ts';

const type = 'AWS::Bedrock::Prompt';

interface Before extends JsonObject {
  /** In UpdatePrompt's words. Evidence shows digests in place of the texts. */
  readonly settings: JsonObject;
}

/**
 * Gives a prompt in prompt management the key that the policy names. Its texts and variants are read and
 * put again, since an update replaces the whole working draft; versions stay as they are.
 *
 * https://docs.aws.amazon.com/bedrock/latest/APIReference/API_agent_UpdatePrompt.html
 */
export const promptEncrypted = defineRemediation({
  id: 'bedrock-prompt-encrypted',
  title: 'Encrypt a prompt with a key of your own',
  description:
    'Sets the KMS key that the working draft of a prompt is encrypted with. Its variants stay as they are; versions that were made earlier keep the key that they have.',
  severity: 'medium',
  impact: 'none',
  reversible: true,
  resource: type,
  controls: { prowler: ['bedrock_prompt_encrypted_with_cmk'] },
  triggers: [
    {
      resource: type,
      configRule: ['bedrock-prompt-encrypted'],
      apiCall: ['bedrock:CreatePrompt', 'bedrock:UpdatePrompt'],
    },
  ],
  parameters: z.strictObject({ 'kms-key': keyParameter }),
  uses: { agents: prompts },

  async assess({ id: promptIdentifier }, aws, { 'kms-key': key }) {
    const { $metadata, ...prompt } = await aws.agents.GetPrompt({ promptIdentifier });
    if (prompt.customerEncryptionKeyArn !== undefined) {
      const live = { customerEncryptionKeyArn: prompt.customerEncryptionKeyArn };
      return { state: 'compliant', why: 'It has a KMS key.', live };
    }
    const why = [`Prompt ${prompt.name} has no KMS key of the account's`];
    if (key === undefined) return { state: 'manual', why, steps };
    const before: Before = { settings: toJson(settingsOf(prompt)) as JsonObject };
    return { state: 'wrong', why, before };
  },

  plan({ settings }: Before, { 'kms-key': customerEncryptionKeyArn }, { id: promptIdentifier }) {
    const old = { ...(settings as unknown as UpdatePromptRequest), promptIdentifier };
    return {
      steps: [
        {
          id: 'update-prompt',
          title: `Encrypt prompt ${promptIdentifier} with ${customerEncryptionKeyArn}`,
          call: apiCall(prompts, 'UpdatePrompt', { ...old, customerEncryptionKeyArn }),
          undo: { call: apiCall(prompts, 'UpdatePrompt', old) },
          semantics: 'at-least-once',
        },
      ],
      expect: 'compliant',
      notes: ['Whoever uses the prompt needs kms:Decrypt on the key.'],
    };
  },

  async *list({ agents }) {
    const all = everyItem(
      (token) => agents.ListPrompts({ maxResults: 100, ...token }),
      ({ promptSummaries }) => promptSummaries,
    );
    for await (const { id } of all) if (id !== undefined) yield { resource: { type, id } };
  },
});

const steps = [
  'Name a key in the policy: remediations.bedrock-prompt-encrypted.parameters.kms-key.',
  "Let those who use the prompt use the key: kms:Decrypt and kms:GenerateDataKey in the key's policy.",
];

/** What UpdatePrompt has to be given to leave a prompt as it is, without its id. */
function settingsOf(prompt: Omit<GetPromptResponse, '$metadata'>): Omit<UpdatePromptRequest, 'promptIdentifier'> {
  const { id: _, arn: __, version: ___, createdAt: ____, updatedAt: _____, ...settings } = prompt;
  return settings;
}
