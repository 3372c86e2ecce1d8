import * as z from 'zod/mini';
import type { Envelope } from './envelope.ts';
import { expectEvent } from './envelope.ts';
import type { Normalised } from './normalised.ts';
import { ignored } from './normalised.ts';
import { aboutResources, controlId, isOwnProduct, ocsfFinding } from './security-hub-resource.ts';
import { account, parseShape, record, region } from './shape.ts';
import { excerpt } from './text.ts';

const text = z.optional(z.string());
const number = z.optional(z.number());

const schema = z.object({
  // One a event, says the documentation.
  findings: z
    .array(record())
    .check(z.minLength(1, 'expected 1 to 100 findings'), z.maxLength(100, 'expected 1 to 100 findings')),
});

const classSchema = z.object({ class_uid: z.number() });
/** OCSF's class of compliance findings: https://schema.ocsf.io/classes/compliance_finding */
const COMPLIANCE_FINDING = 2003;

const findingSchema = z.object({
  activity_id: number,
  status_id: number,
  cloud: z.object({ account: z.object({ uid: account }), region: z.optional(region) }),
  compliance: z.object({ control: text, status: text, status_id: number }),
  metadata: z.object({ uid: text, product: z.object({ uid: text }) }),
  resources: z
    .array(z.object({ type: z.string(), uid: text, uid_alt: text }))
    .check(z.minLength(1, 'expected 1 to 32 resources'), z.maxLength(32, 'expected 1 to 32 resources')),
});
type Finding = z.output<typeof findingSchema>;

/** Its activity `Close`. */
const CLOSE = 3;
/** Its statuses that ask for nothing; 1 is New, 2 In Progress. */
const settled: ReadonlyMap<number, string> = new Map([
  [3, 'suppressed: somebody or a rule has put it aside'],
  [4, 'resolved'],
  [5, 'archived'],
]);
/** Its compliance status `Fail`. */
const FAIL = 3;

/**
 * `Findings Imported V2`, which Security Hub sends in OCSF: a signal for each resource of a control that has failed.
 * As with ASFF, updates come as events of their own, and what is suppressed or resolved is left alone.
 *
 * https://docs.aws.amazon.com/securityhub/latest/userguide/securityhub-v2-cwe-event-types.html
 *
 * @throws EventError if the event can't be understood
 */
export function normaliseSecurityHubV2(envelope: Envelope): Normalised {
  expectEvent(envelope, 'Findings Imported V2', /^aws\.securityhub$/);
  const { findings } = parseShape(schema, envelope.detail, 'detail');
  const each = findings.map((finding, index) => normalise(finding, `detail.findings.${index}`, envelope));
  const signals = new Map(each.flatMap((one) => one.signals.map((signal) => [signal.id, signal])));
  return { signals: [...signals.values()], ignored: each.flatMap((one) => one.ignored) };
}

function normalise(value: unknown, path: string, envelope: Envelope): Normalised {
  const { class_uid: classUid } = parseShape(classSchema, value, path);
  if (classUid !== COMPLIANCE_FINDING) return ignored('the finding is not about a control');
  const finding = parseShape(findingSchema, value, path);
  const reason = reasonToIgnore(finding, envelope);
  if (reason !== undefined) return ignored(reason);
  const told = finding.compliance.control;
  const control = controlId(told);
  if (told === undefined) return ignored('the finding names no control');
  if (control === undefined) return ignored(`no remediation answers the control ${excerpt(told)}`);
  return aboutResources(envelope, {
    control,
    finding: ocsfFinding(finding.metadata.uid, `${path}.metadata.uid`),
    resources: finding.resources.map(({ type, uid, uid_alt: alternative }, index) => {
      const isArn = alternative?.startsWith('arn:') === true;
      return {
        type,
        id: (isArn ? alternative : (uid ?? alternative)) ?? '',
        path: `${path}.resources.${index}.${isArn ? 'uid_alt' : 'uid'}`,
      };
    }),
  });
}

function reasonToIgnore(finding: Finding, { account: here, region: thisRegion }: Envelope): string | undefined {
  const { activity_id: activity, status_id: status = 1, cloud, compliance, metadata } = finding;
  const product = metadata.product.uid;
  if (product === undefined || !isOwnProduct(product)) {
    return `the finding is of ${excerpt(product)}, not of a control of Security Hub`;
  }
  if (activity === CLOSE) return 'the finding is closed';
  if (!hasFailed(compliance)) return `the control has not failed (${excerpt(compliance.status)})`;
  const why = settled.get(status);
  if (why !== undefined) return `the finding is ${why}`;
  if (status !== 1 && status !== 2) return "the finding's status is none that asks for anything";
  if (cloud.account.uid !== here) {
    return `the finding is of account ${cloud.account.uid}, which gets an event of its own`;
  }
  if (cloud.region !== undefined && cloud.region !== thisRegion) {
    return `the finding is of ${cloud.region}, which gets an event of its own`;
  }
  return undefined;
}

/** By number; where only the name is told, OCSF says `Fail` and Security Hub has said `FAILED`. */
function hasFailed({ status, status_id: id }: Finding['compliance']): boolean {
  return id === undefined ? /^fail(?:ed)?$/i.test(status ?? '') : id === FAIL;
}
