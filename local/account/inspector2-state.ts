import type { CoveredResource, Finding } from '@aws-sdk/client-inspector2';
import { CoveredResource$, Finding$ } from '@aws-sdk/client-inspector2';
import * as z from 'zod';
import { sdkShape, time } from './state-parts.ts';

const scan = z.strictObject({
  enabled: z.boolean().default(false),
  /** When it is as it was told to be; until then it is on its way. */
  settles: time.optional(),
});

/** The memory of Amazon Inspector in one Region. */
export const inspector2Seed = z.strictObject({
  findings: z.array(sdkShape<Finding>(Finding$)).default([]),
  /** What is scanned, or isn't, and why. */
  coverage: z.array(sdkShape<CoveredResource>(CoveredResource$)).default([]),
  /** What is scanned at all; nothing by default, as in a new account. */
  scanning: z
    .strictObject({
      ec2: scan.prefault({}),
      ecr: scan.prefault({}),
      lambda: scan.prefault({}),
      lambdaCode: scan.prefault({}),
    })
    .prefault({}),
});
