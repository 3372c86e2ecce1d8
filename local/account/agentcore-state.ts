import type {
  CreateBrowserRequest,
  CreateCodeInterpreterRequest,
  CreateMemoryInput,
  UpdateAgentRuntimeRequest,
  UpdateGatewayRequest,
} from '@aws-sdk/client-bedrock-agentcore-control';
import {
  CreateBrowserRequest$,
  CreateCodeInterpreterRequest$,
  CreateMemoryInput$,
  UpdateAgentRuntimeRequest$,
  UpdateGatewayRequest$,
} from '@aws-sdk/client-bedrock-agentcore-control';
import * as z from 'zod';
import { sdkShape, tags, time } from './state-parts.ts';

/** The memory of Bedrock AgentCore in one Region. */

/** Older than anything that a test looks at. */
const longAgo = '2026-01-15T09:00:00.000Z';

const kept = {
  created: time.default(longAgo),
  modified: time.default(longAgo),
  tags: tags.default([]),
};

/** https://docs.aws.amazon.com/bedrock-agentcore-control/latest/APIReference/API_GetAgentRuntime.html */
const runtimeId = z.string().regex(/^[a-zA-Z][a-zA-Z0-9_]{0,99}-[a-zA-Z0-9]{10}$/);
const gatewayId = z.string().regex(/^(?:[0-9a-z]-?){1,100}-[0-9a-z]{10}$/);
const memoryId = z.string().regex(/^[a-zA-Z][a-zA-Z0-9_-]{0,99}-[a-zA-Z0-9]{10}$/);
const toolId = z.string().regex(/^[a-zA-Z][a-zA-Z0-9_]{0,47}-[a-zA-Z0-9]{10}$/);

const runtime = z.strictObject({
  name: z.string(),
  /** As UpdateAgentRuntime takes it. */
  settings: sdkShape<Omit<UpdateAgentRuntimeRequest, 'agentRuntimeId' | 'clientToken'>>(UpdateAgentRuntimeRequest$, {
    agentRuntimeId: '-',
  }),
  /** Every update makes a new one. */
  version: z.int().positive().default(1),
  status: z.enum(['CREATE_FAILED', 'DELETING', 'READY', 'UPDATE_FAILED']).default('READY'),
  /** Until then it is UPDATING, afterwards what `status` says. */
  busy: time.optional(),
  ...kept,
});

const gateway = z.strictObject({
  /** As UpdateGateway takes it. */
  settings: sdkShape<Omit<UpdateGatewayRequest, 'gatewayIdentifier'>>(UpdateGatewayRequest$, {
    gatewayIdentifier: '-',
  }),
  status: z.enum(['DELETING', 'FAILED', 'READY', 'UPDATE_UNSUCCESSFUL']).default('READY'),
  /** Until then it is UPDATING, afterwards what `status` says. */
  busy: time.optional(),
  ...kept,
});

const memory = z.strictObject({
  settings: sdkShape<Omit<CreateMemoryInput, 'clientToken' | 'memoryStrategies' | 'tags'>>(CreateMemoryInput$),
  status: z.enum(['ACTIVE', 'CREATING', 'DELETING', 'FAILED']).default('ACTIVE'),
  ...kept,
});

const toolStatus = z.enum(['CREATE_FAILED', 'CREATING', 'DELETING', 'READY']).default('READY');

const browser = z.strictObject({
  settings: sdkShape<Omit<CreateBrowserRequest, 'clientToken' | 'tags'>>(CreateBrowserRequest$),
  status: toolStatus,
  ...kept,
});

const codeInterpreter = z.strictObject({
  settings: sdkShape<Omit<CreateCodeInterpreterRequest, 'clientToken' | 'tags'>>(CreateCodeInterpreterRequest$),
  status: toolStatus,
  ...kept,
});

export const agentcoreSeed = z.strictObject({
  runtimes: z.record(runtimeId, runtime).default({}),
  gateways: z.record(gatewayId, gateway).default({}),
  memories: z.record(memoryId, memory).default({}),
  browsers: z.record(toolId, browser).default({}),
  codeInterpreters: z.record(toolId, codeInterpreter).default({}),
  /** How long changes take. */
  seconds: z
    .strictObject({
      runtime: z.number().nonnegative().default(30),
      gateway: z.number().nonnegative().default(20),
    })
    .prefault({}),
});

export type AgentcoreState = z.output<typeof agentcoreSeed>;
export type RuntimeState = z.output<typeof runtime>;
export type GatewayState = z.output<typeof gateway>;
export type MemoryState = z.output<typeof memory>;
export type BrowserState = z.output<typeof browser>;
export type CodeInterpreterState = z.output<typeof codeInterpreter>;
