import type {
  CreateTrailRequest,
  CreateTrailResponse,
  DeleteTrailRequest,
  DeleteTrailResponse,
  DescribeTrailsRequest,
  DescribeTrailsResponse,
  GetTrailRequest,
  GetTrailResponse,
  GetTrailStatusRequest,
  GetTrailStatusResponse,
  ListTrailsRequest,
  ListTrailsResponse,
  StartLoggingRequest,
  StartLoggingResponse,
  StopLoggingRequest,
  StopLoggingResponse,
  UpdateTrailRequest,
  UpdateTrailResponse,
} from '@aws-sdk/client-cloudtrail';
import * as client from '@aws-sdk/client-cloudtrail';
import { checkBucket } from './cloudtrail-bucket.ts';
import { lookupEvents } from './cloudtrail-history.ts';
import {
  getEventSelectors,
  getInsightSelectors,
  putEventSelectors,
  putInsightSelectors,
} from './cloudtrail-selectors.ts';
import { checkTags, listTags } from './cloudtrail-tags.ts';
import { checkTrailName, findOwnTrail, findTrail, replaceTrail, trailArn } from './cloudtrail-trails.ts';
import { ServiceFault, UnsupportedOperation } from './errors.ts';
import { present } from './own.ts';
import { paginate } from './page.ts';
import type { CallContext, Handler, Simulation } from './simulation.ts';
import type { Stored } from './stored.ts';
import type { TrailState } from './state.ts';

function settingsOf(account: string, trail: TrailState) {
  return present({
    Name: trail.name,
    S3BucketName: trail.bucket,
    S3KeyPrefix: trail.prefix,
    SnsTopicARN: trail.snsTopicArn,
    IncludeGlobalServiceEvents: trail.globalEvents,
    IsMultiRegionTrail: trail.multiRegion,
    TrailARN: trailArn(account, trail),
    LogFileValidationEnabled: trail.validation,
    CloudWatchLogsLogGroupArn: trail.logGroupArn,
    CloudWatchLogsRoleArn: trail.logRoleArn,
    KmsKeyId: trail.kmsKeyId,
    IsOrganizationTrail: trail.organization,
  });
}

function describe(account: string, trail: TrailState) {
  return {
    ...settingsOf(account, trail),
    HomeRegion: trail.region,
    HasCustomEventSelectors: (trail.eventSelectors ?? trail.advancedEventSelectors) !== undefined,
    HasInsightSelectors: trail.insightSelectors !== undefined,
  };
}

/** Members that are set in CreateTrail and UpdateTrail alike; what is not given stays as it was. */
function change(request: Stored<UpdateTrailRequest>, trail: TrailState, { account, region }: CallContext): TrailState {
  const topic = request.SnsTopicName;
  const topicArn =
    topic === undefined || topic.startsWith('arn:') ? topic : `arn:aws:sns:${region}:${account}:${topic}`;
  return {
    ...trail,
    bucket: request.S3BucketName ?? trail.bucket,
    prefix: request.S3KeyPrefix ?? trail.prefix,
    snsTopicArn: topicArn ?? trail.snsTopicArn,
    globalEvents: request.IncludeGlobalServiceEvents ?? trail.globalEvents,
    multiRegion: request.IsMultiRegionTrail ?? trail.multiRegion,
    validation: request.EnableLogFileValidation ?? trail.validation,
    logGroupArn: request.CloudWatchLogsLogGroupArn ?? trail.logGroupArn,
    logRoleArn: request.CloudWatchLogsRoleArn ?? trail.logRoleArn,
    // An empty key takes the encryption away.
    kmsKeyId: request.KmsKeyId === '' ? undefined : (request.KmsKeyId ?? trail.kmsKeyId),
    organization: request.IsOrganizationTrail ?? trail.organization,
  };
}

function checkRequest({ S3BucketName, RecursiveLogging }: Stored<UpdateTrailRequest>, context: CallContext): void {
  if (RecursiveLogging !== undefined) throw new UnsupportedOperation('trail setting RecursiveLogging');
  if (S3BucketName !== undefined) checkBucket(S3BucketName, context);
}

/** A new trail does not log before StartLogging is called. */
const createTrail: Handler<CreateTrailRequest, CreateTrailResponse> = (request, context) => {
  const { Name: name = '', S3BucketName: bucket = '', TagsList = [], ...settings } = request;
  checkTrailName(name);
  checkRequest({ ...settings, Name: name, S3BucketName: bucket }, context);
  checkTags(TagsList);
  const { trails } = context.state.cloudtrail;
  const blank: TrailState = {
    name,
    region: context.region,
    bucket,
    multiRegion: false,
    globalEvents: true,
    validation: false,
    organization: false,
    logging: false,
    tags: TagsList.map(({ Key = '', Value = '' }) => ({ Key, Value })),
  };
  if (trails.some((trail) => trailArn(context.account, trail) === trailArn(context.account, blank))) {
    throw new ServiceFault(
      'TrailAlreadyExistsException',
      `Trail ${name} already exists for customer: ${context.account}`,
    );
  }
  // Five trails a Region: https://docs.aws.amazon.com/awscloudtrail/latest/userguide/WhatIsCloudTrail-Limits.html
  if (trails.filter(({ region }) => region === context.region).length >= 5) {
    throw new ServiceFault(
      'MaximumNumberOfTrailsExceededException',
      `User: ${context.account} already has 5 trails in ${context.region}.`,
    );
  }
  const trail = change({ ...settings, Name: name }, blank, context);
  trails.push(trail);
  return settingsOf(context.account, trail);
};

const updateTrail: Handler<UpdateTrailRequest, UpdateTrailResponse> = (request, context) => {
  const trail = findOwnTrail(context, request.Name ?? '');
  checkRequest(request, context);
  const changed = change(request, trail, context);
  replaceTrail(context, trail, changed);
  return settingsOf(context.account, changed);
};

const deleteTrail: Handler<DeleteTrailRequest, DeleteTrailResponse> = ({ Name = '' }, context) => {
  replaceTrail(context, findOwnTrail(context, Name), undefined);
  return {};
};

const getTrail: Handler<GetTrailRequest, GetTrailResponse> = ({ Name = '' }, context) => ({
  Trail: describe(context.account, findTrail(context, Name)),
});

/** Trails whose home is here, and elsewhere's multi-Region trails as shadows; unknown names are left out. */
const describeTrails: Handler<DescribeTrailsRequest, DescribeTrailsResponse> = (request, context) => {
  const { trailNameList = [], includeShadowTrails = true } = request;
  const { account, region } = context;
  const here = context.state.cloudtrail.trails.filter(
    (trail) => trail.region === region || (trail.multiRegion && includeShadowTrails),
  );
  const named = here.filter(
    (trail) =>
      trailNameList.length === 0 ||
      trailNameList.includes(trailArn(account, trail)) ||
      (trail.region === region && trailNameList.includes(trail.name)),
  );
  return { trailList: named.map((trail) => describe(account, trail)) };
};

/** All of the account's trails, whatever their Region. */
const listTrails: Handler<ListTrailsRequest, ListTrailsResponse> = ({ NextToken }, context) => {
  const { items, next } = paginate(
    context.state.cloudtrail.trails,
    (trail) => trailArn(context.account, trail),
    { token: NextToken, size: 100, scope: 'ListTrails' },
    () => new ServiceFault('InvalidTokenException', 'The next token is invalid.'),
  );
  return present({
    Trails: items.map((trail) => ({
      TrailARN: trailArn(context.account, trail),
      Name: trail.name,
      HomeRegion: trail.region,
    })),
    NextToken: next,
  });
};

const getTrailStatus: Handler<GetTrailStatusRequest, GetTrailStatusResponse> = ({ Name = '' }, context) => {
  const { logging, started, stopped } = findTrail(context, Name);
  return present({
    IsLogging: logging,
    StartLoggingTime: started,
    StopLoggingTime: stopped,
    // The same times once more, as text without milliseconds; both are in AWS's answers.
    TimeLoggingStarted: started === undefined ? '' : withoutMilliseconds(started),
    TimeLoggingStopped: stopped === undefined ? '' : withoutMilliseconds(stopped),
  });
};

function withoutMilliseconds(time: string): string {
  return time.replace(/\.\d+/, '');
}

/** Succeeds on a trail that is logging already. */
const startLogging: Handler<StartLoggingRequest, StartLoggingResponse> = ({ Name = '' }, context) => {
  const trail = findOwnTrail(context, Name);
  if (!trail.logging) replaceTrail(context, trail, { ...trail, logging: true, started: context.now.toISOString() });
  return {};
};

const stopLogging: Handler<StopLoggingRequest, StopLoggingResponse> = ({ Name = '' }, context) => {
  const trail = findOwnTrail(context, Name);
  if (trail.logging) replaceTrail(context, trail, { ...trail, logging: false, stopped: context.now.toISOString() });
  return {};
};

/** CloudTrail's trails. What they would record is rendered by cloudtrail-events.ts. */
export const cloudtrail: Simulation = {
  service: 'CloudTrail',
  client: { ...client },
  Exception: client.CloudTrailServiceException,
  operations: {
    CreateTrail: createTrail,
    DeleteTrail: deleteTrail,
    DescribeTrails: describeTrails,
    GetEventSelectors: getEventSelectors,
    GetInsightSelectors: getInsightSelectors,
    GetTrail: getTrail,
    GetTrailStatus: getTrailStatus,
    ListTags: listTags,
    ListTrails: listTrails,
    LookupEvents: lookupEvents,
    PutEventSelectors: putEventSelectors,
    PutInsightSelectors: putInsightSelectors,
    StartLogging: startLogging,
    StopLogging: stopLogging,
    UpdateTrail: updateTrail,
  },
};
