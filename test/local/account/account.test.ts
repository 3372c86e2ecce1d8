import * as dynamodb from '@aws-sdk/client-dynamodb';
import { ListLabelingJobsCommand, SageMakerClient } from '@aws-sdk/client-sagemaker';
import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { createAccount } from '../../../local/account/account.ts';
import { iamAction } from '../../../local/account/actions.ts';
import type { LoggedCall } from '../../../local/account/call.ts';
import { initialState } from '../../../local/account/initial.ts';
import { parseAccountState } from '../../../local/account/parse-state.ts';
import type { AccountFile } from '../../../local/account/state.ts';
import { simulations } from '../../../local/account/services.ts';
import { bind, execute, service } from '../../../shared/aws/service.ts';
import { inputsOf } from './arbitrary.ts';
import { createWorld, here, hosting, services } from './world.ts';

const at = new Date('2026-11-20T10:00:00.000Z');
const clock = { now: () => at };

describe('calls', () => {
  it('are remembered with who made them, when, where and what came of it', async () => {
    const { account, sagemaker } = createWorld(hosting());

    await sagemaker.DeleteEndpointConfig({ EndpointConfigName: 'scorer-2' });
    await sagemaker.DescribeEndpoint({ EndpointName: 'nope' }).catch(() => undefined);

    expect(account.calls).toEqual([
      {
        service: 'SageMaker',
        operation: 'DeleteEndpointConfig',
        input: { EndpointConfigName: 'scorer-2' },
        account: '111122223333',
        region: here,
        principal: 'arn:aws:sts::111122223333:assumed-role/local-operator/local',
        requestId: expect.stringMatching(/^[0-9a-f-]{36}$/) as string,
        at: '2026-11-20T10:00:00.000Z',
        write: true,
        outcome: { status: 'answered', output: {} },
        effect: { kind: 'applied', output: {} },
      },
      expect.objectContaining({
        operation: 'DescribeEndpoint',
        write: false,
        outcome: { status: 'failed', error: { name: 'ValidationException', message: expect.any(String) as string } },
      }),
    ]);
  });

  it('carry the request id that the caller gets', async () => {
    const { account } = createWorld(hosting());
    const call = { service: 'SageMaker', operation: 'DescribeEndpoint', input: { EndpointName: 'scorer' } };

    const { requestId } = await execute(call, services, account.clientFor, here);

    expect(account.calls[0]?.requestId).toBe(requestId);
  });

  it('are told to whoever asked to be told, writes once more', async () => {
    const all: LoggedCall[] = [];
    const writes: LoggedCall[] = [];
    const { sagemaker } = createWorld(hosting(), {
      onCall: (call) => all.push(call),
      onWrite: (call) => writes.push(call),
    });

    await sagemaker.ListEndpoints({});
    await sagemaker.DeleteEndpoint({ EndpointName: 'scorer' });

    expect(all.map(({ operation }) => operation)).toEqual(['ListEndpoints', 'DeleteEndpoint']);
    expect(writes.map(({ operation }) => operation)).toEqual(['DeleteEndpoint']);
  });

  it.each([[0], [1], [3]])('are forgotten beyond a limit of %i, the oldest first', async (callLimit) => {
    const { account, s3 } = createWorld({}, { callLimit });
    for (let index = 0; index < 10; index++) await s3.ListBuckets({ Prefix: String(index) });

    expect(account.calls.map(({ input }) => input['Prefix'])).toEqual(['7', '8', '9'].slice(3 - callLimit));
    account.clearCalls();
    expect(account.calls).toEqual([]);
  });

  it('made as somebody else are logged under that name', async () => {
    const { account } = createWorld(hosting());
    const role = 'arn:aws:iam::111122223333:role/redress-dev-sagemaker';
    const { sagemaker } = bind(services, account.as(role).clientFor, here);

    await sagemaker.ListEndpoints({});

    expect(account.calls[0]?.principal).toBe(role);
  });

  it('give nobody a hold on the account’s memory', async () => {
    const { account, sagemaker } = createWorld(hosting());
    const variants = [{ VariantName: 'main', ModelName: 'model-a' }];
    await sagemaker.CreateEndpointConfig({ EndpointConfigName: 'mine', ProductionVariants: variants });
    const before = account.snapshot();

    variants[0]!.VariantName = 'changed by the caller';
    const answer = await sagemaker.DescribeEndpointConfig({ EndpointConfigName: 'mine' });
    answer.ProductionVariants![0]!.VariantName = 'changed by the reader';
    account.edit(() => undefined);

    expect(account.snapshot()).toEqual(before);
  });

  it('of two clients of one kind go through the same client', () => {
    const { account } = createWorld();

    expect(account.clientFor(services.s3, here)).toBe(account.clientFor(services.s3, here));
    expect(account.clientFor(services.s3, here)).not.toBe(account.clientFor(services.s3, 'us-east-1'));
    expect(account.clientFor(services.s3, here)).not.toBe(
      account.as('arn:aws:iam::111122223333:root').clientFor(services.s3, here),
    );
  });
});

it('there is a second wall in front of the network', async () => {
  const { account } = createWorld();
  const client = account.clientFor(services.sagemaker, here) as SageMakerClient;
  client.middlewareStack.remove('localAccount');

  await expect(client.send(new ListLabelingJobsCommand({}))).rejects.toThrow('must not use the network');
  client.destroy();
});

describe('what the account does not know', () => {
  it('is an error that says so: an operation', async () => {
    const { account } = createWorld();
    const of = service('SageMaker', SageMakerClient, { ListLabelingJobsCommand });

    await expect(account.clientFor(of, here).send(new ListLabelingJobsCommand({}))).rejects.toMatchObject({
      name: 'LocalAccountUnsupportedOperation',
      message: 'the local account has no SageMaker.ListLabelingJobs',
    });
    expect(account.calls[0]).toMatchObject({ outcome: { status: 'failed' }, effect: { kind: 'none' } });
  });

  it('is an error that says so: a service, with or without an injected fault', async () => {
    const { account } = createWorld();
    const of = service('DynamoDB', dynamodb.DynamoDBClient, {});
    const call = () => account.clientFor(of, here).send(new dynamodb.ListTablesCommand({}));

    await expect(call()).rejects.toThrow('the local account has no DynamoDB.ListTables');
    account.fault({ kind: 'throttle' });
    await expect(call()).rejects.toThrow('the local account has no DynamoDB.ListTables');
  });
});

describe('input that does not fit the SDK’s schema', () => {
  it('is refused by name and place, and has no effect', async () => {
    const { account, sagemaker } = createWorld(hosting());
    const before = account.snapshot();
    const input = { EndpointName: 'new', EndpointConfigNme: 'scorer-1' } as never;

    await expect(sagemaker.CreateEndpoint(input)).rejects.toMatchObject({
      name: 'ValidationException',
      message:
        '2 validation errors detected: EndpointConfigNme: unknown member of CreateEndpointInput, did you mean EndpointConfigName?; EndpointConfigName: required member is missing',
      $metadata: { httpStatusCode: 400 },
    });
    expect(account.snapshot()).toEqual(before);
  });

  it('is refused even if JSON could not hold it', async () => {
    const { sagemaker } = createWorld(hosting());
    const loop: Record<string, unknown> = {};
    loop['Tags'] = loop;

    for (const input of [{ EndpointName: 10n }, { EndpointName: () => 'x' }, { EndpointName: Symbol('x') }]) {
      await expect(sagemaker.DescribeEndpoint(input as never)).rejects.toBeInstanceOf(Error);
    }
    await expect(sagemaker.DescribeEndpoint(loop as never)).rejects.toBeInstanceOf(Error);
  });
});

describe('a simulation that is wrong', () => {
  it('is found out: its answer does not fit the SDK’s schema', async () => {
    const { account, sagemaker } = createWorld(hosting());
    account.edit(({ regions }) => {
      Object.assign(regions[here]!.sagemaker.models['model-a']!, { created: 'the day before yesterday' });
    });

    await expect(sagemaker.DescribeModel({ ModelName: 'model-a' })).rejects.toMatchObject({
      name: 'LocalAccountBug',
      message: expect.stringContaining('CreationTime: expected a valid Date') as string,
    });
  });

  it('is found out: it breaks', async () => {
    const { account, sagemaker } = createWorld(hosting());
    account.edit(({ regions }) => {
      Object.assign(regions[here]!.sagemaker, { models: undefined });
    });

    await expect(sagemaker.ListModels({})).rejects.toMatchObject({
      name: 'LocalAccountBug',
      message: expect.stringContaining('the local account failed at SageMaker.ListModels') as string,
      cause: expect.any(TypeError) as TypeError,
    });
  });
});

describe('snapshots', () => {
  it('are copies: what happens later does not change them', async () => {
    const { account, sagemaker } = createWorld(hosting());
    const before = account.snapshot();
    const copy = structuredClone(before);

    await sagemaker.DeleteEndpointConfig({ EndpointConfigName: 'scorer-2' });

    expect(before).toEqual(copy);
    expect(account.snapshot()).not.toEqual(before);
    account.restore(before);
    account.edit(({ s3 }) => {
      s3.buckets = {};
    });
    expect(before).toEqual(copy);
  });

  it('bring back a time that had not come yet', async () => {
    const world = createWorld(hosting());
    await world.sagemaker.UpdateEndpoint({ EndpointName: 'scorer', EndpointConfigName: 'scorer-2' });
    const updating = world.account.snapshot();
    await world.sagemaker.DescribeEndpoint({ EndpointName: 'scorer' });
    world.account.restore(updating);

    world.advance(300);

    const { EndpointConfigName } = await world.sagemaker.DescribeEndpoint({ EndpointName: 'scorer' });
    expect(EndpointConfigName).toBe('scorer-2');
  });
});

describe('the initial account', () => {
  it('holds what the sample events speak of', async () => {
    const account = createAccount({ clock, state: initialState() });
    const { s3, sagemaker, cloudtrail, inspector2 } = bind(services, account.clientFor, here);

    expect((await s3.GetBucketPolicyStatus({ Bucket: 'fraud-training-data' })).PolicyStatus?.IsPublic).toBe(true);
    expect((await s3.GetBucketPolicyStatus({ Bucket: 'open-images-mirror' })).PolicyStatus?.IsPublic).toBe(true);
    expect((await s3.GetBucketPolicyStatus({ Bucket: 'org-audit-logs' })).PolicyStatus?.IsPublic).toBe(false);
    expect((await s3.GetBucketAcl({ Bucket: 'vision-datasets' })).Grants).toHaveLength(2);
    expect((await sagemaker.DescribeEndpoint({ EndpointName: 'fraud-detector' })).ProductionVariants).toMatchObject([
      { CurrentInstanceCount: 3 },
    ]);
    expect(
      (await sagemaker.DescribeEndpointConfig({ EndpointConfigName: 'fraud-detector-cfg-1' })).ProductionVariants,
    ).toMatchObject([{ InitialInstanceCount: 1 }]);
    expect((await cloudtrail.GetTrailStatus({ Name: 'org-audit' })).IsLogging).toBe(false);
    expect((await cloudtrail.GetTrailStatus({ Name: 'bedrock-audit' })).IsLogging).toBe(true);
    const images = [{ comparison: 'EQUALS' as const, value: 'AWS_ECR_CONTAINER_IMAGE' }];
    expect(
      (await inspector2.ListFindings({ filterCriteria: { resourceType: images } })).findings?.map(
        ({ severity, status }) => `${severity} ${status}`,
      ),
    ).toEqual(['CRITICAL ACTIVE', 'HIGH ACTIVE', 'MEDIUM ACTIVE', 'HIGH CLOSED', 'CRITICAL ACTIVE']);
    const packages = await sagemaker.ListModelPackages({ ModelPackageGroupName: 'fraud-models' });
    expect(packages.ModelPackageSummaryList?.map(({ ModelApprovalStatus }) => ModelApprovalStatus)).toEqual([
      'Rejected',
      'Approved',
      'Approved',
    ]);
  });

  it('is fresh for everybody who asks', () => {
    const mine = initialState();
    mine.s3.buckets = {};

    expect(Object.keys(initialState().s3.buckets)).not.toEqual([]);
  });
});

it('names IAM actions, which are not always operations', () => {
  expect(iamAction('S3', 'GetPublicAccessBlock')).toBe('s3:GetBucketPublicAccessBlock');
  expect(iamAction('S3', 'ListBuckets')).toBe('s3:ListAllMyBuckets');
  expect(iamAction('SageMaker', 'UpdateEndpoint')).toBe('sagemaker:UpdateEndpoint');
  expect(iamAction('EventBridge', 'PutEvents')).toBe('events:PutEvents');
  expect(iamAction('Inspector2', 'ListFindings')).toBe('inspector2:ListFindings');
});

it('two accounts that are driven the same way give the same ids', async () => {
  const ids = await Promise.all(
    [createWorld(), createWorld()].map(async ({ account, s3 }) => {
      await s3.CreateBucket({ Bucket: 'same' });
      return account.calls[0]?.requestId;
    }),
  );

  expect(ids[0]).toBe(ids[1]);
});

describe('whatever is called', () => {
  const operations = Object.values(services).flatMap((of) =>
    Object.entries(of.commands).map(([command, Command]) => {
      const { schema } = new Command({}) as unknown as { readonly schema: unknown };
      return { of, name: `${of.name}.${command.replace(/Command$/, '')}`, Command, inputs: inputsOf(schema) };
    }),
  );
  const step = fc.record({
    call: fc
      .integer({ min: 0, max: operations.length - 1 })
      .chain((index) => fc.tuple(fc.constant(index), operations[index]!.inputs)),
    seconds: fc.constantFrom(0, 1, 60, 300, 1_000),
  });

  function createBusyWorld(options: { readonly direct?: boolean } = {}) {
    const { regions } = hosting();
    const state: AccountFile = {
      s3: { buckets: { data: { ownership: 'ObjectWriter' } } },
      cloudtrail: { trails: [{ name: 'audit', bucket: 'data', multiRegion: true }] },
      regions: {
        [here]: {
          ...regions?.[here],
          sagemaker: {
            ...regions?.[here]?.sagemaker,
            modelPackageGroups: { group: { packages: { 1: { settings: {} } } } },
          },
          eventbridge: { buses: { lifecycle: {} } },
        },
      },
    };
    return createWorld(state, options);
  }

  it('the account raises errors of the service and never breaks, and snapshots restore to themselves', async () => {
    const world = createBusyWorld();
    const start = world.account.snapshot();
    await fc.assert(
      fc.asyncProperty(fc.array(step, { minLength: 1, maxLength: 12 }), async (steps) => {
        world.account.restore(start);
        for (const { call, seconds } of steps) {
          world.advance(seconds);
          const { of, Command, name } = operations[call[0]]!;
          const client = world.account.clientFor(of, here);
          const error: unknown = await client.send(new Command(call[1] as never)).then(
            () => undefined,
            (thrown: unknown) => thrown,
          );
          expect(error === undefined || error instanceof Error).toBe(true);
          expect((error as Error | undefined)?.name, name).not.toBe('LocalAccountBug');
        }

        const snapshot = world.account.snapshot();
        expect(JSON.parse(JSON.stringify(snapshot))).toEqual(snapshot);
        world.account.restore(snapshot);
        expect(world.account.snapshot()).toEqual(snapshot);
        const again = createAccount({ clock: world.clock, state: parseAccountState(snapshot) });
        expect(again.snapshot()).toEqual(snapshot);
      }),
      { numRuns: 100 },
    );
    expect(({} as Record<string, unknown>)['polluted']).toBeUndefined();
  }, 60_000);

  it('comes to the same without the SDK’s clients in between', async () => {
    const [usual, direct] = [createBusyWorld(), createBusyWorld({ direct: true })];
    const start = usual.account.snapshot();
    const send = async ({ account }: typeof usual, { of, Command }: (typeof operations)[number], input: object) => {
      const answer = account.clientFor(of, here).send(new Command(input));
      return answer.then(
        (output) => ({ output }),
        (error: Error) => ({ error, kind: error.constructor.name, message: error.message }),
      );
    };
    await fc.assert(
      fc.asyncProperty(fc.array(step, { minLength: 1, maxLength: 12 }), async (steps) => {
        for (const world of [usual, direct]) {
          world.account.restore(start);
          world.account.clearCalls();
        }
        for (const { call, seconds } of steps) {
          for (const world of [usual, direct]) world.advance(seconds);
          const of = operations[call[0]]!;
          // The SDK fills in the Region where a bucket is made; no remediation makes one.
          if (of.name === 'S3.CreateBucket') continue;
          const before = usual.account.calls.length;
          const expected = await send(usual, of, structuredClone(call[1]));
          // What has to be in a URL, and is empty, the serializer refuses by itself.
          if (usual.account.calls.length === before) continue;

          expect(withoutIds(await send(direct, of, structuredClone(call[1]))), of.name).toEqual(withoutIds(expected));
        }
        expect(direct.account.snapshot()).toEqual(usual.account.snapshot());
      }),
      { numRuns: 60 },
    );
  }, 60_000);

  it('covers every operation that the account has', () => {
    const simulated = simulations.flatMap((simulation) =>
      Object.keys(simulation.operations).map((operation) => `${simulation.service}.${operation}`),
    );

    expect(operations.map(({ name }) => name).toSorted()).toEqual(simulated.toSorted());
  });
});

/** The two worlds count their requests each by itself. */
function withoutIds(answer: unknown): unknown {
  return JSON.parse(JSON.stringify(answer, (key, value: unknown) => (key === 'requestId' ? undefined : value)));
}
