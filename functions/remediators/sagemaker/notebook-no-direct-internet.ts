import { containing } from './notebook-contained.ts';

/**
 * Stops notebook instances that reach the internet past the VPC's firewalls and logs.
 *
 * https://docs.aws.amazon.com/sagemaker/latest/dg/appendix-notebook-and-internet-access.html
 */
export const notebookNoDirectInternet = containing({
  id: 'sagemaker-notebook-no-direct-internet',
  title: 'Stop a notebook instance with direct internet access',
  severity: 'high',
  controls: {
    securityHub: ['SageMaker.1'],
    configRules: ['sagemaker-notebook-no-direct-internet-access'],
    prowler: ['sagemaker_notebook_instance_without_direct_internet_access_configured'],
  },
  // Enabled is the default, so an answer without a word about it counts as that.
  isIn: ({ DirectInternetAccess }) => DirectInternetAccess !== 'Disabled',
  has: 'has direct internet access',
  right: 'Direct internet access is disabled.',
  live: ({ DirectInternetAccess = 'Enabled' }) => ({ DirectInternetAccess }),
  instead: 'Create it anew with a SubnetId, SecurityGroupIds and DirectInternetAccess Disabled.',
});
