import type { PutEventsRequest, PutEventsRequestEntry, PutEventsResponse } from '@aws-sdk/client-eventbridge';
import * as client from '@aws-sdk/client-eventbridge';
import { ServiceFault } from './errors.ts';
import { parseArn, uuidOf } from './names.ts';
import { own } from './own.ts';
import { changeRegion } from './region.ts';
import type { CallContext, Handler, Simulation } from './simulation.ts';
import type { Stored } from './stored.ts';
import type { PutEvent } from './state.ts';

/** A bus remembers so many of its newest events, so that a long replay does not grow. */
export const keptEvents = 1_000;

/** 1 MiB for the whole request: https://docs.aws.amazon.com/eventbridge/latest/userguide/eb-putevents.html */
const requestLimit = 1_048_576;

type Entry = Stored<PutEventsRequestEntry>;

/** An entry's size as EventBridge reckons it: 14 bytes for a time, and the text of the rest. */
function sizeOf({ Time, Source, DetailType, Detail, Resources = [] }: Entry): number {
  const texts = [Source, DetailType, Detail, ...Resources];
  return (Time === undefined ? 0 : 14) + texts.reduce((sum, text) => sum + Buffer.byteLength(text ?? ''), 0);
}

interface Refusal {
  readonly ErrorCode: string;
  readonly ErrorMessage: string;
}

/** What is wrong with one entry; the other entries of the request are put all the same. */
function refusal(entry: Entry): Refusal | undefined {
  for (const name of ['Source', 'DetailType', 'Detail'] as const) {
    if (entry[name] === undefined || entry[name] === '') {
      return {
        ErrorCode: 'InvalidArgument',
        ErrorMessage: `Parameter ${name} is not valid. Reason: ${name} is a required argument.`,
      };
    }
  }
  if (entry.Source?.startsWith('aws.')) {
    return { ErrorCode: 'NotAuthorizedForSource', ErrorMessage: 'Not authorized for the source.' };
  }
  return isJsonObject(entry.Detail ?? '')
    ? undefined
    : { ErrorCode: 'MalformedDetail', ErrorMessage: 'Detail is malformed.' };
}

function isJsonObject(text: string): boolean {
  try {
    const value: unknown = JSON.parse(text);
    return typeof value === 'object' && value !== null && !Array.isArray(value);
  } catch {
    return false;
  }
}

/**
 * Puts events onto buses. An event for a bus that does not exist is answered with success and goes
 * nowhere: so AWS does (https://github.com/aws/aws-cli/issues/9186).
 */
const putEvents: Handler<PutEventsRequest, PutEventsResponse> = ({ Entries = [] }, context) => {
  if (Entries.length < 1 || Entries.length > 10) {
    throw new ServiceFault(
      'ValidationException',
      "1 validation error detected: Value at 'entries' failed to satisfy constraint: Member must have length less than or equal to 10 and greater than or equal to 1",
    );
  }
  if (Entries.reduce((sum, entry) => sum + sizeOf(entry), 0) > requestLimit) {
    throw new ServiceFault('ValidationException', 'Total size of the entries in the request is over the limit.');
  }
  const results = Entries.map((entry, index) => {
    const refused = refusal(entry);
    if (refused !== undefined) return refused;
    const id = uuidOf(context.requestId, index);
    put(entry, id, context);
    return { EventId: id };
  });
  return { FailedEntryCount: results.filter((result) => 'ErrorCode' in result).length, Entries: results };
};

function put(entry: Entry, id: string, context: CallContext): void {
  const name = busName(entry.EventBusName, context);
  const { buses } = changeRegion(context).eventbridge;
  const bus = name === undefined ? undefined : own(buses, name);
  if (name === undefined || bus === undefined) return;
  const event: PutEvent = {
    id,
    time: entry.Time ?? context.now.toISOString(),
    source: entry.Source ?? '',
    detailType: entry.DetailType ?? '',
    detail: entry.Detail ?? '',
    resources: [...(entry.Resources ?? [])],
  };
  buses[name] = { events: [...bus.events, event].slice(-keptEvents), received: bus.received + 1 };
}

/** A bus by name or ARN; undefined: in another account or Region. */
function busName(nameOrArn: string | undefined, { account, region }: CallContext): string | undefined {
  if (nameOrArn === undefined) return 'default';
  const parts = parseArn(nameOrArn);
  if (parts === undefined) return nameOrArn;
  return parts.account === account && parts.region === region ? parts.resource.replace(/^event-bus\//, '') : undefined;
}

/** EventBridge's custom buses, to put events on; nothing is routed on from them. */
export const eventbridge: Simulation = {
  service: 'EventBridge',
  client: { ...client },
  Exception: client.EventBridgeServiceException,
  operations: { PutEvents: putEvents },
};
