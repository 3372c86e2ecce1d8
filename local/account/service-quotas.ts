import type {
  GetServiceQuotaRequest,
  GetServiceQuotaResponse,
  ListRequestedServiceQuotaChangeHistoryByQuotaRequest,
  ListRequestedServiceQuotaChangeHistoryByQuotaResponse,
  ListServiceQuotasRequest,
  ListServiceQuotasResponse,
  RequestServiceQuotaIncreaseRequest,
  RequestServiceQuotaIncreaseResponse,
} from '@aws-sdk/client-service-quotas';
import * as client from '@aws-sdk/client-service-quotas';
import { ServiceFault } from './errors.ts';
import { own, present } from './own.ts';
import { paginate } from './page.ts';
import { changeRegion, readRegion } from './region.ts';
import type { QuotaState } from './service-quotas-state.ts';
import type { CallContext, Handler, Simulation } from './simulation.ts';

function find(key: string, context: CallContext): QuotaState {
  const quota = own(readRegion(context).servicequotas.quotas, key);
  if (quota === undefined)
    throw new ServiceFault(
      'NoSuchResourceException',
      'The request failed because the specified service quota does not exist.',
    );
  return quota;
}

function described(key: string, { name, value, adjustable }: QuotaState) {
  const [ServiceCode, QuotaCode] = key.split('/');
  return present({ ServiceCode, QuotaCode, QuotaName: name, Value: value, Adjustable: adjustable, GlobalQuota: false });
}

function badToken(): ServiceFault {
  return new ServiceFault('InvalidPaginationTokenException', 'Invalid input was provided.');
}

const getServiceQuota: Handler<GetServiceQuotaRequest, GetServiceQuotaResponse> = (
  { ServiceCode, QuotaCode },
  context,
) => {
  const key = `${ServiceCode}/${QuotaCode}`;
  return { Quota: described(key, find(key, context)) };
};

const listServiceQuotas: Handler<ListServiceQuotasRequest, ListServiceQuotasResponse> = (
  { ServiceCode, MaxResults = 100, NextToken },
  context,
) => {
  const { items, next } = paginate(
    Object.entries(readRegion(context).servicequotas.quotas).filter(([key]) => key.startsWith(`${ServiceCode}/`)),
    ([key]) => key,
    { token: NextToken, size: MaxResults, scope: `ListServiceQuotas ${ServiceCode}` },
    badToken,
  );
  return present({ Quotas: items.map(([key, quota]) => described(key, quota)), NextToken: next });
};

function request({ id, desired, status }: QuotaState['requests'][number], key: string) {
  const [ServiceCode, QuotaCode] = key.split('/');
  return present({ Id: id, ServiceCode, QuotaCode, DesiredValue: desired, Status: status });
}

const listHistory: Handler<
  ListRequestedServiceQuotaChangeHistoryByQuotaRequest,
  ListRequestedServiceQuotaChangeHistoryByQuotaResponse
> = ({ ServiceCode, QuotaCode, Status, MaxResults = 100, NextToken }, context) => {
  const key = `${ServiceCode}/${QuotaCode}`;
  const { items, next } = paginate(
    find(key, context).requests.filter(({ status }) => Status === undefined || status === Status),
    ({ id }) => id,
    { token: NextToken, size: MaxResults, scope: `History ${key} ${Status}` },
    badToken,
  );
  return present({ RequestedQuotas: items.map((one) => request(one, key)), NextToken: next });
};

/** One request may be open at a time, and a quota is never asked to become smaller. */
const requestIncrease: Handler<RequestServiceQuotaIncreaseRequest, RequestServiceQuotaIncreaseResponse> = (
  { ServiceCode, QuotaCode, DesiredValue = 0 },
  context,
) => {
  const key = `${ServiceCode}/${QuotaCode}`;
  const quota = find(key, context);
  if (!quota.adjustable || DesiredValue <= quota.value) {
    throw new ServiceFault(
      'IllegalArgumentException',
      'You must provide a quota value greater than the current quota value.',
    );
  }
  if (quota.requests.some(({ status }) => status === 'PENDING' || status === 'CASE_OPENED')) {
    throw new ServiceFault(
      'ResourceAlreadyExistsException',
      'Only one open service quota increase request is allowed per quota.',
    );
  }
  const made = { id: `request-${quota.requests.length + 1}`, desired: DesiredValue, status: 'PENDING' as const };
  changeRegion(context).servicequotas.quotas[key] = { ...quota, requests: [...quota.requests, made] };
  return { RequestedQuota: request(made, key) };
};

export const serviceQuotas: Simulation = {
  service: 'ServiceQuotas',
  client: { ...client },
  Exception: client.ServiceQuotasServiceException,
  operations: {
    GetServiceQuota: getServiceQuota,
    ListRequestedServiceQuotaChangeHistoryByQuota: listHistory,
    ListServiceQuotas: listServiceQuotas,
    RequestServiceQuotaIncrease: requestIncrease,
  },
};
