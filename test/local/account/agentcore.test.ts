import { describe, expect, it } from 'vitest';
import type { AccountFile } from '../../../local/account/state.ts';
import { createWorld, here } from './world.ts';

const agentRuntimeId = 'agent-AbCdEf1234';
const gatewayIdentifier = 'tools-a1b2c3d4e5';
const memoryId = 'memory-AbCdEf1234';
const browserId = 'browser-AbCdEf1234';
const codeInterpreterId = 'sums-AbCdEf1234';
const kmsKeyArn = `arn:aws:kms:${here}:111122223333:key/one`;
const arn = `arn:aws:bedrock-agentcore:${here}:111122223333`;

const runtime = {
  agentRuntimeArtifact: { containerConfiguration: { containerUri: 'registry/agent:1' } },
  roleArn: 'arn:aws:iam::111122223333:role/agent',
  networkConfiguration: { networkMode: 'PUBLIC' as const },
};
const vpc = { subnets: ['subnet-0a1b2c3d4e5f60718'], securityGroups: ['sg-0a1b2c3d4e5f60718'] };
const gateway = {
  name: 'tools',
  roleArn: 'arn:aws:iam::111122223333:role/tools',
  authorizerType: 'CUSTOM_JWT' as const,
  authorizerConfiguration: { customJWTAuthorizer: { discoveryUrl: 'https://login.example.com/openid' } },
};
const tags = [{ Key: 'owner', Value: 'ml' }];
const networkConfiguration = { networkMode: 'PUBLIC' as const };

const file: AccountFile = {
  regions: {
    [here]: {
      agentcore: {
        runtimes: { [agentRuntimeId]: { name: 'agent', settings: { ...runtime, description: 'old' }, tags } },
        gateways: { [gatewayIdentifier]: { settings: { ...gateway, description: 'old' }, tags } },
        memories: { [memoryId]: { settings: { name: 'memory', eventExpiryDuration: 30 }, tags } },
        browsers: { [browserId]: { settings: { name: 'browser', networkConfiguration }, tags } },
        codeInterpreters: { [codeInterpreterId]: { settings: { name: 'sums', networkConfiguration }, tags } },
      },
    },
  },
};
const gone = { name: 'ResourceNotFoundException' };

describe('an agent runtime', () => {
  it('is updated as a whole, to a new version, and busy for a while', async () => {
    const { agentcore, advance } = createWorld(file);
    const inVpc = { networkMode: 'VPC' as const, networkModeConfig: vpc };

    await agentcore.UpdateAgentRuntime({ ...runtime, agentRuntimeId, networkConfiguration: inVpc });

    const found = await agentcore.GetAgentRuntime({ agentRuntimeId });
    expect(found).toMatchObject({ status: 'UPDATING', agentRuntimeVersion: '2', networkConfiguration: inVpc });
    expect(found.description).toBeUndefined();
    await expect(agentcore.UpdateAgentRuntime({ ...runtime, agentRuntimeId })).rejects.toMatchObject({
      name: 'ConflictException',
    });
    advance(30);
    await agentcore.UpdateAgentRuntime({ ...runtime, agentRuntimeId });
    advance(30);
    expect(await agentcore.GetAgentRuntime({ agentRuntimeId })).toMatchObject({ status: 'READY', ...runtime });
  });

  it.each([
    ['VPC mode without a VPC', { networkMode: 'VPC' as const }],
    ['a VPC in another mode', { networkMode: 'PUBLIC' as const, networkModeConfig: vpc }],
    ['no subnets', { networkMode: 'VPC' as const, networkModeConfig: { ...vpc, subnets: [] } }],
    ['17 groups', { networkMode: 'VPC' as const, networkModeConfig: { ...vpc, securityGroups: Array(17).fill('sg') } }],
    [
      'an S3 endpoint of the service’s own',
      { networkMode: 'VPC' as const, networkModeConfig: { ...vpc, requireServiceS3Endpoint: true } },
    ],
  ])('does not take %s', async (_, network) => {
    const { agentcore, account } = createWorld(file);
    const before = account.snapshot();

    const updating = agentcore.UpdateAgentRuntime({ ...runtime, agentRuntimeId, networkConfiguration: network });

    await expect(updating).rejects.toMatchObject({ name: 'ValidationException' });
    expect(account.snapshot()).toEqual(before);
  });

  it.each(['CREATE_FAILED', 'DELETING'] as const)('is not updated while it is %s', async (status) => {
    const { agentcore, account } = createWorld(file);
    account.edit(({ regions }) => {
      const found = regions[here]?.agentcore.runtimes[agentRuntimeId];
      if (found !== undefined) found.status = status;
    });

    await expect(agentcore.UpdateAgentRuntime({ ...runtime, agentRuntimeId })).rejects.toMatchObject({
      name: 'ConflictException',
    });
    expect(await agentcore.GetAgentRuntime({ agentRuntimeId })).toMatchObject({ status });
  });

  it('is listed, and not found by another id, version or Region', async () => {
    const { agentcore, inVirginia } = createWorld(file);

    expect((await agentcore.ListAgentRuntimes({})).agentRuntimes).toMatchObject([{ agentRuntimeId, status: 'READY' }]);
    await expect(agentcore.GetAgentRuntime({ agentRuntimeId: 'constructor' })).rejects.toMatchObject(gone);
    await expect(agentcore.GetAgentRuntime({ agentRuntimeId, agentRuntimeVersion: '9' })).rejects.toMatchObject(gone);
    await expect(inVirginia.agentcore.GetAgentRuntime({ agentRuntimeId })).rejects.toMatchObject(gone);
  });
});

describe('a gateway', () => {
  it('is updated as a whole, and busy for a while', async () => {
    const { agentcore, advance } = createWorld(file);

    await agentcore.UpdateGateway({ ...gateway, gatewayIdentifier, kmsKeyArn });

    const found = await agentcore.GetGateway({ gatewayIdentifier });
    expect(found).toMatchObject({ status: 'UPDATING', kmsKeyArn, gatewayArn: `${arn}:gateway/${gatewayIdentifier}` });
    expect(found.description).toBeUndefined();
    await expect(agentcore.UpdateGateway({ ...gateway, gatewayIdentifier })).rejects.toMatchObject({
      name: 'ConflictException',
    });
    advance(20);
    await agentcore.UpdateGateway({ ...gateway, gatewayIdentifier });
    advance(20);
    const without = await agentcore.GetGateway({ gatewayIdentifier });
    expect(without).toMatchObject({ status: 'READY', name: 'tools' });
    expect(without.kmsKeyArn).toBeUndefined();
  });

  it.each([
    ['another name', { name: 'other' }, /name/],
    ['another type of authoriser', { authorizerType: 'AWS_IAM' as const }, /^Authorizer type cannot be updated/],
    ['no authoriser', { authorizerConfiguration: undefined }, /authorizerConfiguration/],
    ['a key that is none', { kmsKeyArn: 'alias/one' }, /kmsKeyArn/],
  ])('does not take %s', async (_, change, message) => {
    const { agentcore, account } = createWorld(file);
    const before = account.snapshot();

    const updating = agentcore.UpdateGateway({ ...gateway, gatewayIdentifier, ...change });

    await expect(updating).rejects.toMatchObject({ name: 'ValidationException', message });
    expect(account.snapshot()).toEqual(before);
  });

  it('is not updated once it has failed, and says why', async () => {
    const { agentcore, account } = createWorld(file);
    account.edit(({ regions }) => {
      const found = regions[here]?.agentcore.gateways[gatewayIdentifier];
      if (found !== undefined) found.status = 'FAILED';
    });

    await expect(agentcore.UpdateGateway({ ...gateway, gatewayIdentifier })).rejects.toMatchObject({
      name: 'ConflictException',
    });
    expect((await agentcore.GetGateway({ gatewayIdentifier })).statusReasons).toEqual([expect.any(String)]);
  });

  it('is listed, and not found by another id', async () => {
    const { agentcore } = createWorld(file);

    expect((await agentcore.ListGateways({})).items).toMatchObject([{ gatewayId: gatewayIdentifier }]);
    await expect(agentcore.GetGateway({ gatewayIdentifier: '__proto__' })).rejects.toMatchObject(gone);
  });
});

describe('what is fixed when it is made', () => {
  it('is read', async () => {
    const { agentcore } = createWorld(file);

    expect((await agentcore.GetMemory({ memoryId })).memory).toMatchObject({ name: 'memory', status: 'ACTIVE' });
    expect(await agentcore.GetBrowser({ browserId })).toMatchObject({ name: 'browser', networkConfiguration });
    expect(await agentcore.GetCodeInterpreter({ codeInterpreterId })).toMatchObject({ name: 'sums' });
  });

  it('is listed; nothing of AWS’s own is', async () => {
    const { agentcore } = createWorld(file);

    expect((await agentcore.ListMemories({})).memories).toMatchObject([{ id: memoryId }]);
    expect((await agentcore.ListBrowsers({ type: 'CUSTOM' })).browserSummaries).toMatchObject([{ browserId }]);
    expect((await agentcore.ListBrowsers({ type: 'SYSTEM' })).browserSummaries).toEqual([]);
    const all = await agentcore.ListCodeInterpreters({});
    expect(all.codeInterpreterSummaries).toMatchObject([{ codeInterpreterId }]);
    expect((await agentcore.ListCodeInterpreters({ type: 'SYSTEM' })).codeInterpreterSummaries).toEqual([]);
  });

  it('is not found by another id', async () => {
    const { agentcore } = createWorld(file);

    await expect(agentcore.GetMemory({ memoryId: 'toString' })).rejects.toMatchObject(gone);
    await expect(agentcore.GetBrowser({ browserId: 'toString' })).rejects.toMatchObject(gone);
    await expect(agentcore.GetCodeInterpreter({ codeInterpreterId: 'toString' })).rejects.toMatchObject(gone);
  });
});

describe('tags', () => {
  it.each([
    `runtime/${agentRuntimeId}`,
    `gateway/${gatewayIdentifier}`,
    `memory/${memoryId}`,
    `browser-custom/${browserId}`,
    `code-interpreter-custom/${codeInterpreterId}`,
  ])('are those of %s', async (resource) => {
    const { agentcore } = createWorld(file);

    expect((await agentcore.ListTagsForResource({ resourceArn: `${arn}:${resource}` })).tags).toEqual({ owner: 'ml' });
  });

  it.each([`${arn}:runtime/other`, `${arn}:harness/x`, `arn:aws:s3:::${agentRuntimeId}`, 'runtime'])(
    'are not found of %s',
    async (resourceArn) => {
      const { agentcore } = createWorld(file);

      await expect(agentcore.ListTagsForResource({ resourceArn })).rejects.toMatchObject(gone);
    },
  );
});

describe('a page of a list', () => {
  it.each(['ListAgentRuntimes', 'ListGateways', 'ListMemories', 'ListBrowsers', 'ListCodeInterpreters'] as const)(
    'of %s is refused for a token of another list',
    async (operation) => {
      const { agentcore } = createWorld(file);

      await expect(agentcore[operation]({ nextToken: 'nothing' })).rejects.toMatchObject({
        name: 'ValidationException',
      });
    },
  );
});
