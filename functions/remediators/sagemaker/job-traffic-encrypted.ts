import { stopping } from './job-stopped.ts';

/**
 * Jobs on several instances that send data and gradients to each other in the clear. One that runs on a single
 * instance sends nothing; Prowler reports it all the same.
 *
 * https://docs.aws.amazon.com/sagemaker/latest/dg/train-encrypt.html
 */
export const jobTrafficEncrypted = stopping({
  id: 'sagemaker-job-traffic-encrypted',
  title: 'Stop a job whose instances talk in the clear',
  severity: 'medium',
  controls: { prowler: ['sagemaker_training_jobs_intercontainer_encryption_enabled'] },
  setting: 'traffic',
  has: 'does not encrypt the traffic between its containers',
  right: 'The traffic between the job’s containers is encrypted.',
  instead: 'EnableInterContainerTrafficEncryption',
});
