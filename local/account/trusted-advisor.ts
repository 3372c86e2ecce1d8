import type {
  GetRecommendationRequest,
  GetRecommendationResponse,
  ListRecommendationResourcesRequest,
  ListRecommendationResourcesResponse,
  ListRecommendationsRequest,
  ListRecommendationsResponse,
  UpdateRecommendationLifecycleRequest,
} from '@aws-sdk/client-trustedadvisor';
import * as client from '@aws-sdk/client-trustedadvisor';
import { ServiceFault, UnsupportedOperation } from './errors.ts';
import { present } from './own.ts';
import { paginate } from './page.ts';
import { changeRegion, readRegion } from './region.ts';
import type { CallContext, Handler, Simulation } from './simulation.ts';
import type { TrustedAdvisorState } from './trusted-advisor-state.ts';

type Known = TrustedAdvisorState['recommendations'][number];

/** Without a support plan that has the API in it, every call ends here. */
function subscribed(context: CallContext): TrustedAdvisorState {
  const { trustedadvisor } = readRegion(context);
  if (trustedadvisor.plan) return trustedadvisor;
  throw new ServiceFault('AccessDeniedException', 'The account has no support plan with AWS Trusted Advisor', 403);
}

function invalid(message: string): ServiceFault {
  return new ServiceFault('ValidationException', message);
}

/** By id or ARN. */
function find(identifier: string, context: CallContext): Known {
  const { recommendations } = subscribed(context);
  const found = recommendations.find(({ recommendation: { id, arn } }) => identifier === id || identifier === arn);
  if (found !== undefined) return found;
  throw new ServiceFault('ResourceNotFoundException', `There is no recommendation ${identifier.slice(0, 200)}`, 404);
}

function size(maxResults: number): number {
  if (maxResults < 1 || maxResults > 200) throw invalid('maxResults must be between 1 and 200');
  return maxResults;
}

const getRecommendation: Handler<GetRecommendationRequest, GetRecommendationResponse> = (
  { recommendationIdentifier = '' },
  context,
) => ({ recommendation: find(recommendationIdentifier, context).recommendation });

const listRecommendations: Handler<ListRecommendationsRequest, ListRecommendationsResponse> = (
  { status, maxResults = 100, nextToken, ...others },
  context,
) => {
  const [other] = Object.keys(others);
  if (other !== undefined) throw new UnsupportedOperation(`TrustedAdvisor.ListRecommendations filter ${other}`);
  const { recommendations } = subscribed(context);
  const { items, next } = paginate(
    recommendations.filter(({ recommendation }) => status === undefined || recommendation.status === status),
    ({ recommendation }) => recommendation.id ?? '',
    { token: nextToken, size: size(maxResults), scope: `ListRecommendations ${status}` },
    () => invalid('nextToken is invalid'),
  );
  // A summary is a recommendation without its description.
  const summaries = items.map(({ recommendation: { description: _, ...summary } }) => summary);
  return present({ recommendationSummaries: summaries, nextToken: next });
};

const listRecommendationResources: Handler<ListRecommendationResourcesRequest, ListRecommendationResourcesResponse> = (
  { recommendationIdentifier = '', exclusionStatus, maxResults = 100, nextToken, ...others },
  context,
) => {
  const [other] = Object.keys(others);
  if (other !== undefined) throw new UnsupportedOperation(`TrustedAdvisor.ListRecommendationResources filter ${other}`);
  const { resources } = find(recommendationIdentifier, context);
  const { items, next } = paginate(
    resources.filter(
      (resource) => exclusionStatus === undefined || (resource.exclusionStatus ?? 'included') === exclusionStatus,
    ),
    ({ id }) => id ?? '',
    { token: nextToken, size: size(maxResults), scope: `Resources ${recommendationIdentifier} ${exclusionStatus}` },
    () => invalid('nextToken is invalid'),
  );
  return present({ recommendationResourceSummaries: items, nextToken: next });
};

/** Only prioritised recommendations have a stage. */
const updateRecommendationLifecycle: Handler<UpdateRecommendationLifecycleRequest, object> = (
  { recommendationIdentifier = '', lifecycleStage, updateReason },
  context,
) => {
  const { recommendation: before } = find(recommendationIdentifier, context);
  if (before.type !== 'priority') throw invalid('The recommendation is not a prioritised one');
  const change = { lifecycleStage, ...(updateReason !== undefined && { updateReason }) };
  const { trustedadvisor } = changeRegion(context);
  trustedadvisor.recommendations = trustedadvisor.recommendations.map((one) =>
    one.recommendation.id === before.id ? { ...one, recommendation: { ...one.recommendation, ...change } } : one,
  );
  return {};
};

/** What AWS Trusted Advisor recommends, to read, and how far somebody has got with it. */
export const trustedAdvisor: Simulation = {
  service: 'TrustedAdvisor',
  client: { ...client },
  Exception: client.TrustedAdvisorServiceException,
  operations: {
    GetRecommendation: getRecommendation,
    ListRecommendationResources: listRecommendationResources,
    ListRecommendations: listRecommendations,
    UpdateRecommendationLifecycle: updateRecommendationLifecycle,
  },
};
