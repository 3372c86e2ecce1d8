import { stopping } from './job-stopped.ts';

/**
 * Jobs whose containers run in SageMaker's own network instead of a VPC of the account.
 *
 * https://docs.aws.amazon.com/sagemaker/latest/dg/train-vpc.html
 */
export const jobInVpc = stopping({
  id: 'sagemaker-job-in-vpc',
  title: 'Stop a job outside a VPC',
  severity: 'medium',
  controls: { prowler: ['sagemaker_training_jobs_vpc_settings_configured'] },
  setting: 'vpc',
  has: 'is in no VPC',
  right: 'The job is in a VPC.',
  instead: 'a VpcConfig',
});
