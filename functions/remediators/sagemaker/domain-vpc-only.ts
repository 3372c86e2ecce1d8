import {
  DescribeDomainCommand,
  ListAppsCommand,
  ListDomainsCommand,
  ListTagsCommand,
  SageMakerClient,
  UpdateDomainCommand,
} from '@aws-sdk/client-sagemaker';
import type { AppDetails, DescribeDomainResponse, ListAppsResponse } from '@aws-sdk/client-sagemaker';
import * as z from 'zod';
import { printable } from '../../../shared/aws/failure.ts';
import { apiCall, service } from '../../../shared/aws/service.ts';
import type { BoundServices } from '../../../shared/aws/service.ts';
import type { JsonObject } from '../../../shared/json.ts';
import type { Action, Condition } from '../../../shared/plan.ts';
import { defineRemediation } from '../../../shared/remediation.ts';
import { allDomains, domainTags } from './domains.ts';

const sagemaker = service('SageMaker', SageMakerClient, {
  DescribeDomainCommand,
  ListAppsCommand,
  ListDomainsCommand,
  ListTagsCommand,
  UpdateDomainCommand,
});
type Aws = BoundServices<{ sagemaker: typeof sagemaker }>;

interface Before extends JsonObject {
  readonly domain: string;
  readonly access: string;
}

const inMotion = new Set(['Deleting', 'Pending', 'Updating']);
const updatable = ['InService', 'Update_Failed'];

/**
 * Sends the traffic of a Studio domain's apps through its VPC. SageMaker allows that only while no app runs,
 * and never to a domain with RStudio.
 *
 * https://docs.aws.amazon.com/sagemaker/latest/APIReference/API_UpdateDomain.html#sagemaker-UpdateDomain-request-AppNetworkAccessType
 */
export const domainVpcOnly = defineRemediation({
  id: 'sagemaker-domain-vpc-only',
  title: 'Send a Studio domain’s traffic through its VPC',
  description:
    'Sets AppNetworkAccessType to VpcOnly while no app runs in the domain; otherwise it names the apps, and what a person has to do.',
  severity: 'high',
  // Nothing runs, but what starts later reaches only what the VPC lets it reach.
  impact: 'brief',
  reversible: true,
  resource: 'AWS::SageMaker::Domain',
  controls: { configRules: ['sagemaker-domain-in-vpc'] },
  triggers: [
    {
      resource: 'AWS::SageMaker::Domain',
      configRule: ['sagemaker-domain-in-vpc'],
      apiCall: ['sagemaker:CreateDomain', 'sagemaker:UpdateDomain'],
    },
  ],
  parameters: z.strictObject({}),
  uses: { sagemaker },

  async assess({ id: DomainId }, aws) {
    const domain = await aws.sagemaker.DescribeDomain({ DomainId });
    const { AppNetworkAccessType: access = 'PublicInternetOnly', Status: now, FailureReason: reason } = domain;
    if (now === undefined) throw new TypeError('DescribeDomain named no status');
    if (inMotion.has(now)) return { state: 'busy', why: `The domain is ${now}` };
    if (access === 'VpcOnly') {
      const live = { AppNetworkAccessType: access };
      return { state: 'compliant', why: 'The domain’s traffic goes through its VPC.', live };
    }
    const why = [`The traffic of domain ${DomainId} goes to the internet past its VPC (${access})`];
    if (!updatable.includes(now)) {
      const failed = `The domain is ${now}${reason === undefined ? '' : `: ${reason}`}`;
      return { state: 'manual', why: [...why, failed], steps: [`Repair or delete domain ${DomainId}.`] };
    }
    const steps = obstacle(domain) ?? (await appsInTheWay(aws, DomainId));
    if (steps !== undefined) return { state: 'manual', why, steps, live: { AppNetworkAccessType: access } };
    return { state: 'wrong', why, before: { domain: DomainId, access } satisfies Before };
  },

  plan({ domain, access }) {
    return {
      steps: [
        {
          id: 'vpc-only',
          title: `Set AppNetworkAccessType of domain ${domain} to VpcOnly`,
          ...setAccess(domain, 'VpcOnly'),
          undo: { ...setAccess(domain, access), ready: status(domain, updatable) },
          semantics: 'at-least-once',
        },
      ],
      expect: 'compliant',
      notes: ['Apps reach SageMaker’s API and Amazon S3 only if the VPC has endpoints or a NAT gateway for them.'],
    };
  },

  tags: ({ id }, aws) => domainTags(id, aws),

  list: (aws) => allDomains(aws),
});

/** What about the domain itself keeps SageMaker from changing it, as steps for a person. */
function obstacle({ DomainId, DomainSettings, DefaultUserSettings }: DescribeDomainResponse): string[] | undefined {
  if (DomainSettings?.RStudioServerProDomainSettings?.DomainExecutionRoleArn !== undefined) {
    return [
      `Domain ${DomainId} has RStudio, so its network access is fixed: create a domain with VpcOnly, and move its users.`,
    ];
  }
  if ((DefaultUserSettings?.SecurityGroups ?? []).length === 0) {
    return [`Give domain ${DomainId} security groups in DefaultUserSettings (UpdateDomain): VpcOnly needs them.`];
  }
  return undefined;
}

const running = new Set(['Deleting', 'InService', 'Pending']);

/** A person's work may hang on an app, so it is its user who ends it. */
async function appsInTheWay({ sagemaker: client }: Aws, DomainIdEquals: string): Promise<string[] | undefined> {
  const apps: string[] = [];
  let NextToken: string | undefined;
  do {
    const page: ListAppsResponse = await client.ListApps(
      NextToken === undefined ? { DomainIdEquals, MaxResults: 100 } : { DomainIdEquals, MaxResults: 100, NextToken },
    );
    for (const app of page.Apps ?? []) if (running.has(app.Status ?? '')) apps.push(nameOf(app));
    NextToken = page.NextToken;
  } while (NextToken !== undefined);
  if (apps.length === 0) return undefined;
  return [
    ...apps.slice(0, 50).map((app) => `Have its user save their work, then delete app ${app}.`),
    `Once no app runs (${apps.length} now), the next look sets AppNetworkAccessType of domain ${DomainIdEquals} to VpcOnly.`,
  ];
}

function nameOf({ UserProfileName, SpaceName, AppType, AppName, Status }: AppDetails): string {
  const owner = UserProfileName === undefined ? `space ${SpaceName}` : `user profile ${UserProfileName}`;
  return printable(`${AppName} (${AppType}, ${owner}, ${Status})`);
}

function setAccess(DomainId: string, access: string): Action {
  const AppNetworkAccessType = access === 'VpcOnly' ? 'VpcOnly' : 'PublicInternetOnly';
  return {
    call: apiCall(sagemaker, 'UpdateDomain', { DomainId, AppNetworkAccessType }),
    done: { ...describe(DomainId), path: 'AppNetworkAccessType', is: [AppNetworkAccessType] },
    until: status(DomainId, ['InService'], ['Update_Failed', 'Failed', 'Deleting']),
  };
}

function status(DomainId: string, is: readonly string[], not: readonly string[] = []): Condition {
  return { ...describe(DomainId), path: 'Status', is, not, reason: 'FailureReason', every: 30, within: 1800 };
}

function describe(DomainId: string): Pick<Condition, 'call'> {
  return { call: apiCall(sagemaker, 'DescribeDomain', { DomainId }) };
}
