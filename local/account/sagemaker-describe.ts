import type {
  DescribeEndpointInput,
  DescribeEndpointOutput,
  ListEndpointsInput,
  ListEndpointsOutput,
} from '@aws-sdk/client-sagemaker';
import { own, present } from './own.ts';
import { readRegion } from './region.ts';
import { findEndpoint, lookUpEndpoint } from './sagemaker-endpoints.ts';
import { sagemakerArn } from './sagemaker-errors.ts';
import { listPage } from './sagemaker-lists.ts';
import type { ConfigSettingsState, EndpointState, VariantState } from './sagemaker-state.ts';
import type { Answer, Handler } from './simulation.ts';

type Description = Answer<DescribeEndpointOutput>;

export const describeEndpoint: Handler<DescribeEndpointInput, DescribeEndpointOutput> = (
  { EndpointName: name = '' },
  context,
) => {
  const endpoint = findEndpoint(context, name);
  const { settings, status } = endpoint;
  return present({
    EndpointName: name,
    EndpointArn: sagemakerArn(context, 'endpoint', name),
    EndpointConfigName: endpoint.config,
    EndpointStatus: status,
    FailureReason: endpoint.failureReason,
    CreationTime: endpoint.created,
    LastModifiedTime: endpoint.modified,
    // Nothing is in production before the first deployment is through.
    ProductionVariants: runningVariants(settings.ProductionVariants, endpoint),
    ShadowProductionVariants: runningVariants(settings.ShadowProductionVariants, endpoint),
    DataCaptureConfig: dataCapture(settings, status),
    LastDeploymentConfig: endpoint.guardrails,
    AsyncInferenceConfig: settings.AsyncInferenceConfig,
    ExplainerConfig: settings.ExplainerConfig,
    MetricsConfig: settings.MetricsConfig,
    PendingDeploymentSummary: pending(endpoint),
  });
};

type ConfiguredVariant = NonNullable<ConfigSettingsState['ProductionVariants']>[number];

function runningVariants(configured: readonly ConfiguredVariant[] | undefined, endpoint: EndpointState) {
  const running = (configured ?? []).flatMap((variant) => {
    const live = own(endpoint.variants, variant.VariantName ?? '');
    return live === undefined ? [] : [summary(variant, live)];
  });
  return running.length > 0 ? running : undefined;
}

function summary(configured: ConfiguredVariant, variant: VariantState) {
  const serverless = configured.ServerlessConfig;
  return present({
    VariantName: configured.VariantName,
    DeployedImages: variant.images,
    CurrentWeight: variant.weight,
    DesiredWeight: variant.desiredWeight,
    CurrentInstanceCount: serverless === undefined ? variant.instances : undefined,
    DesiredInstanceCount: serverless === undefined ? variant.desiredInstances : undefined,
    CurrentServerlessConfig: serverless,
    ManagedInstanceScaling: configured.ManagedInstanceScaling,
    RoutingConfig: configured.RoutingConfig,
  });
}

/** The summary carries a key in any case; AWS sends an empty one where there is none. */
function dataCapture(
  { DataCaptureConfig }: ConfigSettingsState,
  status: EndpointState['status'],
): Description['DataCaptureConfig'] {
  if (DataCaptureConfig === undefined) return undefined;
  const captures = DataCaptureConfig.EnableCapture === true && status === 'InService';
  return {
    EnableCapture: DataCaptureConfig.EnableCapture ?? false,
    CaptureStatus: captures ? 'Started' : 'Stopped',
    CurrentSamplingPercentage: DataCaptureConfig.InitialSamplingPercentage,
    DestinationS3Uri: DataCaptureConfig.DestinationS3Uri,
    KmsKeyId: DataCaptureConfig.KmsKeyId ?? '',
  };
}

/** "Only returned when the endpoint is creating or updating with a new endpoint configuration." */
function pending({ deployment, status }: EndpointState): Description['PendingDeploymentSummary'] {
  if (deployment === undefined || deployment.kind === 'capacity' || status === 'RollingBack') return undefined;
  const configured = deployment.settings.ProductionVariants ?? [];
  return {
    EndpointConfigName: deployment.config,
    StartTime: deployment.started,
    ProductionVariants: configured.flatMap((variant) => {
      const planned = own(deployment.variants, variant.VariantName ?? '');
      return planned === undefined
        ? []
        : [present({ ...summary(variant, planned), InstanceType: variant.InstanceType })];
    }),
  };
}

export const listEndpoints: Handler<ListEndpointsInput, ListEndpointsOutput> = (input, context) => {
  const endpoints = Object.keys(readRegion(context).sagemaker.endpoints).flatMap((name) => {
    const endpoint = lookUpEndpoint(context, name);
    if (endpoint === undefined) return [];
    const { created, modified, status } = endpoint;
    return [{ name, created, modified, status, arn: sagemakerArn(context, 'endpoint', name) }];
  });
  const wanted = endpoints.filter(({ status }) => input.StatusEquals === undefined || status === input.StatusEquals);
  const { items, next } = listPage('ListEndpoints', wanted, input, 'Descending');
  return present({
    Endpoints: items.map(({ name, arn, created, modified, status }) => ({
      EndpointName: name,
      EndpointArn: arn,
      CreationTime: created,
      LastModifiedTime: modified,
      EndpointStatus: status,
    })),
    NextToken: next,
  });
};
