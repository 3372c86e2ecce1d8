import type { AdvancedEventSelector, EventSelector, InsightSelector } from '@aws-sdk/client-cloudtrail';
import { AdvancedEventSelector$, EventSelector$, InsightSelector$ } from '@aws-sdk/client-cloudtrail';
import * as z from 'zod';
import { sdkShape } from './state-parts.ts';

/** CloudTrail's own records of management events, as its event history keeps them; nothing is added by itself. */
export const cloudtrailHistory = z.array(z.record(z.string(), z.json()));

/** What a trail logs, where somebody has said so; basic and advanced selectors exclude each other. */
export const trailSelectors = {
  eventSelectors: z.array(sdkShape<EventSelector>(EventSelector$)).optional(),
  advancedEventSelectors: z.array(sdkShape<AdvancedEventSelector>(AdvancedEventSelector$)).optional(),
  insightSelectors: z.array(sdkShape<InsightSelector>(InsightSelector$)).optional(),
};
