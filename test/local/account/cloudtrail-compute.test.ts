import { expect, it } from 'vitest';
import type { LoggedCall } from '../../../local/account/call.ts';
import { cloudTrailEvent } from '../../../local/account/cloudtrail-events.ts';
import { createWorld, here } from './world.ts';

const eni = 'eni-0a1b2c3d4e5f60718';
const group = 'sg-0a1b2c3d4e5f60718';

function world() {
  const seen: LoggedCall[] = [];
  const found = createWorld(
    {
      regions: {
        [here]: {
          lambda: { functions: { features: {} } },
          ec2: { networkInterfaces: { [eni]: { VpcId: 'vpc-1' } }, securityGroups: { [group]: { VpcId: 'vpc-1' } } },
        },
      },
    },
    { onWrite: (call) => void seen.push(call) },
  );
  return { ...found, seen };
}

it('EC2 is logged as its XML has it', async () => {
  const { ec2, seen } = world();

  await ec2.ModifyNetworkInterfaceAttribute({ NetworkInterfaceId: eni, Groups: [group] });
  await ec2
    .ModifyNetworkInterfaceAttribute({ NetworkInterfaceId: 'eni-0', SourceDestCheck: { Value: true } })
    .catch(() => undefined);

  expect(seen.flatMap((call) => cloudTrailEvent(call) ?? [])).toMatchObject([
    {
      source: 'aws.ec2',
      detail: {
        eventSource: 'ec2.amazonaws.com',
        eventName: 'ModifyNetworkInterfaceAttribute',
        requestParameters: { networkInterfaceId: eni, groupSet: { items: [{ groupId: group }] } },
      },
    },
  ]);
});

it('Lambda’s events carry the version of its API in their names', async () => {
  const { lambda, seen } = world();

  await lambda.PutFunctionConcurrency({ FunctionName: 'features', ReservedConcurrentExecutions: 0 });
  await lambda.DeleteFunctionConcurrency({ FunctionName: 'features' });

  const events = seen.map((call) => cloudTrailEvent(call));
  expect(events).toMatchObject([
    {
      source: 'aws.lambda',
      detail: {
        eventName: 'PutFunctionConcurrency20171031',
        requestParameters: { functionName: 'features', reservedConcurrentExecutions: 0 },
      },
    },
    { detail: { eventName: 'DeleteFunctionConcurrency20171031' } },
  ]);
});
