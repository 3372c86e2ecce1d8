import type { AccountFile, AccountState } from '../../local/account/state.ts';
import type { Fixture } from '../kit/fixture.ts';
import { signalAbout } from '../kit/signal.ts';
import { denials } from './ai-calls.ts';

const role = 'support-assistant';
const user = 'chat-prototype';
const name = 'RedressBedrockContainment';
const models = ['amazon.nova-pro-v1:0', 'eu.anthropic.claude-sonnet-4-5-20250929-v1:0'];
const hints = {
  findingArn: `arn:aws:guardduty:eu-central-1:111122223333:detector/${'a'.repeat(32)}/finding/${'b'.repeat(32)}`,
  findingType: 'Impact:IAMUser/AnomalousModelInvocation',
  models,
};
const others = { Sid: 'Theirs', Effect: 'Deny', Action: 's3:*', Resource: '*' };

function document(...Statement: readonly object[]): string {
  return JSON.stringify({ Version: '2012-10-17', Statement });
}

function holding(policy?: string): AccountFile {
  const inline = { logs: document(others), ...(policy === undefined ? {} : { [name]: policy }) };
  return { iam: { roles: { [role]: { inline } }, users: { [user]: { path: '/apps/' } } } };
}

function change({ iam }: AccountState, policy?: string): void {
  const found = iam.roles[role];
  if (found !== undefined)
    found.inline = { logs: document(others), ...(policy === undefined ? {} : { [name]: policy }) };
}

/** A deny that still holds, on the model or on all. */
function isContained(policy = '{"Statement":[]}'): boolean {
  const { Statement } = JSON.parse(policy) as {
    readonly Statement: readonly Partial<ReturnType<typeof denials>[number]>[];
  };
  return Statement.some(({ Sid, Effect, Resource = [], Condition }) => {
    const until = Condition?.DateLessThan['aws:CurrentTime'] ?? '';
    const resources = [Resource].flat();
    const isDenied = resources.some((one) => one === '*' || one.endsWith('/amazon.nova-pro-v1:0'));
    // Of the two that we put, the one that knows models.
    return Sid === 'RedressContainment' && Effect === 'Deny' && isDenied && until > '2026-11-20T10:00:00Z';
  });
}

const contained = document(...denials('*', '2026-11-20T14:00:00Z'));

export const fixture: Fixture = {
  remediation: 'bedrock-principal-abuse-contained',
  signal: signalAbout({ type: 'AWS::IAM::Role', id: role }, hints, { source: 'guardduty' }),
  otherSignals: [signalAbout({ type: 'AWS::IAM::User', id: user }, hints, { source: 'guardduty' })],
  unswept: true,
  wrong: [
    { name: 'nobody has denied it anything', account: holding() },
    {
      name: 'another model is denied, besides what somebody else has put into the policy',
      account: holding(
        document(
          others,
          ...denials('arn:aws:bedrock:*::foundation-model/meta.llama3-1-8b-instruct-v1:0', '2026-11-20T12:00:00Z'),
        ),
      ),
      parameters: { hours: 1 },
    },
    {
      name: 'the deny has ended before the abuse was seen',
      account: holding(document(...denials('arn:aws:bedrock:*::foundation-model/a.b', '2026-11-20T09:00:00Z'))),
      parameters: { scope: 'all-models' },
    },
  ],
  right: holding(contained),
  gone: { iam: {} },
  readCalls: 2,
  isRight: ({ iam }) => iam.roles[role] === undefined || isContained(iam.roles[role]?.inline[name]),
  breakAgain: (state) => change(state),
  fixByHand: (state) => change(state, contained),
  remove: ({ iam }) => void delete iam.roles[role],
  essence: ({ iam }) => iam,
};
