import { describe, expect, it } from 'vitest';
import { allowedActions, iamAction } from '../../local/stack/iam.ts';
import { soundTemplate } from './sound-template.ts';

describe('allowedActions', () => {
  it("gives what a function's role allows under a kind of statement", () => {
    expect(allowedActions(soundTemplate(), 'fix', 'Remediation')).toEqual([
      's3:GetBucketAcl',
      's3:PutBucketPublicAccessBlock',
    ]);
    expect(allowedActions(soundTemplate(), 'watch', 'Source')).toEqual(['lambda:InvokeFunction', 'sqs:SendMessage']);
  });

  it('leaves out what is denied', () => {
    expect(allowedActions(soundTemplate(), 'fix', 'Protect')).toEqual([]);
  });

  it('refuses a function that is not there', () => {
    expect(() => allowedActions(soundTemplate(), 'other', 'Remediation')).toThrow('no function other');
  });
});

describe('iamAction', () => {
  it.each([
    ['SageMaker', 'UpdateEndpoint', 'sagemaker:UpdateEndpoint'],
    ['CloudTrail', 'StartLogging', 'cloudtrail:StartLogging'],
    ['Inspector2', 'ListFindings', 'inspector2:ListFindings'],
    ['EventBridge', 'PutEvents', 'events:PutEvents'],
    ['DynamoDB', 'UpdateItem', 'dynamodb:UpdateItem'],
    ['S3', 'GetBucketAcl', 's3:GetBucketAcl'],
    ['S3', 'GetPublicAccessBlock', 's3:GetBucketPublicAccessBlock'],
    ['S3', 'DeletePublicAccessBlock', 's3:PutBucketPublicAccessBlock'],
  ])('knows what %s.%s needs', (service, operation, action) => {
    expect(iamAction(service, operation)).toBe(action);
  });
});
