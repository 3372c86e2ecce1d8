import { describe, expect, it } from 'vitest';
import { iamAction, iamActionsOf } from '../../../shared/aws/iam-actions.ts';

describe('iamAction', () => {
  it.each([
    ['SageMaker', 'UpdateEndpoint', 'sagemaker:UpdateEndpoint'],
    ['S3', 'GetBucketAcl', 's3:GetBucketAcl'],
    ['S3', 'GetPublicAccessBlock', 's3:GetBucketPublicAccessBlock'],
    ['S3', 'DeletePublicAccessBlock', 's3:PutBucketPublicAccessBlock'],
    ['S3', 'ListBuckets', 's3:ListAllMyBuckets'],
    ['EventBridge', 'PutEvents', 'events:PutEvents'],
    ['BedrockAgent', 'GetAgent', 'bedrock:GetAgent'],
  ])('knows what %s.%s needs', (service, operation, action) => {
    expect(iamAction(service, operation)).toBe(action);
  });

  it('takes no name for more than a name', () => {
    expect(iamAction('constructor', 'toString')).toBe('constructor:toString');
  });
});

describe('iamActionsOf', () => {
  const create = { service: 'SageMaker', operation: 'CreateEndpointConfig' };

  it('adds what tagging on creation needs, where a call tags', () => {
    expect(iamActionsOf({ ...create, input: { Tags: [{ Key: 'team', Value: 'fraud' }] } })).toEqual([
      'sagemaker:CreateEndpointConfig',
      'sagemaker:AddTags',
    ]);
    expect(iamActionsOf({ ...create, input: {} })).toEqual(['sagemaker:CreateEndpointConfig']);
  });

  it.each([
    ['CloudTrail', 'CreateTrail', 'TagsList', 'cloudtrail:AddTags'],
    ['Bedrock', 'CreateGuardrail', 'tags', 'bedrock:TagResource'],
  ])('knows what %s calls tags and tagging', (service, operation, member, tagging) => {
    const call = { service, operation };

    expect(iamActionsOf({ ...call, input: { [member]: [] } })).toEqual([
      `${service.toLowerCase()}:${operation}`,
      tagging,
    ]);
    expect(iamActionsOf({ ...call, input: {} })).toEqual([`${service.toLowerCase()}:${operation}`]);
  });

  it('adds nothing to a call that lists or changes what has tags', () => {
    const input = { Tags: [] };
    expect(iamActionsOf({ service: 'SageMaker', operation: 'AddTags', input })).toEqual(['sagemaker:AddTags']);
    expect(iamActionsOf({ service: 'S3', operation: 'CreateBucket', input })).toEqual(['s3:CreateBucket']);
  });
});
