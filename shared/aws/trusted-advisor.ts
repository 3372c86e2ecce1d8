import {
  GetRecommendationCommand,
  ListRecommendationResourcesCommand,
  ListRecommendationsCommand,
  TrustedAdvisorClient,
} from '@aws-sdk/client-trustedadvisor';
import type { ListRecommendationsResponse } from '@aws-sdk/client-trustedadvisor';
import { service } from './service.ts';
import type { Bound } from './service.ts';

/** What is read of AWS Trusted Advisor. Its API is in few Regions; what it says of an account is the same in all. */
export const trustedAdvisor = service('TrustedAdvisor', TrustedAdvisorClient, {
  GetRecommendationCommand,
  ListRecommendationResourcesCommand,
  ListRecommendationsCommand,
});

/** Where Trusted Advisor tells of its checks, and where it is asked. */
export const advisorRegion = 'us-east-1';

/** What is recommended to do something about, the worst first. */
export async function* openRecommendations(
  advisor: Pick<Bound<(typeof trustedAdvisor)['commands']>, 'ListRecommendations'>,
) {
  for (const status of ['error', 'warning'] as const) {
    let nextToken: string | undefined;
    do {
      const page: ListRecommendationsResponse = await advisor.ListRecommendations(
        nextToken === undefined ? { status } : { status, nextToken },
      );
      yield* page.recommendationSummaries ?? [];
      nextToken = page.nextToken;
    } while (nextToken !== undefined);
  }
}
