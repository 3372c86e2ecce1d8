import type { AccountFile, AccountState } from '../../local/account/state.ts';
import type { Fixture } from '../kit/fixture.ts';
import { signalAbout } from '../kit/signal.ts';

const role = 'support-assistant';
const policy = (name: string): string => `arn:aws:iam::aws:policy/${name}`;
const own = 'arn:aws:iam::111122223333:policy/AmazonBedrockFullAccess';
const kept = [own, policy('CloudWatchLogsReadOnlyAccess')];

function holding(attached: readonly string[]): AccountFile {
  return { iam: { policies: [own], roles: { [role]: { attached: [...kept, ...attached].toSorted() } } } };
}

function change({ iam }: AccountState, attached: readonly string[]): void {
  const found = iam.roles[role];
  if (found !== undefined) found.attached = [...kept, ...attached].toSorted();
}

export const fixture: Fixture = {
  remediation: 'bedrock-full-access-policy-detached',
  signal: signalAbout(
    { type: 'AWS::IAM::Role', id: role },
    { apiCall: 'iam:AttachRolePolicy' },
    { source: 'cloudtrail', region: 'us-east-1' },
  ),
  wrong: [
    { name: 'the role has full access', account: holding([policy('AmazonBedrockFullAccess')]) },
    {
      name: 'the role has two such policies',
      account: holding([policy('AmazonBedrockFullAccess'), policy('BedrockAgentCoreFullAccess')]),
      parameters: { policies: ['BedrockAgentCoreFullAccess', 'AmazonBedrockFullAccess'] },
    },
  ],
  right: holding([policy('AmazonBedrockReadOnly')]),
  gone: { iam: { roles: {} } },
  isRight: ({ iam }) =>
    iam.roles[role]?.attached.every((arn) => !arn.startsWith('arn:aws:iam::aws:') || !arn.endsWith('FullAccess')) ??
    true,
  breakAgain: (state) => change(state, [policy('AmazonBedrockFullAccess')]),
  fixByHand: (state) => change(state, []),
  remove: ({ iam }) => void delete iam.roles[role],
  essence: ({ iam }) => iam,
};
