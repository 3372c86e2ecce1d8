import { describe, expect, it } from 'vitest';
import { browserInVpc } from '../../../functions/remediators/agentcore/browser-in-vpc.ts';
import { browserRecorded } from '../../../functions/remediators/agentcore/browser-recorded.ts';
import { codeInterpreterInVpc } from '../../../functions/remediators/agentcore/code-interpreter-in-vpc.ts';
import { gatewayAuthorised } from '../../../functions/remediators/agentcore/gateway-authorised.ts';
import { gatewayEncrypted } from '../../../functions/remediators/agentcore/gateway-encrypted.ts';
import { memoryEncrypted } from '../../../functions/remediators/agentcore/memory-encrypted.ts';
import { runtimeInVpc } from '../../../functions/remediators/agentcore/runtime-in-vpc.ts';
import type { AccountState } from '../../../local/account/state.ts';
import { callsOf, openQuickly, openWrong } from '../../kit/wrong.ts';
import { browserInVpc as browserFixture } from '../../remediations/agentcore-browsers.ts';
import { fixture as interpreter } from '../../remediations/agentcore-code-interpreter-in-vpc.ts';
import { fixture as authorised } from '../../remediations/agentcore-gateway-authorised.ts';
import { fixture as gateway } from '../../remediations/agentcore-gateway-encrypted.ts';
import { fixture as memory } from '../../remediations/agentcore-memory-encrypted.ts';
import { fixture as runtime } from '../../remediations/agentcore-runtime-in-vpc.ts';
import { agentcoreOf, region } from '../../remediations/agentcore.ts';
import { looking } from './looking.ts';

const network = { subnets: ['subnet-0a1b2c3d4e5f60718'], 'security-groups': ['sg-0a1b2c3d4e5f60718'] };
const key = { 'kms-key': 'arn:aws:kms:eu-central-1:111122223333:key/11112222-3333-4444-5555-666677778888' };

describe.each([gateway, runtime])('$remediation', ({ remediation, signal, wrong: [{ account }] }) => {
  it('tells a person what to do where the policy does not name what it takes', async () => {
    const world = await openWrong({ remediation }, { name: '', account, parameters: {} });

    const outcomes = await world.send(remediation, signal);

    expect(outcomes).toMatchObject([
      { status: 'reported', todo: expect.arrayContaining([expect.stringContaining(`${remediation}.parameters.`)]) },
    ]);
    expect(callsOf(world).filter(({ write }) => write)).toEqual([]);
  });
});

describe('agentcore-runtime-in-vpc', () => {
  const { signal, wrong } = runtime;
  const { id } = signal.resource;
  const look = () => looking(runtimeInVpc, wrong[0].account);

  it('needs both subnets and security groups', async () => {
    const found = await look().assess(signal.resource, { subnets: network.subnets });

    expect(found).toMatchObject({ state: 'manual', why: [/network mode PUBLIC/] });
  });

  it('waits for a runtime that is changing', async () => {
    const { account, assess } = look();
    account.edit((state) => {
      const found = agentcoreOf(state)?.runtimes[id];
      if (found !== undefined) found.busy = '2026-11-20T10:30:00.000Z';
    });

    expect(await assess(signal.resource, network)).toEqual({ state: 'busy', why: 'The agent runtime is UPDATING' });
  });

  it('leaves one that could not be created to a person', async () => {
    const { account, assess } = look();
    account.edit((state) => {
      const found = agentcoreOf(state)?.runtimes[id];
      if (found !== undefined) found.status = 'CREATE_FAILED';
    });

    expect(await assess(signal.resource, network)).toMatchObject({ state: 'manual', steps: [/it is CREATE_FAILED/] });
  });

  it('keeps everything else, environment variables included', async () => {
    const { plan, account } = look();
    const settings = agentcoreOf(account.snapshot())?.runtimes[id]?.settings;

    const { steps } = await plan(signal.resource, network);

    const networkConfiguration = {
      networkMode: 'VPC',
      networkModeConfig: { subnets: network.subnets, securityGroups: network['security-groups'] },
    };
    expect(steps).toMatchObject([
      { call: { input: { ...settings, networkConfiguration, agentRuntimeId: id } }, only: { is: [/claims-agent:/] } },
    ]);
  });

  it('rests on no artifact that it has not seen', async () => {
    const { plan, account } = look();
    account.edit((state) => {
      const found = agentcoreOf(state)?.runtimes[id];
      if (found !== undefined) found.settings = { ...found.settings, agentRuntimeArtifact: undefined };
    });

    const { steps } = await plan(signal.resource, network);

    expect(steps[0]?.only).toBeUndefined();
  });

  it('does not put back an old artifact over one that somebody deploys meanwhile', async () => {
    const deployed = { containerConfiguration: { containerUri: 'registry/claims-agent:2026-11-21' } };
    const deploy = (state: AccountState) => {
      const found = agentcoreOf(state)?.runtimes[id];
      if (found !== undefined) found.settings = { ...found.settings, agentRuntimeArtifact: deployed };
    };
    // The fix is announced after the runtime was read, and before the first write.
    const outside = <T extends object>(thing: T): T =>
      'publish' in thing ? { ...thing, publish: async () => world.account.edit(deploy) } : thing;
    const world = openQuickly(runtime, wrong[0], { outside });

    const outcomes = await world.send(runtime.remediation, signal);

    expect(outcomes).toMatchObject([{ status: 'failed', failure: { error: { name: 'ChangedMeanwhile' } } }]);
    expect(callsOf(world).filter(({ write }) => write)).toEqual([]);
    expect(agentcoreOf(world.account.snapshot())?.runtimes[id]?.settings.agentRuntimeArtifact).toEqual(deployed);
  });

  it('reads tags and lists candidates', async () => {
    const { account, tags, list } = look();
    account.edit((state) => {
      const found = agentcoreOf(state)?.runtimes[id];
      if (found !== undefined) found.tags = [{ Key: 'owner', Value: 'claims' }];
    });

    expect(await tags(signal.resource)).toEqual({ owner: 'claims' });
    expect(await list()).toEqual([{ resource: { type: 'AWS::BedrockAgentCore::Runtime', id } }]);
  });
});

describe('agentcore-gateway-encrypted', () => {
  const { signal, wrong } = gateway;
  const { id } = signal.resource;

  it.each([
    ['busy', { busy: '2026-11-20T10:30:00.000Z' }, { state: 'busy', why: 'The gateway is UPDATING' }],
    ['broken', { status: 'FAILED' as const }, { state: 'manual', steps: [/it is FAILED/] }],
  ])('touches no gateway that is %s', async (_, change, expected) => {
    const { account, assess } = looking(gatewayEncrypted, wrong[0].account);
    account.edit((state) => {
      const found = agentcoreOf(state)?.gateways[id];
      if (found !== undefined) Object.assign(found, change);
    });

    expect(await assess(signal.resource, key)).toMatchObject(expected);
  });

  it('takes no alias for a key', () => {
    expect(gatewayEncrypted.parameters.safeParse({ 'kms-key': 'alias/ml-platform' }).success).toBe(false);
    expect(gatewayEncrypted.parameters.safeParse(key).success).toBe(true);
  });

  it('reads tags, and lists candidates of every page', async () => {
    const [settings] = Object.values(wrong[0].account.regions?.[region]?.agentcore?.gateways ?? {});
    const many = Object.fromEntries(
      Array.from({ length: 101 }, (_, index) => [`tools-${String(index).padStart(3, '0')}-a1b2c3d4e5`, settings]),
    );
    const { list, tags } = looking(gatewayEncrypted, {
      regions: { [region]: { agentcore: { gateways: many as never } } },
    });

    const listed = await list();

    expect(new Set(listed.map(({ resource }) => resource.id)).size).toBe(101);
    expect(await tags({ type: signal.resource.type, id: 'tools-000-a1b2c3d4e5' })).toEqual({});
  });
});

describe('agentcore-gateway-authorised', () => {
  const { signal, wrong } = authorised;

  it('names what stands in front of the gateway, as GetGateway tells it', async () => {
    const { assess, account } = looking(gatewayAuthorised, wrong[0].account);

    for (const authorizerType of ['AWS_IAM', 'CUSTOM_JWT', 'AUTHENTICATE_ONLY'] as const) {
      account.edit((state) => {
        const found = agentcoreOf(state)?.gateways[signal.resource.id];
        if (found !== undefined) found.settings = { ...found.settings, authorizerType };
      });
      expect(await assess(signal.resource)).toMatchObject({ state: 'compliant', live: { authorizerType } });
    }
  });

  it('knows a web ACL when it sees one', async () => {
    const get = async () => ({ authorizerType: 'NONE', webAclArn: 'arn:aws:wafv2:eu-central-1:111122223333:x' });
    const aws = { agentcore: { GetGateway: get } };

    const found = await gatewayAuthorised.assess(
      signal.resource,
      aws,
      {},
      {
        account: '111122223333',
        region,
      },
    );

    expect(found).toMatchObject({ state: 'manual', why: [/and what decides is a web ACL$/] });
  });
});

describe('agentcore-memory-encrypted', () => {
  it('says nothing of an expiry that it was not told', async () => {
    const aws = { agentcore: { GetMemory: async () => ({ memory: { status: 'ACTIVE' } }) } };

    const found = await memoryEncrypted.assess(
      memory.signal.resource,
      aws,
      {},
      {
        account: '111122223333',
        region,
      },
    );

    expect(found).toMatchObject({ state: 'manual', why: [/claims_memory-Ab3Cd5Ef7G/] });
    expect(found).toMatchObject({ steps: expect.arrayContaining([expect.stringMatching(/expire by themselves\.$/)]) });
  });
});

describe.each([
  [browserInVpc, browserFixture],
  [browserRecorded, browserFixture],
  [codeInterpreterInVpc, interpreter],
  [gatewayAuthorised, authorised],
  [memoryEncrypted, memory],
])('%#: what only reports', (remediation, { signal, wrong }) => {
  it('reads tags, lists candidates and has no plan', async () => {
    const { tags, list, plan } = looking(remediation, wrong[0].account);

    expect(await tags(signal.resource)).toEqual({});
    expect(await list()).toEqual([{ resource: { type: signal.resource.type, id: signal.resource.id } }]);
    await expect(plan(signal.resource)).rejects.toThrow('it is manual');
  });
});

describe('a list with an entry that has no id', () => {
  const nameless = async () => ({
    agentRuntimes: [{}],
    browserSummaries: [{}],
    codeInterpreterSummaries: [{}],
    items: [{}],
    memories: [{}],
  });
  const agentcore = {
    ListAgentRuntimes: nameless,
    ListBrowsers: nameless,
    ListCodeInterpreters: nameless,
    ListGateways: nameless,
    ListMemories: nameless,
  };

  it.each([browserInVpc, codeInterpreterInVpc, gatewayAuthorised, gatewayEncrypted, memoryEncrypted, runtimeInVpc])(
    'gives $id nothing to look at',
    async ({ list }) => {
      const found = [];
      for await (const candidate of list?.({ agentcore }, { account: '111122223333', region }) ?? []) {
        found.push(candidate);
      }

      expect(found).toEqual([]);
    },
  );
});
