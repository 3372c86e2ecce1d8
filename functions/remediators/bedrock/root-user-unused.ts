import * as z from 'zod';
import type { JsonObject } from '../../../shared/json.ts';
import { defineReport } from '../../../shared/report.ts';
import { actionsIn, callsBy, cloudtrail, lookFurther, mostRecords, originsOf, underway } from './ai-history.ts';

const type = 'AWS::IAM::RootUser';
const hour = 3_600_000;

interface Facts extends JsonObject {
  /** Until when the call that was seen has come into the event history; ISO 8601, UTC. */
  readonly settled: string;
}

/**
 * Reports that the root user works with AI services. Nothing there needs the root user, and no policy of the
 * account's own binds it.
 *
 * https://docs.aws.amazon.com/IAM/latest/UserGuide/root-user-best-practices.html
 */
export const rootUserUnused = defineReport({
  id: 'iam-root-user-unused',
  title: 'Report that the root user works with AI services',
  description:
    'Looks in CloudTrail’s event history for calls of the root user on SageMaker, Bedrock and AgentCore, successful or not, and tells what was called, from where, and what to do.',
  severity: 'high',
  notifies: true,
  resource: type,
  controls: { prowler: ['iam_avoid_root_usage'] },
  triggers: [{ resource: type, access: ['root'] }],
  parameters: z.strictObject({
    hours: z.int().min(1).max(24).default(6).describe('How far back calls are looked for.'),
  }),
  uses: { cloudtrail },

  async locate({ at, hints, resource }, _aws, _parameters, now) {
    const settled = hints.requested === undefined ? Date.parse(at) + underway : now.getTime();
    const facts: Facts = { settled: new Date(settled).toISOString() };
    return { targets: [{ ...resource, facts }] };
  },

  async assess({ id, facts }, aws, { hours }, { now }) {
    if (now === undefined) throw new TypeError('Nobody has told the time');
    const span = { from: new Date(now.getTime() - hours * hour), to: now };
    const calls = [];
    let isCut = false;
    // The root user's calls are known by this name: API_Event.html.
    for await (const page of callsBy(aws, { AttributeKey: 'Username', AttributeValue: 'root' }, span)) {
      calls.push(...page.calls.filter(({ caller, byService }) => caller.kind === 'root' && !byService));
      ({ isCut } = page);
    }
    const [last] = calls;
    if (last === undefined && isCut) {
      // Sessions of roles may be named root, too: whoever makes many calls by such a one hides the root user's.
      const why = `Under the name root there are more than ${mostRecords} calls in ${hours} hours: whether the root user's are among them can't be told`;
      return { state: 'manual', why: [why], steps: [lookFurther] };
    }
    if (last === undefined) {
      const { settled } = (facts ?? { settled: '' }) as Facts;
      const why = `The event history knows no call of the root user on AI services in ${hours} hours`;
      const isUnderway = settled > now.toISOString();
      return isUnderway ? { state: 'busy', why: `${why} yet.` } : { state: 'compliant', why: `${why}.` };
    }
    const times = calls.length === 1 ? 'a call' : `${calls.length} calls`;
    const why = `The root user of ${id} made ${times} on AI services, the last one at ${last.time}: ${actionsIn(calls)}; from ${originsOf(calls)}`;
    return { state: 'manual', why: [why], steps };
  },

  async *list(_aws, { account }) {
    yield { resource: { type, id: account } };
  },
});

const steps = [
  'Ask whoever has the root user’s password whether it was them. If nobody says so, change it, and delete its access keys: https://docs.aws.amazon.com/IAM/latest/UserGuide/root-user-best-practices.html.',
  'Do what is left to do by a role of IAM Identity Center.',
  'In an organisation, remove the root credentials of member accounts, or deny the root user these services by a service control policy: https://docs.aws.amazon.com/IAM/latest/UserGuide/id_root-user-access-management.html.',
];
