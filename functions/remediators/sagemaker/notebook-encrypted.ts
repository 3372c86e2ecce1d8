import { containing } from './notebook-contained.ts';

/**
 * Stops notebook instances whose volume is encrypted with AWS's key alone, which nobody in the account can
 * withdraw.
 *
 * https://docs.aws.amazon.com/sagemaker/latest/dg/encryption-at-rest-nbi.html
 */
export const notebookEncrypted = containing({
  id: 'sagemaker-notebook-encrypted',
  title: 'Stop a notebook instance without a KMS key',
  severity: 'medium',
  controls: {
    securityHub: ['SageMaker.21'],
    configRules: [
      'sagemaker-notebook-instance-kms-key-configured',
      'sagemaker-notebook-instance-storage-vol-kms-encrypted',
    ],
    prowler: ['sagemaker_notebook_instance_encryption_enabled'],
  },
  isIn: ({ KmsKeyId }) => KmsKeyId === undefined || KmsKeyId === '',
  has: 'has no KMS key for its volume',
  right: 'The volume has a KMS key.',
  live: ({ KmsKeyId = null }) => ({ KmsKeyId }),
  instead: 'Create it anew with a KmsKeyId.',
});
