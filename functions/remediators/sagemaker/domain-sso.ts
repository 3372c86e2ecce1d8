import { DescribeDomainCommand, ListDomainsCommand, ListTagsCommand, SageMakerClient } from '@aws-sdk/client-sagemaker';
import * as z from 'zod';
import { service } from '../../../shared/aws/service.ts';
import { defineReport } from '../../../shared/report.ts';
import { allDomains, domainTags } from './domains.ts';

const sagemaker = service('SageMaker', SageMakerClient, {
  DescribeDomainCommand,
  ListDomainsCommand,
  ListTagsCommand,
});

/**
 * Reports Studio domains whose users sign in as IAM identities. AuthMode is fixed when a domain is made, so
 * its users have to move.
 *
 * https://docs.aws.amazon.com/sagemaker/latest/APIReference/API_CreateDomain.html#sagemaker-CreateDomain-request-AuthMode
 */
export const domainSso = defineReport({
  id: 'sagemaker-domain-sso',
  title: 'Report Studio domains without IAM Identity Center',
  description:
    'Reports Studio domains whose AuthMode is IAM, or which no Identity Center application stands for, with the steps to a domain that signs its users in through IAM Identity Center.',
  severity: 'medium',
  resource: 'AWS::SageMaker::Domain',
  controls: { prowler: ['sagemaker_domain_sso_configured'] },
  triggers: [{ resource: 'AWS::SageMaker::Domain', apiCall: ['sagemaker:CreateDomain'] }],
  parameters: z.strictObject({}),
  uses: { sagemaker },

  async assess({ id: DomainId }, aws) {
    const domain = await aws.sagemaker.DescribeDomain({ DomainId });
    const { AuthMode: mode, Status: status, DomainName: name = DomainId } = domain;
    if (mode === undefined) throw new TypeError('DescribeDomain named no AuthMode');
    const application = domain.SingleSignOnApplicationArn ?? domain.SingleSignOnManagedApplicationInstanceId;
    const live = { AuthMode: mode, application: application ?? null };
    if (mode === 'SSO' && application !== undefined) {
      return { state: 'compliant', why: 'Users sign in through IAM Identity Center.', live };
    }
    // The application is made with the domain.
    if (mode === 'SSO' && status === 'Pending') return { state: 'busy', why: 'The domain is Pending' };
    const why =
      mode === 'SSO'
        ? `No Identity Center application stands for domain ${name}, so nobody can sign in to it`
        : `Users of domain ${name} sign in as IAM identities (AuthMode ${mode})`;
    return { state: 'manual', why: [why], steps: stepsFor(DomainId), live };
  },

  tags: ({ id }, aws) => domainTags(id, aws),

  list: (aws) => allDomains(aws),
});

function stepsFor(domain: string): string[] {
  return [
    'Enable IAM Identity Center in the organisation, in this Region, and assign the users to it.',
    `Create a domain with AuthMode SSO and the other settings of ${domain} (CreateDomain): AuthMode can't be changed.`,
    'Assign users and groups to it, and have them copy what is in their home directories and spaces.',
    `Delete the apps, spaces and user profiles of ${domain}, then the domain (DeleteDomain); HomeEfsFileSystem: Retain keeps its files.`,
  ];
}
