import { describe, expect, it } from 'vitest';
import { functionNotVulnerable } from '../../../../functions/remediators/compute/function-not-vulnerable.ts';
import { undoOf } from '../../../../shared/plan.ts';
import { here } from '../../../local/account/world.ts';
import { aboutFunction } from '../../../remediations/findings.ts';
import type { StoredFinding } from '../../../remediations/findings.ts';
import { looking } from '../looking.ts';

const id = 'fraud-features';
const target = { type: 'AWS::Lambda::Function', id };
const selected = { tags: { workload: ['ai-*'] } };
const tags = { workload: 'ai-pipeline' };

interface Described {
  readonly reserved?: number;
  readonly updating?: boolean;
  readonly tags?: Record<string, string>;
}

function world(findings: StoredFinding[], described: Described = { tags }) {
  return looking(functionNotVulnerable, {
    regions: { [here]: { lambda: { functions: { [id]: described } }, inspector2: { findings } } },
  });
}

const arn = (digit: string) => `arn:aws:inspector2:${here}:111122223333:finding/${digit.repeat(32)}`;

describe('a Lambda function', () => {
  it('is right where Inspector has found nothing that counts', async () => {
    const harmless = [
      aboutFunction(id, { severity: 'HIGH', exploitAvailable: 'NO' }),
      aboutFunction(id, { findingArn: arn('1'), severity: 'UNTRIAGED' }),
      aboutFunction(id, { findingArn: arn('2'), status: 'SUPPRESSED' }),
      aboutFunction(id, { findingArn: arn('3'), status: 'CLOSED' }),
      // An administrator of Inspector sees other accounts' findings, about functions that may be called alike.
      aboutFunction(id, { findingArn: arn('4'), awsAccountId: '444455556666' }),
      aboutFunction('fraud', { findingArn: arn('5') }),
    ];

    await expect(world(harmless).assess(target, selected)).resolves.toMatchObject({
      state: 'compliant',
      live: { function: id, reserved: null },
    });
  });

  it('is wrong with what is exploited, or critical, or what the policy says', async () => {
    const exploited = world([aboutFunction(id, { severity: 'LOW' })]);
    const critical = world([aboutFunction(id, { exploitAvailable: 'NO' })]);
    const high = world([aboutFunction(id, { severity: 'HIGH', exploitAvailable: 'NO' })]);
    const stricter = { ...selected, 'severity-with-exploit': 'HIGH' };

    await expect(exploited.assess(target, selected)).resolves.toMatchObject({
      state: 'wrong',
      why: ['CVE-2026-66666 (LOW, exploit known) in pillow 10.0.1'],
      before: { function: id, reserved: null },
    });
    await expect(exploited.assess(target, stricter)).resolves.toMatchObject({ state: 'compliant' });
    await expect(critical.assess(target, selected)).resolves.toMatchObject({
      state: 'wrong',
      why: ['CVE-2026-66666 (CRITICAL) in pillow 10.0.1'],
    });
    await expect(high.assess(target, selected)).resolves.toMatchObject({ state: 'compliant' });
    await expect(high.assess(target, { ...selected, severity: 'HIGH' })).resolves.toMatchObject({ state: 'wrong' });
  });

  it('is named by the policy, or by its tags: all of the keys, any of the values', async () => {
    const found = world([aboutFunction(id)], { tags: { workload: 'ai-pipeline', team: 'fraud' } });
    const state = async (parameters: object) => (await found.assess(target, parameters as never)).state;

    expect(await state({ names: ['fraud-*'] })).toBe('wrong');
    expect(await state({ tags: { workload: ['batch', 'ai-pipeline'], team: ['*'] } })).toBe('wrong');
    expect(await state({ names: ['features'] })).toBe('manual');
    expect(await state({ tags: { workload: ['ai-pipeline'], team: ['vision'] } })).toBe('manual');
    expect(await state({ tags: { constructor: ['*'] } })).toBe('manual');
    expect(await state({})).toBe('manual');
  });

  it('is reported with what to upgrade where the policy does not name it', async () => {
    const vulnerablePackages = [
      { name: 'pillow', version: '10.0.1', fixedInVersion: '10.4.0' },
      { name: 'torch\u202e', version: '2.1.0', fixedInVersion: 'NotAvailable' },
    ];
    const found = [
      aboutFunction(id, {
        packageVulnerabilityDetails: {
          vulnerabilityId: 'CVE-2026-1',
          source: 'NVD',
          vulnerablePackages,
        },
      }),
      aboutFunction(id, {
        findingArn: arn('1'),
        type: 'CODE_VULNERABILITY',
        title: 'CWE-94 - Code injection',
        exploitAvailable: 'NO',
        packageVulnerabilityDetails: undefined,
      }),
      aboutFunction(id, {
        findingArn: arn('2'),
        severity: 'LOW',
        title: undefined,
        packageVulnerabilityDetails: undefined,
      }),
    ];

    const assessed = await world(found).assess(target);

    expect(assessed).toMatchObject({
      state: 'manual',
      why: [
        'CVE-2026-1 (CRITICAL, exploit known) in pillow 10.0.1, torch 2.1.0',
        'A weakness without a name (LOW, exploit known)',
        'CWE-94 - Code injection (CRITICAL)',
      ],
      steps: [
        'Upgrade pillow 10.0.1 to 10.4.0 or later (CVE-2026-1).',
        'Replace torch 2.1.0, for which there is no fixed version yet (CVE-2026-1).',
        'Put right A weakness without a name, for which there is nothing to upgrade.',
        'Put right CWE-94 - Code injection, for which there is nothing to upgrade.',
        expect.stringContaining('parameters'),
      ],
    });
  });

  it('is told of in ten lines, however many findings there are', async () => {
    const many = Array.from({ length: 40 }, (_, index) =>
      aboutFunction(id, {
        findingArn: arn('0').slice(0, -2) + String(index).padStart(2, '0'),
        packageVulnerabilityDetails: { vulnerabilityId: `CVE-2026-${1000 + index}`, source: 'NVD' },
      }),
    );

    const { why } = (await world(many).assess(target, selected)) as { readonly why: readonly string[] };

    expect(why).toHaveLength(11);
    expect(why.at(-1)).toBe('and 30 more findings, which Amazon Inspector lists');
  });

  it('is never held where it is one of Redress', async () => {
    const ours = world([aboutFunction(id)], { tags: { ...tags, application: 'redress' } });

    await expect(ours.assess(target, selected)).resolves.toMatchObject({
      state: 'manual',
      steps: [expect.stringContaining('pillow'), 'Deploy Redress anew: it does not hold itself.'],
    });
  });

  it('is right while it is held, and reported once the hold may be lifted', async () => {
    const held = world([aboutFunction(id)], { tags, reserved: 0 });
    const closed = world([aboutFunction(id, { status: 'CLOSED' })], { tags, reserved: 0 });
    const never = world([], { tags, reserved: 0 });

    await expect(held.assess(target, selected)).resolves.toMatchObject({
      state: 'compliant',
      why: 'It is held until CVE-2026-66666 is put right: nothing runs.',
      live: { function: id, reserved: 0 },
    });
    await expect(closed.assess(target, selected)).resolves.toMatchObject({
      state: 'manual',
      why: ['fraud-features is held (reserved concurrency 0), though CVE-2026-66666 is closed by now'],
      steps: [expect.stringContaining('90 days'), expect.stringContaining('delete-function-concurrency')],
    });
    // Somebody has switched it off for a reason of their own.
    await expect(never.assess(target, selected)).resolves.toMatchObject({ state: 'compliant' });
  });

  it('is not judged while it is being updated', async () => {
    await expect(world([aboutFunction(id)], { updating: true }).assess(target, selected)).resolves.toEqual({
      state: 'busy',
      why: 'fraud-features is being created or updated.',
    });
  });

  it('is planned to be held, and let go again to what was reserved', async () => {
    const shared = await world([aboutFunction(id)]).plan(target, selected);
    const reserving = await world([aboutFunction(id)], { tags, reserved: 7 }).plan(target, selected);

    expect(shared.steps).toMatchObject([
      { id: 'hold', call: { operation: 'PutFunctionConcurrency', input: { ReservedConcurrentExecutions: 0 } } },
    ]);
    expect(undoOf(shared.steps[0] ?? {})).toMatchObject([
      { call: { operation: 'DeleteFunctionConcurrency', input: { FunctionName: id } } },
    ]);
    expect(reserving.steps).toMatchObject([{ only: { is: [7] }, done: { is: [0] } }]);
    expect(undoOf(reserving.steps[0] ?? {})).toMatchObject([
      {
        call: { operation: 'PutFunctionConcurrency', input: { ReservedConcurrentExecutions: 7 } },
        only: { is: [0] },
        done: { is: [7] },
      },
    ]);
    expect(reserving.notes?.at(-1)).toContain('7');
    expect(shared.notes).toHaveLength(2);
  });

  it('is listed once, whatever the number of its findings, also where they are closed', async () => {
    const found = [
      aboutFunction(id),
      aboutFunction(id, { findingArn: arn('1'), status: 'CLOSED' }),
      aboutFunction('scorer', { findingArn: arn('2'), status: 'CLOSED' }),
      aboutFunction('other', { findingArn: arn('3'), status: 'SUPPRESSED' }),
      aboutFunction('nameless', { findingArn: arn('4'), resources: [{ type: 'AWS_LAMBDA_FUNCTION', id: 'x' }] }),
      aboutFunction('theirs', { findingArn: arn('5'), awsAccountId: '444455556666' }),
    ];

    const listed = await world(found).list();

    expect(listed.map(({ resource }) => resource)).toEqual(
      [id, 'scorer'].map((name) => ({
        type: 'AWS::Lambda::Function',
        id: name,
        arn: `arn:aws:lambda:${here}:111122223333:function:${name}`,
      })),
    );
    await expect(world(found).tags(target)).resolves.toEqual(tags);
  });

  it('is gone where Lambda does not know it, whatever Inspector says', async () => {
    const { assess } = world([aboutFunction('retired')]);

    await expect(assess({ ...target, id: 'retired' }, selected)).rejects.toMatchObject({
      name: 'ResourceNotFoundException',
    });
  });
});

describe('without Inspector', () => {
  const configuration = { FunctionArn: `arn:aws:lambda:${here}:111122223333:function:${id}`, State: 'Active' };
  const asked = async (answers: {
    readonly configuration?: object;
    readonly tags?: object;
    readonly found: () => object;
  }) => {
    const aws = {
      lambda: {
        GetFunctionConfiguration: async () => answers.configuration ?? configuration,
        GetFunctionConcurrency: async () => ({}),
        ListTags: async () => answers.tags ?? {},
      },
      inspector2: { ListFindings: async () => answers.found() },
    } as never;
    const parameters = functionNotVulnerable.parameters.parse(selected);
    return functionNotVulnerable.assess(target, aws, parameters, { account: '111122223333', region: here });
  };

  it('nothing is called right: neither where it is off or denied, nor where it says nothing', async () => {
    const off = Object.assign(new Error('not enabled'), { name: 'AccessDeniedException' });

    await expect(
      asked({
        found: () => {
          throw off;
        },
      }),
    ).rejects.toBe(off);
    await expect(asked({ found: () => ({}) })).rejects.toThrow('no list of findings');
  });

  it('nothing is judged of a function whose account is not told', async () => {
    await expect(asked({ configuration: {}, found: () => ({ findings: [] }) })).rejects.toThrow('told no ARN');
  });

  it('one that is being created is waited for, and one without tags is reported', async () => {
    const pending = { ...configuration, State: 'Pending' };
    const details = { vulnerabilityId: 'CVE-2026-1', vulnerablePackages: [{}] };
    const found = () => ({ findings: [{ severity: 'CRITICAL', packageVulnerabilityDetails: details }] });

    await expect(asked({ configuration: pending, found })).resolves.toMatchObject({ state: 'busy' });
    await expect(asked({ found })).resolves.toMatchObject({
      state: 'manual',
      steps: [
        'Replace a package without a name, for which there is no fixed version yet (CVE-2026-1).',
        expect.any(String),
      ],
    });
    // What has no severity counts for the least there is.
    await expect(asked({ found: () => ({ findings: [{}] }) })).resolves.toMatchObject({ state: 'compliant' });
  });
});
