import { withContainment } from '../../functions/remediators/bedrock/containment.ts';
import { uuidOf } from '../../local/account/names.ts';
import type { AccountFile, AccountState } from '../../local/account/state.ts';
import { accountId, beginning, region } from '../kit/world.ts';

/** What CloudTrail's event history and IAM hold in the worlds of those that look at who calls AI services. */

export const role = 'support-assistant';
export const user = 'chat-prototype';
export const session = 'ci-runner';
export const policyName = 'RedressBedrockContainment';
const others = { Sid: 'Theirs', Effect: 'Deny', Action: 's3:*', Resource: '*' };

type TrailRecord = NonNullable<
  NonNullable<NonNullable<AccountFile['regions']>[string]['cloudtrail']>['history']
>[number];

export const asRole = {
  type: 'AssumedRole',
  arn: `arn:aws:sts::${accountId}:assumed-role/${role}/${session}`,
  accountId,
};
export const asUser = {
  type: 'IAMUser',
  arn: `arn:aws:iam::${accountId}:user/apps/${user}`,
  accountId,
  userName: user,
};
export const asRoot = { type: 'Root', arn: `arn:aws:iam::${accountId}:root`, accountId };

/** The record of a call on an AI service, so many seconds before every test begins. */
export function called(secondsAgo: number, changes: Partial<TrailRecord> = {}): TrailRecord {
  return {
    eventVersion: '1.11',
    userIdentity: asRole,
    eventTime: `${new Date(beginning.getTime() - secondsAgo * 1000).toISOString().slice(0, 19)}Z`,
    eventSource: 'bedrock.amazonaws.com',
    eventName: 'InvokeModel',
    awsRegion: region,
    sourceIPAddress: '198.51.100.77',
    eventID: uuidOf(`${secondsAgo}`, JSON.stringify(changes)),
    readOnly: true,
    managementEvent: true,
    recipientAccountId: accountId,
    ...changes,
  };
}

export function denied(secondsAgo: number, changes: Partial<TrailRecord> = {}): TrailRecord {
  return called(secondsAgo, { errorCode: 'AccessDenied', ...changes });
}

/** So many denied calls, ten seconds apart. */
export function deniedTimes(count: number, changes: Partial<TrailRecord> = {}): TrailRecord[] {
  return Array.from({ length: count }, (_, index) => denied(10 * (index + 1), changes));
}

/** Somebody who tries again every twenty minutes, since more than an hour before the beginning and a week after. */
export function deniedForAWeek(changes: Partial<TrailRecord> = {}): TrailRecord[] {
  const [before, after] = [5, 7 * 24 * 3];
  return Array.from({ length: before + after }, (_, index) => denied(30 + 1200 * (before - 1 - index), changes));
}

interface Denial {
  readonly Sid: string;
  readonly Effect: string;
  readonly Action: string | readonly string[];
  readonly Resource: string | readonly string[];
  readonly Condition: { readonly DateLessThan: { readonly 'aws:CurrentTime': string } };
}

/** Our statements, for some models and, where they have an end of their own, all AI services. */
export function denials(resources: string | readonly string[], until: string, services?: string): readonly Denial[] {
  const contained = { resources: [resources].flat(), until, ...(services !== undefined && { services }) };
  return (JSON.parse(withContainment(null, contained)) as { readonly Statement: readonly Denial[] }).Statement;
}

export function document(...Statement: readonly object[]): string {
  return JSON.stringify({ Version: '2012-10-17', Statement });
}

export const contained = document(...denials('*', '2026-11-20T14:00:00Z'));

function inlineOf(policy?: string): Record<string, string> {
  return { logs: document(others), ...(policy === undefined ? {} : { [policyName]: policy }) };
}

/** An account with such a history, whose role has such a policy of ours. */
export function remembering(history: readonly TrailRecord[], policy?: string): AccountFile {
  return {
    iam: { roles: { [role]: { inline: inlineOf(policy) } }, users: { [user]: { path: '/apps/' } } },
    regions: { [region]: { cloudtrail: { history: [...history] } } },
  };
}

export function changePolicy({ iam }: AccountState, policy?: string): void {
  const found = iam.roles[role];
  if (found !== undefined) found.inline = inlineOf(policy);
}

/** Whether all models are denied to the role or the user from now on; a role that is gone can't call any. */
export function isContained({ iam }: AccountState): boolean {
  if (iam.roles[role] === undefined) return true;
  return [iam.roles[role], iam.users[user]].some((one) => isDenied(one?.inline[policyName]));
}

function isDenied(policy = '{"Statement":[]}'): boolean {
  const { Statement } = JSON.parse(policy) as {
    readonly Statement: readonly Partial<Denial>[];
  };
  return Statement.some(({ Effect, Resource = [], Condition }) => {
    const until = Condition?.DateLessThan['aws:CurrentTime'] ?? '';
    return Effect === 'Deny' && [Resource].flat().includes('*') && until > '2026-11-20T10:00:00Z';
  });
}
