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
const experimentName = (parameters: JsonRecord): unknown => at(parameters, 'name');
const lifecycleConfigName = (parameters: JsonRecord): unknown => at(parameters, 'notebookInstanceLifecycleConfigName');
const notebookName = (parameters: JsonRecord): unknown => at(parameters, 'notebookInstanceName');
const endpointName = (parameters: JsonRecord): unknown => at(parameters, 'endpointName');
const policyArn = (parameters: JsonRecord): unknown => at(parameters, 'policyArn');
const roleName = (parameters: JsonRecord): unknown => at(parameters, 'roleName');
const scheduleName = (parameters: JsonRecord): unknown => at(parameters, 'monitoringScheduleName');

/** A job is named by whoever creates it. */
function createJob(operation: string, kind: string, member: string): ListenedCall {
  return {
    call: `sagemaker:Create${operation}`,
    resource: `AWS::SageMaker::${kind}`,
    id: (parameters) => at(parameters, member),
  };
}

/** CloudFormation's id of a data source. */
function dataSource(parameters: JsonRecord, id: unknown): unknown {
  const base = at(parameters, 'knowledgeBaseId');
  return typeof base === 'string' && typeof id === 'string' ? `${base}|${id}` : undefined;
}

/** CloudFormation's id of an agent's alias. */
function agentAlias(parameters: JsonRecord): unknown {
  const agent = at(parameters, 'agentId');
  const alias = at(parameters, 'agentAliasId');
  return typeof agent === 'string' && typeof alias === 'string' ? `${agent}|${alias}` : undefined;
}

/** A user's credential for a service; ids of credentials are unique, but calls ask for the user as well. */
function credential(parameters: JsonRecord, id: unknown): unknown {
  const user = at(parameters, 'userName');
  return typeof user === 'string' && typeof id === 'string' ? `${user}/${id}` : undefined;
}

/** Settings that hold for the whole account in a Region; the request names nothing. */
const bedrockAccount = (_parameters: JsonRecord, { region }: CallRecord): unknown => region;

/** There is one recorder and one channel in each Region, whatever name the request has for them. */
const ofRegion = (_parameters: JsonRecord, { region }: CallRecord): unknown => region;

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
    call: 'bedrock-agentcore:CreateAgentRuntime',
    resource: 'AWS::BedrockAgentCore::Runtime',
    id: (_parameters, { response }) => at(response, 'agentRuntimeId'),
  },
  {
    call: 'bedrock-agentcore:CreateBrowser',
    resource: 'AWS::BedrockAgentCore::BrowserCustom',
    id: (_parameters, { response }) => at(response, 'browserId'),
  },
  {
    call: 'bedrock-agentcore:CreateCodeInterpreter',
    resource: 'AWS::BedrockAgentCore::CodeInterpreterCustom',
    id: (_parameters, { response }) => at(response, 'codeInterpreterId'),
  },
  {
    call: 'bedrock-agentcore:CreateGateway',
    resource: 'AWS::BedrockAgentCore::Gateway',
    id: (_parameters, { response }) => at(response, 'gatewayId'),
  },
  {
    call: 'bedrock-agentcore:CreateMemory',
    resource: 'AWS::BedrockAgentCore::Memory',
    id: (_parameters, { response }) => at(response, 'memory.id'),
  },
  {
    call: 'bedrock-agentcore:UpdateAgentRuntime',
    resource: 'AWS::BedrockAgentCore::Runtime',
    id: (parameters) => at(parameters, 'agentRuntimeId'),
  },
  {
    call: 'bedrock-agentcore:UpdateGateway',
    resource: 'AWS::BedrockAgentCore::Gateway',
    id: (parameters) => at(parameters, 'gatewayIdentifier'),
  },
  {
    call: 'bedrock:CreateAgent',
    resource: 'AWS::Bedrock::Agent',
    id: (_parameters, { response }) => at(response, 'agent.agentId'),
  },
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
    call: 'bedrock:CreateModelCustomizationJob',
    resource: 'AWS::Bedrock::ModelCustomizationJob',
    id: (_parameters, { response }) => at(response, 'jobArn'),
  },
  {
    call: 'bedrock:CreatePrompt',
    resource: 'AWS::Bedrock::Prompt',
    id: (_parameters, { response }) => at(response, 'id'),
  },
  { call: 'bedrock:DeleteEnforcedGuardrailConfiguration', resource: 'AWS::Bedrock::Account', id: bedrockAccount },
  {
    call: 'bedrock:DeleteGuardrail',
    resource: 'AWS::Bedrock::Guardrail',
    id: (parameters) => at(parameters, 'guardrailIdentifier'),
  },
  { call: 'bedrock:DeleteModelInvocationLoggingConfiguration', resource: 'AWS::Bedrock::Account', id: bedrockAccount },
  { call: 'bedrock:PutEnforcedGuardrailConfiguration', resource: 'AWS::Bedrock::Account', id: bedrockAccount },
  { call: 'bedrock:PutModelInvocationLoggingConfiguration', resource: 'AWS::Bedrock::Account', id: bedrockAccount },
  { call: 'bedrock:UpdateAgent', resource: 'AWS::Bedrock::Agent', id: (parameters) => at(parameters, 'agentId') },
  { call: 'bedrock:UpdateAgentAlias', resource: 'AWS::Bedrock::AgentAlias', id: agentAlias },
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
  { call: 'cloudtrail:CreateTrail', resource: 'AWS::CloudTrail::Trail', id: (parameters) => at(parameters, 'name') },
  { call: 'cloudtrail:DeleteTrail', resource: 'AWS::CloudTrail::Trail', id: (parameters) => at(parameters, 'name') },
  {
    call: 'cloudtrail:PutEventSelectors',
    resource: 'AWS::CloudTrail::Trail',
    id: (parameters) => at(parameters, 'trailName'),
  },
  { call: 'cloudtrail:StartLogging', resource: 'AWS::CloudTrail::Trail', id: (parameters) => at(parameters, 'name') },
  { call: 'cloudtrail:StopLogging', resource: 'AWS::CloudTrail::Trail', id: (parameters) => at(parameters, 'name') },
  { call: 'cloudtrail:UpdateTrail', resource: 'AWS::CloudTrail::Trail', id: (parameters) => at(parameters, 'name') },
  { call: 'config:DeleteConfigurationRecorder', resource: 'AWS::Config::Account', id: ofRegion },
  { call: 'config:DeleteDeliveryChannel', resource: 'AWS::Config::Account', id: ofRegion },
  { call: 'config:PutConfigurationRecorder', resource: 'AWS::Config::Account', id: ofRegion },
  { call: 'config:StopConfigurationRecorder', resource: 'AWS::Config::Account', id: ofRegion },
  // An administrator may name other accounts; what counts is what is off in the event's own.
  { call: 'inspector2:Disable', resource: 'AWS::Inspector2::Account', id: ofRegion },
  { call: 'iam:AttachRolePolicy', resource: 'AWS::IAM::Role', id: roleName },
  { call: 'iam:CreatePolicyVersion', resource: 'AWS::IAM::Policy', id: policyArn },
  { call: 'iam:CreateRole', resource: 'AWS::IAM::Role', id: roleName },
  { call: 'iam:DeleteRolePermissionsBoundary', resource: 'AWS::IAM::Role', id: roleName },
  { call: 'iam:PutRolePermissionsBoundary', resource: 'AWS::IAM::Role', id: roleName },
  { call: 'iam:PutRolePolicy', resource: 'AWS::IAM::Role', id: roleName },
  { call: 'iam:SetDefaultPolicyVersion', resource: 'AWS::IAM::Policy', id: policyArn },
  { call: 'iam:UpdateAssumeRolePolicy', resource: 'AWS::IAM::Role', id: roleName },
  { call: 'iam:AttachUserPolicy', resource: 'AWS::IAM::User', id: (parameters) => at(parameters, 'userName') },
  {
    call: 'logs:DisassociateKmsKey',
    resource: 'AWS::Logs::LogGroup',
    // Either may be given; the second one is an ARN.
    id: (parameters) => at(parameters, 'logGroupName') ?? at(parameters, 'resourceIdentifier'),
  },
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
  { call: 's3:DeleteBucketEncryption', resource: 'AWS::S3::Bucket', id: bucketName },
  { call: 's3:DeleteBucketPublicAccessBlock', resource: 'AWS::S3::Bucket', id: bucketName },
  { call: 's3:PutBucketAcl', resource: 'AWS::S3::Bucket', id: bucketName },
  { call: 's3:PutBucketEncryption', resource: 'AWS::S3::Bucket', id: bucketName },
  { call: 's3:PutBucketPolicy', resource: 'AWS::S3::Bucket', id: bucketName },
  { call: 's3:PutBucketPublicAccessBlock', resource: 'AWS::S3::Bucket', id: bucketName },
  ...['AutoMLJob', 'AutoMLJobV2'].map((kind) => createJob(kind, 'AutoMLJob', 'autoMLJobName')),
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
  { call: 'sagemaker:CreateMonitoringSchedule', resource: 'AWS::SageMaker::MonitoringSchedule', id: scheduleName },
  createJob('HyperParameterTuningJob', 'HyperParameterTuningJob', 'hyperParameterTuningJobName'),
  {
    call: 'sagemaker:CreateFeatureGroup',
    resource: 'AWS::SageMaker::FeatureGroup',
    id: (parameters) => at(parameters, 'featureGroupName'),
  },
  { call: 'sagemaker:CreateInferenceExperiment', resource: 'AWS::SageMaker::InferenceExperiment', id: experimentName },
  { call: 'sagemaker:CreateNotebookInstance', resource: 'AWS::SageMaker::NotebookInstance', id: notebookName },
  createJob('ProcessingJob', 'ProcessingJob', 'processingJobName'),
  createJob('TrainingJob', 'TrainingJob', 'trainingJobName'),
  createJob('TransformJob', 'TransformJob', 'transformJobName'),
  {
    call: 'sagemaker:CreateNotebookInstanceLifecycleConfig',
    resource: 'AWS::SageMaker::NotebookInstanceLifecycleConfig',
    id: lifecycleConfigName,
  },
  {
    call: 'sagemaker:CreateStudioLifecycleConfig',
    resource: 'AWS::SageMaker::StudioLifecycleConfig',
    id: (parameters) => at(parameters, 'studioLifecycleConfigName'),
  },
  { call: 'sagemaker:StartNotebookInstance', resource: 'AWS::SageMaker::NotebookInstance', id: notebookName },
  {
    call: 'sagemaker:UpdateDomain',
    resource: 'AWS::SageMaker::Domain',
    id: (parameters) => at(parameters, 'domainId'),
  },
  { call: 'sagemaker:UpdateEndpoint', resource: 'AWS::SageMaker::Endpoint', id: endpointName },
  { call: 'sagemaker:UpdateEndpointWeightsAndCapacities', resource: 'AWS::SageMaker::Endpoint', id: endpointName },
  { call: 'sagemaker:UpdateMonitoringSchedule', resource: 'AWS::SageMaker::MonitoringSchedule', id: scheduleName },
  { call: 'sagemaker:UpdateInferenceExperiment', resource: 'AWS::SageMaker::InferenceExperiment', id: experimentName },
  { call: 'sagemaker:UpdateNotebookInstance', resource: 'AWS::SageMaker::NotebookInstance', id: notebookName },
  {
    call: 'sagemaker:UpdateNotebookInstanceLifecycleConfig',
    resource: 'AWS::SageMaker::NotebookInstanceLifecycleConfig',
    id: lifecycleConfigName,
  },
];
