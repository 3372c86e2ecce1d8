import { describe, expect, it } from 'vitest';
import { createWorld, here } from './world.ts';

const agentId = 'AGTESTS001';
const agentAliasId = 'ALTESTS001';
const ids = { agentId, agentAliasId };
const agent = {
  agentName: 'clerk',
  agentResourceRoleArn: 'arn:aws:iam::111122223333:role/bedrock-agents',
  foundationModel: 'anthropic.claude-sonnet-4-5-20250929-v1:0',
  instruction: 'You sort claims, and decide none yourself.',
};
const alias = { agentAliasName: 'live', routingConfiguration: [{ agentVersion: '2' }] };
const guardrail = { name: 'support', blockedInputMessaging: 'No.', blockedOutputsMessaging: 'No.' };
const gone = { name: 'ResourceNotFoundException' };
const busy = { name: 'ConflictException' };
const refused = { name: 'ValidationException' };

function world() {
  return createWorld({
    regions: {
      [here]: {
        bedrock: {
          guardrails: { gr1: { settings: guardrail, versions: { 1: { settings: guardrail } } } },
          agents: {
            [agentId]: {
              settings: agent,
              tags: [{ Key: 'team', Value: 'claims' }],
              aliases: {
                [agentAliasId]: { settings: { ...alias, description: 'For clerks' } },
                TSTALIASID: { settings: { agentAliasName: 'AgentTestAlias' } },
              },
            },
          },
        },
      },
    },
  });
}

describe('an agent', () => {
  it('is updated as a whole, and then has to be prepared', async () => {
    const { bedrockAgent, advance } = world();
    const { instruction: _, ...rest } = agent;

    await bedrockAgent.UpdateAgent({ agentId, ...rest });

    expect((await bedrockAgent.GetAgent({ agentId })).agent).toMatchObject({ agentStatus: 'UPDATING' });
    advance(10);
    const { agent: updated } = await bedrockAgent.GetAgent({ agentId });
    expect(updated).toMatchObject({ agentName: 'clerk', agentStatus: 'NOT_PREPARED' });
    expect(updated?.instruction).toBeUndefined();
    await expect(bedrockAgent.PrepareAgent({ agentId })).resolves.toMatchObject({ agentStatus: 'PREPARING' });
    advance(10);
    expect((await bedrockAgent.ListAgents({})).agentSummaries).toMatchObject([{ agentId, agentStatus: 'PREPARED' }]);
  });

  it('is neither updated nor prepared while it is changing', async () => {
    const { bedrockAgent } = world();
    await bedrockAgent.PrepareAgent({ agentId });

    await expect(bedrockAgent.UpdateAgent({ agentId, ...agent })).rejects.toMatchObject(busy);
    await expect(bedrockAgent.PrepareAgent({ agentId })).rejects.toMatchObject(busy);
  });

  it("shows the service's own prompts, and does not take them back", async () => {
    const { bedrockAgent } = world();
    const { agent: found } = await bedrockAgent.GetAgent({ agentId });
    const { promptConfigurations = [] } = found?.promptOverrideConfiguration ?? {};

    expect(promptConfigurations.map(({ promptCreationMode }) => promptCreationMode)).toContain('DEFAULT');
    await expect(
      bedrockAgent.UpdateAgent({ agentId, ...agent, promptOverrideConfiguration: { promptConfigurations } }),
    ).rejects.toMatchObject(refused);
  });

  it.each([
    [
      'a guardrail that is not there',
      { guardrailConfiguration: { guardrailIdentifier: 'gr2', guardrailVersion: '1' } },
    ],
    ['a version that is not', { guardrailConfiguration: { guardrailIdentifier: 'gr1', guardrailVersion: '2' } }],
    ['a guardrail without its name', { guardrailConfiguration: { guardrailVersion: '1' } }],
    ['a guardrail without a version', { guardrailConfiguration: { guardrailIdentifier: 'gr1' } }],
    ['no name', { agentName: '' }],
    ['a key that is none', { customerEncryptionKeyArn: 'alias/one' }],
  ])('does not take %s', async (_, change) => {
    const { bedrockAgent, account } = world();
    const before = account.snapshot();

    await expect(bedrockAgent.UpdateAgent({ agentId, ...agent, ...change })).rejects.toMatchObject(refused);

    expect(account.snapshot()).toEqual(before);
  });

  it('takes the draft of a guardrail by its ARN', async () => {
    const { bedrockAgent } = world();
    const guardrailIdentifier = `arn:aws:bedrock:${here}:111122223333:guardrail/gr1`;
    const guardrailConfiguration = { guardrailIdentifier, guardrailVersion: 'DRAFT' };

    const { agent: updated } = await bedrockAgent.UpdateAgent({ agentId, ...agent, guardrailConfiguration });

    expect(updated).toMatchObject({ guardrailConfiguration });
  });

  it('tells its tags by its ARN, in its own Region', async () => {
    const { bedrockAgent, inVirginia } = world();
    const resourceArn = `arn:aws:bedrock:${here}:111122223333:agent/${agentId}`;

    expect((await bedrockAgent.ListTagsForResource({ resourceArn })).tags).toEqual({ team: 'claims' });
    await expect(inVirginia.bedrockAgent.ListTagsForResource({ resourceArn })).rejects.toMatchObject(gone);
    await expect(inVirginia.bedrockAgent.GetAgent({ agentId })).rejects.toMatchObject(gone);
  });
});

describe('an alias', () => {
  it('refuses invocations when it is told so, and keeps that when only its routing changes', async () => {
    const { bedrockAgent, advance } = world();
    expect((await bedrockAgent.GetAgentAlias(ids)).agentAlias).toMatchObject({
      aliasInvocationState: 'ACCEPT_INVOCATIONS',
    });

    await bedrockAgent.UpdateAgentAlias({ ...ids, ...alias, aliasInvocationState: 'REJECT_INVOCATIONS' });

    await expect(bedrockAgent.UpdateAgentAlias({ ...ids, ...alias })).rejects.toMatchObject(busy);
    advance(10);
    await bedrockAgent.UpdateAgentAlias({ ...ids, ...alias, routingConfiguration: [{ agentVersion: '3' }] });
    advance(10);
    const { agentAlias } = await bedrockAgent.GetAgentAlias(ids);
    expect(agentAlias).toMatchObject({
      agentAliasStatus: 'PREPARED',
      aliasInvocationState: 'REJECT_INVOCATIONS',
      routingConfiguration: [{ agentVersion: '3' }],
    });
    expect(agentAlias?.description).toBeUndefined();
  });

  it.each([
    ['no name', { agentAliasName: '' }],
    ['no version', { routingConfiguration: [] }],
    ['a change to the test alias', { agentAliasId: 'TSTALIASID' }],
  ])('does not take %s', async (_, change) => {
    const { bedrockAgent, account } = world();
    const before = account.snapshot();

    await expect(bedrockAgent.UpdateAgentAlias({ ...ids, ...alias, ...change })).rejects.toMatchObject(refused);

    expect(account.snapshot()).toEqual(before);
  });

  it('is listed with its agent', async () => {
    const { bedrockAgent } = world();

    expect((await bedrockAgent.ListAgentAliases({ agentId })).agentAliasSummaries).toMatchObject([
      { agentAliasId },
      { agentAliasId: 'TSTALIASID' },
    ]);
    await expect(bedrockAgent.GetAgentAlias({ ...ids, agentAliasId: 'ALTESTS002' })).rejects.toMatchObject(gone);
    await expect(bedrockAgent.ListAgentAliases({ agentId: 'AGTESTS002' })).rejects.toMatchObject(gone);
  });
});
