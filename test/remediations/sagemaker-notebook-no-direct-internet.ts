import { contained } from './notebook-contained.ts';

export const fixture = contained({
  remediation: 'sagemaker-notebook-no-direct-internet',
  configRule: 'sagemaker-notebook-no-direct-internet-access',
  fault: 'a running notebook instance has direct internet access',
  wrong: { DirectInternetAccess: 'Enabled' },
});
