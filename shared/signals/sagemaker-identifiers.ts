import type { Scope } from '../remediation.ts';
import { afterSlash, arnOf, resourcePart } from './arn.ts';
import { invalidIdentifier } from './event-error.ts';
import type { Identify } from './identify.ts';
import type { ResourceRef } from './signal.ts';

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

/** By type of resource. */
export const sageMakerIdentifiers: readonly (readonly [string, Identify])[] = [
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
];
