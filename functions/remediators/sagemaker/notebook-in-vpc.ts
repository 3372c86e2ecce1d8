import { containing } from './notebook-contained.ts';

/**
 * Stops notebook instances that are in SageMaker's own network instead of a VPC of the account.
 *
 * https://docs.aws.amazon.com/sagemaker/latest/dg/appendix-notebook-and-internet-access.html
 */
export const notebookInVpc = containing({
  id: 'sagemaker-notebook-in-vpc',
  title: 'Stop a notebook instance outside a VPC',
  severity: 'high',
  controls: {
    securityHub: ['SageMaker.2'],
    configRules: ['sagemaker-notebook-instance-inside-vpc'],
    prowler: ['sagemaker_notebook_instance_vpc_settings_configured'],
  },
  isIn: ({ SubnetId }) => SubnetId === undefined || SubnetId === '',
  has: 'is in no VPC',
  right: 'The notebook instance is in a VPC.',
  live: ({ SubnetId = null }) => ({ SubnetId }),
  instead: 'Create it anew with a SubnetId and SecurityGroupIds.',
});
