import type { DataSource, UpdateDataSourceRequest } from '@aws-sdk/client-bedrock-agent';
import * as z from 'zod';
import { apiCall } from '../../../shared/aws/service.ts';
import type { JsonObject } from '../../../shared/json.ts';
import { toJson } from '../../../shared/json.ts';
import type { Condition } from '../../../shared/plan.ts';
import { defineRemediation } from '../../../shared/remediation.ts';
import { dataSources, keyParameter } from './agents.ts';
import { everyItem } from '../../../shared/aws/pages.ts';

const type = 'AWS::Bedrock::DataSource';

interface Before extends JsonObject {
  /** In UpdateDataSource's words, ids included. */
  readonly settings: JsonObject;
}

/**
 * Gives a knowledge base's data source the key that the policy names; documents are encrypted with it
 * while they are taken in. Everything else is read and put again, since an update replaces the whole.
 *
 * https://docs.aws.amazon.com/bedrock/latest/APIReference/API_agent_UpdateDataSource.html
 */
export const knowledgeBaseDataSourceEncrypted = defineRemediation({
  id: 'bedrock-knowledge-base-data-source-encrypted',
  title: 'Encrypt a data source of a knowledge base with a key of your own',
  description:
    'Sets the KMS key that documents are encrypted with while a data source takes them in. What was taken in earlier stays as it is until the next synchronisation.',
  severity: 'medium',
  impact: 'none',
  reversible: true,
  resource: type,
  controls: {
    securityHub: ['Bedrock.1'],
    configRules: ['bedrock-data-source-encryption-enabled'],
    prowler: ['bedrock_knowledge_base_encrypted_with_cmk'],
  },
  triggers: [
    {
      resource: type,
      configRule: ['bedrock-data-source-encryption-enabled'],
      apiCall: ['bedrock:CreateDataSource', 'bedrock:UpdateDataSource'],
    },
  ],
  parameters: z.strictObject({ 'kms-key': keyParameter }),
  uses: { agents: dataSources },

  async assess({ id }, aws, { 'kms-key': key }) {
    const { dataSource } = await aws.agents.GetDataSource(idsOf(id));
    const { status, serverSideEncryptionConfiguration: encryption } = dataSource ?? {};
    if (encryption?.kmsKeyArn !== undefined) {
      return { state: 'compliant', why: 'It has a KMS key.', live: { kmsKeyArn: encryption.kmsKeyArn } };
    }
    if (status === 'CREATING' || status === 'UPDATING' || status === 'DELETING') {
      return { state: 'busy', why: `The data source is ${status}` };
    }
    const why = [`Data source ${dataSource?.name} has no KMS key of the account's`];
    if (key === undefined) return { state: 'manual', why, steps };
    const before: Before = { settings: toJson(settingsOf(dataSource)) as JsonObject };
    return { state: 'wrong', why, before };
  },

  plan({ settings }: Before, { 'kms-key': kmsKeyArn }, { id }) {
    const old = settings as unknown as UpdateDataSourceRequest;
    const wanted = { ...old, serverSideEncryptionConfiguration: { kmsKeyArn } };
    const path = 'dataSource.serverSideEncryptionConfiguration.kmsKeyArn';
    const available = settled(id);
    return {
      steps: [
        {
          id: 'update-data-source',
          title: `Encrypt data source ${id} with ${kmsKeyArn}`,
          call: apiCall(dataSources, 'UpdateDataSource', wanted),
          ready: available,
          done: { call: available.call, path, is: [kmsKeyArn ?? ''] },
          until: available,
          undo: {
            call: apiCall(dataSources, 'UpdateDataSource', old),
            ready: available,
            // Without a key, the status is what is found instead.
            done: { call: available.call, path: [path, 'dataSource.status'], is: ['AVAILABLE', 'UPDATING'] },
            until: available,
          },
          semantics: 'at-least-once',
        },
      ],
      expect: 'compliant',
      notes: ["The knowledge base's role needs kms:Decrypt and kms:GenerateDataKey on the key."],
    };
  },

  async *list({ agents }) {
    const bases = everyItem(
      (token) => agents.ListKnowledgeBases({ maxResults: 100, ...token }),
      ({ knowledgeBaseSummaries }) => knowledgeBaseSummaries,
    );
    for await (const { knowledgeBaseId } of bases) {
      const sources = everyItem(
        (token) => agents.ListDataSources({ knowledgeBaseId, maxResults: 100, ...token }),
        ({ dataSourceSummaries }) => dataSourceSummaries,
      );
      for await (const { dataSourceId } of sources)
        yield { resource: { type, id: `${knowledgeBaseId}|${dataSourceId}` } };
    }
  },
});

const steps = [
  'Name a key in the policy: remediations.bedrock-knowledge-base-data-source-encrypted.parameters.kms-key.',
  "Let the knowledge base's role use it: kms:Decrypt and kms:GenerateDataKey in the key's policy.",
];

/** CloudFormation's and AWS Config's id of a data source: `knowledge base|data source`. */
function idsOf(id: string): { knowledgeBaseId: string; dataSourceId: string } {
  const [knowledgeBaseId = '', dataSourceId = ''] = id.split('|');
  return { knowledgeBaseId, dataSourceId };
}

/** What UpdateDataSource has to be given to leave a data source as it is. */
function settingsOf(dataSource: DataSource | undefined): UpdateDataSourceRequest {
  const { status: _, createdAt: __, updatedAt: ___, failureReasons: ____, ...settings } = dataSource ?? {};
  return settings as UpdateDataSourceRequest;
}

function settled(id: string): Condition & { path: string } {
  const call = apiCall(dataSources, 'GetDataSource', idsOf(id));
  const is = ['AVAILABLE'];
  return { call, path: 'dataSource.status', is, not: ['FAILED', 'DELETE_UNSUCCESSFUL'], every: 10, within: 600 };
}
