import type {
  ListRecommendationResourcesResponse,
  RecommendationResourceSummary,
  RecommendationSummary,
} from '@aws-sdk/client-trustedadvisor';
import { errorRecord } from '../../shared/aws/failure.ts';
import type { Bound } from '../../shared/aws/service.ts';
import type { trustedAdvisor } from '../../shared/aws/trusted-advisor.ts';
import { advisorRegion, openRecommendations } from '../../shared/aws/trusted-advisor.ts';
import {
  anyOtherCheck,
  bucketPermissions,
  bucketPermissionsId,
  serviceLimits,
} from '../../shared/signals/advisor-check.ts';
import { shortQuota } from '../../shared/signals/advisor-quota.ts';
import type { ShortQuota } from '../../shared/signals/advisor-quota.ts';
import type { Envelope } from '../../shared/signals/envelope.ts';
import { EventError } from '../../shared/signals/event-error.ts';
import { identify } from '../../shared/signals/identifiers.ts';
import type { Ignored } from '../../shared/signals/normalised.ts';
import { toSignal } from '../../shared/signals/normalised.ts';
import { REGION } from '../../shared/signals/shape.ts';
import type { ResourceRef, Signal } from '../../shared/signals/signal.ts';
import type { QuotaCode } from './quota-codes.ts';

type Advisor = Bound<(typeof trustedAdvisor)['commands']>;

/** Signals of everything that is recommended, and what of it can't be understood. */
export interface Advised {
  readonly signals: readonly Signal[];
  readonly ignored: readonly Ignored[];
}

/** @throws what Trusted Advisor says */
export async function recommendations(advisor: Advisor, envelope: Envelope, codeOf: QuotaCode): Promise<Advised> {
  const signals = new Map<string, Signal>();
  const ignored: Ignored[] = [];
  const add = (make: () => Signal): void => {
    try {
      const signal = make();
      signals.set(signal.id, signal);
    } catch (error) {
      if (!(error instanceof EventError)) throw error;
      ignored.push({ reason: error.message });
    }
  };
  for await (const summary of openRecommendations(advisor)) {
    if (isAboutBuckets(summary)) {
      const resources: RecommendationResourceSummary[] = [];
      for await (const resource of flagged(advisor, summary)) resources.push(resource);
      const alone = resources.length === 1 && summary.type === 'priority';
      for (const resource of resources) add(() => aboutBucket(resource, envelope, alone ? summary.id : undefined));
    } else add(() => aboutRecommendation(summary, envelope));
    if (summary.pillars?.includes('service_limits') === true) {
      for await (const resource of flagged(advisor, summary)) {
        const quota = shortQuota(resource);
        if (quota === undefined || !REGION.test(quota.region)) continue;
        const code = await codeOf(quota).catch((error: unknown) => errorRecord(error));
        if (typeof code === 'string') add(() => aboutQuota(quota, code, envelope));
        else ignored.push({ reason: `the code of "${quota.name}" is not to be had: ${code?.name ?? 'no such quota'}` });
      }
    }
  }
  return { signals: [...signals.values()], ignored };
}

function isAboutBuckets({ checkArn, name }: RecommendationSummary): boolean {
  return checkArn === undefined ? name === bucketPermissions : checkArn.endsWith(`/${bucketPermissionsId}`);
}

/** @param id of the recommendation, if it is a prioritised one and about this bucket alone: then it can be resolved */
function aboutBucket(
  { awsResourceId, regionCode = '' }: RecommendationResourceSummary,
  envelope: Envelope,
  id: string | undefined,
): Signal {
  const { account } = envelope;
  const region = REGION.test(regionCode) ? regionCode : advisorRegion;
  const resource = identify('AWS::S3::Bucket', awsResourceId, { account, region }, 'awsResourceId');
  const { arn } = id === undefined ? {} : recommendationOf(id, envelope);
  const hints = { check: bucketPermissions, ...(arn !== undefined && { recommendation: arn }) };
  return toSignal(envelope, { source: 'trusted-advisor', resource, hints, region });
}

function aboutRecommendation({ id }: RecommendationSummary, envelope: Envelope): Signal {
  const resource = recommendationOf(id, envelope);
  const hints = { check: anyOtherCheck };
  return toSignal(envelope, { source: 'trusted-advisor', resource, hints, region: advisorRegion });
}

function aboutQuota({ service, value, region }: ShortQuota, code: string, envelope: Envelope): Signal {
  const id = `${service}/${code}/${value}`;
  const resource = identify('AWS::ServiceQuotas::Quota', id, { account: envelope.account, region }, 'quota');
  return toSignal(envelope, { source: 'trusted-advisor', resource, hints: { check: serviceLimits }, region });
}

function recommendationOf(id: string | undefined, { account }: Envelope): ResourceRef {
  return identify('AWS::TrustedAdvisor::Recommendation', id, { account, region: advisorRegion }, 'id');
}

/** What the recommendation is about and nobody has excluded from it. */
async function* flagged(advisor: Advisor, { id: recommendationIdentifier }: RecommendationSummary) {
  const asked = { recommendationIdentifier, exclusionStatus: 'included' } as const;
  let nextToken: string | undefined;
  do {
    const page: ListRecommendationResourcesResponse = await advisor.ListRecommendationResources(
      nextToken === undefined ? asked : { ...asked, nextToken },
    );
    yield* (page.recommendationResourceSummaries ?? []).filter(({ status }) => status !== 'ok');
    nextToken = page.nextToken;
  } while (nextToken !== undefined);
}
