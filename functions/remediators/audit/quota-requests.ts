import type { RecommendationResourceSummary } from '@aws-sdk/client-trustedadvisor';

/** Service Quotas' codes of the services that models are trained and run on. */
const services: readonly (readonly [RegExp, string])[] = [
  [/\bsagemaker\b/i, 'sagemaker'],
  [/\bbedrock\b/i, 'bedrock'],
];

/** What may stand in a command that a person copies: names of quotas have no other characters in them. */
const QUOTA = /^[\w][\w .,:()/-]{0,199}$/;

/**
 * For each quota of SageMaker or Bedrock that is nearly used up: the exact request for more of it, for a person to
 * make. What such a resource's columns are: Region, Service, Limit Name, Limit Amount, Current Usage, Status.
 *
 * https://docs.aws.amazon.com/awssupport/latest/user/service-limits.html
 * https://docs.aws.amazon.com/servicequotas/2019-06-24/apireference/API_RequestServiceQuotaIncrease.html
 *
 * @param factor how many times the present quota is asked for
 */
export function quotaRequests(resources: readonly RecommendationResourceSummary[], factor: number): string[] {
  return resources.flatMap(({ metadata = {}, regionCode, status }) => {
    const { 1: service = '', 2: quota = '', 3: amount = '', 4: usage = '' } = metadata;
    const code = services.find(([pattern]) => pattern.test(service))?.[1];
    const present = Number(amount);
    if (status === 'ok' || code === undefined || regionCode === undefined || !QUOTA.test(quota)) return [];
    if (amount === '' || !Number.isFinite(present) || present <= 0) return [];
    const desired = Math.ceil(present * factor);
    const used = /^\d+(?:\.\d+)?$/.test(usage) ? `, ${usage} in use` : '';
    return [
      `Ask for more of "${quota}" in ${regionCode} (now ${present}${used}): RequestServiceQuotaIncrease with ServiceCode ${code}, DesiredValue ${desired} and the QuotaCode that this tells: aws service-quotas list-service-quotas --service-code ${code} --region ${regionCode} --query "Quotas[?QuotaName=='${quota}'].QuotaCode"`,
    ];
  });
}
