import type { LookupEventsRequest, LookupEventsResponse } from '@aws-sdk/client-cloudtrail';
import { at } from '../../shared/json.ts';
import type { JsonObject } from '../../shared/json.ts';
import { ServiceFault, UnsupportedOperation } from './errors.ts';
import { own, present } from './own.ts';
import { paginate } from './page.ts';
import { readRegion } from './region.ts';
import type { Handler } from './simulation.ts';

/** "You can look up events that occurred in a Region within the last 90 days." */
const keptMilliseconds = 90 * 86_400_000;

/** What an attribute compares in a record; the others are refused, not ignored. */
const attributes: Readonly<Record<string, (record: JsonObject) => string>> = {
  AccessKeyId: (record) => text(record, 'userIdentity.accessKeyId'),
  EventId: (record) => text(record, 'eventID'),
  EventName: (record) => text(record, 'eventName'),
  EventSource: (record) => text(record, 'eventSource'),
  ReadOnly: (record) => String(at(record, 'readOnly') === true),
  Username: userName,
};

/** The user's name, or a role session's; root is called so: API_Event.html. */
function userName(record: JsonObject): string {
  const identity = (member: string): string => text(record, `userIdentity.${member}`);
  if (identity('type') === 'Root') return 'root';
  if (identity('type') === 'AssumedRole') return identity('arn').split('/').at(-1) ?? '';
  return identity('userName');
}

function text(record: JsonObject, path: string): string {
  const value = at(record, path);
  return typeof value === 'string' ? value : '';
}

function wanted({ LookupAttributes = [] }: { readonly LookupAttributes?: LookupEventsRequest['LookupAttributes'] }) {
  const [{ AttributeKey = '', AttributeValue = '' } = {}, ...more] = LookupAttributes;
  if (more.length > 0) throw new ServiceFault('InvalidLookupAttributesException', 'You can use only one attribute.');
  if (LookupAttributes.length === 0) return () => true;
  const valueOf = own(attributes, AttributeKey);
  if (valueOf === undefined) throw new UnsupportedOperation(`CloudTrail.LookupEvents attribute ${AttributeKey}`);
  return (record: JsonObject) => valueOf(record) === AttributeValue;
}

/**
 * The event history of a Region, newest first, 50 a page.
 * https://docs.aws.amazon.com/awscloudtrail/latest/APIReference/API_LookupEvents.html
 */
export const lookupEvents: Handler<LookupEventsRequest, LookupEventsResponse> = (request, context) => {
  const { MaxResults = 50, NextToken, StartTime, EndTime, EventCategory, LookupAttributes } = request;
  if (EventCategory !== undefined) throw new UnsupportedOperation(`CloudTrail.LookupEvents category ${EventCategory}`);
  if (MaxResults < 1 || MaxResults > 50) {
    throw new ServiceFault('InvalidMaxResultsException', 'MaxResults must be between 1 and 50.');
  }
  if (StartTime !== undefined && EndTime !== undefined && Date.parse(StartTime) > Date.parse(EndTime)) {
    throw new ServiceFault('InvalidTimeRangeException', 'StartTime must not be after EndTime.');
  }
  const since = Math.max(context.now.getTime() - keptMilliseconds, Date.parse(StartTime ?? '1970-01-01T00:00:00Z'));
  const until = Math.min(context.now.getTime(), Date.parse(EndTime ?? context.now.toISOString()));
  const isWanted = wanted(LookupAttributes === undefined ? {} : { LookupAttributes: [...LookupAttributes] });
  const found = (readRegion(context).cloudtrail.history ?? []).filter((record) => {
    const time = Date.parse(text(record, 'eventTime'));
    return time >= since && time <= until && isWanted(record);
  });
  const { items, next } = paginate(
    found,
    (record) => `${text(record, 'eventTime')} ${text(record, 'eventID')}`,
    {
      token: NextToken,
      size: MaxResults,
      scope: `LookupEvents ${JSON.stringify([LookupAttributes, StartTime, EndTime])}`,
      descending: true,
    },
    () => new ServiceFault('InvalidNextTokenException', 'The token is not valid.'),
  );
  const events = items.map((record) =>
    present({
      EventId: text(record, 'eventID'),
      EventName: text(record, 'eventName'),
      EventSource: text(record, 'eventSource'),
      EventTime: text(record, 'eventTime'),
      Username: userName(record) || undefined,
      ReadOnly: String(at(record, 'readOnly') === true),
      CloudTrailEvent: JSON.stringify(record),
    }),
  );
  return present({ Events: events, NextToken: next });
};
