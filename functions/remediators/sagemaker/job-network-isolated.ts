import { stopping } from './job-stopped.ts';

/**
 * Jobs whose containers may make calls to the outside, the training data in their hands.
 *
 * https://docs.aws.amazon.com/sagemaker/latest/dg/mkt-algo-model-internet-free.html
 */
export const jobNetworkIsolated = stopping({
  id: 'sagemaker-job-network-isolated',
  title: 'Stop a job without network isolation',
  severity: 'medium',
  controls: { prowler: ['sagemaker_training_jobs_network_isolation_enabled'] },
  setting: 'isolation',
  has: 'has no network isolation',
  right: 'The job is isolated from the network.',
  instead: 'EnableNetworkIsolation',
});
