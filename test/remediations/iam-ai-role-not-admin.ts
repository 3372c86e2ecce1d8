import { idOf } from '../../local/account/iam-principals.ts';
import type { AccountState } from '../../local/account/state.ts';
import type { Fixture } from '../kit/fixture.ts';
import { holding, iamSignal, policy, role } from './iam.ts';

const administrator = 'arn:aws:iam::aws:policy/AdministratorAccess';
const logs = 'arn:aws:iam::aws:policy/CloudWatchLogsReadOnlyAccess';
const own = 'arn:aws:iam::111122223333:policy/team/AdministratorAccess';
const useful = { Sid: 'Data', Effect: 'Allow', Action: 's3:GetObject', Resource: 'arn:aws:s3:::fraud-training-data/*' };
const all = { Sid: 'Quick', Effect: 'Allow', Action: '*', Resource: '*' };
const users = { Effect: 'Allow', NotAction: ['organizations:*'], Resource: '*' };
const denied = { Effect: 'Deny', Action: 'iam:*', Resource: '*' };
const policies = [{ arn: own, version: 'v3', document: policy(useful, { ...all, Action: ['s3:*', 'iam:*'] }) }];

const wide = { attached: [administrator, own, logs].toSorted(), inline: { training: policy(useful, all, denied) } };
const narrow = { attached: [logs], inline: { training: policy(useful, denied) } };

function change({ iam }: AccountState, to: { readonly attached: string[]; readonly inline: Record<string, string> }) {
  const found = iam.roles[role];
  if (found !== undefined) Object.assign(found, structuredClone(to));
}

function isNarrow({ iam }: AccountState): boolean {
  const { attached = [], inline = {} } = iam.roles[role] ?? {};
  return (
    attached.every((arn) => arn === logs) && Object.values(inline).every((text) => !/"Quick"|NotAction/.test(text))
  );
}

export const fixture: Fixture = {
  remediation: 'iam-ai-role-not-admin',
  signal: iamSignal({ apiCall: 'iam:AttachRolePolicy' }),
  otherSignals: [
    iamSignal({ apiCall: 'iam:CreatePolicyVersion' }, { type: 'AWS::IAM::Policy', id: own, arn: own }),
    iamSignal(
      { configRule: 'iam-policy-no-statements-with-admin-access' },
      { type: 'AWS::IAM::Policy', id: idOf('ANPA', own) },
      'config',
    ),
    iamSignal(
      { configRule: 'iam-policy-blacklisted-check' },
      { type: 'AWS::IAM::Role', id: idOf('AROA', role) },
      'config',
    ),
  ],
  wrong: [
    {
      name: 'an administrator’s policies are attached, and one is among others in an inline policy',
      account: holding(wide, policies),
    },
    {
      name: 'an inline policy allows everything but a little, and nothing else',
      account: holding({ ...narrow, inline: { ...narrow.inline, 'power+users': policy(users) } }),
    },
  ],
  right: holding(narrow),
  gone: { iam: { roles: {}, policies: [] } },
  readCalls: 4,
  isRight: isNarrow,
  breakAgain: (state) => change(state, wide),
  fixByHand: (state) => change(state, { attached: [logs], inline: {} }),
  remove: ({ iam }) => void delete iam.roles[role],
  essence: ({ iam }) => iam,
};
