import { at } from '../json.ts';
import type { JsonRecord } from './shape.ts';

/** What a call's record tells besides the request's parameters. */
export interface CallRecord {
  /** Names what the call has made, where the service chooses the name; read by path, for it may be anything. */
  readonly response: unknown;
  /** Names what there is one of in each Region. */
  readonly region: string;
}

/** An API call that may have made a resource worse, and how its record names the resource. */
export interface ListenedCall {
  /** `<service>:<eventName>` as CloudTrail logs them, which is not always as the API spells them. */
  readonly call: `${string}:${string}`;
  readonly resource: string;
  /** The resource's name or ARN, from the request's parameters; not yet checked. */
  readonly id: (parameters: JsonRecord, call: CallRecord) => unknown;
  /** The resource's Region, where the request may name another one than the one that it was sent to. */
  readonly region?: (parameters: JsonRecord) => unknown;
}

// Parameters are lower camel case, but for S3's, which come from query strings, headers and XML bodies.
const bucketName = (parameters: JsonRecord): unknown => at(parameters, 'bucketName');
const notebookName = (parameters: JsonRecord): unknown => at(parameters, 'notebookInstanceName');
const endpointName = (parameters: JsonRecord): unknown => at(parameters, 'endpointName');

/** CloudFormation's id of a data source. */
function dataSource(parameters: JsonRecord, id: unknown): unknown {
  const base = at(parameters, 'knowledgeBaseId');
  return typeof base === 'string' && typeof id === 'string' ? `${base}|${id}` : undefined;
}

/** A user's credential for a service; ids of credentials are unique, but calls ask for the user as well. */
function credential(parameters: JsonRecord, id: unknown): unknown {
  const user = at(parameters, 'userName');
  return typeof user === 'string' && typeof id === 'string' ? `${user}/${id}` : undefined;
}

/** Settings that hold for the whole account in a Region; the request names nothing. */
const bedrockAccount = (_parameters: JsonRecord, { region }: CallRecord): unknown => region;

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
  {
    call: 'bedrock:CreateDataSource',
    resource: 'AWS::Bedrock::DataSource',
    id: (parameters, { response }) => dataSource(parameters, at(response, 'dataSource.dataSourceId')),
  },
  {
    call: 'bedrock:CreateGuardrail',
    resource: 'AWS::Bedrock::Guardrail',
    id: (_parameters, { response }) => at(response, 'guardrailId'),
  },
  {
    call: 'bedrock:CreatePrompt',
    resource: 'AWS::Bedrock::Prompt',
    id: (_parameters, { response }) => at(response, 'id'),
  },
  { call: 'bedrock:DeleteModelInvocationLoggingConfiguration', resource: 'AWS::Bedrock::Account', id: bedrockAccount },
  { call: 'bedrock:PutModelInvocationLoggingConfiguration', resource: 'AWS::Bedrock::Account', id: bedrockAccount },
  {
    call: 'bedrock:UpdateDataSource',
    resource: 'AWS::Bedrock::DataSource',
    id: (parameters) => dataSource(parameters, at(parameters, 'dataSourceId')),
  },
  {
    call: 'bedrock:UpdateGuardrail',
    resource: 'AWS::Bedrock::Guardrail',
    id: (parameters) => at(parameters, 'guardrailIdentifier'),
  },
  {
    call: 'bedrock:UpdatePrompt',
    resource: 'AWS::Bedrock::Prompt',
    id: (parameters) => at(parameters, 'promptIdentifier'),
  },
  { call: 'cloudtrail:StopLogging', resource: 'AWS::CloudTrail::Trail', id: (parameters) => at(parameters, 'name') },
  { call: 'iam:AttachRolePolicy', resource: 'AWS::IAM::Role', id: (parameters) => at(parameters, 'roleName') },
  { call: 'iam:AttachUserPolicy', resource: 'AWS::IAM::User', id: (parameters) => at(parameters, 'userName') },
  {
    call: 'iam:CreateServiceSpecificCredential',
    resource: 'AWS::IAM::ServiceSpecificCredential',
    id: (parameters, { response }) =>
      credential(parameters, at(response, 'serviceSpecificCredential.serviceSpecificCredentialId')),
  },
  {
    call: 'iam:UpdateServiceSpecificCredential',
    resource: 'AWS::IAM::ServiceSpecificCredential',
    id: (parameters) => credential(parameters, at(parameters, 'serviceSpecificCredentialId')),
  },
  { call: 's3:CreateBucket', resource: 'AWS::S3::Bucket', id: bucketName, region: locationConstraint },
  { call: 's3:DeleteBucketPublicAccessBlock', resource: 'AWS::S3::Bucket', id: bucketName },
  { call: 's3:PutBucketAcl', resource: 'AWS::S3::Bucket', id: bucketName },
  { call: 's3:PutBucketPolicy', resource: 'AWS::S3::Bucket', id: bucketName },
  { call: 's3:PutBucketPublicAccessBlock', resource: 'AWS::S3::Bucket', id: bucketName },
  {
    call: 'sagemaker:CreateDomain',
    resource: 'AWS::SageMaker::Domain',
    id: (_parameters, { response }) => at(response, 'domainArn'),
  },
  { call: 'sagemaker:CreateEndpoint', resource: 'AWS::SageMaker::Endpoint', id: endpointName },
  {
    call: 'sagemaker:CreateEndpointConfig',
    resource: 'AWS::SageMaker::EndpointConfig',
    id: (parameters) => at(parameters, 'endpointConfigName'),
  },
  { call: 'sagemaker:CreateNotebookInstance', resource: 'AWS::SageMaker::NotebookInstance', id: notebookName },
  { call: 'sagemaker:StartNotebookInstance', resource: 'AWS::SageMaker::NotebookInstance', id: notebookName },
  {
    call: 'sagemaker:UpdateDomain',
    resource: 'AWS::SageMaker::Domain',
    id: (parameters) => at(parameters, 'domainId'),
  },
  { call: 'sagemaker:UpdateEndpoint', resource: 'AWS::SageMaker::Endpoint', id: endpointName },
  { call: 'sagemaker:UpdateEndpointWeightsAndCapacities', resource: 'AWS::SageMaker::Endpoint', id: endpointName },
  { call: 'sagemaker:UpdateNotebookInstance', resource: 'AWS::SageMaker::NotebookInstance', id: notebookName },
];
