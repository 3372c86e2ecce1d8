import * as agentcore from '@aws-sdk/client-bedrock-agentcore-control';
import * as bedrock from '@aws-sdk/client-bedrock';
import * as bedrockAgent from '@aws-sdk/client-bedrock-agent';
import * as cloudtrail from '@aws-sdk/client-cloudtrail';
import * as cloudwatchLogs from '@aws-sdk/client-cloudwatch-logs';
import * as configservice from '@aws-sdk/client-config-service';
import * as ec2 from '@aws-sdk/client-ec2';
import * as eventbridge from '@aws-sdk/client-eventbridge';
import * as iam from '@aws-sdk/client-iam';
import * as inspector2 from '@aws-sdk/client-inspector2';
import * as lambda from '@aws-sdk/client-lambda';
import * as s3 from '@aws-sdk/client-s3';
import * as sagemaker from '@aws-sdk/client-sagemaker';
import * as securityhub from '@aws-sdk/client-securityhub';
import * as servicequotas from '@aws-sdk/client-service-quotas';
import * as trustedadvisor from '@aws-sdk/client-trustedadvisor';
import type { AccountOptions } from '../../../local/account/account.ts';
import { createAccount } from '../../../local/account/account.ts';
import { parseAccountState } from '../../../local/account/parse-state.ts';
import type { AccountFile } from '../../../local/account/state.ts';
import { bind, service } from '../../../shared/aws/service.ts';

/** Every operation that the local account has, as the remediations would bind them. */
export const services = {
  agentcore: service('BedrockAgentCoreControl', agentcore.BedrockAgentCoreControlClient, {
    GetAgentRuntimeCommand: agentcore.GetAgentRuntimeCommand,
    GetBrowserCommand: agentcore.GetBrowserCommand,
    GetCodeInterpreterCommand: agentcore.GetCodeInterpreterCommand,
    GetGatewayCommand: agentcore.GetGatewayCommand,
    GetMemoryCommand: agentcore.GetMemoryCommand,
    ListAgentRuntimesCommand: agentcore.ListAgentRuntimesCommand,
    ListBrowsersCommand: agentcore.ListBrowsersCommand,
    ListCodeInterpretersCommand: agentcore.ListCodeInterpretersCommand,
    ListGatewaysCommand: agentcore.ListGatewaysCommand,
    ListMemoriesCommand: agentcore.ListMemoriesCommand,
    ListTagsForResourceCommand: agentcore.ListTagsForResourceCommand,
    UpdateAgentRuntimeCommand: agentcore.UpdateAgentRuntimeCommand,
    UpdateGatewayCommand: agentcore.UpdateGatewayCommand,
  }),
  bedrock: service('Bedrock', bedrock.BedrockClient, {
    CreateGuardrailCommand: bedrock.CreateGuardrailCommand,
    CreateGuardrailVersionCommand: bedrock.CreateGuardrailVersionCommand,
    DeleteEnforcedGuardrailConfigurationCommand: bedrock.DeleteEnforcedGuardrailConfigurationCommand,
    DeleteGuardrailCommand: bedrock.DeleteGuardrailCommand,
    ListEnforcedGuardrailsConfigurationCommand: bedrock.ListEnforcedGuardrailsConfigurationCommand,
    PutEnforcedGuardrailConfigurationCommand: bedrock.PutEnforcedGuardrailConfigurationCommand,
    GetGuardrailCommand: bedrock.GetGuardrailCommand,
    ListGuardrailsCommand: bedrock.ListGuardrailsCommand,
    GetModelCustomizationJobCommand: bedrock.GetModelCustomizationJobCommand,
    ListModelCustomizationJobsCommand: bedrock.ListModelCustomizationJobsCommand,
    StopModelCustomizationJobCommand: bedrock.StopModelCustomizationJobCommand,
    ListTagsForResourceCommand: bedrock.ListTagsForResourceCommand,
    UpdateGuardrailCommand: bedrock.UpdateGuardrailCommand,
    DeleteModelInvocationLoggingConfigurationCommand: bedrock.DeleteModelInvocationLoggingConfigurationCommand,
    GetModelInvocationLoggingConfigurationCommand: bedrock.GetModelInvocationLoggingConfigurationCommand,
    PutModelInvocationLoggingConfigurationCommand: bedrock.PutModelInvocationLoggingConfigurationCommand,
  }),
  bedrockAgent: service('BedrockAgent', bedrockAgent.BedrockAgentClient, {
    GetAgentAliasCommand: bedrockAgent.GetAgentAliasCommand,
    GetAgentCommand: bedrockAgent.GetAgentCommand,
    GetDataSourceCommand: bedrockAgent.GetDataSourceCommand,
    GetPromptCommand: bedrockAgent.GetPromptCommand,
    ListAgentAliasesCommand: bedrockAgent.ListAgentAliasesCommand,
    ListAgentsCommand: bedrockAgent.ListAgentsCommand,
    ListDataSourcesCommand: bedrockAgent.ListDataSourcesCommand,
    ListKnowledgeBasesCommand: bedrockAgent.ListKnowledgeBasesCommand,
    ListPromptsCommand: bedrockAgent.ListPromptsCommand,
    ListTagsForResourceCommand: bedrockAgent.ListTagsForResourceCommand,
    PrepareAgentCommand: bedrockAgent.PrepareAgentCommand,
    UpdateAgentAliasCommand: bedrockAgent.UpdateAgentAliasCommand,
    UpdateAgentCommand: bedrockAgent.UpdateAgentCommand,
    UpdateDataSourceCommand: bedrockAgent.UpdateDataSourceCommand,
    UpdatePromptCommand: bedrockAgent.UpdatePromptCommand,
  }),
  cloudtrail: service('CloudTrail', cloudtrail.CloudTrailClient, {
    CreateTrailCommand: cloudtrail.CreateTrailCommand,
    DeleteTrailCommand: cloudtrail.DeleteTrailCommand,
    DescribeTrailsCommand: cloudtrail.DescribeTrailsCommand,
    GetEventSelectorsCommand: cloudtrail.GetEventSelectorsCommand,
    GetInsightSelectorsCommand: cloudtrail.GetInsightSelectorsCommand,
    GetTrailCommand: cloudtrail.GetTrailCommand,
    GetTrailStatusCommand: cloudtrail.GetTrailStatusCommand,
    ListTagsCommand: cloudtrail.ListTagsCommand,
    ListTrailsCommand: cloudtrail.ListTrailsCommand,
    LookupEventsCommand: cloudtrail.LookupEventsCommand,
    PutEventSelectorsCommand: cloudtrail.PutEventSelectorsCommand,
    PutInsightSelectorsCommand: cloudtrail.PutInsightSelectorsCommand,
    StartLoggingCommand: cloudtrail.StartLoggingCommand,
    StopLoggingCommand: cloudtrail.StopLoggingCommand,
    UpdateTrailCommand: cloudtrail.UpdateTrailCommand,
  }),
  cloudwatchLogs: service('CloudWatchLogs', cloudwatchLogs.CloudWatchLogsClient, {
    AssociateKmsKeyCommand: cloudwatchLogs.AssociateKmsKeyCommand,
    DescribeLogGroupsCommand: cloudwatchLogs.DescribeLogGroupsCommand,
    DisassociateKmsKeyCommand: cloudwatchLogs.DisassociateKmsKeyCommand,
    ListTagsForResourceCommand: cloudwatchLogs.ListTagsForResourceCommand,
  }),
  eventbridge: service('EventBridge', eventbridge.EventBridgeClient, {
    PutEventsCommand: eventbridge.PutEventsCommand,
  }),
  iam: service('IAM', iam.IAMClient, {
    AttachRolePolicyCommand: iam.AttachRolePolicyCommand,
    AttachUserPolicyCommand: iam.AttachUserPolicyCommand,
    DeleteRolePermissionsBoundaryCommand: iam.DeleteRolePermissionsBoundaryCommand,
    DeleteRolePolicyCommand: iam.DeleteRolePolicyCommand,
    DeleteUserPolicyCommand: iam.DeleteUserPolicyCommand,
    DetachRolePolicyCommand: iam.DetachRolePolicyCommand,
    DetachUserPolicyCommand: iam.DetachUserPolicyCommand,
    GetPolicyCommand: iam.GetPolicyCommand,
    GetPolicyVersionCommand: iam.GetPolicyVersionCommand,
    GetRoleCommand: iam.GetRoleCommand,
    GetRolePolicyCommand: iam.GetRolePolicyCommand,
    GetUserCommand: iam.GetUserCommand,
    GetUserPolicyCommand: iam.GetUserPolicyCommand,
    ListAttachedRolePoliciesCommand: iam.ListAttachedRolePoliciesCommand,
    ListAttachedUserPoliciesCommand: iam.ListAttachedUserPoliciesCommand,
    ListEntitiesForPolicyCommand: iam.ListEntitiesForPolicyCommand,
    ListPoliciesCommand: iam.ListPoliciesCommand,
    ListRolePoliciesCommand: iam.ListRolePoliciesCommand,
    ListRolesCommand: iam.ListRolesCommand,
    ListServiceSpecificCredentialsCommand: iam.ListServiceSpecificCredentialsCommand,
    ListUsersCommand: iam.ListUsersCommand,
    PutRolePermissionsBoundaryCommand: iam.PutRolePermissionsBoundaryCommand,
    PutRolePolicyCommand: iam.PutRolePolicyCommand,
    PutUserPolicyCommand: iam.PutUserPolicyCommand,
    UpdateAssumeRolePolicyCommand: iam.UpdateAssumeRolePolicyCommand,
    UpdateServiceSpecificCredentialCommand: iam.UpdateServiceSpecificCredentialCommand,
  }),
  inspector2: service('Inspector2', inspector2.Inspector2Client, {
    BatchGetAccountStatusCommand: inspector2.BatchGetAccountStatusCommand,
    BatchGetFindingDetailsCommand: inspector2.BatchGetFindingDetailsCommand,
    DisableCommand: inspector2.DisableCommand,
    EnableCommand: inspector2.EnableCommand,
    ListCoverageCommand: inspector2.ListCoverageCommand,
    ListFindingsCommand: inspector2.ListFindingsCommand,
  }),
  ec2: service('EC2', ec2.EC2Client, {
    DescribeInstancesCommand: ec2.DescribeInstancesCommand,
    DescribeNetworkInterfacesCommand: ec2.DescribeNetworkInterfacesCommand,
    DescribeSecurityGroupsCommand: ec2.DescribeSecurityGroupsCommand,
    ModifyNetworkInterfaceAttributeCommand: ec2.ModifyNetworkInterfaceAttributeCommand,
  }),
  lambda: service('Lambda', lambda.LambdaClient, {
    DeleteFunctionConcurrencyCommand: lambda.DeleteFunctionConcurrencyCommand,
    GetFunctionConcurrencyCommand: lambda.GetFunctionConcurrencyCommand,
    GetFunctionConfigurationCommand: lambda.GetFunctionConfigurationCommand,
    ListTagsCommand: lambda.ListTagsCommand,
    PutFunctionConcurrencyCommand: lambda.PutFunctionConcurrencyCommand,
  }),
  s3: service('S3', s3.S3Client, {
    CreateBucketCommand: s3.CreateBucketCommand,
    DeleteBucketCommand: s3.DeleteBucketCommand,
    DeleteBucketEncryptionCommand: s3.DeleteBucketEncryptionCommand,
    DeleteBucketPolicyCommand: s3.DeleteBucketPolicyCommand,
    DeleteBucketTaggingCommand: s3.DeleteBucketTaggingCommand,
    DeletePublicAccessBlockCommand: s3.DeletePublicAccessBlockCommand,
    GetBucketAclCommand: s3.GetBucketAclCommand,
    GetBucketEncryptionCommand: s3.GetBucketEncryptionCommand,
    GetBucketPolicyCommand: s3.GetBucketPolicyCommand,
    GetBucketPolicyStatusCommand: s3.GetBucketPolicyStatusCommand,
    GetBucketTaggingCommand: s3.GetBucketTaggingCommand,
    GetObjectCommand: s3.GetObjectCommand,
    GetPublicAccessBlockCommand: s3.GetPublicAccessBlockCommand,
    HeadBucketCommand: s3.HeadBucketCommand,
    ListBucketsCommand: s3.ListBucketsCommand,
    ListObjectsV2Command: s3.ListObjectsV2Command,
    PutBucketAclCommand: s3.PutBucketAclCommand,
    PutBucketEncryptionCommand: s3.PutBucketEncryptionCommand,
    PutBucketPolicyCommand: s3.PutBucketPolicyCommand,
    PutBucketTaggingCommand: s3.PutBucketTaggingCommand,
    PutPublicAccessBlockCommand: s3.PutPublicAccessBlockCommand,
  }),
  config: service('ConfigService', configservice.ConfigServiceClient, {
    DeleteConfigurationRecorderCommand: configservice.DeleteConfigurationRecorderCommand,
    DeleteDeliveryChannelCommand: configservice.DeleteDeliveryChannelCommand,
    DescribeConfigurationRecorderStatusCommand: configservice.DescribeConfigurationRecorderStatusCommand,
    DescribeConfigurationRecordersCommand: configservice.DescribeConfigurationRecordersCommand,
    DescribeDeliveryChannelsCommand: configservice.DescribeDeliveryChannelsCommand,
    PutConfigurationRecorderCommand: configservice.PutConfigurationRecorderCommand,
    PutDeliveryChannelCommand: configservice.PutDeliveryChannelCommand,
    StartConfigRulesEvaluationCommand: configservice.StartConfigRulesEvaluationCommand,
    StartConfigurationRecorderCommand: configservice.StartConfigurationRecorderCommand,
    StopConfigurationRecorderCommand: configservice.StopConfigurationRecorderCommand,
  }),
  securityHub: service('SecurityHub', securityhub.SecurityHubClient, {
    BatchUpdateFindingsCommand: securityhub.BatchUpdateFindingsCommand,
    BatchUpdateFindingsV2Command: securityhub.BatchUpdateFindingsV2Command,
    GetFindingsCommand: securityhub.GetFindingsCommand,
    GetFindingsV2Command: securityhub.GetFindingsV2Command,
  }),
  serviceQuotas: service('ServiceQuotas', servicequotas.ServiceQuotasClient, {
    GetServiceQuotaCommand: servicequotas.GetServiceQuotaCommand,
    ListRequestedServiceQuotaChangeHistoryByQuotaCommand:
      servicequotas.ListRequestedServiceQuotaChangeHistoryByQuotaCommand,
    ListServiceQuotasCommand: servicequotas.ListServiceQuotasCommand,
    RequestServiceQuotaIncreaseCommand: servicequotas.RequestServiceQuotaIncreaseCommand,
  }),
  trustedAdvisor: service('TrustedAdvisor', trustedadvisor.TrustedAdvisorClient, {
    GetRecommendationCommand: trustedadvisor.GetRecommendationCommand,
    ListRecommendationResourcesCommand: trustedadvisor.ListRecommendationResourcesCommand,
    ListRecommendationsCommand: trustedadvisor.ListRecommendationsCommand,
    UpdateRecommendationLifecycleCommand: trustedadvisor.UpdateRecommendationLifecycleCommand,
  }),
  sagemaker: service('SageMaker', sagemaker.SageMakerClient, {
    AddTagsCommand: sagemaker.AddTagsCommand,
    BatchDescribeModelPackageCommand: sagemaker.BatchDescribeModelPackageCommand,
    CreateDataQualityJobDefinitionCommand: sagemaker.CreateDataQualityJobDefinitionCommand,
    CreateEndpointCommand: sagemaker.CreateEndpointCommand,
    CreateEndpointConfigCommand: sagemaker.CreateEndpointConfigCommand,
    CreateModelBiasJobDefinitionCommand: sagemaker.CreateModelBiasJobDefinitionCommand,
    CreateModelCommand: sagemaker.CreateModelCommand,
    CreateModelExplainabilityJobDefinitionCommand: sagemaker.CreateModelExplainabilityJobDefinitionCommand,
    CreateModelPackageCommand: sagemaker.CreateModelPackageCommand,
    CreateModelPackageGroupCommand: sagemaker.CreateModelPackageGroupCommand,
    CreateModelQualityJobDefinitionCommand: sagemaker.CreateModelQualityJobDefinitionCommand,
    CreateMonitoringScheduleCommand: sagemaker.CreateMonitoringScheduleCommand,
    DeleteDataQualityJobDefinitionCommand: sagemaker.DeleteDataQualityJobDefinitionCommand,
    DeleteEndpointCommand: sagemaker.DeleteEndpointCommand,
    DeleteEndpointConfigCommand: sagemaker.DeleteEndpointConfigCommand,
    DeleteModelBiasJobDefinitionCommand: sagemaker.DeleteModelBiasJobDefinitionCommand,
    DeleteModelCommand: sagemaker.DeleteModelCommand,
    DeleteModelExplainabilityJobDefinitionCommand: sagemaker.DeleteModelExplainabilityJobDefinitionCommand,
    DeleteModelQualityJobDefinitionCommand: sagemaker.DeleteModelQualityJobDefinitionCommand,
    DeleteTagsCommand: sagemaker.DeleteTagsCommand,
    DescribeAutoMLJobV2Command: sagemaker.DescribeAutoMLJobV2Command,
    DescribeDataQualityJobDefinitionCommand: sagemaker.DescribeDataQualityJobDefinitionCommand,
    DescribeDomainCommand: sagemaker.DescribeDomainCommand,
    DescribeEndpointCommand: sagemaker.DescribeEndpointCommand,
    DescribeEndpointConfigCommand: sagemaker.DescribeEndpointConfigCommand,
    DescribeFeatureGroupCommand: sagemaker.DescribeFeatureGroupCommand,
    DescribeInferenceExperimentCommand: sagemaker.DescribeInferenceExperimentCommand,
    DescribeHyperParameterTuningJobCommand: sagemaker.DescribeHyperParameterTuningJobCommand,
    DescribeModelBiasJobDefinitionCommand: sagemaker.DescribeModelBiasJobDefinitionCommand,
    DescribeModelCommand: sagemaker.DescribeModelCommand,
    DescribeModelExplainabilityJobDefinitionCommand: sagemaker.DescribeModelExplainabilityJobDefinitionCommand,
    DescribeModelPackageCommand: sagemaker.DescribeModelPackageCommand,
    DescribeModelPackageGroupCommand: sagemaker.DescribeModelPackageGroupCommand,
    DescribeModelQualityJobDefinitionCommand: sagemaker.DescribeModelQualityJobDefinitionCommand,
    DescribeMonitoringScheduleCommand: sagemaker.DescribeMonitoringScheduleCommand,
    DescribeNotebookInstanceCommand: sagemaker.DescribeNotebookInstanceCommand,
    DescribeNotebookInstanceLifecycleConfigCommand: sagemaker.DescribeNotebookInstanceLifecycleConfigCommand,
    DescribeStudioLifecycleConfigCommand: sagemaker.DescribeStudioLifecycleConfigCommand,
    DescribeProcessingJobCommand: sagemaker.DescribeProcessingJobCommand,
    DescribeTrainingJobCommand: sagemaker.DescribeTrainingJobCommand,
    DescribeTransformJobCommand: sagemaker.DescribeTransformJobCommand,
    ListAppImageConfigsCommand: sagemaker.ListAppImageConfigsCommand,
    ListAppsCommand: sagemaker.ListAppsCommand,
    ListAutoMLJobsCommand: sagemaker.ListAutoMLJobsCommand,
    ListDataQualityJobDefinitionsCommand: sagemaker.ListDataQualityJobDefinitionsCommand,
    ListDomainsCommand: sagemaker.ListDomainsCommand,
    ListEndpointConfigsCommand: sagemaker.ListEndpointConfigsCommand,
    ListEndpointsCommand: sagemaker.ListEndpointsCommand,
    ListFeatureGroupsCommand: sagemaker.ListFeatureGroupsCommand,
    ListHyperParameterTuningJobsCommand: sagemaker.ListHyperParameterTuningJobsCommand,
    ListImagesCommand: sagemaker.ListImagesCommand,
    ListInferenceExperimentsCommand: sagemaker.ListInferenceExperimentsCommand,
    ListModelBiasJobDefinitionsCommand: sagemaker.ListModelBiasJobDefinitionsCommand,
    ListModelExplainabilityJobDefinitionsCommand: sagemaker.ListModelExplainabilityJobDefinitionsCommand,
    ListModelPackageGroupsCommand: sagemaker.ListModelPackageGroupsCommand,
    ListModelPackagesCommand: sagemaker.ListModelPackagesCommand,
    ListModelQualityJobDefinitionsCommand: sagemaker.ListModelQualityJobDefinitionsCommand,
    ListModelsCommand: sagemaker.ListModelsCommand,
    ListNotebookInstanceLifecycleConfigsCommand: sagemaker.ListNotebookInstanceLifecycleConfigsCommand,
    ListMonitoringSchedulesCommand: sagemaker.ListMonitoringSchedulesCommand,
    ListNotebookInstancesCommand: sagemaker.ListNotebookInstancesCommand,
    ListStudioLifecycleConfigsCommand: sagemaker.ListStudioLifecycleConfigsCommand,
    ListProcessingJobsCommand: sagemaker.ListProcessingJobsCommand,
    ListTagsCommand: sagemaker.ListTagsCommand,
    ListTrainingJobsCommand: sagemaker.ListTrainingJobsCommand,
    ListTransformJobsCommand: sagemaker.ListTransformJobsCommand,
    StartNotebookInstanceCommand: sagemaker.StartNotebookInstanceCommand,
    StopAutoMLJobCommand: sagemaker.StopAutoMLJobCommand,
    StopHyperParameterTuningJobCommand: sagemaker.StopHyperParameterTuningJobCommand,
    StopNotebookInstanceCommand: sagemaker.StopNotebookInstanceCommand,
    StopProcessingJobCommand: sagemaker.StopProcessingJobCommand,
    StopTrainingJobCommand: sagemaker.StopTrainingJobCommand,
    StopTransformJobCommand: sagemaker.StopTransformJobCommand,
    UpdateDomainCommand: sagemaker.UpdateDomainCommand,
    UpdateEndpointCommand: sagemaker.UpdateEndpointCommand,
    UpdateEndpointWeightsAndCapacitiesCommand: sagemaker.UpdateEndpointWeightsAndCapacitiesCommand,
    UpdateInferenceExperimentCommand: sagemaker.UpdateInferenceExperimentCommand,
    UpdateModelPackageCommand: sagemaker.UpdateModelPackageCommand,
    UpdateMonitoringScheduleCommand: sagemaker.UpdateMonitoringScheduleCommand,
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
