import * as z from 'zod';
import { modes, outcomeStatuses } from '../outcome.ts';
import { signalSources } from '../signals/signal.ts';

const text = z.string();
// Years of four digits, and none before there was a cloud: times become whole milliseconds since 1970.
const time = z.iso.datetime().refine((value) => value >= '2000');

const action = z.looseObject({ service: text, operation: text });
const error = z.looseObject({ name: text, message: text });

/**
 * As much of an evidence document as others are told of it. The rest stays in the document: before and after are as
 * large as the resource, and as secret.
 */
const record = z.looseObject({
  version: z.literal(1),
  id: text.regex(/^[\w.-]{1,100}$/),
  remediation: text.regex(/^[a-z0-9-]{1,100}$/),
  resource: z.looseObject({ type: text, id: text, arn: text.exactOptional() }),
  // Both become names of folders.
  account: text.regex(/^\d{12}$/),
  region: text.regex(/^[a-z]{2}(?:-[a-z]{1,20}){1,3}-\d{1,2}$/),
  status: z.enum(outcomeStatuses),
  mode: z.enum(modes),
  reason: text,
  why: z.array(text).exactOptional(),
  todo: z.array(text).exactOptional(),
  guard: text.exactOptional(),
  answeredBy: text.exactOptional(),
  plan: z
    .looseObject({
      steps: z.array(z.looseObject({ id: text, title: text, call: action })),
      notes: z.array(text).exactOptional(),
    })
    .exactOptional(),
  planDigest: text.exactOptional(),
  calls: z
    .array(
      action.extend({
        step: text,
        kind: z.enum(['do', 'undo']),
        result: z.enum(['done', 'already', 'failed', 'uncertain']),
        requestId: text.exactOptional(),
      }),
    )
    .exactOptional(),
  failure: z.looseObject({ step: text, error }).exactOptional(),
  restored: z.boolean().exactOptional(),
  left: z.array(text).exactOptional(),
  rollsBack: text.exactOptional(),
  signal: z.looseObject({ id: text, source: z.enum(signalSources), at: text, event: text }),
  actor: z.looseObject({ arn: text }).exactOptional(),
  startedAt: time,
  endedAt: time,
  severity: z.enum(['low', 'medium', 'high', 'critical']).exactOptional(),
  controls: z
    .looseObject({
      securityHub: z.array(text).exactOptional(),
      configRules: z.array(text).exactOptional(),
      prowler: z.array(text).exactOptional(),
    })
    .exactOptional(),
  execution: text.exactOptional(),
});

export type EvidenceRecord = z.output<typeof record>;

/** An evidence document from its bytes; undefined if they are none. Texts in it may come from anybody. */
export function parseRecord(bytes: Uint8Array): EvidenceRecord | undefined {
  try {
    const document: unknown = JSON.parse(new TextDecoder('utf-8', { fatal: true }).decode(bytes));
    return record.safeParse(document).data;
  } catch {
    return undefined;
  }
}
