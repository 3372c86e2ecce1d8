import type { Status } from '@aws-sdk/client-inspector2';
import { describe, expect, it } from 'vitest';
import { scanningEnabled } from '../../../../functions/remediators/audit/scanning-enabled.ts';
import { undoOf } from '../../../../shared/plan.ts';
import { here } from '../../../local/account/world.ts';
import { looking } from '../looking.ts';

const target = { type: 'AWS::Inspector2::Scanning', id: here };
const scope = { account: '111122223333', region: here };

function scanning(ecr: boolean, lambda: boolean, ec2 = false) {
  const on = (enabled: boolean) => ({ enabled });
  const scans = { ecr: on(ecr), lambda: on(lambda), ec2: on(ec2) };
  return looking(scanningEnabled, { regions: { [here]: { inspector2: { scanning: scans } } } });
}

describe('the scanning of a Region', () => {
  it('is right where all that the policy asks for is on, whatever else is off', async () => {
    await expect(scanning(true, true).assess(target)).resolves.toMatchObject({
      state: 'compliant',
      live: { ECR: 'ENABLED', LAMBDA: 'ENABLED', EC2: 'DISABLED' },
    });
    await expect(scanning(true, false).assess(target, { scan: ['ECR'] })).resolves.toMatchObject({
      state: 'compliant',
    });
  });

  it('is wrong where something is off, in an order of its own', async () => {
    await expect(scanning(false, true).assess(target, { scan: ['EC2', 'ECR'] })).resolves.toEqual({
      state: 'wrong',
      why: [
        `Amazon Inspector does not scan container images in Amazon ECR in ${here}`,
        `Amazon Inspector does not scan EC2 instances in ${here}`,
      ],
      before: { off: ['ECR', 'EC2'] },
    });
  });

  it('is planned to be switched on by kind, each of which is waited for and can be switched off again', async () => {
    const { steps, notes } = await scanning(false, false).plan(target);

    expect(steps.map(({ id }) => id)).toEqual(['enable-ecr', 'enable-lambda']);
    expect(steps.map(({ call }) => [call.operation, call.input])).toEqual([
      ['Enable', { resourceTypes: ['ECR'] }],
      ['Enable', { resourceTypes: ['LAMBDA'] }],
    ]);
    expect(undoOf(steps[0] ?? {})[0]).toMatchObject({
      call: { operation: 'Disable', input: { resourceTypes: ['ECR'] } },
      until: { path: 'accounts.0.resourceState.ecr.status', is: ['DISABLED'] },
    });
    expect(notes?.join(' ')).toContain('bills');
  });

  it('is not judged while it is being switched', async () => {
    const { account, assess, advance } = scanning(true, true);
    account.edit((state) => {
      const scans = state.regions[here]?.inspector2.scanning;
      if (scans !== undefined) scans.ecr = { enabled: false, settles: '2026-11-20T10:00:20.000Z' };
    });

    await expect(assess(target)).resolves.toEqual({
      state: 'busy',
      why: 'Scanning of container images in Amazon ECR is DISABLING.',
    });
    advance(30);
    await expect(assess(target)).resolves.toMatchObject({ state: 'wrong' });
  });

  it('is looked at where a call has switched it off, and by the sweep', async () => {
    const { locate, list } = scanning(true, true);

    await expect(locate({ type: 'AWS::Inspector2::Account', id: here })).resolves.toEqual({ targets: [target] });
    await expect(list()).resolves.toEqual([{ resource: target }]);
  });
});

describe('what Inspector answers', () => {
  // The local account knows neither suspended accounts nor ones that can't be answered for.
  const assess = async (answer: object) => {
    const aws = { inspector2: { BatchGetAccountStatus: async () => answer } } as never;
    return scanningEnabled.assess(target, aws, scanningEnabled.parameters.parse({}), scope);
  };
  const statuses = (ecr: Status) => ({ accounts: [{ resourceState: { ecr: { status: ecr } } }] });

  it('where it is suspended, a person has to look at it', async () => {
    await expect(assess(statuses('SUSPENDED'))).resolves.toMatchObject({
      state: 'manual',
      why: [`Scanning of container images in Amazon ECR is suspended in ${here}`],
      steps: [expect.stringContaining('administrator account')],
    });
  });

  it('says nothing of what it does not scan in a Region, which is off', async () => {
    await expect(assess(statuses('ENABLED'))).resolves.toMatchObject({ state: 'wrong', before: { off: ['LAMBDA'] } });
  });

  it.each([{}, { accounts: [], failedAccounts: [{ accountId: '111122223333' }] }])(
    'is no verdict where it says nothing about the account: %j',
    async (answer) => {
      await expect(assess(answer)).rejects.toThrow('says nothing about the account');
    },
  );
});
