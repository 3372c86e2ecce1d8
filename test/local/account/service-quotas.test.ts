import { describe, expect, it } from 'vitest';
import { createWorld, here } from './world.ts';

const of = { ServiceCode: 'sagemaker', QuotaCode: 'L-1194D53C' };
const quotas = {
  'sagemaker/L-1194D53C': { name: 'ml.g5.xlarge for endpoint usage', value: 50 },
  'sagemaker/L-2295E64D': { name: 'fixed', value: 5, adjustable: false },
  'bedrock/L-33A6F75E': { name: 'Agents per account', value: 50 },
};
const world = () => createWorld({ regions: { [here]: { servicequotas: { quotas } } } }).serviceQuotas;

describe('Service Quotas', () => {
  it('gives a quota, and lists those of a service in pages', async () => {
    const { Quota } = await world().GetServiceQuota(of);
    const one = await world().ListServiceQuotas({ ServiceCode: 'sagemaker', MaxResults: 1 });
    const two = await world().ListServiceQuotas({ ServiceCode: 'sagemaker', MaxResults: 1, NextToken: one.NextToken });

    expect(Quota).toMatchObject({ ...of, Value: 50, Adjustable: true });
    expect([one.Quotas?.[0]?.QuotaName, two.Quotas?.[0]?.QuotaName, two.NextToken]).toEqual([
      'ml.g5.xlarge for endpoint usage',
      'fixed',
      undefined,
    ]);
  });

  it('takes one request at a time, and remembers it', async () => {
    const service = world();

    const { RequestedQuota } = await service.RequestServiceQuotaIncrease({ ...of, DesiredValue: 75 });

    expect(RequestedQuota).toMatchObject({ ...of, DesiredValue: 75, Status: 'PENDING' });
    expect(await service.ListRequestedServiceQuotaChangeHistoryByQuota({ ...of, Status: 'PENDING' })).toMatchObject({
      RequestedQuotas: [{ Id: 'request-1' }],
    });
    expect(
      (await service.ListRequestedServiceQuotaChangeHistoryByQuota({ ...of, Status: 'DENIED' })).RequestedQuotas,
    ).toEqual([]);
    await expect(service.RequestServiceQuotaIncrease({ ...of, DesiredValue: 90 })).rejects.toMatchObject({
      name: 'ResourceAlreadyExistsException',
    });
  });

  it('refuses what can’t be', async () => {
    const fixed = { ServiceCode: 'sagemaker', QuotaCode: 'L-2295E64D', DesiredValue: 10 };

    await expect(world().RequestServiceQuotaIncrease(fixed)).rejects.toMatchObject({
      name: 'IllegalArgumentException',
    });
    await expect(world().RequestServiceQuotaIncrease({ ...of, DesiredValue: 50 })).rejects.toMatchObject({
      name: 'IllegalArgumentException',
    });
    await expect(world().GetServiceQuota({ ...of, QuotaCode: 'L-00000000' })).rejects.toMatchObject({
      name: 'NoSuchResourceException',
    });
    await expect(world().ListServiceQuotas({ ServiceCode: 'sagemaker', NextToken: 'x' })).rejects.toMatchObject({
      name: 'InvalidPaginationTokenException',
    });
  });
});
