import {
  CloudTrailClient,
  GetEventSelectorsCommand,
  GetInsightSelectorsCommand,
  GetTrailCommand,
  GetTrailStatusCommand,
} from '@aws-sdk/client-cloudtrail';
import type { CreateTrailRequest, InsightSelector, Tag, Trail } from '@aws-sdk/client-cloudtrail';
import { orUndefined } from '../../../shared/aws/failure.ts';
import type { BoundServices } from '../../../shared/aws/service.ts';
import { service } from '../../../shared/aws/service.ts';
import { selectorsIn } from './selectors.ts';
import type { Selectors } from './selectors.ts';
import { trails, trailTags } from './trails.ts';

/** What it takes to read a trail whole. */
export const reading = service('CloudTrail', CloudTrailClient, {
  ...trails.commands,
  GetEventSelectorsCommand,
  GetInsightSelectorsCommand,
  GetTrailCommand,
  GetTrailStatusCommand,
});
type Aws = BoundServices<{ cloudtrail: typeof reading }>;

/** Everything of a trail that counts, in the words in which it is made. */
export interface TrailSnapshot {
  readonly trail: CreateTrailRequest;
  /** When it was last started: a trail that was made again has another time. ISO 8601, UTC. */
  readonly started: string | null;
  /** Null where it logs what all trails log that nobody has told otherwise. */
  readonly selectors: Selectors | null;
  readonly insights: readonly InsightSelector[];
  /** Without those that only AWS may set. */
  readonly tags: readonly Tag[];
}

/** A trail, or undefined where there is none. */
export async function trailOf(Name: string, aws: Aws): Promise<Trail | undefined> {
  const answer = await orUndefined('TrailNotFoundException', aws.cloudtrail.GetTrail({ Name }));
  if (answer !== undefined && answer.Trail === undefined) throw new TypeError('GetTrail told no trail');
  return answer?.Trail;
}

/** Undefined while the trail is not logging: one that was stopped before it was deleted is to log when it is back. */
export async function snapshotOf(id: string, aws: Aws): Promise<TrailSnapshot | undefined> {
  const trail = await trailOf(id, aws);
  if (trail === undefined) return undefined;
  const { IsLogging, StartLoggingTime } = await aws.cloudtrail.GetTrailStatus({ Name: id });
  if (IsLogging !== true) return undefined;
  const started = StartLoggingTime?.toISOString() ?? null;
  const selectors = trail.HasCustomEventSelectors === true ? await selectorsOf(id, aws) : null;
  const insights = trail.HasInsightSelectors === true ? await insightsOf(id, aws) : [];
  const tags = Object.entries(await trailTags({ type: '', id }, aws)).map(([Key, Value]) => ({ Key, Value }));
  return {
    trail: settingsOf(trail),
    started,
    selectors,
    insights,
    tags: tags.filter(({ Key }) => !Key.startsWith('aws:')),
  };
}

export async function selectorsOf(TrailName: string, aws: Aws): Promise<Selectors> {
  return selectorsIn(await aws.cloudtrail.GetEventSelectors({ TrailName }));
}

/** None where Insights are off: CloudTrail takes the question for an error then. */
export async function insightsOf(TrailName: string, aws: Aws): Promise<readonly InsightSelector[]> {
  const found = await orUndefined('InsightNotEnabledException', aws.cloudtrail.GetInsightSelectors({ TrailName }));
  return found?.InsightSelectors ?? [];
}

/** What CreateTrail takes. A topic may be named by its ARN there. */
function settingsOf(trail: Trail): CreateTrailRequest {
  return {
    Name: trail.Name,
    S3BucketName: trail.S3BucketName,
    S3KeyPrefix: trail.S3KeyPrefix,
    SnsTopicName: trail.SnsTopicARN,
    IncludeGlobalServiceEvents: trail.IncludeGlobalServiceEvents,
    IsMultiRegionTrail: trail.IsMultiRegionTrail,
    EnableLogFileValidation: trail.LogFileValidationEnabled,
    CloudWatchLogsLogGroupArn: trail.CloudWatchLogsLogGroupArn,
    CloudWatchLogsRoleArn: trail.CloudWatchLogsRoleArn,
    KmsKeyId: trail.KmsKeyId,
    IsOrganizationTrail: trail.IsOrganizationTrail,
  };
}
