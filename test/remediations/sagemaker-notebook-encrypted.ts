import { contained } from './notebook-contained.ts';

export const fixture = contained({
  remediation: 'sagemaker-notebook-encrypted',
  configRule: 'sagemaker-notebook-instance-storage-vol-kms-encrypted',
  fault: 'a running notebook instance has no key',
  wrong: 'KmsKeyId',
});
