import { faulty } from './jobs.ts';

export const fixture = faulty('sagemaker-job-in-vpc', {
  'training-job': 'VpcConfig',
  'processing-job': 'NetworkConfig.VpcConfig',
  'hyper-parameter-tuning-job': 'TrainingJobDefinition.VpcConfig',
  'automl-job': 'SecurityConfig.VpcConfig',
});
