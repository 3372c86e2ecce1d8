import type { Scope } from '../remediation.ts';
import { advisorIdentifiers } from './advisor-identifiers.ts';
import { agentCoreIdentifiers } from './agentcore-identifiers.ts';
import { afterSlash, arnOf, partitionOf, resourcePart } from './arn.ts';
import { bedrockIdentifiers } from './bedrock-identifiers.ts';
import { invalidIdentifier } from './event-error.ts';
import { iamIdentifiers } from './iam-identifiers.ts';
import type { Identify } from './identify.ts';
import { sageMakerIdentifiers } from './sagemaker-identifiers.ts';
import type { ResourceRef } from './signal.ts';

/**
 * What a resource of each type may be called. A text of an event becomes an identifier here or nowhere;
 * no other text of an event reaches an AWS call. A type that is missing here is one that nobody takes.
 */
const identifiers: ReadonlyMap<string, Identify> = new Map<string, Identify>([
  ...advisorIdentifiers,
  ...agentCoreIdentifiers,
  ...bedrockIdentifiers,
  ...iamIdentifiers,
  ...sageMakerIdentifiers,
  ['AWS::CloudTrail::Trail', trail],
  ['AWS::Config::Account', ofRegion],
  ['AWS::EC2::Instance', instance],
  ['AWS::ECR::ContainerImage', containerImage],
  ['AWS::Inspector2::Account', ofRegion],
  ['AWS::Lambda::Function', lambdaFunction],
  ['AWS::Logs::LogGroup', logGroup],
  ['AWS::S3::Bucket', bucket],
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

/** By id, or by ARN, as Security Hub tells it. */
function instance(text: string, scope: Scope, path: string): Omit<ResourceRef, 'type'> {
  const id = text.startsWith('arn:') ? afterSlash(resourcePart(text, 'ec2', scope, path), 'instance') : text;
  if (id === undefined || !/^i-(?:[0-9a-f]{8}|[0-9a-f]{17})$/.test(id)) {
    throw invalidIdentifier(path, 'the id or ARN of an instance', text);
  }
  return { id, arn: arnOf('ec2', `instance/${id}`, scope) };
}
