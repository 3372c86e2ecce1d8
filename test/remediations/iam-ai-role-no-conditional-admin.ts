import { idOf } from '../../local/account/iam-principals.ts';
import type { ReportFixture } from '../kit/report-fixture.ts';
import { holding, iamSignal, policy } from './iam.ts';

const own = 'arn:aws:iam::111122223333:policy/tagged-admin';
const all = { Effect: 'Allow', Action: '*', Resource: '*' };
const tagged = { ...all, Condition: { StringEquals: { 'aws:ResourceTag/team': 'fraud' } } };
const policies = [{ arn: own, document: policy(tagged) }];

export const fixture: ReportFixture = {
  remediation: 'iam-ai-role-no-conditional-admin',
  signal: iamSignal({ apiCall: 'iam:PutRolePolicy' }),
  otherSignals: [
    iamSignal({ apiCall: 'iam:SetDefaultPolicyVersion' }, { type: 'AWS::IAM::Policy', id: own, arn: own }),
    iamSignal({ configItem: 'OK' }, { type: 'AWS::IAM::Policy', id: idOf('ANPA', own) }, 'config'),
  ],
  wrong: [
    {
      name: 'a policy that is attached and an inline one allow everything under a condition',
      account: holding({ attached: [own], inline: { extra: policy({ ...tagged, Action: 'iam:*' }) } }, policies),
      why: [/policy\/tagged-admin allows \* on all resources, under a condition/, /inline policy extra allows iam:\*/],
      steps: [/aws iam detach-role-policy --role-name model-trainer/],
    },
  ],
  right: holding({ inline: { extra: policy({ ...tagged, Action: 's3:*' }) } }),
  gone: { iam: { roles: {}, policies: [] } },
  readCalls: 4,
};
