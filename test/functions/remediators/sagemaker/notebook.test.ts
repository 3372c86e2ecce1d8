import { describe, expect, it } from 'vitest';
import { notebookPlatformSupported } from '../../../../functions/remediators/sagemaker/notebook-platform-supported.ts';
import { notebookRootAccessDisabled } from '../../../../functions/remediators/sagemaker/notebook-root-access-disabled.ts';
import { failureKind } from '../../../../shared/aws/failure.ts';
import { here } from '../../../local/account/world.ts';
import { gone, holding, name } from '../../../remediations/notebook.ts';
import { looking } from '../looking.ts';

const notebook = { type: 'AWS::SageMaker::NotebookInstance', id: name };
const open = { RootAccess: 'Enabled' as const };

describe('a notebook instance', () => {
  it('that is gone is no matter', async () => {
    await expect(looking(notebookRootAccessDisabled, gone).locate(notebook)).resolves.toMatchObject({
      verdict: { state: 'gone' },
    });
  });

  it('that can’t be read is not taken for gone', async () => {
    const { account, locate } = looking(notebookRootAccessDisabled, holding(open));
    account.fault({ operation: 'DescribeNotebookInstance', kind: 'access-denied' });

    const refused: unknown = await locate(notebook).catch((error: unknown) => error);

    expect(failureKind(refused)).toBe('denied');
  });

  it.each([
    ['InService', true],
    ['Stopped', false],
    ['Pending', true],
    ['Stopping', false],
    ['Updating', false],
  ] as const)('that is %s is remembered as one that runs, or will: %s', async (status, ran) => {
    await expect(looking(notebookRootAccessDisabled, holding(open, status)).locate(notebook)).resolves.toEqual({
      targets: [{ ...notebook, facts: { ran } }],
    });
  });

  it.each(['Pending', 'Stopping', 'Updating'] as const)('that is %s is read again later', async (status) => {
    await expect(looking(notebookRootAccessDisabled, holding(open, status)).assess(notebook)).resolves.toEqual({
      state: 'busy',
      why: `The notebook instance is ${status}`,
    });
  });

  it('that failed is for a person', async () => {
    await expect(looking(notebookRootAccessDisabled, holding(open, 'Failed')).assess(notebook)).resolves.toMatchObject({
      state: 'manual',
      steps: [`Repair or delete notebook instance ${name}.`],
    });
  });

  it('that is right but stopped, though it ran before, is for a person: somebody may wait for it', async () => {
    const { assess } = looking(notebookRootAccessDisabled, holding({}, 'Stopped'));

    await expect(assess({ ...notebook, facts: { ran: true } })).resolves.toMatchObject({
      state: 'manual',
      steps: [`Start notebook instance ${name} again, if somebody needs it.`],
    });
    await expect(assess({ ...notebook, facts: { ran: false } })).resolves.toMatchObject({ state: 'compliant' });
  });

  it.each([
    ['InService', ['stop', 'update', 'start'], undefined],
    ['Stopped', ['update'], 'none'],
  ] as const)('that is %s is changed in these steps: %j', async (status, ids, impact) => {
    const plan = await looking(notebookRootAccessDisabled, holding(open, status)).plan(notebook);

    expect(plan.steps.map(({ id }) => id)).toEqual(ids);
    expect(plan.impact).toBe(impact);
  });

  it('has its tags read', async () => {
    await expect(looking(notebookRootAccessDisabled, holding(open)).tags(notebook)).resolves.toEqual({ team: 'fraud' });
  });
});

describe('the platform of a notebook instance', () => {
  const on = (PlatformIdentifier: string) => looking(notebookPlatformSupported, holding({ PlatformIdentifier }));

  it.each([
    ['notebook-al2023-v1', {}, 'compliant'],
    ['notebook-al2-v2', {}, 'wrong'],
    ['notebook-al2-v3', { 'also-supported': ['notebook-al2-v3'] }, 'compliant'],
    ['notebook-al2-v2', { 'also-supported': ['notebook-al2-v3'] }, 'wrong'],
    ['notebook-al2023-v1', { platform: 'notebook-al2027-v1' }, 'wrong'],
  ])('%s with %j in the policy is %s', async (platform, parameters, state) => {
    await expect(on(platform).assess(notebook, parameters)).resolves.toMatchObject({ state });
  });

  it('is named together with those that would be fine', async () => {
    await expect(
      on('notebook-al2-v2').assess(notebook, { 'also-supported': ['notebook-al2-v3'] }),
    ).resolves.toMatchObject({
      why: ['The platform is notebook-al2-v2; supported: notebook-al2023-v1, notebook-al2-v3'],
    });
  });
});

describe('the sweep of notebook instances', () => {
  it('looks at all of them, however many pages they fill', async () => {
    const { notebooks = {} } = holding(open).regions?.[here]?.sagemaker ?? {};
    const [one] = Object.values(notebooks);
    if (one === undefined) throw new Error('there is no notebook instance');
    const names = Array.from({ length: 130 }, (_, index) => `notebook-${String(index).padStart(3, '0')}`);
    const all = Object.fromEntries(names.map((each) => [each, one]));
    const { account, list } = looking(notebookRootAccessDisabled, {
      regions: { [here]: { sagemaker: { notebooks: all } } },
    });

    const found = await list();

    expect(found.map(({ resource }) => resource.id).toSorted()).toEqual(names);
    expect(account.calls).toHaveLength(2);
  });
});
