import * as z from 'zod/mini';
import { at } from '../json.ts';
import { arnOf, partitionOf, resourcePart } from './arn.ts';
import { bedrockModels } from './bedrock-model.ts';
import type { Envelope } from './envelope.ts';
import { expectEvent, expectSame } from './envelope.ts';
import { invalidIdentifier } from './event-error.ts';
import { identify } from './identifiers.ts';
import type { Normalised } from './normalised.ts';
import { ignored, signalled, toSignal } from './normalised.ts';
import { account, parseShape, record, region } from './shape.ts';
import type { Actor, ResourceRef } from './signal.ts';
import { cleanText, excerpt } from './text.ts';

/**
 * The findings of GuardDuty AI Protection. GuardDuty rates all three Low: how severe a finding is says nothing here.
 * https://docs.aws.amazon.com/guardduty/latest/ug/findings-ai-protection.html
 */
export const aiFindings = [
  'Impact:IAMUser/AnomalousModelInvocation',
  'Impact:IAMUser/CostHarvesting',
  'Impact:IAMUser/PromptInjection.Direct',
] as const;
const known: ReadonlySet<string> = new Set(aiFindings);

const schema = z.object({
  accountId: account,
  region: z.optional(region),
  arn: z.string(),
  type: z.string(),
  title: z.optional(z.string()),
  resource: z.object({
    accessKeyDetails: z.optional(
      z.nullable(z.object({ userType: z.string(), userName: z.optional(z.nullable(z.string())) })),
    ),
    modelDetails: z.optional(z.nullable(z.array(z.object({ modelId: z.optional(z.nullable(z.string())) })))),
  }),
  service: z.optional(record()),
});
type Finding = z.output<typeof schema>;

/**
 * `GuardDuty Finding`: a signal about whoever abuses models. GuardDuty sends a finding again for as long as it
 * goes on, each time as an event of its own.
 * https://docs.aws.amazon.com/guardduty/latest/ug/guardduty_findings_eventbridge.html
 *
 * @throws EventError if the event can't be understood
 */
export function normaliseGuardDutyFinding(envelope: Envelope): Normalised {
  expectEvent(envelope, 'GuardDuty Finding', /^aws\.guardduty$/);
  const finding = parseShape(schema, envelope.detail, 'detail');
  const reason = reasonToIgnore(finding, envelope);
  if (reason !== undefined) return ignored(reason);

  expectSame(finding.region, envelope.region, 'detail.region');
  const findingArn = checkedArn(finding.arn, envelope);
  const caller = callerOf(finding, envelope);
  if (typeof caller === 'string') return ignored(caller);
  const models = finding.resource.modelDetails?.flatMap(({ modelId }) => modelId ?? []);
  return signalled(
    toSignal(envelope, {
      source: 'guardduty',
      resource: caller,
      hints: {
        findingArn,
        findingType: finding.type,
        ...(models !== undefined && models.length > 0 && { models: bedrockModels(models) }),
      },
      actor: actorOf(caller, finding, envelope),
    }),
  );
}

function reasonToIgnore({ accountId, type, title, service }: Finding, envelope: Envelope): string | undefined {
  if (!known.has(type)) return `no remediation takes findings of type ${excerpt(type)}`;
  // GuardDuty tells its administrator of the members' findings, and the members as well.
  if (accountId !== envelope.account) return `the finding is of account ${accountId}, which gets an event of its own`;
  if (at(service, 'archived') === true) return 'the finding is archived: somebody or a rule has put it aside';
  if (at(service, 'additionalInfo.sample') === true || title?.startsWith('[SAMPLE]') === true) {
    return "the finding is one of GuardDuty's samples";
  }
  return undefined;
}

function checkedArn(text: string, envelope: Envelope): string {
  const part = resourcePart(text, 'guardduty', envelope, 'detail.arn');
  if (!/^detector\/[0-9a-f]{32}\/finding\/[0-9a-f]{32}$/.test(part)) {
    throw invalidIdentifier('detail.arn', 'the ARN of a finding', text);
  }
  return arnOf('guardduty', part, envelope);
}

/** `arn:aws:sts::111122223333:assumed-role/role/session` */
const SESSION = /^arn:aws[a-z-]{0,20}:sts::\d{12}:assumed-role\/([^/]{1,64})\/[^/]{1,64}$/;

/** Who called: a user, the role of a session, or the root user; else why nobody can be told. */
function callerOf({ resource: { accessKeyDetails } }: Finding, envelope: Envelope): ResourceRef | string {
  if (accessKeyDetails === undefined || accessKeyDetails === null) return 'the finding names no caller';
  const { userType, userName } = accessKeyDetails;
  const path = 'detail.resource.accessKeyDetails.userName';
  switch (userType) {
    case 'IAMUser':
      return identify('AWS::IAM::User', userName, envelope, path);
    case 'AssumedRole':
    case 'Role':
      return identify('AWS::IAM::Role', SESSION.exec(userName ?? '')?.[1] ?? userName, envelope, path);
    case 'Root':
      return identify('AWS::IAM::RootUser', envelope.account, envelope, path);
    default:
      return `the caller is of type ${excerpt(userType)}, which has no policies of its own`;
  }
}

/** The caller is the author of what was found: they may not approve what is done about it, and it may be ourselves. */
function actorOf({ type, id }: ResourceRef, { service }: Finding, envelope: Envelope): Actor {
  const kind = { 'AWS::IAM::Role': `role/${id}`, 'AWS::IAM::User': `user/${id}` }[type] ?? 'root';
  const arn = `arn:${partitionOf(envelope.region)}:iam::${envelope.account}:${kind}`;
  const sourceIp = at(service, 'action.awsApiCallAction.remoteIpDetails.ipAddressV4');
  return {
    arn,
    ...(type === 'AWS::IAM::Role' && { roleArn: arn }),
    ...(typeof sourceIp === 'string' && { sourceIp: cleanText(sourceIp) }),
  };
}
