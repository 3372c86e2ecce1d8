import { at } from '../shared/json.ts';

/** SNS in SQS in a Lambda function's event is as deep as deliveries go. */
const deepest = 4;

/**
 * The EventBridge events in what they were delivered in, or kept in: messages of SQS and SNS, those of a dead-letter
 * queue among them, invocations that Lambda gave up (a destination's `requestPayload`), and CloudTrail's log files, whose
 * records are made into the events that EventBridge would have made of them.
 *
 * https://docs.aws.amazon.com/lambda/latest/dg/invocation-async-retain-records.html,
 * https://docs.aws.amazon.com/awscloudtrail/latest/userguide/cloudtrail-log-file-examples.html
 *
 * @returns undefined for what is none of these
 */
export function unwrapped(value: unknown, depth = 0): readonly unknown[] | undefined {
  if (value === null || typeof value !== 'object' || Array.isArray(value) || depth > deepest) return undefined;
  if (Object.hasOwn(value, 'detail-type')) return [value];
  if (isCall(value)) return [callEvent(value)];
  const inside = contents(value);
  if (inside === undefined) return undefined;
  const events = inside.map((one) => unwrapped(parsed(one), depth + 1));
  // All or nothing: what only looked like a wrapping is better told of than taken in part.
  return events.some((found) => found === undefined) ? undefined : events.flatMap((found) => found ?? []);
}

/** What a wrapping holds: objects, or texts of JSON. */
function contents(value: object): readonly unknown[] | undefined {
  const [records, messages] = [at(value, 'Records'), at(value, 'Messages')];
  if (Array.isArray(records)) return records.map((record) => at(record, 'body') ?? at(record, 'Sns.Message') ?? record);
  if (Array.isArray(messages)) return messages.map((message) => at(message, 'Body') ?? message);
  if (Object.hasOwn(value, 'requestPayload')) return [at(value, 'requestPayload')];
  if (at(value, 'Type') === 'Notification') return [at(value, 'Message')];
  // One message by itself, as a queue's console shows it.
  const [body] = [at(value, 'Body') ?? at(value, 'body')];
  return body === undefined ? undefined : [body];
}

function parsed(value: unknown): unknown {
  if (typeof value !== 'string') return value;
  try {
    return JSON.parse(value);
  } catch {
    return undefined;
  }
}

function isCall(value: object): boolean {
  return ['eventID', 'eventName', 'eventSource', 'eventTime', 'awsRegion'].every(
    (member) => typeof at(value, member) === 'string',
  );
}

/** https://docs.aws.amazon.com/eventbridge/latest/userguide/eb-service-event-cloudtrail.html */
function callEvent(record: object): unknown {
  const own = at(record, 'userIdentity.accountId');
  return {
    version: '0',
    id: at(record, 'eventID'),
    'detail-type': 'AWS API Call via CloudTrail',
    source: `aws.${String(at(record, 'eventSource')).split('.', 1)[0]}`,
    account: at(record, 'recipientAccountId') ?? own,
    time: at(record, 'eventTime'),
    region: at(record, 'awsRegion'),
    resources: [],
    detail: record,
  };
}
