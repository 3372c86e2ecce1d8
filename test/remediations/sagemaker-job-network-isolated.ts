import { faulty } from './jobs.ts';

export const fixture = faulty('sagemaker-job-network-isolated', {
  'training-job': 'EnableNetworkIsolation',
  'processing-job': 'NetworkConfig.EnableNetworkIsolation',
  'hyper-parameter-tuning-job': 'TrainingJobDefinition.EnableNetworkIsolation',
});
