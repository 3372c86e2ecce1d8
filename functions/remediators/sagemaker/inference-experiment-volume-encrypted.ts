import * as z from 'zod';
import { defineReport } from '../../../shared/report.ts';
import { allExperiments, experiments, experimentTags, readExperiment } from './experiment.ts';

/**
 * Reports inference experiments whose instances keep data on volumes without a key of the account's. The key is
 * chosen when an experiment is made; UpdateInferenceExperiment has no member for it.
 *
 * https://docs.aws.amazon.com/sagemaker/latest/APIReference/API_CreateInferenceExperiment.html
 */
export const inferenceExperimentVolumeEncrypted = defineReport({
  id: 'sagemaker-inference-experiment-volume-encrypted',
  title: 'Report inference experiments on volumes without a KMS key',
  description:
    'Reports inference experiments whose instances’ storage volumes have no KMS key, with the steps to one that has: the key of an experiment can’t be changed.',
  severity: 'medium',
  resource: 'AWS::SageMaker::InferenceExperiment',
  controls: {
    securityHub: ['SageMaker.23'],
    configRules: ['sagemaker-inf-experiment-instance-storage-kms-encrypted'],
  },
  triggers: [
    {
      resource: 'AWS::SageMaker::InferenceExperiment',
      configRule: ['sagemaker-inf-experiment-instance-storage-kms-encrypted'],
      apiCall: ['sagemaker:CreateInferenceExperiment'],
      control: ['SageMaker.23'],
    },
  ],
  parameters: z.strictObject({}),
  uses: { sagemaker: experiments },

  async assess({ id: name }, aws) {
    const found = await readExperiment(aws, name);
    if (found.is === 'moving') return found.verdict;
    const { KmsKey: key = '', Status: status = '' } = found.experiment;
    const live = { Status: status, KmsKey: key };
    if (key !== '') return { state: 'compliant', why: 'The volumes are encrypted with a KMS key.', live };
    const why = [`The volumes of the instances that inference experiment ${name} runs on have no KMS key`];
    return { state: 'manual', why, steps: found.over ? afterwards(name) : whileItRuns(name), live };
  },

  tags: async ({ id }, aws) => experimentTags(aws, id),
  list: (aws) => allExperiments(aws),
});

function whileItRuns(name: string): string[] {
  return [
    `Stop inference experiment ${name}, and keep the variant that is to serve (StopInferenceExperiment with ModelVariantActions).`,
    'Start it anew with the same settings and KmsKey (CreateInferenceExperiment); the key can’t be changed later.',
    `Delete ${name} (DeleteInferenceExperiment), or AWS Config goes on reporting it.`,
  ];
}

/** Its instances are gone, and their volumes with them. */
function afterwards(name: string): string[] {
  return [`Delete inference experiment ${name} (DeleteInferenceExperiment): it is over, and only its record is left.`];
}
