import { createHash } from 'node:crypto';
import type { JsonObject } from '../../shared/json.ts';
import { parseArn } from './names.ts';

/**
 * Who made a call, as CloudTrail records it. A role's ARN is recorded as a session of that role, since
 * nobody else can use a role.
 * https://docs.aws.amazon.com/awscloudtrail/latest/userguide/cloudtrail-event-reference-user-identity.html
 */
export function userIdentity(principal: string, account: string, time: string): JsonObject {
  const parts = parseArn(principal);
  const [kind, ...path] = parts?.resource.split('/') ?? [];
  const accountId = parts?.account === undefined || parts.account === '' ? account : parts.account;
  if (kind === 'role') return assumedRole(accountId, path.join('/'), 'session', time);
  if (kind === 'assumed-role') return assumedRole(accountId, path[0] ?? '', path.slice(1).join('/'), time);
  if (kind === 'root') return { type: 'Root', principalId: accountId, arn: principal, accountId };
  const userName = path.at(-1) ?? '';
  return { type: 'IAMUser', principalId: uniqueId('AIDA', principal), arn: principal, accountId, userName };
}

/** A session's ARN names the role without its path; the issuer's ARN has it, where it is known. */
function assumedRole(accountId: string, rolePath: string, session: string, time: string): JsonObject {
  const userName = rolePath.split('/').at(-1) ?? '';
  const roleArn = `arn:aws:iam::${accountId}:role/${rolePath}`;
  const principalId = uniqueId('AROA', `${accountId}/${userName}`);
  return {
    type: 'AssumedRole',
    principalId: `${principalId}:${session}`,
    arn: `arn:aws:sts::${accountId}:assumed-role/${userName}/${session}`,
    accountId,
    sessionContext: {
      sessionIssuer: { type: 'Role', principalId, arn: roleArn, accountId, userName },
      attributes: { creationDate: time, mfaAuthenticated: 'false' },
    },
  };
}

/** IAM's unique ids are a prefix and 17 capitals and digits. */
function uniqueId(prefix: string, of: string): string {
  return `${prefix}${createHash('sha256').update(of).digest('hex').slice(0, 17).toUpperCase()}`;
}
