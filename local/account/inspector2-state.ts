import type { CoveredResource, Finding } from '@aws-sdk/client-inspector2';
import { CoveredResource$, Finding$ } from '@aws-sdk/client-inspector2';
import * as z from 'zod';
import { sdkShape } from './state-parts.ts';

/** The memory of Amazon Inspector in one Region. */
export const inspector2Seed = z.strictObject({
  findings: z.array(sdkShape<Finding>(Finding$)).default([]),
  /** What is scanned, or isn't, and why. */
  coverage: z.array(sdkShape<CoveredResource>(CoveredResource$)).default([]),
});
