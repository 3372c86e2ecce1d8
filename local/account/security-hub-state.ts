import type { AwsSecurityFinding } from '@aws-sdk/client-securityhub';
import { AwsSecurityFinding$ } from '@aws-sdk/client-securityhub';
import * as z from 'zod';
import { sdkShape } from './state-parts.ts';

/** The memory of AWS Security Hub in one Region. It has two services in it, each of which has to be enabled. */
export const securityHubSeed = z.strictObject({
  /** Security Hub CSPM, which speaks ASFF. */
  enabled: z.boolean().default(false),
  findings: z.array(sdkShape<AwsSecurityFinding>(AwsSecurityFinding$)).default([]),
  /** The newer Security Hub, which speaks OCSF. */
  enabledV2: z.boolean().default(false),
  findingsV2: z.array(z.record(z.string(), z.json())).default([]),
});

export type SecurityHubState = z.output<typeof securityHubSeed>;
