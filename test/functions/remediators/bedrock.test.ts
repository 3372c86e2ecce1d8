import { describe, expect, it } from 'vitest';
import { fixture as guardrail } from '../../remediations/bedrock-guardrail-filters-complete.ts';
import { fixture as logging } from '../../remediations/bedrock-invocation-logging-enabled.ts';
import { fixture as dataSource } from '../../remediations/bedrock-knowledge-base-data-source-encrypted.ts';
import { fixture as prompt } from '../../remediations/bedrock-prompt-encrypted.ts';
import { callsOf, openWrong } from '../../kit/wrong.ts';

describe.each([logging, dataSource, prompt])('$remediation', ({ remediation, signal, wrong: [{ account }] }) => {
  it('tells a person what to do where the policy does not name what it takes', async () => {
    const world = await openWrong({ remediation }, { name: '', account, parameters: {} });

    const outcomes = await world.send(remediation, signal);

    expect(outcomes).toMatchObject([
      { status: 'reported', todo: expect.arrayContaining([expect.stringContaining(`${remediation}.parameters.`)]) },
    ]);
    expect(callsOf(world).filter(({ write }) => write)).toEqual([]);
  });
});

describe('bedrock-guardrail-filters-complete', () => {
  const { remediation, signal, wrong } = guardrail;

  it('leaves out what the policy does not demand', async () => {
    const [{ account }] = wrong;
    const world = await openWrong(guardrail, { name: '', account, parameters: { require: ['prompt-attack'] } });

    await world.send(remediation, signal);

    const { settings } = world.account.snapshot().regions['eu-central-1']?.bedrock.guardrails[signal.resource.id] ?? {};
    expect(settings?.contentPolicyConfig?.filtersConfig).toMatchObject([
      { type: 'PROMPT_ATTACK', inputStrength: 'HIGH' },
    ]);
    expect(settings?.sensitiveInformationPolicyConfig).toBeUndefined();
    expect(settings?.contextualGroundingPolicyConfig).toBeUndefined();
  });

  it('keeps everything else of the draft, and a threshold that is higher than demanded', async () => {
    const low = wrong.find(({ name }) => name.startsWith('answers need hardly')) ?? wrong[0];
    const before = low.account.regions?.['eu-central-1']?.bedrock?.guardrails?.[signal.resource.id]?.settings;
    const world = await openWrong(guardrail, { ...low, parameters: { grounding: 0.05, relevance: 0.9 } });

    await world.send(remediation, signal);

    const { settings } = world.account.snapshot().regions['eu-central-1']?.bedrock.guardrails[signal.resource.id] ?? {};
    expect(settings).toEqual({
      ...before,
      contextualGroundingPolicyConfig: {
        filtersConfig: [
          { type: 'GROUNDING', threshold: 0.1 },
          { type: 'RELEVANCE', threshold: 0.9 },
        ],
      },
    });
  });

  it('waits until a guardrail that is changing has come to rest', async () => {
    const [{ account }] = wrong;
    const world = await openWrong(guardrail, { name: '', account });
    world.account.edit(({ regions }) => {
      const found = regions['eu-central-1']?.bedrock.guardrails[signal.resource.id];
      if (found !== undefined) found.busy = { as: 'UPDATING', until: '2026-11-20T10:30:00.000Z' };
    });

    const outcomes = await world.send(remediation, signal);

    expect(outcomes).toMatchObject([{ status: 'remediated' }]);
    expect(world.clock.now().getTime()).toBeGreaterThanOrEqual(Date.parse('2026-11-20T10:30:00.000Z'));
  });
});
