import type { Recommendation, RecommendationResourceSummary } from '@aws-sdk/client-trustedadvisor';
import { Recommendation$, RecommendationResourceSummary$ } from '@aws-sdk/client-trustedadvisor';
import * as z from 'zod';
import { sdkShape } from './state-parts.ts';

/** The memory of AWS Trusted Advisor, in the Region where it is asked. */
export const trustedAdvisorSeed = z.strictObject({
  /** Whether the account has a support plan with Trusted Advisor's API in it. */
  plan: z.boolean().default(false),
  recommendations: z
    .array(
      z.strictObject({
        recommendation: sdkShape<Recommendation>(Recommendation$),
        resources: z.array(sdkShape<RecommendationResourceSummary>(RecommendationResourceSummary$)).default([]),
      }),
    )
    .default([]),
});

export type TrustedAdvisorState = z.output<typeof trustedAdvisorSeed>;
