import type { LoggedCall } from './call.ts';
import type { ServiceRecord } from './cloudtrail-s3.ts';

/** EC2 is logged as its XML has it: a list is an object with `items`. Undefined for what is not known here. */
export function ec2Record({ operation, input }: LoggedCall): ServiceRecord | undefined {
  if (operation !== 'ModifyNetworkInterfaceAttribute') return undefined;
  const { NetworkInterfaceId: networkInterfaceId = '', Groups = [] } = input;
  const items = (Groups as readonly string[]).map((groupId) => ({ groupId }));
  return { eventName: operation, requestParameters: { networkInterfaceId, groupSet: { items } } };
}

/**
 * Lambda's events are named after the API and its version:
 * https://docs.aws.amazon.com/lambda/latest/dg/logging-using-cloudtrail.html
 */
export function lambdaRecord(record: ServiceRecord | undefined): ServiceRecord | undefined {
  return record === undefined ? undefined : { ...record, eventName: `${record.eventName}20171031` };
}
