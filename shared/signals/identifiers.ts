import type { Scope } from '../remediation.ts';
import { advisorIdentifiers } from './advisor-identifiers.ts';
import { agentCoreIdentifiers } from './agentcore-identifiers.ts';
import { arnOf, partitionOf, resourcePart } from './arn.ts';
import { invalidIdentifier } from './event-error.ts';
import type { ResourceRef } from './signal.ts';

type Identify = (text: string, scope: Scope, path: string) => Omit<ResourceRef, 'type'>;

/**
 * What a resource of each type may be called. A text of an event becomes an identifier here or nowhere;
 * no other text of an event reaches an AWS call. A type that is missing here is one that nobody takes.
 */
const identifiers: ReadonlyMap<string, Identify> = new Map<string, Identify>([
  ...advisorIdentifiers,
  ...agentCoreIdentifiers,
  ['AWS::Bedrock::Account', bedrockAccount],
  ['AWS::Bedrock::Agent', agent],
  ['AWS::Bedrock::AgentAlias', agentAlias],
  ['AWS::Bedrock::DataSource', dataSource],
  ['AWS::Bedrock::Guardrail', guardrail],
  ['AWS::Bedrock::ModelCustomizationJob', customizationJob],
  ['AWS::Bedrock::Prompt', prompt],
  ['AWS::CloudTrail::Trail', trail],
  ['AWS::Config::Account', ofRegion],
  ['AWS::EC2::Instance', instance],
  ['AWS::ECR::ContainerImage', containerImage],
  ['AWS::IAM::Policy', managedPolicy],
  ['AWS::IAM::Role', principal('role')],
  ['AWS::IAM::RootUser', rootUser],
  ['AWS::IAM::ServiceSpecificCredential', serviceCredential],
  ['AWS::IAM::User', principal('user')],
  ['AWS::Inspector2::Account', ofRegion],
  ['AWS::Lambda::Function', lambdaFunction],
  ['AWS::Logs::LogGroup', logGroup],
  ['AWS::Organizations::Account', otherAccount],
  ['AWS::S3::Bucket', bucket],
  ['AWS::SageMaker::AppImageConfig', sageMaker('app-image-config')],
  ['AWS::SageMaker::DataQualityJobDefinition', sageMaker('data-quality-job-definition')],
  ['AWS::SageMaker::AutoMLJob', sageMaker('automl-job')],
  ['AWS::SageMaker::Domain', domain],
  ['AWS::SageMaker::Endpoint', sageMaker('endpoint')],
  ['AWS::SageMaker::EndpointConfig', sageMaker('endpoint-config')],
  ['AWS::SageMaker::FeatureGroup', sageMaker('feature-group')],
  ['AWS::SageMaker::HyperParameterTuningJob', sageMaker('hyper-parameter-tuning-job')],
  ['AWS::SageMaker::Image', sageMaker('image')],
  ['AWS::SageMaker::InferenceExperiment', sageMaker('inference-experiment')],
  ['AWS::SageMaker::Model', sageMaker('model')],
  ['AWS::SageMaker::ModelBiasJobDefinition', sageMaker('model-bias-job-definition')],
  ['AWS::SageMaker::ModelExplainabilityJobDefinition', sageMaker('model-explainability-job-definition')],
  ['AWS::SageMaker::ModelQualityJobDefinition', sageMaker('model-quality-job-definition')],
  ['AWS::SageMaker::MonitoringSchedule', sageMaker('monitoring-schedule')],
  ['AWS::SageMaker::NotebookInstance', sageMaker('notebook-instance')],
  ['AWS::SageMaker::NotebookInstanceLifecycleConfig', sageMaker('notebook-instance-lifecycle-config')],
  ['AWS::SageMaker::StudioLifecycleConfig', sageMaker('studio-lifecycle-config')],
  ['AWS::SageMaker::ProcessingJob', sageMaker('processing-job')],
  ['AWS::SageMaker::TrainingJob', sageMaker('training-job')],
  ['AWS::SageMaker::TransformJob', sageMaker('transform-job')],
]);

export function isIdentifiable(type: string): boolean {
  return identifiers.has(type);
}

/** Every type that has an entry here. */
export function identifiableTypes(): readonly string[] {
  return [...identifiers.keys()];
}

/**
 * @param path where `id` lies in the event, for the message
 * @throws EventError if `id` can't be the name or ARN of such a resource in this account and Region
 */
export function identify(type: string, id: unknown, scope: Scope, path: string): ResourceRef {
  const parse = identifiers.get(type);
  if (parse === undefined || typeof id !== 'string') throw invalidIdentifier(path, `the name of an ${type}`, id);
  return { type, ...parse(id, scope, path) };
}

// https://docs.aws.amazon.com/AmazonS3/latest/userguide/bucketnamingrules.html
const BUCKET = /^[a-z0-9][a-z0-9.-]{1,61}[a-z0-9]$/;
/** Until March 2018 us-east-1 allowed more, and such buckets live on. */
const OLD_BUCKET = /^[A-Za-z0-9._-]{3,255}$/;
const IP_ADDRESS = /^\d{1,3}(?:\.\d{1,3}){3}$/;
/** What CloudTrail writes in place of a value that it keeps to itself. */
const MASKED = 'HIDDEN_DUE_TO_SECURITY_REASONS';

function bucket(text: string, scope: Scope, path: string): Omit<ResourceRef, 'type'> {
  const prefix = `arn:${partitionOf(scope.region)}:s3:::`;
  const id = text.startsWith(prefix) ? text.slice(prefix.length) : text;
  const grammar = scope.region === 'us-east-1' ? OLD_BUCKET : BUCKET;
  if (!grammar.test(id) || id.includes('..') || IP_ADDRESS.test(id) || id === MASKED) {
    throw invalidIdentifier(path, 'a bucket name', text);
  }
  return { id, arn: `${prefix}${id}` };
}

// https://docs.aws.amazon.com/sagemaker/latest/APIReference/API_CreateEndpoint.html
const SAGEMAKER_NAME = { longest: 63, grammar: /^[a-zA-Z0-9](?:-*[a-zA-Z0-9])*$/ };
/** Where names follow another grammar: API_CreateFeatureGroup, API_CreateImage, API_CreateInferenceExperiment. */
const SAGEMAKER_NAMES: Readonly<Record<string, typeof SAGEMAKER_NAME>> = {
  // The two that start jobs of their own, whose names are made from theirs: API_CreateAutoMLJobV2 and so on.
  'automl-job': { longest: 32, grammar: SAGEMAKER_NAME.grammar },
  'hyper-parameter-tuning-job': { longest: 32, grammar: SAGEMAKER_NAME.grammar },
  'feature-group': { longest: 64, grammar: /^[a-zA-Z0-9](?:[_-]*[a-zA-Z0-9])*$/ },
  image: { longest: 63, grammar: /^[a-zA-Z0-9](?:[-.]?[a-zA-Z0-9])*$/ },
  'inference-experiment': { longest: 120, grammar: /^[a-zA-Z0-9](?:-*[a-zA-Z0-9])*$/ },
};

/** By name or ARN. SageMaker writes names in lower case into ARNs, and finds them in either case. */
function sageMaker(kind: string): Identify {
  return (text, scope, path) => {
    const id = text.startsWith('arn:') ? afterSlash(resourcePart(text, 'sagemaker', scope, path), kind) : text;
    const { longest, grammar } = SAGEMAKER_NAMES[kind] ?? SAGEMAKER_NAME;
    if (id === undefined || id.length > longest || !grammar.test(id)) {
      throw invalidIdentifier(path, `the name or ARN of a SageMaker ${kind}`, text);
    }
    return { id, arn: arnOf('sagemaker', `${kind}/${id.toLowerCase()}`, scope) };
  };
}

// https://docs.aws.amazon.com/sagemaker/latest/APIReference/API_DescribeDomain.html
const DOMAIN_ID = /^d-[a-z0-9](?:-*[a-z0-9]){0,60}$/;

/** By id, which SageMaker chooses, or ARN. */
function domain(text: string, scope: Scope, path: string): Omit<ResourceRef, 'type'> {
  const id = text.startsWith('arn:') ? afterSlash(resourcePart(text, 'sagemaker', scope, path), 'domain') : text;
  if (id === undefined || id.length > 63 || !DOMAIN_ID.test(id)) {
    throw invalidIdentifier(path, 'the id or ARN of a SageMaker domain', text);
  }
  return { id, arn: arnOf('sagemaker', `domain/${id}`, scope) };
}

function afterSlash(resource: string, kind: string): string | undefined {
  return resource.startsWith(`${kind}/`) ? resource.slice(kind.length + 1) : undefined;
}

// https://docs.aws.amazon.com/awscloudtrail/latest/userguide/cloudtrail-trail-naming-requirements.html
const TRAIL_NAME = /^[A-Za-z0-9](?:[._-]?[A-Za-z0-9]){2,127}$/;

/** By name or ARN; only the ARN names a trail from everywhere, so it is the id. */
function trail(text: string, scope: Scope, path: string): Omit<ResourceRef, 'type'> {
  const name = text.startsWith('arn:') ? afterSlash(resourcePart(text, 'cloudtrail', scope, path), 'trail') : text;
  if (name === undefined || name.length > 128 || !TRAIL_NAME.test(name) || IP_ADDRESS.test(name)) {
    throw invalidIdentifier(path, 'the name or ARN of a trail', text);
  }
  const arn = arnOf('cloudtrail', `trail/${name}`, scope);
  return { id: arn, arn };
}

// https://docs.aws.amazon.com/AmazonECR/latest/APIReference/API_CreateRepository.html
const REPOSITORY = /^[a-z0-9]+(?:[._-][a-z0-9]+)*(?:\/[a-z0-9]+(?:[._-][a-z0-9]+)*)*$/;
const IMAGE = /^repository\/(.{2,256})\/(sha256:[a-f0-9]{64})$/;

/** By ARN, `…:repository/team/model/sha256:…`. The id is `team/model@sha256:…`, as in an image URI. */
function containerImage(text: string, scope: Scope, path: string): Omit<ResourceRef, 'type'> {
  const [, repository, digest] = IMAGE.exec(resourcePart(text, 'ecr', scope, path)) ?? [];
  if (repository === undefined || !REPOSITORY.test(repository)) {
    throw invalidIdentifier(path, 'the ARN of an image in Amazon ECR', text);
  }
  return { id: `${repository}@${digest}`, arn: arnOf('ecr', `repository/${repository}/${digest}`, scope) };
}

// https://docs.aws.amazon.com/lambda/latest/api/API_FunctionConfiguration.html
const FUNCTION = /^function:([a-zA-Z0-9_-]{1,140})(?::(?:\$LATEST|[a-zA-Z0-9_-]{1,128}))?$/;

/** By ARN, with or without a version; what is found wrong is put right for the whole function. */
function lambdaFunction(text: string, scope: Scope, path: string): Omit<ResourceRef, 'type'> {
  const [, id] = FUNCTION.exec(resourcePart(text, 'lambda', scope, path)) ?? [];
  if (id === undefined) throw invalidIdentifier(path, 'the ARN of a Lambda function', text);
  return { id, arn: arnOf('lambda', `function:${id}`, scope) };
}

// https://docs.aws.amazon.com/AmazonCloudWatchLogs/latest/APIReference/API_CreateLogGroup.html
const LOG_GROUP = /^[\w#./-]{1,512}$/;

/** By name or ARN; an older kind of ARN ends in `:*`. */
function logGroup(text: string, scope: Scope, path: string): Omit<ResourceRef, 'type'> {
  const [, ofArn] = text.startsWith('arn:') ? (LOG_GROUP_ARN.exec(resourcePart(text, 'logs', scope, path)) ?? []) : [];
  const id = text.startsWith('arn:') ? ofArn : text;
  if (id === undefined || !LOG_GROUP.test(id) || id === MASKED) {
    throw invalidIdentifier(path, 'the name or ARN of a log group', text);
  }
  return { id, arn: arnOf('logs', `log-group:${id}`, scope) };
}

const LOG_GROUP_ARN = /^log-group:([^:]+)(?::\*)?$/;

/** How AWS Config is set up in an account and Region, by the Region's name. */
function ofRegion(text: string, { region }: Scope, path: string): Omit<ResourceRef, 'type'> {
  if (text !== region) throw invalidIdentifier(path, "the event's own Region", text);
  return { id: region };
}

/** Bedrock's settings of an account in a Region, by the Region's name. */
function bedrockAccount(text: string, { region }: Scope, path: string): Omit<ResourceRef, 'type'> {
  if (text !== region) throw invalidIdentifier(path, "the event's own Region", text);
  return { id: region };
}

// https://docs.aws.amazon.com/bedrock/latest/APIReference/API_GetGuardrail.html
const GUARDRAIL = /^[a-z0-9]{1,64}$/;

/** By id or ARN; a version in the ARN's place is none of a guardrail's. */
function guardrail(text: string, scope: Scope, path: string): Omit<ResourceRef, 'type'> {
  const id = text.startsWith('arn:') ? afterSlash(resourcePart(text, 'bedrock', scope, path), 'guardrail') : text;
  if (id === undefined || !GUARDRAIL.test(id)) throw invalidIdentifier(path, 'the id or ARN of a guardrail', text);
  return { id, arn: arnOf('bedrock', `guardrail/${id}`, scope) };
}

// https://docs.aws.amazon.com/bedrock/latest/APIReference/API_agent_GetAgent.html
const AGENT = /^[0-9a-zA-Z]{10}$/;

/** By id or ARN. */
function agent(text: string, scope: Scope, path: string): Omit<ResourceRef, 'type'> {
  const id = text.startsWith('arn:') ? afterSlash(resourcePart(text, 'bedrock', scope, path), 'agent') : text;
  if (id === undefined || !AGENT.test(id)) throw invalidIdentifier(path, 'the id or ARN of an agent', text);
  return { id, arn: arnOf('bedrock', `agent/${id}`, scope) };
}

// https://docs.aws.amazon.com/bedrock/latest/APIReference/API_agent_GetAgentAlias.html
const AGENT_ALIAS = /^[0-9a-zA-Z]{10}\|[0-9a-zA-Z]{10}$/;

/** By CloudFormation's id, `agent|alias`. */
function agentAlias(text: string, scope: Scope, path: string): Omit<ResourceRef, 'type'> {
  if (!AGENT_ALIAS.test(text)) throw invalidIdentifier(path, 'the ids of an agent and its alias', text);
  return { id: text, arn: arnOf('bedrock', `agent-alias/${text.replace('|', '/')}`, scope) };
}

// https://docs.aws.amazon.com/bedrock/latest/APIReference/API_agent_GetDataSource.html
const DATA_SOURCE = /^[0-9a-zA-Z]{10}\|[0-9a-zA-Z]{10}$/;

/** By CloudFormation's id, `knowledge base|data source`; there is no ARN. */
function dataSource(text: string, _scope: Scope, path: string): Omit<ResourceRef, 'type'> {
  if (!DATA_SOURCE.test(text)) throw invalidIdentifier(path, 'the ids of a knowledge base and its data source', text);
  return { id: text };
}

// https://docs.aws.amazon.com/bedrock/latest/APIReference/API_GetModelCustomizationJob.html
const CUSTOMIZATION_JOB = /^model-customization-job\/[a-z0-9-]{1,63}\.[a-z0-9.:-]{1,320}\/[a-z0-9]{12}$/;

/** By ARN, which tells the base model as well. */
function customizationJob(text: string, scope: Scope, path: string): Omit<ResourceRef, 'type'> {
  const resource = resourcePart(text, 'bedrock', scope, path);
  if (!CUSTOMIZATION_JOB.test(resource)) throw invalidIdentifier(path, 'the ARN of a model customization job', text);
  const arn = arnOf('bedrock', resource, scope);
  return { id: arn, arn };
}

// https://docs.aws.amazon.com/bedrock/latest/APIReference/API_agent_GetPrompt.html
const PROMPT = /^[0-9a-zA-Z]{10}$/;

/** By id or ARN. */
function prompt(text: string, scope: Scope, path: string): Omit<ResourceRef, 'type'> {
  const id = text.startsWith('arn:') ? afterSlash(resourcePart(text, 'bedrock', scope, path), 'prompt') : text;
  if (id === undefined || !PROMPT.test(id)) throw invalidIdentifier(path, 'the id or ARN of a prompt', text);
  return { id, arn: arnOf('bedrock', `prompt/${id}`, scope) };
}

// https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_iam-quotas.html
const PRINCIPAL = /^[\w+=,.@-]{1,64}$/;

/** By name or ARN: a name is unique in the account. The ARN is not kept, for its path is nothing that a call tells. */
function principal(kind: string): Identify {
  return (text, scope, path) => {
    const id = text.startsWith('arn:') ? principalIn(text, kind, scope, path) : text;
    if (!PRINCIPAL.test(id)) throw invalidIdentifier(path, `the name or ARN of a ${kind}`, text);
    return { id };
  };
}

function principalIn(arn: string, kind: string, scope: Scope, path: string): string {
  const resource = resourcePart(arn, 'iam', { ...scope, region: '' }, path, partitionOf(scope.region));
  const [found, ...parts] = resource.split('/');
  return found === kind ? (parts.at(-1) ?? '') : '';
}

// https://docs.aws.amazon.com/IAM/latest/APIReference/API_CreatePolicy.html; a path may have 512 characters.
const POLICY = /^policy\/(?:[\w+=,.@-]+\/){0,32}[\w+=,.@-]{1,128}$/;
const POLICY_ID = /^ANPA[A-Z0-9]{12,124}$/;

/** The account's own policies, by ARN, or by the id by which AWS Config knows them. */
function managedPolicy(text: string, scope: Scope, path: string): Omit<ResourceRef, 'type'> {
  if (POLICY_ID.test(text)) return { id: text };
  const resource = resourcePart(text, 'iam', { ...scope, region: '' }, path, partitionOf(scope.region));
  if (!POLICY.test(resource)) throw invalidIdentifier(path, 'the ARN or id of a policy', text);
  return { id: text, arn: text };
}

/** By the account's id: there is one. */
function rootUser(text: string, { account }: Scope, path: string): Omit<ResourceRef, 'type'> {
  if (text !== account) throw invalidIdentifier(path, "the event's own account", text);
  return { id: account };
}

/** Any account, by its id: callers from there are not this account's to change. */
function otherAccount(text: string, _scope: Scope, path: string): Omit<ResourceRef, 'type'> {
  if (!/^\d{12}$/.test(text)) throw invalidIdentifier(path, 'an account id of twelve digits', text);
  return { id: text };
}

// https://docs.aws.amazon.com/IAM/latest/APIReference/API_UpdateServiceSpecificCredential.html
const SERVICE_CREDENTIAL = /^[\w+=,.@-]{1,64}\/\w{20,128}$/;

/** By the user's name and the credential's id: `user/credential`. */
function serviceCredential(text: string, _scope: Scope, path: string): Omit<ResourceRef, 'type'> {
  if (!SERVICE_CREDENTIAL.test(text)) throw invalidIdentifier(path, 'a user and the id of a credential', text);
  return { id: text };
}

/** By id, or by ARN, as Security Hub tells it. */
function instance(text: string, scope: Scope, path: string): Omit<ResourceRef, 'type'> {
  const id = text.startsWith('arn:') ? afterSlash(resourcePart(text, 'ec2', scope, path), 'instance') : text;
  if (id === undefined || !/^i-(?:[0-9a-f]{8}|[0-9a-f]{17})$/.test(id)) {
    throw invalidIdentifier(path, 'the id or ARN of an instance', text);
  }
  return { id, arn: arnOf('ec2', `instance/${id}`, scope) };
}
