import type { RecommendationResourceSummary } from '@aws-sdk/client-trustedadvisor';
import { desiredValue, shortQuota } from '../../../shared/signals/advisor-quota.ts';

/**
 * For each quota of SageMaker or Bedrock that is nearly used up: the exact request for more of it, for a person to
 * make.
 *
 * https://docs.aws.amazon.com/servicequotas/2019-06-24/apireference/API_RequestServiceQuotaIncrease.html
 *
 * @param factor how many times the present quota is asked for
 */
export function quotaRequests(resources: readonly RecommendationResourceSummary[], factor: number): string[] {
  return resources.flatMap((resource) => {
    const short = shortQuota(resource);
    if (short === undefined) return [];
    const { service, name, value, used, region } = short;
    const desired = desiredValue(value, factor);
    const inUse = used === undefined ? '' : `, ${used} in use`;
    return [
      `Ask for more of "${name}" in ${region} (now ${value}${inUse}): RequestServiceQuotaIncrease with ServiceCode ${service}, DesiredValue ${desired} and the QuotaCode that this tells: aws service-quotas list-service-quotas --service-code ${service} --region ${region} --query "Quotas[?QuotaName=='${name}'].QuotaCode"`,
    ];
  });
}
