import type {
  AccountEnforcedGuardrailInferenceInputConfiguration,
  CreateModelCustomizationJobRequest,
  LoggingConfig,
  UpdateGuardrailRequest,
} from '@aws-sdk/client-bedrock';
import {
  AccountEnforcedGuardrailInferenceInputConfiguration$,
  CreateModelCustomizationJobRequest$,
  LoggingConfig$,
  UpdateGuardrailRequest$,
} from '@aws-sdk/client-bedrock';
import type {
  UpdateAgentAliasRequest,
  UpdateAgentRequest,
  UpdateDataSourceRequest,
  UpdatePromptRequest,
} from '@aws-sdk/client-bedrock-agent';
import {
  UpdateAgentAliasRequest$,
  UpdateAgentRequest$,
  UpdateDataSourceRequest$,
  UpdatePromptRequest$,
} from '@aws-sdk/client-bedrock-agent';
import * as z from 'zod';
import { sdkShape, tags, time } from './state-parts.ts';

/** The memory of Bedrock in one Region. */

/** Older than anything that a test looks at. */
const longAgo = '2026-01-15T09:00:00.000Z';
const id = z.string().regex(/^[a-z0-9]{1,64}$/);

type GuardrailSettings = Omit<UpdateGuardrailRequest, 'guardrailIdentifier'>;

const guardrailSettings = sdkShape<GuardrailSettings>(UpdateGuardrailRequest$, { guardrailIdentifier: '-' });

const guardrailVersion = z.strictObject({
  settings: guardrailSettings,
  description: z.string().optional(),
  created: time.default(longAgo),
  /** The clientRequestToken that it was made with. */
  token: z.string().optional(),
});

const guardrail = z.strictObject({
  /** The working draft, as UpdateGuardrail takes it. */
  settings: guardrailSettings,
  /** By number. */
  versions: z.record(z.string().regex(/^[1-9]\d{0,7}$/), guardrailVersion).default({}),
  created: time.default(longAgo),
  modified: time.default(longAgo),
  /** What goes on until when; afterwards it is READY. */
  busy: z.strictObject({ as: z.enum(['CREATING', 'UPDATING', 'VERSIONING']), until: time }).optional(),
  tags: tags.default([]),
  /** The clientRequestToken that it was made with. */
  token: z.string().optional(),
});

const enforced = z.strictObject({
  id,
  config: sdkShape<AccountEnforcedGuardrailInferenceInputConfiguration>(
    AccountEnforcedGuardrailInferenceInputConfiguration$,
  ),
  created: time.default(longAgo),
  modified: time.default(longAgo),
});

/** Ids of Bedrock Agents are ten letters and digits. */
const agentId = z.string().regex(/^[0-9a-zA-Z]{10}$/);

const dataSource = z.strictObject({
  /** As UpdateDataSource takes it. */
  settings: sdkShape<Omit<UpdateDataSourceRequest, 'knowledgeBaseId' | 'dataSourceId'>>(UpdateDataSourceRequest$, {
    knowledgeBaseId: '-',
    dataSourceId: '-',
  }),
  created: time.default(longAgo),
  modified: time.default(longAgo),
  /** Until then it is UPDATING, afterwards AVAILABLE. */
  busy: time.optional(),
});

const knowledgeBase = z.strictObject({
  name: z.string(),
  modified: time.default(longAgo),
  dataSources: z.record(agentId, dataSource).default({}),
});

const prompt = z.strictObject({
  /** The working draft, as UpdatePrompt takes it. */
  settings: sdkShape<Omit<UpdatePromptRequest, 'promptIdentifier'>>(UpdatePromptRequest$, { promptIdentifier: '-' }),
  created: time.default(longAgo),
  modified: time.default(longAgo),
});

const customizationJob = z.strictObject({
  /** As CreateModelCustomizationJob takes it. */
  settings: sdkShape<CreateModelCustomizationJobRequest>(CreateModelCustomizationJobRequest$),
  status: z.enum(['InProgress', 'Completed', 'Failed', 'Stopped']).default('InProgress'),
  /** Until then it is Stopping. */
  stopping: time.optional(),
  created: time.default(longAgo),
});

const agentAlias = z.strictObject({
  /** As UpdateAgentAlias takes it. */
  settings: sdkShape<Omit<UpdateAgentAliasRequest, 'agentId' | 'agentAliasId'>>(UpdateAgentAliasRequest$, {
    agentId: '-',
    agentAliasId: '-',
  }),
  created: time.default(longAgo),
  modified: time.default(longAgo),
  /** Until then it is UPDATING, afterwards PREPARED. */
  busy: time.optional(),
});

const agent = z.strictObject({
  /** The working draft, as UpdateAgent takes it. */
  settings: sdkShape<Omit<UpdateAgentRequest, 'agentId'>>(UpdateAgentRequest$, { agentId: '-' }),
  status: z.enum(['NOT_PREPARED', 'PREPARED', 'FAILED']).default('PREPARED'),
  /** What goes on until when. */
  busy: z.strictObject({ as: z.enum(['PREPARING', 'UPDATING', 'VERSIONING']), until: time }).optional(),
  created: time.default(longAgo),
  modified: time.default(longAgo),
  prepared: time.optional(),
  tags: tags.default([]),
  aliases: z.record(agentId, agentAlias).default({}),
});

export const bedrockSeed = z.strictObject({
  /** Model invocation logging, of which a Region has one configuration or none. */
  logging: sdkShape<LoggingConfig>(LoggingConfig$).optional(),
  /** Log groups that Bedrock may write to with the role that is named, besides those that CloudWatch Logs knows. */
  logGroups: z.array(z.string()).default([]),
  guardrails: z.record(id, guardrail).default({}),
  /** The guardrail that is enforced on every invocation, of which a Region has one or none. */
  enforced: enforced.optional(),
  knowledgeBases: z.record(agentId, knowledgeBase).default({}),
  prompts: z.record(agentId, prompt).default({}),
  agents: z.record(agentId, agent).default({}),
  /** By the end of their ARNs, `base model/id`. */
  customizationJobs: z.record(z.string().regex(/^[a-z0-9.:-]{1,300}\/[a-z0-9]{12}$/), customizationJob).default({}),
  /** How long changes take. */
  seconds: z
    .strictObject({
      guardrail: z.number().nonnegative().default(10),
      dataSource: z.number().nonnegative().default(10),
      agent: z.number().nonnegative().default(10),
      customization: z.number().nonnegative().default(120),
    })
    .prefault({}),
});

export type BedrockState = z.output<typeof bedrockSeed>;
export type DataSourceState = z.output<typeof dataSource>;
export type CustomizationJobState = z.output<typeof customizationJob>;
export type AgentState = z.output<typeof agent>;
export type AgentAliasState = z.output<typeof agentAlias>;
export type PromptState = z.output<typeof prompt>;
export type GuardrailState = z.output<typeof guardrail>;
export type GuardrailSettingsState = z.output<typeof guardrailSettings>;
