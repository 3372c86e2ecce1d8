import type { AccountFile, AccountState } from '../../local/account/state.ts';
import type { Fixture } from '../kit/fixture.ts';
import { signalAbout } from '../kit/signal.ts';

const user = 'chat-prototype';
const policy = (name: string): string => `arn:aws:iam::aws:policy/${name}`;
const own = 'arn:aws:iam::111122223333:policy/AmazonBedrockFullAccess';
const kept = [own, policy('CloudWatchLogsReadOnlyAccess')];

function holding(attached: readonly string[]): AccountFile {
  return { iam: { policies: [own], users: { [user]: { attached: [...kept, ...attached].toSorted() } } } };
}

function change({ iam }: AccountState, attached: readonly string[]): void {
  const found = iam.users[user];
  if (found !== undefined) found.attached = [...kept, ...attached].toSorted();
}

export const fixture: Fixture = {
  remediation: 'bedrock-user-full-access-policy-detached',
  signal: signalAbout(
    { type: 'AWS::IAM::User', id: user },
    { apiCall: 'iam:AttachUserPolicy' },
    { source: 'cloudtrail', region: 'us-east-1' },
  ),
  wrong: [
    { name: 'the user has full access', account: holding([policy('AmazonBedrockFullAccess')]) },
    {
      name: 'the user has two such policies',
      account: holding([policy('AmazonBedrockFullAccess'), policy('BedrockAgentCoreFullAccess')]),
      parameters: { policies: ['BedrockAgentCoreFullAccess', 'AmazonBedrockFullAccess'] },
    },
  ],
  right: holding([policy('AmazonBedrockReadOnly')]),
  gone: { iam: { users: {} } },
  isRight: ({ iam }) =>
    iam.users[user]?.attached.every((arn) => !arn.startsWith('arn:aws:iam::aws:') || !arn.endsWith('FullAccess')) ??
    true,
  breakAgain: (state) => change(state, [policy('AmazonBedrockFullAccess')]),
  fixByHand: (state) => change(state, []),
  remove: ({ iam }) => void delete iam.users[user],
  essence: ({ iam }) => iam,
};
