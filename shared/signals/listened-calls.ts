import { at } from '../json.ts';
import type { JsonRecord } from './shape.ts';

/** An API call that may have made a resource worse, and how its record names the resource. */
export interface ListenedCall {
  /** `<service>:<eventName>` as CloudTrail logs them, which is not always as the API spells them. */
  readonly call: `${string}:${string}`;
  readonly resource: string;
  /** The resource's name or ARN, from the request's parameters; not yet checked. */
  readonly id: (parameters: JsonRecord) => unknown;
  /** The resource's Region, where the request may name another one than the one that it was sent to. */
  readonly region?: (parameters: JsonRecord) => unknown;
}

// Parameters are lower camel case, but for S3's, which come from query strings, headers and XML bodies.
const bucketName = (parameters: JsonRecord): unknown => at(parameters, 'bucketName');
const endpointName = (parameters: JsonRecord): unknown => at(parameters, 'endpointName');

/** A bucket may be made in any Region by a request to us-east-1. `EU` is an old name of eu-west-1. */
function locationConstraint(parameters: JsonRecord): unknown {
  const location = at(parameters, 'CreateBucketConfiguration.LocationConstraint');
  if (location === '' || location === null) return undefined;
  return location === 'EU' ? 'eu-west-1' : location;
}

/**
 * The bucket's own settings are logged as `…BucketPublicAccessBlock`, though the operations are called
 * `…PublicAccessBlock`: https://docs.aws.amazon.com/AmazonS3/latest/userguide/cloudtrail-logging-s3-info.html
 */
export const listenedCalls: readonly ListenedCall[] = [
  { call: 'cloudtrail:StopLogging', resource: 'AWS::CloudTrail::Trail', id: (parameters) => at(parameters, 'name') },
  { call: 's3:CreateBucket', resource: 'AWS::S3::Bucket', id: bucketName, region: locationConstraint },
  { call: 's3:DeleteBucketPublicAccessBlock', resource: 'AWS::S3::Bucket', id: bucketName },
  { call: 's3:PutBucketAcl', resource: 'AWS::S3::Bucket', id: bucketName },
  { call: 's3:PutBucketPolicy', resource: 'AWS::S3::Bucket', id: bucketName },
  { call: 's3:PutBucketPublicAccessBlock', resource: 'AWS::S3::Bucket', id: bucketName },
  { call: 'sagemaker:CreateEndpoint', resource: 'AWS::SageMaker::Endpoint', id: endpointName },
  {
    call: 'sagemaker:CreateEndpointConfig',
    resource: 'AWS::SageMaker::EndpointConfig',
    id: (parameters) => at(parameters, 'endpointConfigName'),
  },
  { call: 'sagemaker:UpdateEndpoint', resource: 'AWS::SageMaker::Endpoint', id: endpointName },
];
