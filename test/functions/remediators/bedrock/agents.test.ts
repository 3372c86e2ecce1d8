import { describe, expect, it } from 'vitest';
import { agentAliasContained } from '../../../../functions/remediators/bedrock/agent-alias-contained.ts';
import { agentGuardrailAttached } from '../../../../functions/remediators/bedrock/agent-guardrail-attached.ts';
import { settingsOf } from '../../../../functions/remediators/bedrock/agent-settings.ts';
import { callsOf, openWrong } from '../../../kit/wrong.ts';
import { fixture as alias } from '../../../remediations/bedrock-agent-alias-contained.ts';
import { fixture as guardrail } from '../../../remediations/bedrock-agent-guardrail-attached.ts';
import { looking } from '../looking.ts';

const region = 'eu-central-1';
const named = { 'guardrail-identifier': 'gr4support01', 'guardrail-version': '1' };

describe('bedrock-agent-guardrail-attached', () => {
  const { remediation, signal, wrong, right } = guardrail;
  const { id } = signal.resource;

  it('puts everything else of the draft again, and prepares it', async () => {
    const world = await openWrong(guardrail, wrong[0]);
    const before = world.account.snapshot().regions[region]?.bedrock.agents[id]?.settings;

    await world.send(remediation, signal);

    const { settings, status } = world.account.snapshot().regions[region]?.bedrock.agents[id] ?? {};
    expect(settings).toEqual({
      ...before,
      guardrailConfiguration: { guardrailIdentifier: 'gr4support01', guardrailVersion: '1' },
    });
    expect(status).toBe('PREPARED');
  });

  it('leaves a draft unprepared that was not prepared before', async () => {
    const [, unprepared] = wrong;
    const { plan } = looking(agentGuardrailAttached, unprepared?.account);

    const { steps, notes } = await plan(signal.resource, named);

    expect(steps.map(({ id: step }) => step)).toEqual(['update-agent']);
    expect(notes).toContain('The draft was not prepared before, and is not prepared now.');
  });

  it('tells a person what to do where the policy names no guardrail', async () => {
    const found = await looking(agentGuardrailAttached, wrong[0].account).assess(signal.resource);

    expect(found).toMatchObject({
      state: 'manual',
      steps: expect.arrayContaining([expect.stringContaining('.parameters.guardrail-identifier')]),
    });
  });

  it('wants guardrail and version named together', () => {
    expect(agentGuardrailAttached.parameters.safeParse({ 'guardrail-version': '1' }).success).toBe(false);
    expect(agentGuardrailAttached.parameters.safeParse(named).success).toBe(true);
  });

  it('waits until an agent that is changing has come to rest', async () => {
    const world = await openWrong(guardrail, wrong[0]);
    world.account.edit(({ regions }) => {
      const found = regions[region]?.bedrock.agents[id];
      if (found !== undefined) found.busy = { as: 'VERSIONING', until: '2026-11-20T10:30:00.000Z' };
    });

    const outcomes = await world.send(remediation, signal);

    expect(outcomes).toMatchObject([{ status: 'remediated' }]);
    expect(world.clock.now().getTime()).toBeGreaterThanOrEqual(Date.parse('2026-11-20T10:30:00.000Z'));
  });

  it('is undone when the guardrail that the policy names is not there', async () => {
    const parameters = { ...named, 'guardrail-version': '7' };
    const world = await openWrong(guardrail, { ...wrong[0], parameters });
    const before = world.account.snapshot().regions[region]?.bedrock.agents;

    const outcomes = await world.send(remediation, signal);

    expect(outcomes).toMatchObject([{ status: 'failed', failure: { step: 'update-agent' } }]);
    expect(world.account.snapshot().regions[region]?.bedrock.agents).toEqual(before);
  });

  it('knows tags and lists every agent', async () => {
    const file = structuredClone(right);
    const found = file.regions?.[region]?.bedrock?.agents?.[id];
    if (found !== undefined) found.tags = [{ Key: 'team', Value: 'claims' }];
    const look = looking(agentGuardrailAttached, file);

    expect(await look.tags(signal.resource)).toEqual({ team: 'claims' });
    expect(await look.list()).toEqual([{ resource: { type: 'AWS::Bedrock::Agent', id } }]);
  });
});

describe("an agent's settings", () => {
  it('are those that UpdateAgent takes, without the prompts of the service', () => {
    const own = { promptType: 'ORCHESTRATION', promptCreationMode: 'OVERRIDDEN', basePromptTemplate: '{}' } as const;
    const standard = { promptType: 'PRE_PROCESSING', promptCreationMode: 'DEFAULT', basePromptTemplate: '-' } as const;
    const about = {
      agentId: 'AGCLAIMS01',
      agentArn: 'arn',
      agentVersion: 'DRAFT',
      agentStatus: 'PREPARED',
      createdAt: new Date(0),
      updatedAt: new Date(0),
    } as const;
    const settings = { agentName: 'clerk', agentResourceRoleArn: 'role', idleSessionTTLInSeconds: 60 };
    const shown = (promptConfigurations: (typeof own | typeof standard)[]) =>
      settingsOf({ ...about, ...settings, promptOverrideConfiguration: { promptConfigurations } });

    expect(shown([standard])).toEqual(settings);
    expect(shown([own, standard])).toEqual({
      ...settings,
      promptOverrideConfiguration: { promptConfigurations: [own] },
    });
    expect(settingsOf(undefined)).toEqual({});
  });
});

describe('bedrock-agent-alias-contained', () => {
  const { remediation, signal, wrong } = alias;

  it('leaves alone what the policy does not list', async () => {
    const world = await openWrong(alias, { ...wrong[0], parameters: { aliases: ['AGCLAIMS01/ALCLERKS01'] } });

    const outcomes = await world.send(remediation, signal);

    expect(outcomes).toMatchObject([{ status: 'compliant', reason: 'The policy does not list it.' }]);
    expect(callsOf(world).filter(({ write }) => write)).toEqual([]);
  });

  it('keeps name, description and routing', async () => {
    const world = await openWrong(alias, wrong[0]);

    await world.send(remediation, signal);

    expect(
      world.account.snapshot().regions[region]?.bedrock.agents['AGCLAIMS01']?.aliases['ALCLAIMS01']?.settings,
    ).toEqual({
      agentAliasName: 'partners',
      description: "For partners' portals",
      routingConfiguration: [{ agentVersion: '2' }],
      aliasInvocationState: 'REJECT_INVOCATIONS',
    });
  });

  it('is not judged while it is changing', async () => {
    const file = structuredClone(wrong[0].account);
    const found = file.regions?.[region]?.bedrock?.agents?.['AGCLAIMS01']?.aliases?.['ALCLAIMS01'];
    if (found !== undefined) found.busy = '2026-11-20T10:30:00.000Z';

    await expect(looking(agentAliasContained, file).assess(signal.resource)).resolves.toMatchObject({ state: 'busy' });
  });

  it('looks at the aliases of every agent', async () => {
    const file = structuredClone(wrong[0].account);
    const { agents } = file.regions?.[region]?.bedrock ?? {};
    const [claims] = Object.values(agents ?? {});
    if (agents !== undefined && claims !== undefined) agents['AGSEARCH01'] = claims;

    const listed = await looking(agentAliasContained, file).list();

    expect(listed.map(({ resource }) => resource.id)).toEqual(['AGCLAIMS01|ALCLAIMS01', 'AGSEARCH01|ALCLAIMS01']);
  });
});
