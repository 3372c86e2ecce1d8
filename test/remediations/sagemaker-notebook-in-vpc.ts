import { contained } from './notebook-contained.ts';

export const fixture = contained({
  remediation: 'sagemaker-notebook-in-vpc',
  configRule: 'sagemaker-notebook-instance-inside-vpc',
  fault: 'a running notebook instance is in no VPC',
  wrong: 'SubnetId',
});
