import * as z from 'zod/mini';
import type { Envelope } from './envelope.ts';
import { expectEvent, expectSame } from './envelope.ts';
import { invalidIdentifier } from './event-error.ts';
import { identify } from './identifiers.ts';
import { imageOf } from './inspector-image.ts';
import type { Ignored, Normalised } from './normalised.ts';
import { ignored, toSignal } from './normalised.ts';
import { account, parseShape, record } from './shape.ts';
import type { Signal } from './signal.ts';
import { excerpt } from './text.ts';

const resourceSchema = z.object({
  type: z.string(),
  id: z.string(),
  // New in 2026, and missing in older events: AWS or AZURE.
  provider: z.optional(z.string()),
  // Another provider's Regions are called otherwise; AWS's must be the event's.
  region: z.optional(z.string()),
  details: z.optional(z.nullable(record())),
});
type FoundResource = z.output<typeof resourceSchema>;

/** Dates in here are not ISO 8601 (`Wed Sep 04 16:55:38.411 UTC 2024`); the envelope's time is. */
const schema = z.object({
  awsAccountId: account,
  findingArn: z.string(),
  provider: z.optional(z.string()),
  status: z.enum(['ACTIVE', 'SUPPRESSED', 'CLOSED'], 'expected ACTIVE, SUPPRESSED, CLOSED'),
  type: z.string(),
  // https://docs.aws.amazon.com/inspector/v2/APIReference/API_Finding.html allows 1 to 10.
  resources: z
    .array(resourceSchema)
    .check(z.minLength(1, 'expected 1 to 10 resources'), z.maxLength(10, 'expected 1 to 10 resources')),
});
type Finding = z.output<typeof schema>;

const FINDING_TYPES: ReadonlySet<string> = new Set([
  'PACKAGE_VULNERABILITY',
  'CODE_VULNERABILITY',
  'NETWORK_REACHABILITY',
]);

const RESOURCE_TYPES: ReadonlyMap<string, string> = new Map([
  ['AWS_EC2_INSTANCE', 'AWS::EC2::Instance'],
  ['AWS_ECR_CONTAINER_IMAGE', 'AWS::ECR::ContainerImage'],
  ['AWS_LAMBDA_FUNCTION', 'AWS::Lambda::Function'],
]);

/**
 * `Inspector2 Finding`: a signal for each resource of an active finding. How severe a finding must be
 * is each remediation's to say; it reads the finding again before anything is done.
 * https://docs.aws.amazon.com/inspector/latest/user/eventbridge-integration.html
 *
 * @throws EventError if the event can't be understood
 */
export function normaliseInspectorFinding(envelope: Envelope): Normalised {
  expectEvent(envelope, 'Inspector2 Finding', /^aws\.inspector2$/);
  const finding = parseShape(schema, envelope.detail, 'detail');
  const reason = reasonToIgnore(finding, envelope);
  if (reason !== undefined) return ignored(reason);

  const findingArn = checkedArn(finding.findingArn, envelope);
  const signals = new Map<string, Signal>();
  const skipped: Ignored[] = [];
  for (const [index, resource] of finding.resources.entries()) {
    const seen = toSignalOrReason(resource, index, findingArn, envelope);
    if (typeof seen === 'string') skipped.push({ reason: seen });
    else signals.set(seen.id, seen);
  }
  return { signals: [...signals.values()], ignored: skipped };
}

function reasonToIgnore(finding: Finding, envelope: Envelope): string | undefined {
  const foreign = foreignProvider(finding.provider);
  if (foreign !== undefined) return foreign;
  if (finding.status === 'CLOSED') return 'the finding is closed: the vulnerability is gone';
  if (finding.status === 'SUPPRESSED') return 'the finding is suppressed by a rule in Inspector';
  if (!FINDING_TYPES.has(finding.type)) return `no remediation takes findings of type ${excerpt(finding.type)}`;
  // Inspector tells its delegated administrator of the members' findings, and the members as well:
  // https://docs.aws.amazon.com/inspector/latest/user/findings-managing-automating-responses.html
  if (finding.awsAccountId !== envelope.account) {
    return `the finding is of account ${finding.awsAccountId}, which gets an event of its own`;
  }
  return undefined;
}

function foreignProvider(provider: string | undefined): string | undefined {
  if (provider === undefined || provider === 'AWS') return undefined;
  return `the finding is about a resource of ${excerpt(provider)}, not of AWS`;
}

function toSignalOrReason(
  found: FoundResource,
  index: number,
  findingArn: string,
  envelope: Envelope,
): Signal | string {
  const path = `detail.resources.${index}`;
  const foreign = foreignProvider(found.provider);
  if (foreign !== undefined) return foreign;
  const type = RESOURCE_TYPES.get(found.type);
  if (type === undefined) return `no remediation takes findings about ${excerpt(found.type)}`;
  expectSame(found.region, envelope.region, `${path}.region`);
  const resource = identify(type, found.id, envelope, `${path}.id`);
  const image = type === 'AWS::ECR::ContainerImage' && imageOf(resource, found.details ?? {}, envelope, path);
  return toSignal(envelope, { source: 'inspector', resource, hints: { findingArn, ...(image && { image }) } });
}

const FINDING_ARN = /^arn:aws(?:-[a-z]{1,8}){0,2}:inspector2:([a-z0-9-]{1,32}):(\d{12}):finding\/[a-f0-9]{32}$/;

/** The remediation looks the finding up by it, so it must be one. */
function checkedArn(text: string, envelope: Envelope): string {
  const [arn, ofRegion, ofAccount] = FINDING_ARN.exec(text) ?? [];
  if (arn === undefined) throw invalidIdentifier('detail.findingArn', 'the ARN of an Inspector finding', text);
  expectSame(ofRegion, envelope.region, 'detail.findingArn');
  expectSame(ofAccount, envelope.account, 'detail.findingArn');
  return arn;
}
