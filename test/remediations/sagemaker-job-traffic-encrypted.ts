import { faulty } from './jobs.ts';

export const fixture = faulty('sagemaker-job-traffic-encrypted', {
  'training-job': 'EnableInterContainerTrafficEncryption',
  'processing-job': 'NetworkConfig.EnableInterContainerTrafficEncryption',
  'hyper-parameter-tuning-job': 'TrainingJobDefinition.EnableInterContainerTrafficEncryption',
  'automl-job': 'SecurityConfig.EnableInterContainerTrafficEncryption',
});
