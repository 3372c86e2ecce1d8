import type {
  DescribeInferenceExperimentRequest,
  DescribeInferenceExperimentResponse,
  UpdateInferenceExperimentRequest,
  UpdateInferenceExperimentResponse,
} from '@aws-sdk/client-sagemaker';
import { ServiceFault, UnsupportedOperation } from './errors.ts';
import { own, present } from './own.ts';
import { changeRegion, readRegion } from './region.ts';
import type { InferenceExperimentState } from './sagemaker-described-state.ts';
import { constraint, sagemakerArn } from './sagemaker-errors.ts';
import type { CallContext, Handler } from './simulation.ts';

/** An inference experiment as it is at a time: what is due has happened. */
export function settleExperiment(experiment: InferenceExperimentState, now: Date): InferenceExperimentState {
  const { change, ...rest } = experiment;
  if (change === undefined || Date.parse(change.due) > now.getTime()) return experiment;
  return { ...rest, status: change.to };
}

function findExperiment(context: CallContext, name: string): InferenceExperimentState {
  const found = own(readRegion(context).sagemaker.inferenceExperiments, name);
  if (found === undefined) {
    throw new ServiceFault('ResourceNotFound', `Inference experiment ${name.slice(0, 120)} does not exist.`);
  }
  return settleExperiment(found, context.now);
}

export const describeInferenceExperiment: Handler<
  DescribeInferenceExperimentRequest,
  DescribeInferenceExperimentResponse
> = ({ Name = '' }, context) => {
  const { status, created, settings } = findExperiment(context, Name);
  const { EndpointName, ModelVariants, ...rest } = settings;
  const Status = status === 'Running' ? ('InService' as const) : ('Deleted' as const);
  return present({
    ...rest,
    Name,
    Arn: sagemakerArn(context, 'inference-experiment', Name),
    Status: status,
    CreationTime: created,
    EndpointMetadata: { EndpointName: EndpointName ?? '' },
    ModelVariants: (ModelVariants ?? []).map((variant) => ({ ...variant, Status })),
  });
};

/** Changes where and how data is stored; what else UpdateInferenceExperiment can do, nobody here asks for. */
export const updateInferenceExperiment: Handler<UpdateInferenceExperimentRequest, UpdateInferenceExperimentResponse> = (
  { Name = '', DataStorageConfig, ...more },
  context,
) => {
  const [other] = Object.keys(more);
  if (other !== undefined) throw new UnsupportedOperation(`change of an inference experiment's ${other}`);
  const experiment = findExperiment(context, Name);
  // "The status of the inference experiment has to be either Created, Running" (UpdateInferenceExperiment).
  if (experiment.status !== 'Created' && experiment.status !== 'Running') {
    throw new ServiceFault('ConflictException', `Inference experiment ${Name} is ${experiment.status}.`);
  }
  const destination = DataStorageConfig?.Destination ?? 's3://';
  if (!/^(https|s3):\/\//.test(destination)) {
    throw constraint(
      destination,
      'dataStorageConfig.destination',
      'satisfy regular expression pattern: ^(https|s3)://',
    );
  }
  const { sagemaker } = changeRegion(context);
  const due = new Date(context.now.getTime() + sagemaker.seconds.experiment * 1000).toISOString();
  sagemaker.inferenceExperiments[Name] = {
    ...experiment,
    settings: present({
      ...experiment.settings,
      DataStorageConfig: DataStorageConfig ?? experiment.settings.DataStorageConfig,
    }),
    status: 'Updating',
    change: { to: experiment.status, due },
  };
  return { InferenceExperimentArn: sagemakerArn(context, 'inference-experiment', Name) };
};
