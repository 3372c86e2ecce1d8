import * as z from 'zod/mini';
import type { Envelope } from './envelope.ts';
import { expectEvent } from './envelope.ts';
import type { Normalised } from './normalised.ts';
import { ignored } from './normalised.ts';
import { aboutResources, asffFinding, controlId, isOwnProduct } from './security-hub-resource.ts';
import { account, parseShape, record, region } from './shape.ts';
import { excerpt } from './text.ts';

const text = z.optional(z.string());

const schema = z.object({
  // One a event, says the documentation; 100 is what one BatchImportFindings call takes.
  findings: z
    .array(record())
    .check(z.minLength(1, 'expected 1 to 100 findings'), z.maxLength(100, 'expected 1 to 100 findings')),
});

/** https://docs.aws.amazon.com/securityhub/latest/userguide/securityhub-findings-format.html, as far as it is asked. */
const findingSchema = z.object({
  Id: z.string(),
  ProductArn: z.string(),
  AwsAccountId: account,
  Region: z.optional(region),
  RecordState: text,
  Sample: z.optional(z.boolean()),
  Workflow: z.optional(z.object({ Status: text })),
  Compliance: z.optional(z.object({ Status: text, SecurityControlId: text })),
  Resources: z
    .array(z.object({ Type: z.string(), Id: z.string() }))
    .check(z.minLength(1, 'expected 1 to 32 resources'), z.maxLength(32, 'expected 1 to 32 resources')),
});
type Finding = z.output<typeof findingSchema>;

/**
 * `Security Hub Findings - Imported`: a signal for each resource of a control that has failed. Security Hub sends
 * a finding again whenever anything of it changes, our own updates among them; what somebody has suppressed or
 * resolved is left alone.
 *
 * https://docs.aws.amazon.com/securityhub/latest/userguide/securityhub-cwe-event-formats.html
 *
 * @throws EventError if the event can't be understood
 */
export function normaliseSecurityHubFinding(envelope: Envelope): Normalised {
  expectEvent(envelope, 'Security Hub Findings - Imported', /^aws\.securityhub$/);
  const { findings } = parseShape(schema, envelope.detail, 'detail');
  const each = findings.map((finding, index) => normalise(finding, `detail.findings.${index}`, envelope));
  const signals = new Map(each.flatMap((one) => one.signals.map((signal) => [signal.id, signal])));
  return { signals: [...signals.values()], ignored: each.flatMap((one) => one.ignored) };
}

function normalise(value: unknown, path: string, envelope: Envelope): Normalised {
  const finding = parseShape(findingSchema, value, path);
  const reason = reasonToIgnore(finding, envelope);
  if (reason !== undefined) return ignored(reason);
  const told = finding.Compliance?.SecurityControlId;
  const control = controlId(told);
  if (told === undefined) return ignored('the finding names no control');
  if (control === undefined) return ignored(`no remediation answers the control ${excerpt(told)}`);
  const { Id: id, ProductArn: product } = finding;
  return aboutResources(envelope, {
    control,
    finding: asffFinding(id, product, envelope, `${path}.Id`),
    resources: finding.Resources.map(({ Type, Id }, index) => ({
      type: Type,
      id: Id,
      path: `${path}.Resources.${index}.Id`,
    })),
  });
}

function reasonToIgnore(finding: Finding, { account: here, region: thisRegion }: Envelope): string | undefined {
  const { ProductArn, RecordState = 'ACTIVE', Sample, Workflow, Compliance, AwsAccountId, Region } = finding;
  if (!isOwnProduct(ProductArn)) return `the finding is of ${excerpt(ProductArn)}, not of a control of Security Hub`;
  if (Sample === true) return "the finding is one of Security Hub's samples";
  if (RecordState !== 'ACTIVE') return 'the finding is archived';
  const compliance = Compliance?.Status;
  if (compliance !== 'FAILED') {
    return `the control has not failed${compliance === undefined ? '' : ` (${excerpt(compliance)})`}`;
  }
  const status = Workflow?.Status ?? 'NEW';
  if (status === 'SUPPRESSED') return 'the finding is suppressed: somebody or a rule has put it aside';
  if (status === 'RESOLVED') return 'the finding is resolved';
  if (status !== 'NEW' && status !== 'NOTIFIED') return `the finding's workflow is ${excerpt(status)}`;
  // Administrators get the findings of their members, and aggregation Regions those of the Regions linked to them.
  if (AwsAccountId !== here) return `the finding is of account ${AwsAccountId}, which gets an event of its own`;
  if (Region !== undefined && Region !== thisRegion) {
    return `the finding is of ${Region}, which gets an event of its own`;
  }
  return undefined;
}
