import type { ReportFixture } from '../kit/report-fixture.ts';
import { holding, iamSignal, ownAccount, policy, statement } from './iam.ts';

const sagemaker = statement('sagemaker.amazonaws.com', { Condition: ownAccount });
const partner = { Effect: 'Allow', Principal: { AWS: 'arn:aws:iam::444455556666:root' }, Action: 'sts:AssumeRole' };

export const fixture: ReportFixture = {
  remediation: 'iam-ai-role-no-foreign-trust',
  signal: iamSignal({ apiCall: 'iam:UpdateAssumeRolePolicy' }),
  wrong: [
    {
      name: 'anybody and another account may assume the role',
      account: holding({ trust: policy(sagemaker, partner, { ...partner, Principal: '*' }) }),
      why: [/arn:aws:iam::444455556666:root may assume the role without a condition/, /Anybody may assume the role/],
      steps: [/aws iam update-assume-role-policy --role-name model-trainer/, /sts:ExternalId/],
    },
  ],
  right: holding({ trust: policy(sagemaker, { ...partner, Principal: { AWS: '111122223333' } }) }),
  gone: { iam: { roles: {} } },
};
