import type { Instance, NetworkInterface, SecurityGroup } from '@aws-sdk/client-ec2';
import { Instance$, NetworkInterface$, SecurityGroup$ } from '@aws-sdk/client-ec2';
import * as z from 'zod';
import { sdkShape } from './state-parts.ts';

/**
 * The memory of Amazon EC2 in one Region, each thing by its id and in the API's words. An instance's network
 * interfaces are those whose attachment names it.
 */
export const ec2Seed = z.strictObject({
  instances: z.record(z.string().regex(/^i-[0-9a-f]{17}$/), sdkShape<Instance>(Instance$)).default({}),
  networkInterfaces: z
    .record(z.string().regex(/^eni-[0-9a-f]{17}$/), sdkShape<NetworkInterface>(NetworkInterface$))
    .default({}),
  securityGroups: z.record(z.string().regex(/^sg-[0-9a-f]{17}$/), sdkShape<SecurityGroup>(SecurityGroup$)).default({}),
});

export type Ec2State = z.output<typeof ec2Seed>;
