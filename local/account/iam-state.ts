import * as z from 'zod';
import { tags, time } from './state-parts.ts';

/** The memory of IAM, which is the same in all Regions. */

const name = z.string().regex(/^[\w+=,.@-]{1,64}$/);
const attached = z.array(z.string().startsWith('arn:')).default([]);

/** Policies that are written into a role or user, by name: their JSON text, or the document itself. */
const inline = z
  .record(
    z.string().regex(/^[\w+=,.@-]{1,128}$/),
    z.union([z.string(), z.record(z.string(), z.json()).transform((document) => JSON.stringify(document))]),
  )
  .default({});
/** Roles of services lie under `/aws-service-role/`, those of Identity Center under `/aws-reserved/`. */
const path = z
  .string()
  .regex(/^\/(?:[!-~]{1,510}\/)?$/)
  .default('/');

const credential = z.strictObject({
  id: z.string().regex(/^\w{20,128}$/),
  service: z.string().default('bedrock.amazonaws.com'),
  active: z.boolean().default(true),
  created: time.default('2026-01-15T09:00:00.000Z'),
  expires: time.optional(),
});

export const iamSeed = z.strictObject({
  users: z
    .record(
      name,
      z.strictObject({ path, attached, inline, credentials: z.array(credential).default([]), tags: tags.default([]) }),
    )
    .default({}),
  roles: z.record(name, z.strictObject({ path, attached, inline, tags: tags.default([]) })).default({}),
  /** ARNs of the account's own managed policies; those of AWS's are not checked. */
  policies: z.array(z.string()).default([]),
});

export type IamState = z.output<typeof iamSeed>;
