import type { AccountFile } from '../../local/account/state.ts';
import { anyOtherCheck } from '../../shared/signals/advisor-check.ts';
import type { ReportFixture } from '../kit/report-fixture.ts';
import { signalAbout } from '../kit/signal.ts';

const id = '0a1b2c3d-4e5f-4061-8273-94a5b6c7d8e9';
const arn = `arn:aws:trustedadvisor::111122223333:recommendation/${id}`;
const name = 'AWS Lambda Functions Using Deprecated Runtimes';

/** Trusted Advisor with one recommendation about so many functions. */
function recommending(status: 'error' | 'ok' | 'warning', count: number): AccountFile {
  const recommendation = {
    id,
    arn,
    name,
    status,
    description: 'Functions whose runtime is to be blocked.',
    type: 'standard' as const,
    source: 'ta_check' as const,
    pillars: ['security' as const],
    resourcesAggregates: { okCount: 3, warningCount: 0, errorCount: count },
  };
  const resources = Array.from({ length: count }, (_, index) => ({
    id: `resource-${String(index).padStart(2, '0')}`,
    arn: `${arn}/resource-${index}`,
    recommendationArn: arn,
    awsResourceId: `fraud-features-${index}`,
    regionCode: 'eu-central-1',
    status: 'error' as const,
    metadata: {},
    lastUpdatedAt: '2026-11-20T09:00:00.000Z',
  }));
  return {
    regions: { 'us-east-1': { trustedadvisor: { plan: true, recommendations: [{ recommendation, resources }] } } },
  };
}

/** The same about a quota, whose columns have no names. */
function shortOf(metadata: Readonly<Record<string, string>>): AccountFile {
  const { regions } = recommending('warning', 1);
  const { recommendations = [] } = regions?.['us-east-1']?.trustedadvisor ?? {};
  const limits = recommendations.map(({ recommendation, resources = [] }) => ({
    recommendation: { ...recommendation, pillars: ['service_limits' as const] },
    resources: resources.map((one) => ({ ...one, awsResourceId: 'quota-0', status: 'warning' as const, metadata })),
  }));
  return { regions: { 'us-east-1': { trustedadvisor: { plan: true, recommendations: limits } } } };
}

const place = { source: 'trusted-advisor', region: 'us-east-1' } as const;

export const fixture: ReportFixture = {
  remediation: 'trustedadvisor-recommendation-settled',
  signal: signalAbout({ type: 'AWS::TrustedAdvisor::Recommendation', id }, { check: anyOtherCheck }, place),
  otherSignals: [
    signalAbout(
      { type: 'AWS::TrustedAdvisor::Check', id: 'aws-lambda-functions-using-deprecated-runtimes' },
      { check: anyOtherCheck },
      place,
    ),
  ],
  wrong: [
    {
      name: 'functions run on a runtime that will be blocked',
      account: recommending('error', 2),
      why: [
        /^Trusted Advisor is at error after "AWS Lambda Functions Using Deprecated Runtimes": 2 resources in error, 0 to be looked at$/,
        /^error: fraud-features-0 in eu-central-1$/,
        /^error: fraud-features-1 in eu-central-1$/,
      ],
      steps: [/^Open "AWS Lambda Functions Using Deprecated Runtimes"/, /^Do for each/, /^Refresh the check/],
    },
    {
      name: 'there are more than a person can take in',
      account: recommending('warning', 12),
      why: [/at warning/, ...Array.from({ length: 10 }, () => /^error: fraud-features-\d+ in/), /^and more$/],
      steps: [/^Open /],
    },
    {
      name: 'quotas of SageMaker are nearly used up',
      account: shortOf({ 0: 'eu-central-1', 1: 'SageMaker', 2: 'ml.g5.xlarge for endpoint usage', 3: '50', 4: '46' }),
      why: [/at warning/, /^warning: quota-0 in eu-central-1$/],
      steps: [
        /^Ask for more of "ml.g5.xlarge for endpoint usage" in eu-central-1 \(now 50, 46 in use\): RequestServiceQuotaIncrease with ServiceCode sagemaker, DesiredValue 75 /,
      ],
    },
  ],
  right: recommending('ok', 0),
  gone: { regions: { 'us-east-1': { trustedadvisor: { plan: true } } } },
};
