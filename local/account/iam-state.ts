import * as z from 'zod';
import { tags, time } from './state-parts.ts';

/** The memory of IAM, which is the same in all Regions. */

const name = z.string().regex(/^[\w+=,.@-]{1,64}$/);
const attached = z.array(z.string().startsWith('arn:')).default([]);

/** A policy's JSON text, or the document itself. */
const document = z.union([z.string(), z.record(z.string(), z.json()).transform((written) => JSON.stringify(written))]);

/** Policies that are written into a role or user, by name. */
const inline = z.record(z.string().regex(/^[\w+=,.@-]{1,128}$/), document).default({});

/** Whom a role trusts where nobody says whom: Lambda. */
const trust = document.default(
  JSON.stringify({
    Version: '2012-10-17',
    Statement: [{ Effect: 'Allow', Principal: { Service: 'lambda.amazonaws.com' }, Action: 'sts:AssumeRole' }],
  }),
);

/** What a policy says that nobody has written down: nothing that would matter. */
const reading = JSON.stringify({
  Version: '2012-10-17',
  Statement: [{ Effect: 'Allow', Action: 'logs:DescribeLogGroups', Resource: '*' }],
});

/** A managed policy of the account's own, with its default version; by its ARN alone, it says nothing that matters. */
const policy = z.union([
  z.string().transform((arn) => ({ arn, version: 'v1', document: reading })),
  z.strictObject({
    arn: z.string(),
    version: z
      .string()
      .regex(/^v[1-9]\d{0,5}$/)
      .default('v1'),
    document,
  }),
]);
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
  roles: z
    .record(
      name,
      z.strictObject({
        path,
        attached,
        inline,
        trust,
        /** ARN of the policy that is its permissions boundary. */
        boundary: z.string().startsWith('arn:').optional(),
        tags: tags.default([]),
      }),
    )
    .default({}),
  /** The account's own managed policies; those of AWS's are not checked. */
  policies: z.array(policy).default([]),
});

export type IamState = z.output<typeof iamSeed>;
