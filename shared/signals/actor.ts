import { at } from '../json.ts';
import type { JsonRecord } from './shape.ts';
import type { Actor } from './signal.ts';
import { cleanText } from './text.ts';

/** Strict, because it is compared: the pipeline tells its own calls by it. */
const ROLE = /^arn:aws(?:-[a-z]{1,8}){0,2}:iam::\d{12}:role\/[\w+=,.@/-]{1,576}$/;

/**
 * Who made a call, from a CloudTrail record. Everything here is text for people, cleaned and cut;
 * whatever is missing or of another type is left out, since no decision to act rests on it.
 * https://docs.aws.amazon.com/awscloudtrail/latest/userguide/cloudtrail-event-reference-user-identity.html
 */
export function actorOf(detail: JsonRecord): Actor | undefined {
  const text = (path: string): string | undefined => {
    const value = at(detail, path);
    return typeof value === 'string' ? cleanText(value) || undefined : undefined;
  };
  const type = text('userIdentity.type');
  const invokedBy = text('userIdentity.invokedBy');
  // Services, other accounts and Identity Center users come without an ARN.
  const arn =
    text('userIdentity.arn') ?? invokedBy ?? text('userIdentity.principalId') ?? text('userIdentity.accountId');
  if (arn === undefined) return undefined;
  const issuer = at(detail, 'userIdentity.sessionContext.sessionIssuer.arn');
  const sourceIp = text('sourceIPAddress');
  const userAgent = text('userAgent');
  return {
    arn,
    ...(typeof issuer === 'string' && ROLE.test(issuer) && { roleArn: issuer }),
    ...(type !== undefined && { type }),
    ...(sourceIp !== undefined && { sourceIp }),
    ...(userAgent !== undefined && { userAgent }),
    ...(invokedBy !== undefined && { invokedBy }),
  };
}
