import type { AccountFile } from '../../local/account/state.ts';
import type { ResourceRef, Hints, Signal } from '../../shared/signals/signal.ts';
import { signalAbout } from '../kit/signal.ts';

/** What the fixtures about roles of AI workloads have in common. */

export const role = 'model-trainer';

type Role = NonNullable<NonNullable<AccountFile['iam']>['roles']>[string];

export function statement(Service: string | readonly string[], more: object = {}) {
  return { Effect: 'Allow', Principal: { Service }, Action: 'sts:AssumeRole', ...more };
}

export function policy(...Statement: readonly object[]): string {
  return JSON.stringify({ Version: '2012-10-17', Statement });
}

export const ownAccount = { StringEquals: { 'aws:SourceAccount': '111122223333' } };

/** A role of SageMaker's in the account. */
export function holding(changes: Role, policies: NonNullable<AccountFile['iam']>['policies'] = []): AccountFile {
  const trust = policy(statement('sagemaker.amazonaws.com', { Condition: ownAccount }));
  return { iam: { policies, roles: { [role]: { path: '/service-role/', trust, ...changes } } } };
}

/** IAM's calls are recorded in one Region. */
export function iamSignal(
  hints: Hints,
  resource: ResourceRef = { type: 'AWS::IAM::Role', id: role },
  source: Signal['source'] = 'cloudtrail',
): Signal {
  return signalAbout(resource, hints, { source, region: 'us-east-1' });
}
