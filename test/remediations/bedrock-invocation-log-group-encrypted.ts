import type { AccountFile, AccountState } from '../../local/account/state.ts';
import type { Fixture } from '../kit/fixture.ts';
import { signalAbout } from '../kit/signal.ts';

type Region = NonNullable<AccountFile['regions']>[string];
type Groups = NonNullable<NonNullable<Region['logs']>['groups']>;

const region = 'eu-central-1';
const name = '/ml-platform/bedrock-invocations';
const arn = `arn:aws:logs:${region}:111122223333:log-group:${name}`;
const kmsKeyId = 'arn:aws:kms:eu-central-1:111122223333:key/99998888-7777-6666-5555-444433332222';

/** Another log group begins with the same name, and has a key. */
function holding(group: Groups[string] | undefined): AccountFile {
  const roleArn = 'arn:aws:iam::111122223333:role/bedrock-invocation-logging';
  const logging = { cloudWatchConfig: { logGroupName: name, roleArn } };
  const groups = { [`${name}-old`]: { kmsKeyId }, ...(group === undefined ? {} : { [name]: group }) };
  return { regions: { [region]: { bedrock: { logging }, logs: { groups } } } };
}

function groupsOf(state: AccountState) {
  return state.regions[region]?.logs.groups;
}

function change(state: AccountState, key: { readonly kmsKeyId?: string }): void {
  const groups = groupsOf(state);
  const { kmsKeyId: _, ...group } = groups?.[name] ?? {};
  if (groups !== undefined && groups[name] !== undefined) {
    groups[name] = { created: '2026-01-15T09:00:00.000Z', tags: [], ...group, ...key };
  }
}

export const fixture: Fixture = {
  remediation: 'bedrock-invocation-log-group-encrypted',
  signal: signalAbout(
    { type: 'AWS::Logs::LogGroup', id: name, arn },
    { apiCall: 'logs:DisassociateKmsKey' },
    { source: 'cloudtrail' },
  ),
  otherSignals: [
    signalAbout(
      { type: 'AWS::Bedrock::Account', id: region },
      { apiCall: 'bedrock:PutModelInvocationLoggingConfiguration' },
      { source: 'cloudtrail' },
    ),
  ],
  wrong: [
    { name: 'the log group of the logs has no key', account: holding({ tags: [{ Key: 'team', Value: 'audit' }] }) },
  ],
  right: holding({ kmsKeyId }),
  gone: holding(undefined),
  readCalls: 2,
  isRight: (state) => {
    const group = groupsOf(state)?.[name];
    return group === undefined || group.kmsKeyId !== undefined;
  },
  breakAgain: (state) => change(state, {}),
  fixByHand: (state) => change(state, { kmsKeyId }),
  remove: (state) => void delete groupsOf(state)?.[name],
  essence: groupsOf,
};
