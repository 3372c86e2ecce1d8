import { stopping } from './job-stopped.ts';

/**
 * Jobs whose output, a model for instance, is not encrypted with a key of the account's own.
 *
 * https://docs.aws.amazon.com/sagemaker/latest/APIReference/API_OutputDataConfig.html
 */
export const jobOutputEncrypted = stopping({
  id: 'sagemaker-job-output-encrypted',
  title: 'Stop a job whose output has no key',
  severity: 'medium',
  controls: { prowler: ['sagemaker_training_jobs_volume_and_output_encryption_enabled'] },
  setting: 'output',
  has: 'has no KMS key for its output',
  right: 'The job’s output has a KMS key.',
  instead: 'a KmsKeyId for its output',
});
