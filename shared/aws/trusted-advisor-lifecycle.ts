import {
  GetRecommendationCommand,
  TrustedAdvisorClient,
  UpdateRecommendationLifecycleCommand,
} from '@aws-sdk/client-trustedadvisor';
import { service } from './service.ts';

/** How far somebody has got with a prioritised recommendation. Loaded on demand. */
export const advisorLifecycle = service('TrustedAdvisor', TrustedAdvisorClient, {
  GetRecommendationCommand,
  UpdateRecommendationLifecycleCommand,
});
