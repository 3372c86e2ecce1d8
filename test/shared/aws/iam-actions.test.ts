import { describe, expect, it } from 'vitest';
import { iamAction, iamActionsOf } from '../../../shared/aws/iam-actions.ts';

describe('the IAM action of an operation', () => {
  it.each([
    ['SageMaker', 'UpdateEndpoint', 'sagemaker:UpdateEndpoint'],
    ['CloudTrail', 'StartLogging', 'cloudtrail:StartLogging'],
    ['Inspector2', 'ListFindings', 'inspector2:ListFindings'],
    ['EventBridge', 'PutEvents', 'events:PutEvents'],
    ['BedrockAgent', 'GetAgent', 'bedrock:GetAgent'],
    ['S3', 'GetPublicAccessBlock', 's3:GetBucketPublicAccessBlock'],
    ['S3', 'DeletePublicAccessBlock', 's3:PutBucketPublicAccessBlock'],
    ['S3', 'ListBuckets', 's3:ListAllMyBuckets'],
    ['S3', 'GetBucketAcl', 's3:GetBucketAcl'],
  ])('%s %s is %s', (service, operation, action) => {
    expect(iamAction(service, operation)).toBe(action);
  });

  it('is not found among what objects inherit', () => {
    expect(iamAction('constructor', 'name')).toBe('constructor:name');
  });
});

describe('the IAM actions of a call', () => {
  const create = { service: 'SageMaker', operation: 'CreateModel', input: { ModelName: 'fraud' } };

  it('are one for most calls', () => {
    expect(iamActionsOf(create)).toEqual(['sagemaker:CreateModel']);
  });

  it('are two for a creation with tags in SageMaker', () => {
    const tagged = { ...create, input: { ...create.input, Tags: [] } };

    expect(iamActionsOf(tagged)).toEqual(['sagemaker:CreateModel', 'sagemaker:AddTags']);
  });

  it.each([
    { service: 'SageMaker', operation: 'AddTags', input: { Tags: [] } },
    { service: 'S3', operation: 'CreateBucket', input: { Tags: [] } },
  ])('are one for $service $operation, tags or not', (call) => {
    expect(iamActionsOf(call)).toHaveLength(1);
  });
});
