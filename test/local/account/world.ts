import * as bedrock from '@aws-sdk/client-bedrock';
import * as bedrockAgent from '@aws-sdk/client-bedrock-agent';
import * as cloudtrail from '@aws-sdk/client-cloudtrail';
import * as eventbridge from '@aws-sdk/client-eventbridge';
import * as iam from '@aws-sdk/client-iam';
import * as inspector2 from '@aws-sdk/client-inspector2';
import * as s3 from '@aws-sdk/client-s3';
import * as sagemaker from '@aws-sdk/client-sagemaker';
import type { AccountOptions } from '../../../local/account/account.ts';
import { createAccount } from '../../../local/account/account.ts';
import { parseAccountState } from '../../../local/account/parse-state.ts';
import type { AccountFile } from '../../../local/account/state.ts';
import { bind, service } from '../../../shared/aws/service.ts';

/** Every operation that the local account has, as the remediations would bind them. */
export const services = {
  bedrock: service('Bedrock', bedrock.BedrockClient, {
    CreateGuardrailVersionCommand: bedrock.CreateGuardrailVersionCommand,
    DeleteGuardrailCommand: bedrock.DeleteGuardrailCommand,
    GetGuardrailCommand: bedrock.GetGuardrailCommand,
    ListGuardrailsCommand: bedrock.ListGuardrailsCommand,
    ListTagsForResourceCommand: bedrock.ListTagsForResourceCommand,
    UpdateGuardrailCommand: bedrock.UpdateGuardrailCommand,
    DeleteModelInvocationLoggingConfigurationCommand: bedrock.DeleteModelInvocationLoggingConfigurationCommand,
    GetModelInvocationLoggingConfigurationCommand: bedrock.GetModelInvocationLoggingConfigurationCommand,
    PutModelInvocationLoggingConfigurationCommand: bedrock.PutModelInvocationLoggingConfigurationCommand,
  }),
  bedrockAgent: service('BedrockAgent', bedrockAgent.BedrockAgentClient, {
    GetDataSourceCommand: bedrockAgent.GetDataSourceCommand,
    GetPromptCommand: bedrockAgent.GetPromptCommand,
    ListDataSourcesCommand: bedrockAgent.ListDataSourcesCommand,
    ListKnowledgeBasesCommand: bedrockAgent.ListKnowledgeBasesCommand,
    ListPromptsCommand: bedrockAgent.ListPromptsCommand,
    UpdateDataSourceCommand: bedrockAgent.UpdateDataSourceCommand,
    UpdatePromptCommand: bedrockAgent.UpdatePromptCommand,
  }),
  cloudtrail: service('CloudTrail', cloudtrail.CloudTrailClient, {
    CreateTrailCommand: cloudtrail.CreateTrailCommand,
    DeleteTrailCommand: cloudtrail.DeleteTrailCommand,
    DescribeTrailsCommand: cloudtrail.DescribeTrailsCommand,
    GetTrailCommand: cloudtrail.GetTrailCommand,
    GetTrailStatusCommand: cloudtrail.GetTrailStatusCommand,
    ListTagsCommand: cloudtrail.ListTagsCommand,
    ListTrailsCommand: cloudtrail.ListTrailsCommand,
    StartLoggingCommand: cloudtrail.StartLoggingCommand,
    StopLoggingCommand: cloudtrail.StopLoggingCommand,
    UpdateTrailCommand: cloudtrail.UpdateTrailCommand,
  }),
  eventbridge: service('EventBridge', eventbridge.EventBridgeClient, {
    PutEventsCommand: eventbridge.PutEventsCommand,
  }),
  iam: service('IAM', iam.IAMClient, {
    AttachRolePolicyCommand: iam.AttachRolePolicyCommand,
    AttachUserPolicyCommand: iam.AttachUserPolicyCommand,
    DetachRolePolicyCommand: iam.DetachRolePolicyCommand,
    DetachUserPolicyCommand: iam.DetachUserPolicyCommand,
    ListAttachedRolePoliciesCommand: iam.ListAttachedRolePoliciesCommand,
    ListAttachedUserPoliciesCommand: iam.ListAttachedUserPoliciesCommand,
    ListRolesCommand: iam.ListRolesCommand,
    ListServiceSpecificCredentialsCommand: iam.ListServiceSpecificCredentialsCommand,
    ListUsersCommand: iam.ListUsersCommand,
    UpdateServiceSpecificCredentialCommand: iam.UpdateServiceSpecificCredentialCommand,
  }),
  inspector2: service('Inspector2', inspector2.Inspector2Client, {
    BatchGetFindingDetailsCommand: inspector2.BatchGetFindingDetailsCommand,
    ListFindingsCommand: inspector2.ListFindingsCommand,
  }),
  s3: service('S3', s3.S3Client, {
    CreateBucketCommand: s3.CreateBucketCommand,
    DeleteBucketCommand: s3.DeleteBucketCommand,
    DeleteBucketPolicyCommand: s3.DeleteBucketPolicyCommand,
    DeleteBucketTaggingCommand: s3.DeleteBucketTaggingCommand,
    DeletePublicAccessBlockCommand: s3.DeletePublicAccessBlockCommand,
    GetBucketAclCommand: s3.GetBucketAclCommand,
    GetBucketPolicyCommand: s3.GetBucketPolicyCommand,
    GetBucketPolicyStatusCommand: s3.GetBucketPolicyStatusCommand,
    GetBucketTaggingCommand: s3.GetBucketTaggingCommand,
    GetPublicAccessBlockCommand: s3.GetPublicAccessBlockCommand,
    HeadBucketCommand: s3.HeadBucketCommand,
    ListBucketsCommand: s3.ListBucketsCommand,
    PutBucketAclCommand: s3.PutBucketAclCommand,
    PutBucketPolicyCommand: s3.PutBucketPolicyCommand,
    PutBucketTaggingCommand: s3.PutBucketTaggingCommand,
    PutPublicAccessBlockCommand: s3.PutPublicAccessBlockCommand,
  }),
  sagemaker: service('SageMaker', sagemaker.SageMakerClient, {
    AddTagsCommand: sagemaker.AddTagsCommand,
    BatchDescribeModelPackageCommand: sagemaker.BatchDescribeModelPackageCommand,
    CreateEndpointCommand: sagemaker.CreateEndpointCommand,
    CreateEndpointConfigCommand: sagemaker.CreateEndpointConfigCommand,
    CreateModelCommand: sagemaker.CreateModelCommand,
    CreateModelPackageCommand: sagemaker.CreateModelPackageCommand,
    CreateModelPackageGroupCommand: sagemaker.CreateModelPackageGroupCommand,
    DeleteEndpointCommand: sagemaker.DeleteEndpointCommand,
    DeleteEndpointConfigCommand: sagemaker.DeleteEndpointConfigCommand,
    DeleteModelCommand: sagemaker.DeleteModelCommand,
    DeleteTagsCommand: sagemaker.DeleteTagsCommand,
    DescribeDomainCommand: sagemaker.DescribeDomainCommand,
    DescribeEndpointCommand: sagemaker.DescribeEndpointCommand,
    DescribeEndpointConfigCommand: sagemaker.DescribeEndpointConfigCommand,
    DescribeModelCommand: sagemaker.DescribeModelCommand,
    DescribeModelPackageCommand: sagemaker.DescribeModelPackageCommand,
    DescribeModelPackageGroupCommand: sagemaker.DescribeModelPackageGroupCommand,
    DescribeNotebookInstanceCommand: sagemaker.DescribeNotebookInstanceCommand,
    ListAppImageConfigsCommand: sagemaker.ListAppImageConfigsCommand,
    ListAppsCommand: sagemaker.ListAppsCommand,
    ListDomainsCommand: sagemaker.ListDomainsCommand,
    ListEndpointConfigsCommand: sagemaker.ListEndpointConfigsCommand,
    ListEndpointsCommand: sagemaker.ListEndpointsCommand,
    ListFeatureGroupsCommand: sagemaker.ListFeatureGroupsCommand,
    ListImagesCommand: sagemaker.ListImagesCommand,
    ListInferenceExperimentsCommand: sagemaker.ListInferenceExperimentsCommand,
    ListModelPackageGroupsCommand: sagemaker.ListModelPackageGroupsCommand,
    ListModelPackagesCommand: sagemaker.ListModelPackagesCommand,
    ListModelsCommand: sagemaker.ListModelsCommand,
    ListNotebookInstancesCommand: sagemaker.ListNotebookInstancesCommand,
    ListTagsCommand: sagemaker.ListTagsCommand,
    StartNotebookInstanceCommand: sagemaker.StartNotebookInstanceCommand,
    StopNotebookInstanceCommand: sagemaker.StopNotebookInstanceCommand,
    UpdateDomainCommand: sagemaker.UpdateDomainCommand,
    UpdateEndpointCommand: sagemaker.UpdateEndpointCommand,
    UpdateEndpointWeightsAndCapacitiesCommand: sagemaker.UpdateEndpointWeightsAndCapacitiesCommand,
    UpdateModelPackageCommand: sagemaker.UpdateModelPackageCommand,
    UpdateNotebookInstanceCommand: sagemaker.UpdateNotebookInstanceCommand,
  }),
};

export const here = 'eu-central-1';

/** A small account with clients in two Regions and a clock that moves only when told. */
export function createWorld(state: AccountFile = {}, options: Omit<Partial<AccountOptions>, 'state'> = {}) {
  let now = Date.parse('2026-11-20T10:00:00.000Z');
  const clock = { now: () => new Date(now) };
  const account = createAccount({ clock, ...options, state: parseAccountState(state) });
  return {
    account,
    ...bind(services, account.clientFor, here),
    inVirginia: bind(services, account.clientFor, 'us-east-1'),
    clock,
    now: () => new Date(now),
    advance(seconds: number) {
      now += seconds * 1000;
    },
  };
}

/** An endpoint `scorer` on configuration `scorer-1` with one variant, for tests that need no more. */
export function hosting(changes: Partial<NonNullable<AccountFile['regions']>[string]['sagemaker']> = {}): AccountFile {
  const settings = {
    ProductionVariants: [
      {
        VariantName: 'main',
        ModelName: 'model-a',
        InstanceType: 'ml.m5.large' as const,
        InitialInstanceCount: 1,
        InitialVariantWeight: 1,
      },
    ],
  };
  return {
    regions: {
      [here]: {
        sagemaker: {
          models: { 'model-a': { settings: { PrimaryContainer: { Image: 'registry/scorer:1' } } } },
          images: { 'registry/scorer:1': `sha256:${'a'.repeat(64)}` },
          endpointConfigs: {
            'scorer-1': { settings },
            'scorer-2': { settings: { ...settings, KmsKeyId: 'alias/scorer' } },
          },
          endpoints: { scorer: { config: 'scorer-1' } },
          ...changes,
        },
      },
    },
  };
}
