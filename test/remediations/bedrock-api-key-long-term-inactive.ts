import type { AccountFile, AccountState } from '../../local/account/state.ts';
import type { Fixture } from '../kit/fixture.ts';
import { signalAbout } from '../kit/signal.ts';

type Key = NonNullable<NonNullable<NonNullable<AccountFile['iam']>['users']>[string]['credentials']>[number];

const user = 'chat-prototype';
const id = 'ACCAEXAMPLE00000000001';
const other: Key = { id: 'ACCAEXAMPLE00000000002', service: 'codecommit.amazonaws.com' };
const created = '2026-11-01T00:00:00.000Z';

function holding(key: Partial<Key>): AccountFile {
  return { iam: { users: { [user]: { credentials: [other, { id, created, ...key }] } } } };
}

function change({ iam }: AccountState, active: boolean): void {
  const found = iam.users[user]?.credentials.find((credential) => credential.id === id);
  if (found !== undefined) found.active = active;
}

export const fixture: Fixture = {
  remediation: 'bedrock-api-key-long-term-inactive',
  signal: signalAbout(
    { type: 'AWS::IAM::ServiceSpecificCredential', id: `${user}/${id}` },
    { apiCall: 'iam:CreateServiceSpecificCredential' },
    { source: 'cloudtrail', region: 'us-east-1' },
  ),
  wrong: [
    { name: 'the key never expires', account: holding({}) },
    {
      name: 'the key lives longer than is tolerated',
      account: holding({ expires: '2026-12-02T00:00:01.000Z' }),
      parameters: { 'tolerated-days': 31 },
    },
  ],
  right: holding({ active: false }),
  gone: { iam: { users: { [user]: { credentials: [other] } } } },
  isRight: ({ iam }) =>
    iam.users[user]?.credentials.every((credential) => credential.id !== id || !credential.active) ?? true,
  breakAgain: (state) => change(state, true),
  fixByHand: (state) => change(state, false),
  remove: ({ iam }) => {
    const found = iam.users[user];
    if (found !== undefined) found.credentials = found.credentials.filter((credential) => credential.id !== id);
  },
  essence: ({ iam }) => iam,
};
