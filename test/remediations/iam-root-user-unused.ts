import type { ReportFixture } from '../kit/report-fixture.ts';
import { signalAbout } from '../kit/signal.ts';
import { accountId } from '../kit/world.ts';
import { asRole, asRoot, called, remembering } from './ai-calls.ts';

const training = { eventSource: 'sagemaker.amazonaws.com', eventName: 'CreateTrainingJob' };

export const fixture: ReportFixture = {
  remediation: 'iam-root-user-unused',
  signal: signalAbout({ type: 'AWS::IAM::RootUser', id: accountId }, { access: 'root' }, { source: 'cloudtrail' }),
  wrong: [
    {
      name: 'it has called a model',
      account: remembering([called(30, { userIdentity: asRoot }), called(20)]),
      why: [
        /root user of 111122223333 made a call .* 2026-11-20T09:59:30Z: bedrock:InvokeModel; from 198\.51\.100\.77/,
      ],
      steps: [/Ask whoever has/, /IAM Identity Center/, /service control policy/],
    },
    {
      name: 'it has started training jobs, and been denied',
      account: remembering([
        called(90, { userIdentity: asRoot, ...training }),
        called(60, { userIdentity: asRoot, ...training, errorCode: 'AccessDenied' }),
        called(30, { userIdentity: asRoot, sourceIPAddress: 'AWS Internal', eventName: 'ListGuardrails' }),
        called(20, { userIdentity: { ...asRoot, invokedBy: 'cloudformation.amazonaws.com' } }),
      ]),
      why: [/made 3 calls .*: sagemaker:CreateTrainingJob 2 times, bedrock:ListGuardrails; from 198\.51\.100\.77/],
      steps: [],
    },
  ],
  // Somebody's session may be called root, and what is long past has been reported.
  right: remembering([
    called(30, { userIdentity: { ...asRole, arn: asRole.arn.replace(/[^/]+$/, 'root') } }),
    called(25_000, { userIdentity: asRoot }),
  ]),
  // The event history takes a quarter of an hour.
  readCalls: 16,
};
