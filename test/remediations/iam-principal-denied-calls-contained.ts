import type { Fixture } from '../kit/fixture.ts';
import { signalAbout } from '../kit/signal.ts';
import {
  asUser,
  changePolicy,
  contained,
  denials,
  deniedForAWeek,
  deniedTimes,
  document,
  isContained,
  remembering,
  role,
  session,
  user,
} from './ai-calls.ts';

const of = (type: string, id: string, caller: string) =>
  signalAbout({ type, id }, { access: 'denied', caller }, { source: 'cloudtrail' });

export const fixture: Fixture = {
  remediation: 'iam-principal-denied-calls-contained',
  signal: of('AWS::IAM::Role', role, session),
  wrong: [
    { name: 'call after call on models is denied', account: remembering(deniedForAWeek()) },
    {
      name: 'twenty calls were denied within minutes',
      account: remembering(deniedTimes(20)),
      parameters: { 'denied-calls': 20, minutes: 15 },
      alike: true,
    },
    {
      name: 'a deny of before has ended, and calls on SageMaker are denied',
      account: remembering(
        deniedForAWeek({ eventSource: 'sagemaker.amazonaws.com', eventName: 'CreateTrainingJob' }),
        document(...denials('*', '2026-11-20T09:00:00Z')),
      ),
      parameters: { 'denied-calls': 3, minutes: 60, scope: 'services', hours: 2 },
    },
    {
      name: 'it is a user',
      account: remembering(deniedTimes(3, { userIdentity: asUser })),
      signal: of('AWS::IAM::User', user, user),
      alike: true,
    },
  ],
  right: remembering(deniedForAWeek(), contained),
  gone: { iam: {} },
  readCalls: 2,
  isRight: (state) => isContained(state),
  breakAgain: (state) => changePolicy(state),
  fixByHand: (state) => changePolicy(state, contained),
  remove: ({ iam }) => void delete iam.roles[role],
  essence: ({ iam }) => iam,
};
