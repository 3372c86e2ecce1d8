import * as z from 'zod';
import { printable } from '../aws/failure.ts';
import type { RemediatorRequest } from '../edge.ts';
import { isBedrockModel } from '../signals/bedrock-model.ts';
import { ruleName } from '../signals/config-rule-name.ts';
import { accesses, signalSources } from '../signals/signal.ts';

/** Printable ASCII, as all identifiers of AWS resources are; what they look like exactly, sources check. */
const identifier = z.string().regex(/^[\x21-\x7e]{1,2048}$/);
const text = z.string().max(1024);

const image = z.strictObject({
  registry: z.string().regex(/^\d{12}$/),
  repository: z.string().regex(/^[a-z0-9][a-z0-9._/-]{0,255}$/),
  digest: z.string().regex(/^sha256:[0-9a-f]{64}$/),
  tags: z.array(z.string().regex(/^[\w.-]{1,300}$/)).max(1000),
});

const hubFinding = z.discriminatedUnion('format', [
  z.strictObject({
    format: z.literal('asff'),
    id: identifier.startsWith('arn:'),
    product: identifier.startsWith('arn:'),
  }),
  z.strictObject({ format: z.literal('ocsf'), uid: identifier.max(256) }),
]);

const account = z.string().regex(/^\d{12}$/);
const region = z.string().regex(/^[a-z]{2}(-[a-z]+)+-\d$/);
const time = z.iso.datetime();

const rollback = z.strictObject({
  rollback: z.strictObject({
    action: z.string().regex(/^\d{8}T\d{6}-[0-9a-f]{10}$/),
    force: z.boolean(),
    by: text,
    at: time,
  }),
});

const sweep = z.strictObject({
  sweep: z.strictObject({ account, region, at: time, remediations: z.array(text).exactOptional() }),
});

const signal = z.strictObject({
  signal: z.strictObject({
    id: z.string().regex(/^[0-9a-f]{32}$/),
    source: z.enum(signalSources),
    at: time,
    event: z.string().max(128),
    account,
    region,
    resource: z.strictObject({
      type: z.string().regex(/^\w{1,64}::\w{1,64}::\w{1,64}$/),
      id: identifier,
      arn: identifier.startsWith('arn:').exactOptional(),
    }),
    hints: z.strictObject({
      configRule: text.exactOptional(),
      configRuleName: z.string().regex(ruleName).exactOptional(),
      configItem: text.exactOptional(),
      apiCall: text.exactOptional(),
      control: text.exactOptional(),
      hubFinding: hubFinding.exactOptional(),
      check: text.exactOptional(),
      recommendation: identifier.startsWith('arn:').exactOptional(),
      stateChange: text.exactOptional(),
      findingArn: identifier.startsWith('arn:').exactOptional(),
      image: image.exactOptional(),
      findingType: text.exactOptional(),
      models: z.array(z.string().refine(isBedrockModel)).max(20).exactOptional(),
      access: z.enum(accesses).exactOptional(),
      caller: z
        .string()
        .regex(/^[\w+=,.@-]{1,64}$/)
        .exactOptional(),
      record: z.guid().exactOptional(),
      requested: z.enum(['sweep', 'person']).exactOptional(),
      remediation: text.exactOptional(),
    }),
    actor: z
      .strictObject({
        arn: text,
        roleArn: text.exactOptional(),
        type: text.exactOptional(),
        sourceIp: text.exactOptional(),
        userAgent: text.exactOptional(),
        invokedBy: text.exactOptional(),
      })
      .exactOptional(),
  }),
});

/**
 * Reads what a remediator was invoked with. Sources send well-formed requests; whoever else may invoke
 * the function gets no further than this.
 *
 * @throws {TypeError} naming what is wrong, and where
 */
export function parseRequest(event: unknown): RemediatorRequest {
  const parsed = schemaOf(event).safeParse(event);
  if (parsed.success) return parsed.data;
  const problems = parsed.error.issues
    .slice(0, 5)
    .map(({ path, message }) => `${path.join('.') || 'request'}: ${printable(message, 200)}`);
  throw new TypeError(`Not a request to a remediator: ${problems.join('; ')}`);
}

/** By the one member that a request has. A union of all three would only say that none of them fits. */
function schemaOf(event: unknown) {
  if (typeof event !== 'object' || event === null) return signal;
  if (Object.hasOwn(event, 'rollback')) return rollback;
  return Object.hasOwn(event, 'sweep') ? sweep : signal;
}
