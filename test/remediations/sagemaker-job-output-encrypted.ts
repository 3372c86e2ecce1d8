import { faulty } from './jobs.ts';

export const fixture = faulty('sagemaker-job-output-encrypted', {
  'training-job': 'OutputDataConfig.KmsKeyId',
  'processing-job': 'ProcessingOutputConfig.KmsKeyId',
  'transform-job': 'TransformOutput.KmsKeyId',
  'hyper-parameter-tuning-job': 'TrainingJobDefinition.OutputDataConfig.KmsKeyId',
  'automl-job': 'OutputDataConfig.KmsKeyId',
});
