import type { LoggingConfig, UpdateGuardrailRequest } from '@aws-sdk/client-bedrock';
import { LoggingConfig$, UpdateGuardrailRequest$ } from '@aws-sdk/client-bedrock';
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
});

export const bedrockSeed = z.strictObject({
  /** Model invocation logging, of which a Region has one configuration or none. */
  logging: sdkShape<LoggingConfig>(LoggingConfig$).optional(),
  /** Log groups that Bedrock may write to with the role that is named; CloudWatch Logs is not simulated. */
  logGroups: z.array(z.string()).default([]),
  guardrails: z.record(id, guardrail).default({}),
  /** How long a change of a guardrail takes. */
  seconds: z.strictObject({ guardrail: z.number().nonnegative().default(10) }).prefault({}),
});

export type BedrockState = z.output<typeof bedrockSeed>;
export type GuardrailState = z.output<typeof guardrail>;
export type GuardrailSettingsState = z.output<typeof guardrailSettings>;
