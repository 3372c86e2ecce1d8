import { stopping } from './job-stopped.ts';

/**
 * Jobs whose storage volumes have no key of the account's own. Instances with local disks take none; Prowler
 * reports them all the same.
 *
 * https://docs.aws.amazon.com/sagemaker/latest/APIReference/API_ResourceConfig.html
 */
export const jobVolumeEncrypted = stopping({
  id: 'sagemaker-job-volume-encrypted',
  title: 'Stop a job on volumes without a key',
  severity: 'medium',
  controls: { prowler: ['sagemaker_training_jobs_volume_and_output_encryption_enabled'] },
  setting: 'volume',
  has: 'has no KMS key for its storage volumes',
  right: 'The job’s storage volumes have a KMS key.',
  instead: 'a VolumeKmsKeyId',
});
