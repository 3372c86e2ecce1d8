import type { Recommendation, RecommendationResourceSummary } from '@aws-sdk/client-trustedadvisor';
import * as z from 'zod';
import { advisorRegion, openRecommendations, trustedAdvisor } from '../../../shared/aws/trusted-advisor.ts';
import { defineReport } from '../../../shared/report.ts';
import { anyOtherCheck, bucketPermissionsId, checkId } from '../../../shared/signals/advisor-check.ts';
import type { Target } from '../../../shared/remediation.ts';
import { quotaRequests } from './quota-requests.ts';

const type = 'AWS::TrustedAdvisor::Recommendation';
/** As many of the resources as a person can take in. */
const named = 10;

/**
 * Reports what AWS Trusted Advisor recommends and no remediation puts right by the check's name.
 *
 * https://docs.aws.amazon.com/awssupport/latest/user/trusted-advisor.html
 */
export const recommendationSettled = defineReport({
  id: 'trustedadvisor-recommendation-settled',
  title: "Report Trusted Advisor's recommendations",
  description:
    'Reports recommendations of AWS Trusted Advisor that are at warning or error, with the resources that they are about, where no remediation answers the check. For quotas of SageMaker and Bedrock, with the exact request for more.',
  severity: 'medium',
  resource: type,
  controls: {},
  triggers: [
    { resource: 'AWS::TrustedAdvisor::Check', check: [anyOtherCheck] },
    { resource: type, check: [anyOtherCheck] },
  ],
  parameters: z.strictObject({
    'quota-factor': z
      .number()
      .min(1.1)
      .max(4)
      .default(1.5)
      .describe('How many times the present quota the request for more of a SageMaker or Bedrock quota asks for'),
  }),
  uses: { advisor: trustedAdvisor },

  /** An event knows a check by its name, Trusted Advisor's API by the recommendations that it has led to. */
  async locate({ resource }, aws) {
    if (resource.type === type) return { targets: [resource] };
    const targets: Target[] = [];
    for await (const { id, name } of openRecommendations(aws.advisor)) {
      if (checkId(name ?? '') === resource.id && id !== undefined) targets.push({ type, id });
    }
    if (targets.length > 0) return { targets };
    return { verdict: { state: 'compliant', why: 'Trusted Advisor recommends nothing after this check any more.' } };
  },

  async assess({ id: recommendationIdentifier }, aws, { 'quota-factor': factor }) {
    const { recommendation } = await aws.advisor.GetRecommendation({ recommendationIdentifier });
    const { status, name, arn } = recommendation ?? {};
    if (status === undefined || name === undefined || arn === undefined) {
      throw new TypeError('GetRecommendation told no status, name or ARN');
    }
    const live = { name, status };
    if (status === 'ok') return { state: 'compliant', why: `Trusted Advisor finds nothing after "${name}".`, live };
    const { recommendationResourceSummaries: resources = [] } = await aws.advisor.ListRecommendationResources({
      recommendationIdentifier,
      exclusionStatus: 'included',
      maxResults: 50,
    });
    const why = [`Trusted Advisor is at ${status} after "${name}"${counts(recommendation)}`];
    return {
      state: 'manual',
      why: [...why, ...flagged(resources)],
      steps: [...quotaRequests(resources, factor), ...steps(name, arn)],
      live,
    };
  },

  async *list(aws, { region }) {
    if (region !== advisorRegion) return;
    for await (const { id, checkArn = '' } of openRecommendations(aws.advisor)) {
      if (id === undefined || checkArn.endsWith(`/${bucketPermissionsId}`)) continue;
      yield { resource: { type, id } };
    }
  },
});

function counts(recommendation: Recommendation | undefined): string {
  const { errorCount = 0, warningCount = 0 } = recommendation?.resourcesAggregates ?? {};
  return errorCount + warningCount === 0 ? '' : `: ${errorCount} resources in error, ${warningCount} to be looked at`;
}

function flagged(resources: readonly RecommendationResourceSummary[]): string[] {
  const open = resources.filter(({ status }) => status !== undefined && status !== 'ok');
  const told = open.slice(0, named).map(({ status, awsResourceId = 'a resource', regionCode }) => {
    return `${status}: ${awsResourceId}${regionCode === undefined ? '' : ` in ${regionCode}`}`;
  });
  return open.length > named ? [...told, 'and more'] : told;
}

function steps(name: string, arn: string): string[] {
  return [
    `Open "${name}" in the Trusted Advisor console, or ask for its resources with ListRecommendationResources of ${arn}.`,
    'Do for each resource what the check recommends, or exclude it with BatchUpdateRecommendationResourceExclusion.',
    'Refresh the check: most can be refreshed again after an hour.',
  ];
}
