import type {
  AdvancedEventSelector,
  EventSelector,
  GetEventSelectorsRequest,
  GetEventSelectorsResponse,
  GetInsightSelectorsRequest,
  GetInsightSelectorsResponse,
  PutEventSelectorsRequest,
  PutEventSelectorsResponse,
  PutInsightSelectorsRequest,
  PutInsightSelectorsResponse,
} from '@aws-sdk/client-cloudtrail';
import { findOwnTrail, findTrail, replaceTrail, trailArn } from './cloudtrail-trails.ts';
import { ServiceFault, UnsupportedOperation } from './errors.ts';
import { present } from './own.ts';
import type { Handler } from './simulation.ts';
import type { TrailState } from './state.ts';
import type { Stored } from './stored.ts';

/** "By default, trails created without specific event selectors are configured to log all read and write management events, and no data events." */
const usual: readonly Stored<EventSelector>[] = [
  { ReadWriteType: 'All', IncludeManagementEvents: true, DataResources: [], ExcludeManagementEventSources: [] },
];

export const getEventSelectors: Handler<GetEventSelectorsRequest, GetEventSelectorsResponse> = (
  { TrailName = '' },
  context,
) => selectorsOf(context.account, findTrail(context, TrailName));

function selectorsOf(account: string, trail: TrailState) {
  const { eventSelectors, advancedEventSelectors: advanced } = trail;
  const basic = advanced === undefined ? (eventSelectors ?? usual) : undefined;
  return present({
    TrailARN: trailArn(account, trail),
    EventSelectors: basic === undefined ? undefined : [...basic],
    AdvancedEventSelectors: advanced,
  });
}

/**
 * Replaces all that the trail logs, whether basic or advanced.
 * https://docs.aws.amazon.com/awscloudtrail/latest/APIReference/API_PutEventSelectors.html
 */
export const putEventSelectors: Handler<PutEventSelectorsRequest, PutEventSelectorsResponse> = (request, context) => {
  const trail = findOwnTrail(context, request.TrailName ?? '');
  const { EventSelectors: basic, AdvancedEventSelectors: advanced } = request;
  if (basic !== undefined && advanced === undefined) checkBasic(basic);
  else if (advanced !== undefined && basic === undefined) checkAdvanced(advanced);
  else throw invalid('Specify either event selectors or advanced event selectors.');
  const eventSelectors = basic?.map((selector) => ({
    ReadWriteType: 'All' as const,
    IncludeManagementEvents: true,
    DataResources: [],
    ExcludeManagementEventSources: [],
    ...selector,
  }));
  const changed = { ...trail, eventSelectors, advancedEventSelectors: advanced && [...advanced] };
  replaceTrail(context, trail, present(changed));
  return selectorsOf(context.account, changed);
};

const basicTypes = ['AWS::DynamoDB::Table', 'AWS::Lambda::Function', 'AWS::S3::Object'];
/** "It can filter out Key Management Service or Amazon RDS Data API events." */
const excludable = ['kms.amazonaws.com', 'rdsdata.amazonaws.com'];

function checkBasic(selectors: readonly Stored<EventSelector>[]): void {
  if (selectors.length < 1 || selectors.length > 5) throw invalid('A trail has one to five event selectors.');
  const resources = selectors.flatMap(({ DataResources = [] }) => DataResources);
  if (resources.some(({ Type = '' }) => !basicTypes.includes(Type)))
    throw invalid('The data resource type is unknown.');
  if (resources.flatMap(({ Values = [] }) => Values).length > 250) throw invalid('More than 250 data resources.');
  for (const { ReadWriteType = 'All', ExcludeManagementEventSources = [] } of selectors) {
    if (!['All', 'ReadOnly', 'WriteOnly'].includes(ReadWriteType)) throw invalid('The read/write type is unknown.');
    if (ExcludeManagementEventSources.some((source) => !excludable.includes(source)))
      throw invalid('The event source can not be excluded.');
  }
}

function checkAdvanced(selectors: readonly Stored<AdvancedEventSelector>[]): void {
  const fields = selectors.flatMap(({ FieldSelectors = [] }) => FieldSelectors);
  const values = fields.flatMap(({ Field: _, ...operators }) => Object.values(operators).flat());
  if (selectors.length === 0 || values.length > 500) throw invalid('Between one and 500 values.');
  for (const { FieldSelectors = [] } of selectors) {
    const only = (name: string) => FieldSelectors.find(({ Field }) => Field === name)?.Equals ?? [];
    const [category = '', ...categories] = only('eventCategory');
    if (categories.length > 0 || !['Management', 'Data', 'NetworkActivity'].includes(category))
      throw invalid('A selector has one eventCategory, by Equals.');
    if (category === 'Data' && only('resources.type').length !== 1)
      throw invalid('A selector of data events has one resources.type, by Equals.');
    if (FieldSelectors.some(({ Field: _, ...operators }) => Object.values(operators).flat().length === 0))
      throw invalid('A field selector has at least one value.');
  }
}

function invalid(message: string): ServiceFault {
  return new ServiceFault('InvalidEventSelectorsException', message);
}

export const getInsightSelectors: Handler<GetInsightSelectorsRequest, GetInsightSelectorsResponse> = (
  { TrailName, EventDataStore },
  context,
) => {
  if (EventDataStore !== undefined) throw new UnsupportedOperation('CloudTrail event data store');
  const trail = findTrail(context, TrailName ?? '');
  if (trail.insightSelectors === undefined) {
    throw new ServiceFault('InsightNotEnabledException', 'Insights are not enabled on the trail.');
  }
  return { TrailARN: trailArn(context.account, trail), InsightSelectors: [...trail.insightSelectors] };
};

/** An empty list switches them off. */
export const putInsightSelectors: Handler<PutInsightSelectorsRequest, PutInsightSelectorsResponse> = (
  { TrailName, InsightSelectors = [], EventDataStore },
  context,
) => {
  if (EventDataStore !== undefined) throw new UnsupportedOperation('CloudTrail event data store');
  const trail = findOwnTrail(context, TrailName ?? '');
  if (
    InsightSelectors.some(
      ({ InsightType = '' }) => !['ApiCallRateInsight', 'ApiErrorRateInsight'].includes(InsightType),
    )
  )
    throw new ServiceFault('InvalidInsightSelectorsException', 'The Insights type is unknown.');
  const insightSelectors = InsightSelectors.length === 0 ? undefined : [...InsightSelectors];
  replaceTrail(context, trail, present({ ...trail, insightSelectors }));
  return { TrailARN: trailArn(context.account, trail), InsightSelectors: [...InsightSelectors] };
};
