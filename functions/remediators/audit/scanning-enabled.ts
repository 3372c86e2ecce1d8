import {
  BatchGetAccountStatusCommand,
  DisableCommand,
  EnableCommand,
  Inspector2Client,
} from '@aws-sdk/client-inspector2';
import type { ResourceState, Status } from '@aws-sdk/client-inspector2';
import * as z from 'zod';
import { apiCall, service } from '../../../shared/aws/service.ts';
import type { JsonObject } from '../../../shared/json.ts';
import type { Action, Step } from '../../../shared/plan.ts';
import { defineRemediation } from '../../../shared/remediation.ts';

const inspector2 = service('Inspector2', Inspector2Client, {
  BatchGetAccountStatusCommand,
  DisableCommand,
  EnableCommand,
});

/** What is scanned, by its name in requests; the member of the answer that tells its status. */
const scans = { ECR: 'ecr', LAMBDA: 'lambda', EC2: 'ec2' } as const satisfies Readonly<
  Record<string, keyof ResourceState>
>;
type Scan = keyof typeof scans;
const all = Object.keys(scans) as [Scan, ...Scan[]];

const nouns: Readonly<Record<Scan, string>> = {
  ECR: 'container images in Amazon ECR',
  LAMBDA: 'Lambda functions',
  EC2: 'EC2 instances',
};

const parameters = z.strictObject({
  scan: z
    .array(z.enum(all))
    .min(1)
    .default(['ECR', 'LAMBDA'])
    .describe('What Amazon Inspector must scan. Each kind is billed.'),
});

interface Before extends JsonObject {
  /** Those that are off. */
  readonly off: readonly Scan[];
}

const type = 'AWS::Inspector2::Scanning';
const moving: ReadonlySet<Status> = new Set(['ENABLING', 'DISABLING', 'SUSPENDING']);

/**
 * Switches Amazon Inspector's scanning on again. Without it nobody learns that a model's image has become
 * vulnerable: the findings that are there go as well.
 *
 * https://docs.aws.amazon.com/inspector/v2/APIReference/API_Enable.html
 */
export const scanningEnabled = defineRemediation({
  id: 'inspector-scanning-enabled',
  title: 'Switch vulnerability scanning on',
  description:
    "Enables Amazon Inspector's scanning of container images, Lambda functions or EC2 instances in a Region where it is off, as the policy says.",
  severity: 'high',
  impact: 'none',
  reversible: true,
  resource: type,
  // Security Hub's Inspector.1, .2 and .4 ask for the same, but their findings are about the account as a whole.
  controls: { prowler: ['inspector2_is_enabled'] },
  triggers: [{ resource: 'AWS::Inspector2::Account', apiCall: ['inspector2:Disable'] }],
  parameters,
  uses: { inspector2 },

  async locate({ region }) {
    return { targets: [{ type, id: region }] };
  },

  async assess({ id: region }, aws, { scan }) {
    // Without a list of accounts, the caller's own.
    const { accounts = [] } = await aws.inspector2.BatchGetAccountStatus({});
    const found = accounts[0]?.resourceState;
    // An account that Inspector can't answer for is among the failed ones instead.
    if (found === undefined) throw new TypeError('the answer of Inspector says nothing about the account');
    const live = Object.fromEntries(
      all.map((name) => [name, found[scans[name]]?.status ?? 'DISABLED'] as const),
    ) as Readonly<Record<Scan, Status>>;
    const wanted = all.filter((name) => scan.includes(name));
    const changing = wanted.find((name) => moving.has(live[name]));
    if (changing !== undefined) return { state: 'busy', why: `Scanning of ${nouns[changing]} is ${live[changing]}.` };
    const suspended = wanted.filter((name) => live[name] === 'SUSPENDED').map((name) => nouns[name]);
    if (suspended.length > 0) {
      const why = [`Scanning of ${suspended.join(', ')} is suspended in ${region}`];
      return { state: 'manual', why, steps: [unsuspend], live };
    }
    const off = wanted.filter((name) => live[name] !== 'ENABLED');
    if (off.length === 0) return { state: 'compliant', why: 'Amazon Inspector scans what it should.', live };
    const why = off.map((name) => `Amazon Inspector does not scan ${nouns[name]} in ${region}`);
    return { state: 'wrong', why, before: { off } satisfies Before };
  },

  plan({ off }, _parameters, { id: region }) {
    return {
      steps: off.map((scan) => enable(scan, region)),
      expect: 'compliant',
      notes: ['The first findings come once everything has been scanned.', 'Amazon Inspector bills what it scans.'],
    };
  },

  async *list(_aws, { region }) {
    yield { resource: { type, id: region } };
  },
});

const unsuspend =
  "Resume it in the organisation's Amazon Inspector administrator account, or close what the account owes; see https://docs.aws.amazon.com/inspector/latest/user/managing-multiple-accounts.html.";

/** One step for each kind, so that each is waited for, and taken back, by itself. */
function enable(scan: Scan, region: string): Step {
  const input = { resourceTypes: [scan] };
  const status = {
    call: apiCall(inspector2, 'BatchGetAccountStatus', {}),
    path: `accounts.0.resourceState.${scans[scan]}.status`,
    every: 15,
    within: 900,
  };
  const undo: Action = {
    call: apiCall(inspector2, 'Disable', input),
    done: { ...status, is: ['DISABLED'] },
    until: { ...status, is: ['DISABLED'] },
  };
  return {
    id: `enable-${scans[scan]}`,
    title: `Scan ${nouns[scan]} in ${region}`,
    call: apiCall(inspector2, 'Enable', input),
    until: { ...status, is: ['ENABLED'], not: ['SUSPENDED'] },
    undo,
    semantics: 'at-least-once',
  };
}
