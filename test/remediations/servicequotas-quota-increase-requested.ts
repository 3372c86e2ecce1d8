import type { AccountFile, AccountState } from '../../local/account/state.ts';
import { serviceLimits } from '../../shared/signals/advisor-check.ts';
import type { Fixture } from '../kit/fixture.ts';
import { signalAbout } from '../kit/signal.ts';

const region = 'eu-central-1';
const key = 'sagemaker/L-1194D53C';

type Quota = NonNullable<NonNullable<NonNullable<AccountFile['regions']>[string]['servicequotas']>['quotas']>[string];

function having(changes: Partial<Quota> = {}): AccountFile {
  const quota = { name: 'ml.g5.xlarge for endpoint usage', value: 50, ...changes };
  return { regions: { [region]: { servicequotas: { quotas: { [key]: quota } } } } };
}

function quotasOf(state: AccountState) {
  return state.regions[region]?.servicequotas.quotas;
}

export const fixture: Fixture = {
  remediation: 'servicequotas-quota-increase-requested',
  // A request that is under way is found in the history.
  verifyCalls: 2,
  signal: signalAbout(
    { type: 'AWS::ServiceQuotas::Quota', id: `${key}/50`, arn: `arn:aws:servicequotas:${region}:111122223333:${key}` },
    { check: serviceLimits },
    { source: 'trusted-advisor' },
  ),
  irreversible: true,
  unswept: true,
  wrong: [
    {
      name: 'a quota is nearly used up, and an earlier request was denied',
      account: having({ requests: [{ id: 'request-1', desired: 500, status: 'DENIED' }] }),
    },
  ],
  right: having({ value: 75 }),
  gone: { regions: { [region]: { servicequotas: {} } } },
  isRight: (state) => {
    const quota = quotasOf(state)?.[key];
    return quota === undefined || quota.value > 50 || quota.requests.some(({ status }) => status === 'PENDING');
  },
  // The request is turned down.
  breakAgain: (state) => {
    const quota = quotasOf(state)?.[key];
    if (quota !== undefined) quota.requests = [{ id: 'request-1', desired: 500, status: 'DENIED' }];
  },
  fixByHand: (state) => {
    const quota = quotasOf(state)?.[key];
    if (quota !== undefined) quota.value = 100;
  },
  remove: (state) => void delete quotasOf(state)?.[key],
  essence: (state) =>
    Object.entries(quotasOf(state) ?? {}).map(([name, { value, requests }]) => [name, value, requests]),
};
