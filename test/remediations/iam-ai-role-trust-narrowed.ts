import type { AccountState } from '../../local/account/state.ts';
import { at } from '../../shared/json.ts';
import type { Fixture } from '../kit/fixture.ts';
import { holding, iamSignal, ownAccount, policy, role, statement } from './iam.ts';

const shared = statement(['glue.amazonaws.com', 'sagemaker.amazonaws.com'], {
  Sid: 'Workers',
  Principal: {
    AWS: 'arn:aws:iam::111122223333:role/pipeline',
    Service: ['glue.amazonaws.com', 'sagemaker.amazonaws.com'],
  },
});
const open = policy(statement('sagemaker.amazonaws.com'));
const bound = policy(statement('sagemaker.amazonaws.com', { Condition: ownAccount }));

function change({ iam }: AccountState, trust: string): void {
  const found = iam.roles[role];
  if (found !== undefined) found.trust = trust;
}

function isBound({ iam }: AccountState): boolean {
  const { Statement } = JSON.parse(iam.roles[role]?.trust ?? '{"Statement":[]}') as { readonly Statement: object[] };
  return Statement.every(
    (one) =>
      !JSON.stringify(at(one, 'Principal')).includes('sagemaker') ||
      at(at(one, 'Condition.StringEquals'), 'aws:SourceAccount') === '111122223333',
  );
}

export const fixture: Fixture = {
  remediation: 'iam-ai-role-trust-narrowed',
  signal: iamSignal({ apiCall: 'iam:UpdateAssumeRolePolicy' }),
  wrong: [
    { name: 'SageMaker may assume the role for anybody', account: holding({ trust: open }) },
    {
      name: 'a statement lets in others as well, and the source has to be named',
      account: holding({ trust: policy(shared) }),
      parameters: { 'source-arn': true },
      alike: true,
    },
  ],
  right: holding({ trust: bound }),
  gone: { iam: { roles: {} } },
  isRight: isBound,
  breakAgain: (state) => change(state, open),
  fixByHand: (state) => change(state, bound),
  remove: ({ iam }) => void delete iam.roles[role],
  essence: ({ iam }) => iam,
};
