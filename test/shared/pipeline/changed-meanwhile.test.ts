import { describe, expect, it } from 'vitest';
import { timeout } from '../../../local/account/fault-errors.ts';
import { region } from '../../kit/world.ts';
import { effectsOf } from '../../kit/wrong.ts';
import type { QuickWorld } from '../../kit/quick-world.ts';
import { fixtureOf, meanwhile, onEndpoints, openWorld } from './bucket-world.ts';

const name = 'fraud-detector';

/** Somebody else moves the endpoint to a configuration of theirs. */
function move(world: QuickWorld): void {
  world.account.edit(({ regions }) => {
    const { endpoints, endpointConfigs } = regions[region]?.sagemaker ?? {};
    const [endpoint, config] = [endpoints?.[name], endpointConfigs?.['fraud-cfg']];
    if (endpoint === undefined || config === undefined || endpointConfigs === undefined) throw new Error('no endpoint');
    endpointConfigs['theirs'] = structuredClone(config);
    endpoint.config = 'theirs';
  });
}

function configsOf(world: QuickWorld): string[] {
  return Object.keys(world.account.snapshot().regions[region]?.sagemaker.endpointConfigs ?? {});
}

describe('an endpoint that somebody else moves after it was read', () => {
  it('is left where they moved it, and what the plan had made is taken away', async () => {
    const world = openWorld({ account: onEndpoints.wrong[0].account });
    meanwhile(world, 'CreateEndpointConfig', () => move(world));

    const [outcome] = await world.send(onEndpoints.remediation, onEndpoints.signal);

    expect(outcome).toMatchObject({
      status: 'failed',
      restored: true,
      failure: { step: 'update-endpoint', error: { name: 'ChangedMeanwhile' } },
    });
    expect(outcome?.reason).toMatch(/changed by somebody else.*the resource is as they left it\.$/);
    expect(outcome).not.toHaveProperty('left');
    expect(effectsOf(world).map(({ operation }) => operation)).toEqual([
      'CreateEndpointConfig',
      'DeleteEndpointConfig',
    ]);
    expect(world.account.snapshot().regions[region]?.sagemaker.endpoints[name]?.config).toBe('theirs');
    expect(configsOf(world).toSorted()).toEqual(['fraud-cfg', 'theirs']);
  });

  it('is left there, too, if that was found out after a try without an answer', async () => {
    const world = openWorld({ account: onEndpoints.wrong[0].account });
    world.account.fault({
      operation: 'UpdateEndpoint',
      kind: () => {
        move(world);
        return timeout();
      },
    });

    const [outcome] = await world.send(onEndpoints.remediation, onEndpoints.signal);

    expect(outcome).toMatchObject({ status: 'failed', failure: { error: { name: 'ChangedMeanwhile' } } });
    expect(world.account.snapshot().regions[region]?.sagemaker.endpoints[name]?.config).toBe('theirs');
    expect(configsOf(world).toSorted()).toEqual(['fraud-cfg', 'theirs']);
  });
});

describe('an endpoint that can’t be read any more after its plan was made', () => {
  it('is not moved', async () => {
    const world = openWorld({ account: onEndpoints.wrong[0].account });
    meanwhile(world, 'CreateEndpointConfig', () =>
      world.account.fault({ operation: 'DescribeEndpoint', times: Infinity, kind: 'access-denied' }),
    );

    const [outcome] = await world.send(onEndpoints.remediation, onEndpoints.signal);

    expect(outcome).toMatchObject({ status: 'failed', failure: { step: 'update-endpoint' } });
    expect(outcome?.reason).toMatch(/Whether the resource is still as it was read could not be told/);
    expect(world.account.snapshot().regions[region]?.sagemaker.endpoints[name]?.config).toBe('fraud-cfg');
  });

  it('keeps what it may run on, if it was moved by a try without an answer', async () => {
    const world = openWorld({ account: onEndpoints.wrong[0].account });
    const moved = world.account.fault({ operation: 'UpdateEndpoint', kind: 'timeout-after' });
    const when = () => moved.fired > 0;
    world.account.fault({ operation: 'DescribeEndpoint', when, times: Infinity, kind: 'access-denied' });

    const [outcome] = await world.send(onEndpoints.remediation, onEndpoints.signal);

    expect(outcome).toMatchObject({ status: 'failed', restored: false, left: ['create-config', 'update-endpoint'] });
    expect(effectsOf(world).map(({ operation }) => operation)).toEqual(['CreateEndpointConfig', 'UpdateEndpoint']);
    expect(configsOf(world)).toHaveLength(2);
  });
});

describe('a policy of a role that somebody else changes after it was read', () => {
  const { remediation, signal, wrong } = fixtureOf('bedrock-principal-abuse-contained');
  const theirs = '{"Version":"2012-10-17","Statement":[{"Sid":"Theirs","Effect":"Deny","Action":"*","Resource":"*"}]}';

  it.each(wrong.slice(0, 2))('is not overwritten, though $name', async ({ account }) => {
    const world = openWorld({ account });
    const put = () =>
      world.account.edit(({ iam }) => {
        const inline = Object.values(iam.roles)[0]?.inline;
        if (inline !== undefined) inline['RedressBedrockContainment'] = theirs;
      });
    meanwhile(world, 'GetRolePolicy', put, 2);

    const [outcome] = await world.send(remediation, signal);

    expect(outcome).toMatchObject({ status: 'failed', failure: { error: { name: 'ChangedMeanwhile' } } });
    expect(Object.values(world.account.snapshot().iam.roles)).toMatchObject([
      { inline: { RedressBedrockContainment: theirs } },
    ]);
  });
});
