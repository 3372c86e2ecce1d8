import {
  GetServiceQuotaCommand,
  ListRequestedServiceQuotaChangeHistoryByQuotaCommand,
  RequestServiceQuotaIncreaseCommand,
  ServiceQuotasClient,
} from '@aws-sdk/client-service-quotas';
import type {
  ListRequestedServiceQuotaChangeHistoryByQuotaResponse,
  RequestedServiceQuotaChange,
} from '@aws-sdk/client-service-quotas';
import * as z from 'zod';
import { orUndefined } from '../../../shared/aws/failure.ts';
import type { BoundServices } from '../../../shared/aws/service.ts';
import { apiCall, service } from '../../../shared/aws/service.ts';
import { defineRemediation } from '../../../shared/remediation.ts';
import { serviceLimits } from '../../../shared/signals/advisor-check.ts';
import { desiredValue } from '../../../shared/signals/advisor-quota.ts';

const quotas = service('ServiceQuotas', ServiceQuotasClient, {
  GetServiceQuotaCommand,
  ListRequestedServiceQuotaChangeHistoryByQuotaCommand,
  RequestServiceQuotaIncreaseCommand,
});

type Aws = BoundServices<{ quotas: typeof quotas }>;

/**
 * Requests more of a quota that Trusted Advisor has found nearly used up. The resource's id tells at which value it
 * was found so: once the quota is above that, or a request is open, there is nothing left to do.
 *
 * https://docs.aws.amazon.com/servicequotas/2019-06-24/apireference/API_RequestServiceQuotaIncrease.html
 */
export const quotaIncreaseRequested = defineRemediation({
  id: 'servicequotas-quota-increase-requested',
  title: 'Request more of a quota that is nearly used up',
  description:
    'Requests an increase of a quota of SageMaker or Bedrock that Trusted Advisor warns of. AWS may grant it at once or open a support case; only AWS Support can withdraw a request, so this is best run in mode approve.',
  severity: 'medium',
  impact: 'none',
  reversible: false,
  resource: 'AWS::ServiceQuotas::Quota',
  controls: {},
  triggers: [{ resource: 'AWS::ServiceQuotas::Quota', check: [serviceLimits] }],
  parameters: z.strictObject({
    factor: z.number().min(1.1).max(4).default(1.5).describe('How many times the present quota is asked for'),
  }),
  uses: { quotas },

  async assess({ id }, aws) {
    const { ServiceCode, QuotaCode, found } = parts(id);
    const answer = await orUndefined('NoSuchResourceException', aws.quotas.GetServiceQuota({ ServiceCode, QuotaCode }));
    if (answer === undefined) return { state: 'gone', why: `Service Quotas knows no ${QuotaCode} of ${ServiceCode}.` };
    const { Value: value, QuotaName: name = QuotaCode, Adjustable: adjustable } = answer.Quota ?? {};
    if (value === undefined || adjustable === undefined) throw new TypeError('GetServiceQuota told no value');
    const live = { ServiceCode, QuotaCode, value };
    if (value > found) {
      return { state: 'compliant', why: `"${name}" is ${value} by now; it was nearly used up at ${found}.`, live };
    }
    const open = await openRequest(aws, ServiceCode, QuotaCode);
    if (open !== undefined) {
      return { state: 'compliant', why: `An increase of "${name}" to ${open.DesiredValue} is requested.`, live };
    }
    const why = [
      `Trusted Advisor has found "${name}" nearly used up at ${found}; it is ${value}, and no request is open`,
    ];
    if (!adjustable) {
      const steps = [`Reduce what counts against "${name}", or ask AWS Support: the quota can't be adjusted.`];
      return { state: 'manual', why, steps, live };
    }
    return { state: 'wrong', why, before: { ServiceCode, QuotaCode, name, value } };
  },

  plan({ ServiceCode, QuotaCode, name, value }, { factor }) {
    const DesiredValue = desiredValue(value, factor);
    return {
      steps: [
        {
          id: 'request-increase',
          title: `Request an increase of "${name}" from ${value} to ${DesiredValue}`,
          call: apiCall(quotas, 'RequestServiceQuotaIncrease', { ServiceCode, QuotaCode, DesiredValue }),
          final: 'Only AWS Support can withdraw a request, and AWS lowers no quota.',
          semantics: 'at-most-once',
        },
      ],
      expect: 'compliant',
      notes: ['AWS may open a support case about it. What a higher quota lets run is paid for as usual.'],
    };
  },
});

/** `sagemaker/L-1194D53C/50`, as `identify` has checked. */
function parts(id: string): { ServiceCode: string; QuotaCode: string; found: number } {
  const [ServiceCode = '', QuotaCode = '', found = ''] = id.split('/');
  return { ServiceCode, QuotaCode, found: Number(found) };
}

async function openRequest(
  aws: Aws,
  ServiceCode: string,
  QuotaCode: string,
): Promise<RequestedServiceQuotaChange | undefined> {
  let NextToken: string | undefined;
  do {
    const asked = NextToken === undefined ? { ServiceCode, QuotaCode } : { ServiceCode, QuotaCode, NextToken };
    const page: ListRequestedServiceQuotaChangeHistoryByQuotaResponse =
      await aws.quotas.ListRequestedServiceQuotaChangeHistoryByQuota(asked);
    const open = page.RequestedQuotas?.find(({ Status }) => Status === 'PENDING' || Status === 'CASE_OPENED');
    if (open !== undefined) return open;
    NextToken = page.NextToken;
  } while (NextToken !== undefined);
  return undefined;
}
