import {
  CloudTrailClient,
  CreateTrailCommand,
  PutEventSelectorsCommand,
  PutInsightSelectorsCommand,
  StartLoggingCommand,
  StopLoggingCommand,
} from '@aws-sdk/client-cloudtrail';
import type { InsightSelector } from '@aws-sdk/client-cloudtrail';
import * as z from 'zod';
import type { BoundServices } from '../../../shared/aws/service.ts';
import { apiCall, service } from '../../../shared/aws/service.ts';
import type { JsonObject } from '../../../shared/json.ts';
import { toJson } from '../../../shared/json.ts';
import type { Condition, Step } from '../../../shared/plan.ts';
import { defineRemediation } from '../../../shared/remediation.ts';
import type { Scope } from '../../../shared/remediation.ts';
import { allManagement, asAdvanced, covers, isCovered } from './selectors.ts';
import type { Selectors } from './selectors.ts';
import { bucketReading, undeliverable } from './trail-bucket.ts';
import { insightsOf, reading, selectorsOf, snapshotOf, trailOf } from './trail-snapshot.ts';
import type { TrailSnapshot } from './trail-snapshot.ts';
import { trailsAtHome, trailTags, trailType } from './trails.ts';

const cloudtrail = service('CloudTrail', CloudTrailClient, {
  ...reading.commands,
  CreateTrailCommand,
  PutEventSelectorsCommand,
  PutInsightSelectorsCommand,
  StartLoggingCommand,
  StopLoggingCommand,
});
type Aws = BoundServices<{ cloudtrail: typeof reading }>;

/** What is to be made of a trail, in the order in which it is: logging, what it logs, what is looked for in that. */
const parts = ['trail', 'logging', 'selectors', 'insights'] as const;
type Part = (typeof parts)[number];

interface Before extends JsonObject {
  readonly snapshot: JsonObject;
  readonly missing: readonly Part[];
}

/**
 * Makes a deleted trail again, from what was last kept of it, and starts it. Its log files were never gone: they are
 * the bucket's. The record of DeleteTrail holds nothing but the trail's name.
 *
 * https://docs.aws.amazon.com/awscloudtrail/latest/APIReference/API_DeleteTrail.html
 */
export const trailRestored = defineRemediation({
  id: 'cloudtrail-trail-restored',
  title: 'Make a deleted audit trail again',
  description:
    'Makes a CloudTrail trail that was deleted again, with its settings, selectors, Insights and tags as the last sweep saw them, and starts logging. Trails of the organization are left to its management account.',
  severity: 'critical',
  impact: 'none',
  reversible: false,
  resource: trailType,
  controls: { securityHub: ['CloudTrail.1'], prowler: ['cloudtrail_multi_region_enabled'] },
  // One that has just begun to log is kept at once, not only by the next sweep.
  triggers: [{ resource: trailType, apiCall: ['cloudtrail:DeleteTrail', 'cloudtrail:StartLogging'] }],
  parameters: z.strictObject({}),
  uses: { cloudtrail, s3: bucketReading },

  /** Whoever was told of the deletion must not take a trail of which nothing was kept for one that never was. */
  async locate({ resource, hints }) {
    const deleted = hints.apiCall === 'cloudtrail:DeleteTrail';
    return { targets: [deleted ? { ...resource, facts: { deleted } } : resource] };
  },

  async assess({ id, facts }, aws, _parameters, { snapshot, ...scope }) {
    const trail = await trailOf(id, aws);
    if (trail === undefined && (await isListed(id, aws, scope))) {
      return { state: 'busy', why: 'CloudTrail lists the trail, and does not know it' };
    }
    const live = { TrailARN: id };
    if (snapshot === undefined) {
      if (trail !== undefined) return { state: 'compliant', why: 'The trail is there.', live };
      const why = `${id} does not exist, and nothing was kept of it within two weeks`;
      return facts?.['deleted'] === true
        ? { state: 'manual', why: [why], steps: fromNothing(id) }
        : { state: 'gone', why };
    }
    const kept = snapshot as unknown as TrailSnapshot;
    const missing = trail === undefined ? all(kept) : await unfinished(id, kept, aws);
    if (missing.length === 0) return { state: 'compliant', why: 'The trail is there.', live };
    const why = trail === undefined ? 'The trail was deleted' : 'The trail is only half restored';
    const hindrance = trail === undefined ? await hindranceOf(kept, aws) : undefined;
    if (hindrance !== undefined) return { state: 'manual', why: [why, hindrance], steps: byHand(kept) };
    const before: Before = { snapshot: snapshot as JsonObject, missing };
    return { state: 'wrong', why: [why], before };
  },

  plan({ snapshot, missing }: Before, _parameters, { id }) {
    const kept = snapshot as unknown as TrailSnapshot;
    return {
      steps: missing.map((part) => stepFor(part, id, kept)),
      expect: 'compliant',
      notes: ['What happened between the deletion and now is in the event history alone, for 90 days.'],
    };
  },

  async snapshot({ id }, aws) {
    const found = await snapshotOf(id, aws);
    return found === undefined ? undefined : toJson(found);
  },
  tags: async (target, aws) => trailTags(target, aws),
  list: (aws, scope) => trailsAtHome(aws, scope),
});

/** What was made a moment ago may be listed before it can be asked for. */
async function isListed(id: string, aws: Aws, scope: Pick<Scope, 'account' | 'region'>): Promise<boolean> {
  for await (const { resource } of trailsAtHome(aws, scope)) if (resource.id === id) return true;
  return false;
}

function all({ selectors, insights }: TrailSnapshot): readonly Part[] {
  const has = { trail: true, logging: true, selectors: selectors !== null, insights: insights.length > 0 };
  return parts.filter((part) => has[part]);
}

/**
 * What a trail lacks that was made again since it was last seen, and not finished. What somebody has changed in one
 * that is still the same is not looked at here, nor one that somebody has made again in another way.
 */
async function unfinished(id: string, kept: TrailSnapshot, aws: Aws): Promise<readonly Part[]> {
  const { IsLogging, StartLoggingTime: started } = await aws.cloudtrail.GetTrailStatus({ Name: id });
  if (started !== undefined && started.toISOString() === kept.started) return [];
  const wanted = kept.selectors === null ? [] : asAdvanced(kept.selectors);
  const logged = wanted.length === 0 ? [] : asAdvanced(await selectorsOf(id, aws));
  const selectors = !wanted.every((selector) => isCovered(selector, logged));
  const isNew = logged.every((selector) => covers(selector, allManagement()));
  if (started !== undefined && selectors && !isNew) return [];
  const found = (await insightsOf(id, aws)).map(({ InsightType }) => InsightType);
  const insights = !kept.insights.every(({ InsightType }) => found.includes(InsightType));
  if (started !== undefined && !selectors && !insights) return [];
  const missing = { trail: false, logging: IsLogging !== true, selectors, insights };
  return parts.filter((part) => missing[part]);
}

async function hindranceOf(
  { trail: { IsOrganizationTrail, S3BucketName = '' } }: TrailSnapshot,
  aws: BoundServices<{ s3: typeof bucketReading }>,
): Promise<string | undefined> {
  if (IsOrganizationTrail === true)
    return 'It was a trail of the organization, which only somebody with rights in AWS Organizations may make';
  return undeliverable(S3BucketName, aws);
}

/** What a new trail logs. */
const whatIsUsual: Selectors = { EventSelectors: [{ ReadWriteType: 'All', IncludeManagementEvents: true }] };

function stepFor(part: Part, TrailName: string, { trail, selectors, insights, tags }: TrailSnapshot): Step {
  const put = (to: Selectors) => apiCall(cloudtrail, 'PutEventSelectors', { TrailName, ...to });
  const look = (InsightSelectors: InsightSelector[]) =>
    apiCall(cloudtrail, 'PutInsightSelectors', { TrailName, InsightSelectors });
  const shown = (path: string, is: string | boolean): Condition => {
    return { call: apiCall(cloudtrail, 'GetTrail', { Name: TrailName }), path: `Trail.${path}`, is: [is] };
  };
  const logs = (is: boolean): Condition => {
    return { call: apiCall(cloudtrail, 'GetTrailStatus', { Name: TrailName }), path: 'IsLogging', is: [is] };
  };
  switch (part) {
    case 'trail':
      return {
        id: 'create-trail',
        title: `Make trail ${trail.Name} again, to ${trail.S3BucketName}`,
        call: apiCall(cloudtrail, 'CreateTrail', { ...trail, ...(tags.length > 0 && { TagsList: [...tags] }) }),
        done: shown('TrailARN', TrailName),
        final: 'Redress must not delete trails: its roles are denied DeleteTrail, whoever asks',
        semantics: 'at-least-once',
      };
    case 'logging':
      return {
        id: 'start-logging',
        title: `Start logging on ${trail.Name}`,
        call: apiCall(cloudtrail, 'StartLogging', { Name: TrailName }),
        done: logs(true),
        undo: { call: apiCall(cloudtrail, 'StopLogging', { Name: TrailName }), done: logs(false) },
        semantics: 'at-least-once',
      };
    case 'selectors': {
      const undo = { call: put(whatIsUsual) };
      const call = apiCall(cloudtrail, 'GetEventSelectors', { TrailName });
      // While a trail has advanced selectors it shows no basic ones.
      const done = { call, path: 'EventSelectors.0.ReadWriteType', is: ['All'] };
      return {
        id: 'put-selectors',
        title: `Have ${trail.Name} log what it logged`,
        call: put(selectors ?? whatIsUsual),
        undo: selectors !== null && 'AdvancedEventSelectors' in selectors ? { ...undo, done } : undo,
        semantics: 'at-least-once',
      };
    }
    case 'insights':
      return {
        id: 'put-insights',
        title: `Switch Insights of ${trail.Name} on`,
        call: look([...insights]),
        done: shown('HasInsightSelectors', true),
        undo: { call: look([]), done: shown('HasInsightSelectors', false) },
        semantics: 'at-least-once',
      };
  }
}

function fromNothing(id: string): string[] {
  const name = id.split('/').at(-1);
  return [
    `The record of DeleteTrail does not tell how the trail was set. Look in AWS Config's history of AWS::CloudTrail::Trail, or for CreateTrail and UpdateTrail: redress trail --event CreateTrail --since 90d`,
    `aws cloudtrail create-trail --name ${name} --s3-bucket-name BUCKET --is-multi-region-trail --enable-log-file-validation --kms-key-id KEY`,
    `aws cloudtrail put-event-selectors --trail-name ${name} --advanced-event-selectors file://selectors.json`,
    `aws cloudtrail start-logging --name ${name}`,
  ];
}

function byHand({ trail: { Name, S3BucketName, IsOrganizationTrail } }: TrailSnapshot): string[] {
  return [
    `Make sure that bucket ${S3BucketName} is there, and that its policy lets cloudtrail.amazonaws.com call s3:GetBucketAcl and s3:PutObject.`,
    IsOrganizationTrail === true
      ? `In the organization's management account: aws cloudtrail create-trail --is-organization-trail --name ${Name} --s3-bucket-name ${S3BucketName}, then aws cloudtrail start-logging --name ${Name}`
      : `The next sweep then makes trail ${Name} again; redress sweep does so at once.`,
  ];
}
