import { ListServiceQuotasCommand, ServiceQuotasClient } from '@aws-sdk/client-service-quotas';
import type { ListServiceQuotasResponse } from '@aws-sdk/client-service-quotas';
import type { ClientFor } from '../../shared/aws/service.ts';
import { bind, service } from '../../shared/aws/service.ts';
import type { ShortQuota } from '../../shared/signals/advisor-quota.ts';

const serviceQuotas = service('ServiceQuotas', ServiceQuotasClient, { ListServiceQuotasCommand });

/** The code of a quota, which Trusted Advisor knows by its name alone; undefined if there is none of the name. */
export type QuotaCode = (quota: ShortQuota) => Promise<string | undefined>;

/** Asks Service Quotas in the quota's own Region. */
export function quotaCodes(clientFor: ClientFor): QuotaCode {
  return async ({ service: ServiceCode, name, region }) => {
    const { quotas } = bind({ quotas: serviceQuotas }, clientFor, region);
    let NextToken: string | undefined;
    do {
      const page: ListServiceQuotasResponse = await quotas.ListServiceQuotas(
        NextToken === undefined ? { ServiceCode } : { ServiceCode, NextToken },
      );
      const found = page.Quotas?.find(({ QuotaName }) => QuotaName === name);
      if (found?.QuotaCode !== undefined) return found.QuotaCode;
      NextToken = page.NextToken;
    } while (NextToken !== undefined);
    return undefined;
  };
}
