import { ConflictException, ResourceInUse } from '@aws-sdk/client-sagemaker';
import { ThrottlingException } from '@aws-sdk/client-inspector2';
import { describe, expect, it } from 'vitest';
import type { FaultKind } from '../../../local/account/faults.ts';
import { createWorld, here, hosting } from './world.ts';

const allOn = { BlockPublicAcls: true, IgnorePublicAcls: true, BlockPublicPolicy: true, RestrictPublicBuckets: true };
const block = { Bucket: 'data', PublicAccessBlockConfiguration: allOn };

function createFaultyWorld() {
  return createWorld({
    ...hosting(),
    s3: { buckets: { data: {} } },
    cloudtrail: { trails: [{ name: 'audit', bucket: 'data' }] },
  });
}

describe('a fault that refuses', () => {
  it.each([
    ['throttle', 'SlowDown', 503],
    ['server-error', 'InternalError', 500],
    ['access-denied', 'AccessDenied', 403],
    ['not-found', 'NoSuchBucket', 404],
    ['conflict', 'OperationAborted', 409],
  ] as const)('%s is %s on S3 and leaves the bucket as it was', async (kind, name, httpStatusCode) => {
    const { account, s3 } = createFaultyWorld();
    const before = account.snapshot();
    account.fault({ kind });

    await expect(s3.PutPublicAccessBlock(block)).rejects.toMatchObject({ name, $metadata: { httpStatusCode } });
    expect(account.snapshot()).toEqual(before);
  });

  it.each([
    ['throttle', 'ThrottlingException', 400],
    ['server-error', 'InternalFailure', 500],
    ['access-denied', 'AccessDeniedException', 400],
    ['not-found', 'ValidationException', 400],
    ['conflict', 'ResourceInUse', 400],
  ] as const)('%s is %s on SageMaker', async (kind, name, httpStatusCode) => {
    const { account, sagemaker } = createFaultyWorld();
    account.fault({ kind });

    await expect(sagemaker.DeleteEndpoint({ EndpointName: 'scorer' })).rejects.toMatchObject({
      name,
      $metadata: { httpStatusCode },
    });
  });

  it('has the class that the client models for it', async () => {
    const { account, sagemaker, inspector2 } = createFaultyWorld();
    account.fault({ kind: 'conflict', times: 2 });
    account.fault({ kind: 'throttle', service: 'Inspector2' });

    await expect(sagemaker.DeleteEndpoint({ EndpointName: 'scorer' })).rejects.toBeInstanceOf(ResourceInUse);
    await expect(sagemaker.UpdateModelPackage({ ModelPackageArn: 'x' })).rejects.toBeInstanceOf(ConflictException);
    await expect(inspector2.ListFindings({})).rejects.toBeInstanceOf(ThrottlingException);
  });

  it('tells the SDK’s retry logic what is a throttle', async () => {
    const { account, s3, sagemaker } = createFaultyWorld();
    account.fault({ kind: 'throttle', times: 2 });

    await expect(s3.HeadBucket({ Bucket: 'data' })).rejects.toMatchObject({ $retryable: { throttling: true } });
    await expect(sagemaker.ListEndpoints({})).rejects.toMatchObject({ $retryable: { throttling: true } });
  });

  it('names the IAM action and the principal in a denial', async () => {
    const { account, s3, sagemaker } = createFaultyWorld();
    account.fault({ kind: 'access-denied', times: 2 });

    await expect(s3.GetPublicAccessBlock({ Bucket: 'data' })).rejects.toThrow(
      'User: arn:aws:sts::111122223333:assumed-role/local-operator/local is not authorized to perform: s3:GetBucketPublicAccessBlock because',
    );
    await expect(sagemaker.ListEndpoints({})).rejects.toThrow('sagemaker:ListEndpoints action');
  });

  it.each([
    [
      'DescribeEndpoint',
      { EndpointName: 'a' },
      `Could not find endpoint "arn:aws:sagemaker:${here}:111122223333:endpoint/a".`,
    ],
    ['DescribeEndpointConfig', { EndpointConfigName: 'a' }, 'Could not find endpoint configuration'],
    ['DescribeModelPackage', { ModelPackageName: 'a' }, 'ModelPackage a does not exist.'],
    ['ListModels', {}, 'does not exist'],
  ] as const)('says in SageMaker’s words what %s did not find', async (operation, input, message) => {
    const { account, sagemaker } = createFaultyWorld();
    account.fault({ kind: 'not-found' });

    await expect(sagemaker[operation](input as never)).rejects.toThrow(message);
  });

  it('speaks as CloudTrail, Inspector and EventBridge do', async () => {
    const { account, cloudtrail, inspector2, eventbridge, s3 } = createFaultyWorld();
    const Entries = [{ Source: 'a', DetailType: 'b', Detail: '{}' }];
    account.fault({ kind: 'not-found', times: 4 });
    await expect(cloudtrail.GetTrail({ Name: 'audit' })).rejects.toMatchObject({ name: 'TrailNotFoundException' });
    await expect(inspector2.ListFindings({})).rejects.toMatchObject({ name: 'ResourceNotFoundException' });
    await expect(eventbridge.PutEvents({ Entries })).rejects.toMatchObject({ name: 'ResourceNotFoundException' });
    await expect(s3.HeadBucket({ Bucket: 'data' })).rejects.toMatchObject({ name: 'NotFound' });
    account.fault({ kind: 'conflict', times: 3 });
    await expect(cloudtrail.StartLogging({ Name: 'audit' })).rejects.toMatchObject({ name: 'ConflictException' });
    await expect(inspector2.ListFindings({})).rejects.toMatchObject({ name: 'ConflictException' });
    await expect(eventbridge.PutEvents({ Entries })).rejects.toMatchObject({ name: 'ConcurrentModificationException' });
  });
});

describe('a fault on the way', () => {
  it('timeout-before loses the request: nothing happened', async () => {
    const { account, s3 } = createFaultyWorld();
    const before = account.snapshot();
    account.fault({ kind: 'timeout-before' });

    await expect(s3.PutPublicAccessBlock(block)).rejects.toMatchObject({ name: 'TimeoutError' });
    expect(account.snapshot()).toEqual(before);
    expect(account.calls.at(-1)).toMatchObject({ outcome: { status: 'failed' }, effect: { kind: 'none' } });
  });

  it.each([
    ['timeout-after', 'TimeoutError'],
    ['malformed', 'SyntaxError'],
  ] as const)('%s loses the answer: it happened', async (kind, name) => {
    const { account, s3 } = createFaultyWorld();
    account.fault({ kind });

    await expect(s3.PutPublicAccessBlock(block)).rejects.toMatchObject({ name });

    expect(account.snapshot().s3.buckets['data']?.publicAccessBlock).toEqual(allOn);
    expect(account.calls.at(-1)).toMatchObject({
      outcome: { status: 'failed', error: { name } },
      effect: { kind: 'applied' },
    });
  });

  it('incomplete gives an answer without members', async () => {
    const { account, sagemaker } = createFaultyWorld();
    account.fault({ kind: 'incomplete' });

    const { $metadata, ...members } = await sagemaker.DescribeEndpoint({ EndpointName: 'scorer' });

    expect(members).toEqual({});
    expect($metadata.httpStatusCode).toBe(200);
  });

  it('timeout-after hides a refusal as well', async () => {
    const { account, sagemaker } = createFaultyWorld();
    account.fault({ kind: 'timeout-after' });

    await expect(sagemaker.DeleteEndpoint({ EndpointName: 'nope' })).rejects.toMatchObject({ name: 'TimeoutError' });
    expect(account.calls.at(-1)?.effect).toMatchObject({ kind: 'refused', error: { name: 'ValidationException' } });
  });
});

describe('choosing the calls that meet a fault', () => {
  async function namesOf(calls: readonly (() => Promise<unknown>)[]): Promise<string[]> {
    const names: string[] = [];
    for (const call of calls) {
      names.push(
        await call().then(
          () => 'ok',
          (error: unknown) => (error as Error).name,
        ),
      );
    }
    return names;
  }

  it('by service, operation and what is asked', async () => {
    const { account, s3, sagemaker } = createFaultyWorld();
    account.fault({
      service: 'S3',
      operation: 'GetBucketAcl',
      when: ({ input }) => input['Bucket'] === 'data',
      times: Number.POSITIVE_INFINITY,
      kind: 'throttle',
    });

    expect(
      await namesOf([
        () => sagemaker.ListEndpoints({}),
        () => s3.HeadBucket({ Bucket: 'data' }),
        () => s3.GetBucketAcl({ Bucket: 'other' }),
        () => s3.GetBucketAcl({ Bucket: 'data' }),
        () => s3.GetBucketAcl({ Bucket: 'data' }),
      ]),
    ).toEqual(['ok', 'ok', 'NoSuchBucket', 'SlowDown', 'SlowDown']);
  });

  it('by occurrence, for so many times', async () => {
    const { account, s3 } = createFaultyWorld();
    const fault = account.fault({ occurrence: 2, times: 2, kind: 'throttle' });
    const call = () => s3.HeadBucket({ Bucket: 'data' });

    expect(await namesOf([call, call, call, call])).toEqual(['ok', 'SlowDown', 'SlowDown', 'ok']);
    expect(fault.fired).toBe(2);
  });

  it('until the fault is removed, or all are', async () => {
    const { account, s3 } = createFaultyWorld();
    const call = () => s3.HeadBucket({ Bucket: 'data' });
    const forever = { times: Number.POSITIVE_INFINITY, kind: 'throttle' as const };
    const first = account.fault(forever);
    account.fault({ ...forever, kind: 'server-error' });

    expect(await namesOf([call])).toEqual(['SlowDown']);
    first.remove();
    expect(await namesOf([call])).toEqual(['InternalError']);
    account.clearFaults();
    expect(await namesOf([call])).toEqual(['ok']);
  });

  it('by a function, which may let a call go on', async () => {
    const { account, s3 } = createFaultyWorld();
    const odd: FaultKind = ({ requestId, at }) =>
      at.endsWith('00.000Z') && requestId !== '' ? new RangeError('odd') : undefined;
    const fault = account.fault({ kind: odd });
    const never = account.fault({ kind: () => undefined });

    expect(
      await namesOf([() => s3.PutPublicAccessBlock(block), () => s3.GetPublicAccessBlock({ Bucket: 'data' })]),
    ).toEqual(['RangeError', 'NoSuchPublicAccessBlockConfiguration']);
    expect([fault.fired, never.fired]).toEqual([1, 0]);
  });
});

it('every kind of fault at every call of a small story leaves either the state before or the state after', async () => {
  const kinds = [
    'throttle',
    'server-error',
    'access-denied',
    'not-found',
    'conflict',
    'timeout-before',
    'timeout-after',
    'malformed',
    'incomplete',
  ] as const;
  const story = async ({ s3, sagemaker, cloudtrail }: ReturnType<typeof createFaultyWorld>) => {
    await s3.PutPublicAccessBlock(block);
    await sagemaker.UpdateEndpoint({ EndpointName: 'scorer', EndpointConfigName: 'scorer-2' });
    await cloudtrail.StartLogging({ Name: 'audit' });
  };
  const states: unknown[] = [];
  for (const occurrence of [1, 2, 3, 4]) {
    const world = createFaultyWorld();
    world.account.fault({ occurrence, kind: 'throttle' });
    await story(world).catch(() => undefined);
    states.push(world.account.snapshot());
  }

  for (const kind of kinds) {
    for (const occurrence of [1, 2, 3]) {
      const world = createFaultyWorld();
      world.account.fault({ occurrence, kind });
      const applied = ['timeout-after', 'malformed', 'incomplete'].includes(kind);
      await story(world).catch(() => undefined);
      const reached = kind === 'incomplete' ? 3 : occurrence - (applied ? 0 : 1);
      expect(world.account.snapshot(), `${kind} at ${occurrence}`).toEqual(states[reached]);
    }
  }
});
