import { describe, expect, it } from 'vitest';
import { quotaRequests } from '../../../../functions/remediators/audit/quota-requests.ts';

const resource = {
  id: 'r',
  arn: 'arn:aws:trustedadvisor::111122223333:recommendation-resource/a/b',
  recommendationArn: 'arn:aws:trustedadvisor::111122223333:recommendation/a',
  awsResourceId: '',
  regionCode: 'eu-central-1',
  status: 'warning' as const,
  lastUpdatedAt: new Date('2026-11-20T09:00:00Z'),
};
const columns = { 0: 'eu-central-1', 1: 'Amazon Bedrock', 2: 'Agents per account', 3: '50', 4: '46', 5: 'Yellow' };
const requested = (changes: object = {}, others: object = {}, factor = 1.5) =>
  quotaRequests([{ ...resource, ...others, metadata: { ...columns, ...changes } }], factor);

describe('the request for more of a quota', () => {
  it('names service, quota, Region and the value to ask for', () => {
    expect(requested()).toEqual([
      `Ask for more of "Agents per account" in eu-central-1 (now 50, 46 in use): RequestServiceQuotaIncrease with ServiceCode bedrock, DesiredValue 75 and the QuotaCode that this tells: aws service-quotas list-service-quotas --service-code bedrock --region eu-central-1 --query "Quotas[?QuotaName=='Agents per account'].QuotaCode"`,
    ]);
  });

  it.each([
    ['1', 1.5, 2],
    ['10', 1.1, 11],
    ['33', 2, 66],
  ])('asks, of %s by a factor of %f, for %i', (amount, factor, desired) => {
    expect(requested({ 3: amount }, {}, factor)[0]).toContain(`DesiredValue ${desired} `);
  });

  it('leaves out a usage that is no number', () => {
    expect(requested({ 4: '; rm -rf /' })[0]).toContain('(now 50)');
  });

  it.each([
    ['another service', { 1: 'EC2' }, {}],
    ['no service', { 1: undefined }, {}],
    ['a quota that could not stand in a command', { 2: `x'; rm -rf / #` }, {}],
    ['no quota', { 2: undefined }, {}],
    ['no amount', { 3: undefined }, {}],
    ['an amount of nothing', { 3: '0' }, {}],
    ['an amount that is no number', { 3: 'many' }, {}],
    ['a quota that is fine', {}, { status: 'ok' }],
    ['no Region', {}, { regionCode: undefined }],
    ['no columns', {}, { metadata: undefined }],
  ])('is not made for %s', (what, changes, others) => {
    const made =
      what === 'no columns' ? quotaRequests([{ ...resource, metadata: undefined }], 2) : requested(changes, others);

    expect(made).toEqual([]);
  });
});
