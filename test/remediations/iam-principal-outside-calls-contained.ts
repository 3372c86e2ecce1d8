import type { Fixture } from '../kit/fixture.ts';
import { signalAbout } from '../kit/signal.ts';
import {
  asUser,
  called,
  changePolicy,
  contained,
  denials,
  document,
  isContained,
  remembering,
  role,
  user,
} from './ai-calls.ts';

const record = '7c6b1f5e-4a3d-4c2b-9e8f-0a1b2c3d4e5f';
const outside = { eventID: record, sourceIPAddress: '192.0.2.66' };
const history = [called(30, outside)];

const of = (type: string, id: string) =>
  signalAbout({ type, id }, { access: 'outside', record }, { source: 'cloudtrail' });

export const fixture: Fixture = {
  remediation: 'iam-principal-outside-calls-contained',
  signal: of('AWS::IAM::Role', role),
  // A call that nobody has seen at once is not looked for in all that was called since.
  unswept: true,
  wrong: [
    { name: 'a call came from another network', account: remembering(history) },
    {
      name: 'a deny of before has ended, and a call came through no endpoint',
      account: remembering(history, document(...denials('*', '2026-11-20T09:00:00Z'))),
      parameters: { 'vpc-endpoints': ['vpce-0a1b2c3d4e5f60718'], scope: 'services', hours: 1 },
    },
    {
      name: 'it is a user',
      account: remembering([called(30, { ...outside, userIdentity: asUser })]),
      signal: of('AWS::IAM::User', user),
      alike: true,
    },
  ],
  right: remembering(history, contained),
  gone: { iam: {} },
  readCalls: 2,
  isRight: (state) => isContained(state),
  breakAgain: (state) => changePolicy(state),
  fixByHand: (state) => changePolicy(state, contained),
  remove: ({ iam }) => void delete iam.roles[role],
  essence: ({ iam }) => iam,
};
