import { describe, expect, it } from 'vitest';
import { apiCall, bind, execute } from '../../../shared/aws/service.ts';
import type { ApiCall, ClientFor } from '../../../shared/aws/service.ts';
import { createWorld, here, services } from '../../local/account/world.ts';

const { s3, cloudtrail } = services;
const { PutPublicAccessBlockCommand, GetPublicAccessBlockCommand } = s3.commands;
/** What a remediation would declare: no more of S3 than these two. */
const uses = { s3: { ...s3, commands: { GetPublicAccessBlockCommand, PutPublicAccessBlockCommand } } };

const flags = { BlockPublicAcls: true, IgnorePublicAcls: true, BlockPublicPolicy: true, RestrictPublicBuckets: true };
const put: ApiCall = {
  service: 'S3',
  operation: 'PutPublicAccessBlock',
  input: { Bucket: 'training-data', PublicAccessBlockConfiguration: flags },
};

function openWorld() {
  return createWorld({ s3: { buckets: { 'training-data': {} } } });
}

describe('a call that is data', () => {
  it('is carried out, and answers with the service’s request id', async () => {
    const { account } = openWorld();

    const { output, requestId } = await execute(put, uses, account.clientFor, here);

    expect(account.snapshot().s3.buckets['training-data']?.publicAccessBlock).toEqual(flags);
    expect(output).toEqual({});
    expect(requestId).toBe(account.calls[0]?.requestId);
  });

  it('answers in JSON, without what the SDK adds', async () => {
    const { account } = createWorld({
      s3: { buckets: { logs: {} } },
      cloudtrail: { trails: [{ name: 'audit', bucket: 'logs' }] },
    });
    const call = apiCall(cloudtrail, 'GetTrailStatus', { Name: 'audit' });

    const { output } = await execute(call, { cloudtrail }, account.clientFor, here);

    expect(output).toMatchObject({ IsLogging: expect.any(Boolean) as unknown });
    expect(JSON.parse(JSON.stringify(output))).toEqual(output);
    expect(output).not.toHaveProperty('$metadata');
  });

  it.each<[string, ApiCall]>([
    ['an operation that was not declared', { ...put, operation: 'DeletePublicAccessBlock' }],
    ['a service that was not declared', { ...put, service: 'IAM', operation: 'CreateUser' }],
    ['another service’s operation', { ...put, operation: 'StopLogging' }],
    ['a name with the SDK’s suffix', { ...put, operation: 'PutPublicAccessBlockCommand' }],
    ['no operation', { ...put, operation: '' }],
    ['what objects inherit', { ...put, service: '__proto__', operation: 'constructor' }],
  ])('is refused before it reaches any client if it asks for %s', async (_, call) => {
    const { account } = openWorld();
    const before = account.snapshot();

    await expect(execute(call, uses, account.clientFor, here)).rejects.toThrow(
      new TypeError(`${call.service}.${call.operation} is not among the remediation's operations`),
    );
    expect(account.snapshot()).toEqual(before);
    expect(account.calls).toEqual([]);
  });

  it('stays as it is, whatever a client does to its input', async () => {
    const call = structuredClone(put);
    const meddling: ClientFor = () => ({
      send: async (command) => {
        (command as { input: { Bucket: string } }).input.Bucket = 'other-data';
        return { $metadata: {} };
      },
    });

    const { requestId } = await execute(call, uses, meddling, here);

    expect(call).toEqual(put);
    expect(requestId).toBeUndefined();
  });

  it('fails as the service fails', async () => {
    const { account } = createWorld();

    await expect(execute(put, uses, account.clientFor, here)).rejects.toMatchObject({ name: 'NoSuchBucket' });
  });

  it('looks up first what only the world knows', async () => {
    const { account } = createWorld({
      regions: { [here]: { sagemaker: { models: { 'model-a': { settings: {} }, 'model-b': { settings: {} } } } } },
    });
    const sagemaker = services.sagemaker;
    const list = apiCall(sagemaker, 'ListModels', {});
    const lookup = (is: string) => ({
      ModelName: { call: list, list: 'Models', where: { member: 'ModelName', is }, give: 'ModelName' },
    });
    const describing = (is: string) => apiCall(sagemaker, 'DescribeModel', { ModelName: undefined }, lookup(is));

    const { output } = await execute(describing('model-b'), { sagemaker }, account.clientFor, here);

    expect(output).toMatchObject({ ModelName: 'model-b' });
    await expect(execute(describing('model-c'), { sagemaker }, account.clientFor, here)).rejects.toMatchObject({
      name: 'ResourceNotFoundException',
      message: 'ListModels lists nothing whose ModelName is model-c',
    });
    account.fault({ operation: 'ListModels', kind: 'access-denied' });
    await expect(execute(describing('model-a'), { sagemaker }, account.clientFor, here)).rejects.toMatchObject({
      name: 'LookupFailed',
    });
    account.fault({ operation: 'ListModels', times: 20, kind: 'throttle' });
    await expect(execute(describing('model-a'), { sagemaker }, account.clientFor, here)).rejects.toMatchObject({
      name: expect.stringMatching(/Throttl/),
    });
    account.clearFaults();
    const nowhere = { ...describing('model-a'), lookup: { ModelName: { ...lookup('model-a').ModelName, list: 'X' } } };
    await expect(execute(nowhere, { sagemaker }, account.clientFor, here)).rejects.toThrow('lists nothing');
  });

  it('is plain JSON from the beginning: times as text, undefined members left out', () => {
    const call = apiCall(cloudtrail, 'ListTags', { ResourceIdList: ['arn'], NextToken: undefined });

    expect(call).toEqual({ service: 'CloudTrail', operation: 'ListTags', input: { ResourceIdList: ['arn'] } });
    expect(Object.keys(call.input)).toEqual(['ResourceIdList']);
  });
});

describe('bound services', () => {
  it('have the operations that were declared, and no others', () => {
    const { account } = openWorld();

    const aws = bind(uses, account.clientFor, here);

    expect(Object.keys(aws)).toEqual(['s3']);
    expect(Object.keys(aws.s3)).toEqual(['GetPublicAccessBlock', 'PutPublicAccessBlock']);
  });

  it('ask the Region that they are bound to', async () => {
    const { account } = createWorld({ regions: { 'us-east-1': { sagemaker: { models: {} } } } });

    await bind({ sagemaker: services.sagemaker }, account.clientFor, 'us-east-1').sagemaker.ListModels({});

    expect(account.calls.map(({ region }) => region)).toEqual(['us-east-1']);
  });
});
