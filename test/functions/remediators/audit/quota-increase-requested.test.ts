import { describe, expect, it } from 'vitest';
import { quotaIncreaseRequested } from '../../../../functions/remediators/audit/quota-increase-requested.ts';
import type { AccountFile } from '../../../../local/account/state.ts';
import { looking } from '../looking.ts';
import { enforcing } from '../../../kit/world.ts';
import { openQuickWorld } from '../../../kit/quick-world.ts';
import { sourceOf } from '../../../kit/world.ts';
import { fixture } from '../../../remediations/servicequotas-quota-increase-requested.ts';

type Quota = NonNullable<NonNullable<NonNullable<AccountFile['regions']>[string]['servicequotas']>['quotas']>[string];

const target = { type: 'AWS::ServiceQuotas::Quota', id: 'sagemaker/L-1194D53C/50' };
function having(changes: Partial<Quota>): AccountFile {
  const quota = { name: 'ml.g5.xlarge for endpoint usage', value: 50, ...changes };
  return { regions: { 'eu-central-1': { servicequotas: { quotas: { 'sagemaker/L-1194D53C': quota } } } } };
}
const request = (id: string, status: 'CASE_OPENED' | 'DENIED' | 'PENDING') => ({ id, desired: 75, status });

describe('more of a quota', () => {
  it.each([
    ['PENDING', 'compliant'],
    ['CASE_OPENED', 'compliant'],
    ['DENIED', 'wrong'],
  ] as const)('that has a request at %s is %s', async (status, state) => {
    const { assess } = looking(quotaIncreaseRequested, having({ requests: [request('r', status)] }));

    expect((await assess(target)).state).toBe(state);
  });

  it('that has an open request behind a hundred others needs none', async () => {
    const before = Array.from({ length: 120 }, (_, index) => request(`r-${100 + index}`, 'DENIED'));
    const { assess } = looking(quotaIncreaseRequested, having({ requests: [...before, request('r-999', 'PENDING')] }));

    expect((await assess(target)).state).toBe('compliant');
  });

  it('that can’t be adjusted is for a person to see to', async () => {
    const { assess } = looking(quotaIncreaseRequested, having({ adjustable: false }));

    expect(await assess(target)).toMatchObject({ state: 'manual', steps: [expect.stringContaining('AWS Support')] });
  });

  it.each([
    [undefined, 75],
    [1.1, 55],
    [2, 100],
  ])('is requested by the policy’s factor, %s', async (factor, DesiredValue) => {
    const { plan } = looking(quotaIncreaseRequested, having({}));

    const { steps } = await plan(target, factor === undefined ? {} : { factor });

    expect(steps).toMatchObject([{ call: { input: { DesiredValue } }, final: expect.any(String) as string }]);
  });

  it('is requested on approval alone in mode approve', async () => {
    const { remediation, signal, wrong } = fixture;
    const policy = sourceOf(enforcing({ remediations: { [remediation]: { mode: 'approve' } } }));
    const world = openQuickWorld({ account: wrong[0].account, policy });

    await world.start(remediation, signal);
    await world.backend.runUntilIdle({ expire: false });

    expect(world.ledger.approvals.size).toBe(1);
    expect(world.account.calls.filter(({ write }) => write)).toEqual([]);
  });
});
