import type { AccountFile, AccountState } from '../../local/account/state.ts';
import type { Fixture } from '../kit/fixture.ts';
import { holding, iamSignal, role } from './iam.ts';

const remediation = 'iam-ai-role-boundary-kept';
const boundary = 'arn:aws:iam::111122223333:policy/boundaries/ai-workloads';

const loose = 'arn:aws:iam::111122223333:policy/boundaries/anything';

function bounded(by?: string, kept?: string): AccountFile {
  const file = holding(by === undefined ? {} : { boundary: by }, [boundary, loose]);
  if (kept === undefined) return file;
  const place = { remediation, region: 'us-east-1', type: 'AWS::IAM::Role', id: role };
  return { ...file, snapshots: [{ ...place, content: { boundary: kept } }] };
}

function change({ iam }: AccountState, to?: string): void {
  const found = iam.roles[role];
  if (found === undefined) return;
  if (to === undefined) delete found.boundary;
  else found.boundary = to;
}

export const fixture: Fixture = {
  remediation,
  signal: iamSignal({ apiCall: 'iam:DeleteRolePermissionsBoundary' }),
  wrong: [
    {
      name: 'the boundary was taken away',
      account: bounded(undefined, boundary),
      parameters: { boundary },
    },
    {
      name: 'the boundary is another one than the policy file names',
      account: bounded(loose),
      parameters: { boundary },
    },
  ],
  right: bounded(boundary),
  gone: { iam: { roles: {} } },
  // One to see that it is right, one to keep what it is.
  readCalls: 2,
  isRight: ({ iam }) => iam.roles[role] === undefined || iam.roles[role].boundary === boundary,
  breakAgain: (state) => change(state),
  fixByHand: (state) => change(state, boundary),
  remove: ({ iam }) => void delete iam.roles[role],
  essence: ({ iam }) => iam,
};
