import {
  BedrockAgentCoreControlClient,
  GetMemoryCommand,
  ListMemoriesCommand,
  ListTagsForResourceCommand,
} from '@aws-sdk/client-bedrock-agentcore-control';
import * as z from 'zod';
import { service } from '../../../shared/aws/service.ts';
import { defineReport } from '../../../shared/report.ts';
import { everyItem } from '../../../shared/aws/pages.ts';
import { tagsOf } from './tags.ts';

const agentcore = service('BedrockAgentCoreControl', BedrockAgentCoreControlClient, {
  GetMemoryCommand,
  ListMemoriesCommand,
  ListTagsForResourceCommand,
});

const type = 'AWS::BedrockAgentCore::Memory';

/**
 * Reports AgentCore memories that are encrypted with a key of AWS's. UpdateMemory has no member for the key,
 * and what agents remember can't be moved by a program that doesn't know what it means.
 *
 * https://docs.aws.amazon.com/bedrock-agentcore/latest/devguide/storage-encryption.html
 */
export const memoryEncrypted = defineReport({
  id: 'agentcore-memory-encrypted',
  title: 'Report AgentCore memories without a key of your own',
  description:
    'Reports AgentCore memories that have no KMS key of the account’s, with the steps to a memory that has one. The key is fixed when a memory is made.',
  severity: 'medium',
  resource: type,
  controls: {
    securityHub: ['BedrockAgentCore.3'],
    configRules: ['bedrock-agentcore-memory-encryption-enabled'],
  },
  triggers: [
    {
      resource: type,
      configRule: ['bedrock-agentcore-memory-encryption-enabled'],
      apiCall: ['bedrock-agentcore:CreateMemory'],
    },
  ],
  parameters: z.strictObject({}),
  uses: { agentcore },

  async assess({ id: memoryId }, aws) {
    const { memory } = await aws.agentcore.GetMemory({ memoryId });
    if (memory?.status === undefined) throw new TypeError('GetMemory named no status');
    const { encryptionKeyArn, name = memoryId } = memory;
    if (encryptionKeyArn !== undefined) {
      return { state: 'compliant', why: 'It has a KMS key.', live: { encryptionKeyArn } };
    }
    return {
      state: 'manual',
      why: [`Memory ${name} has no KMS key of the account's`],
      steps: stepsFor(memoryId, memory.eventExpiryDuration),
    };
  },

  async tags({ id: memoryId }, aws) {
    return tagsOf(aws.agentcore, (await aws.agentcore.GetMemory({ memoryId })).memory?.arn);
  },

  async *list(aws) {
    const all = everyItem(
      (request) => aws.agentcore.ListMemories(request),
      ({ memories }) => memories,
    );
    for await (const { id } of all) if (id !== undefined) yield { resource: { type, id } };
  },
});

function stepsFor(id: string, days: number | undefined): string[] {
  return [
    `Create a memory with the settings and strategies of ${id} (GetMemory) and an encryptionKeyArn (CreateMemory): the key of an existing memory can't be changed.`,
    "Let its execution role and its callers use the key: kms:CreateGrant, kms:DescribeKey, kms:Decrypt and kms:GenerateDataKey in the key's policy.",
    `Copy what must be kept: read ListEvents and ListMemoryRecords of ${id}, write CreateEvent and BatchCreateMemoryRecords. Events expire by themselves${days === undefined ? '' : ` after ${days} days`}.`,
    `Give the agents the id of the new memory, then delete ${id} (DeleteMemory): what is left in it is lost.`,
  ];
}
