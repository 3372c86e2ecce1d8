import { CloudTrailClient, LookupEventsCommand } from '@aws-sdk/client-cloudtrail';
import type { Event, LookupEventsResponse } from '@aws-sdk/client-cloudtrail';
import { service } from '../../../shared/aws/service.ts';
import type { BoundServices } from '../../../shared/aws/service.ts';
import { at } from '../../../shared/json.ts';
import type { Scope } from '../../../shared/remediation.ts';
import { identify } from '../../../shared/signals/identifiers.ts';

export const cloudtrail = service('CloudTrail', CloudTrailClient, { LookupEventsCommand });
export type HistoryAws = BoundServices<{ cloudtrail: typeof cloudtrail }>;

/** Of 50 events each: more would take minutes, at two requests a second that CloudTrail allows. */
const mostPages = 20;

/**
 * The configurations that an endpoint was given in the last 90 days, newest first, as CloudTrail's event
 * history tells; SageMaker itself remembers only the present one. The history needs no trail.
 *
 * https://docs.aws.amazon.com/awscloudtrail/latest/APIReference/API_LookupEvents.html
 */
export async function configsGiven(aws: HistoryAws, endpoint: string, scope: Scope): Promise<string[]> {
  const given: { readonly time: number; readonly config: string }[] = [];
  for (const name of ['CreateEndpoint', 'UpdateEndpoint']) {
    for await (const { EventTime, CloudTrailEvent = '' } of eventsNamed(aws, name)) {
      const config = configIn(CloudTrailEvent, endpoint, scope);
      if (config !== undefined && EventTime !== undefined) given.push({ time: new Date(EventTime).getTime(), config });
    }
  }
  return [...new Set(given.toSorted((a, b) => b.time - a.time).map(({ config }) => config))];
}

async function* eventsNamed({ cloudtrail: client }: HistoryAws, name: string): AsyncGenerator<Event> {
  let NextToken: string | undefined;
  for (let page = 0; page < mostPages; page++) {
    const answer: LookupEventsResponse = await client.LookupEvents({
      LookupAttributes: [{ AttributeKey: 'EventName', AttributeValue: name }],
      ...(NextToken === undefined ? {} : { NextToken }),
    });
    yield* answer.Events ?? [];
    NextToken = answer.NextToken;
    if (NextToken === undefined) return;
  }
}

/** The configuration that a call that went through named for the endpoint; the text is what somebody sent. */
function configIn(text: string, endpoint: string, scope: Scope): string | undefined {
  try {
    const record: unknown = JSON.parse(text);
    const isAbout =
      at(record, 'eventSource') === 'sagemaker.amazonaws.com' &&
      at(record, 'errorCode') === undefined &&
      at(record, 'requestParameters.endpointName') === endpoint;
    if (!isAbout) return undefined;
    const name = at(record, 'requestParameters.endpointConfigName');
    return identify('AWS::SageMaker::EndpointConfig', name, scope, 'requestParameters.endpointConfigName').id;
  } catch {
    return undefined; // no record, or no name that a configuration could have
  }
}
