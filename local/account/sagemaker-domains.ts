import type {
  DescribeDomainRequest,
  DescribeDomainResponse,
  ListAppsRequest,
  ListAppsResponse,
  ListDomainsRequest,
  ListDomainsResponse,
  UpdateDomainRequest,
  UpdateDomainResponse,
} from '@aws-sdk/client-sagemaker';
import { ServiceFault, UnsupportedOperation } from './errors.ts';
import { digestOf } from './names.ts';
import { own, present } from './own.ts';
import { changeRegion, readRegion } from './region.ts';
import { constraint, invalid, sagemakerArn } from './sagemaker-errors.ts';
import type { DomainState } from './sagemaker-domain-state.ts';
import { listPage } from './sagemaker-lists.ts';
import type { CallContext, Handler } from './simulation.ts';

/** A domain as it is at a time: what is due has happened. */
export function settleDomain(domain: DomainState, now: Date): DomainState {
  const { change, ...rest } = domain;
  if (change === undefined || Date.parse(change.due) > now.getTime()) return domain;
  return { ...rest, status: change.to, modified: change.due };
}

function findDomain(context: CallContext, id: string): DomainState {
  const found = own(readRegion(context).sagemaker.domains, id);
  if (found === undefined) throw new ServiceFault('ResourceNotFound', `Domain [${id.slice(0, 100)}] does not exist.`);
  return settleDomain(found, context.now);
}

export const describeDomain: Handler<DescribeDomainRequest, DescribeDomainResponse> = (
  { DomainId: id = '' },
  context,
) => {
  const { name, status, created, modified, settings, application } = findDomain(context, id);
  return present({
    AppNetworkAccessType: 'PublicInternetOnly' as const,
    ...settings,
    DomainId: id,
    DomainArn: sagemakerArn(context, 'domain', id),
    SingleSignOnApplicationArn: settings.AuthMode === 'SSO' ? applicationOf(context, id, application) : undefined,
    DomainName: name,
    Status: status,
    CreationTime: created,
    LastModifiedTime: modified,
  });
};

/** CreateDomain makes the application; its number is the Identity Center's choice. */
function applicationOf({ account }: CallContext, id: string, known: string | null | undefined): string | undefined {
  if (known !== undefined) return known ?? undefined;
  return `arn:aws:sso::${account}:application/ssoins-6684e62d9d6bbd5c/apl-${digestOf(id).slice(7, 23)}`;
}

const inTheWay = ['InService', 'Pending', 'Deleting'];

/**
 * "This configuration can be modified if there are no apps in the InService, Pending, or Deleting state. The
 * configuration cannot be updated if DomainSettings.RStudioServerProDomainSettings.DomainExecutionRoleArn is
 * already set" (UpdateDomain). The wording of the refusals is this account's own.
 */
function checkAccess(domain: DomainState, id: string, access: string): void {
  if (access !== 'PublicInternetOnly' && access !== 'VpcOnly') {
    throw constraint(access, 'appNetworkAccessType', 'satisfy enum value set: [PublicInternetOnly, VpcOnly]');
  }
  const { DomainSettings, DefaultUserSettings } = domain.settings;
  const app = domain.apps.find(({ Status = '' }) => inTheWay.includes(Status));
  if (app !== undefined) {
    throw invalid(`AppNetworkAccessType of Domain [${id}] can't change while app ${app.AppName} is ${app.Status}.`);
  }
  if (DomainSettings?.RStudioServerProDomainSettings?.DomainExecutionRoleArn !== undefined) {
    throw invalid(`AppNetworkAccessType of Domain [${id}] can't change: it has RStudio.`);
  }
  if (access === 'VpcOnly' && (DefaultUserSettings?.SecurityGroups ?? []).length === 0) {
    throw invalid(`Domain [${id}] needs SecurityGroups in DefaultUserSettings for VpcOnly.`);
  }
}

/** Changes the network access; what else UpdateDomain can do, nobody here asks for. */
export const updateDomain: Handler<UpdateDomainRequest, UpdateDomainResponse> = (input, context) => {
  const { DomainId: id = '', AppNetworkAccessType: access, ...more } = input;
  const [other] = Object.keys(more);
  if (other !== undefined) throw new UnsupportedOperation(`change of a domain's ${other}`);
  const domain = findDomain(context, id);
  if (domain.status !== 'InService' && domain.status !== 'Update_Failed') {
    throw new ServiceFault('ResourceInUse', `Domain [${id}] is ${domain.status} and can't be updated.`);
  }
  const changes = access !== undefined && access !== (domain.settings.AppNetworkAccessType ?? 'PublicInternetOnly');
  if (changes) checkAccess(domain, id, access);
  const { sagemaker } = changeRegion(context);
  sagemaker.domains[id] = {
    ...domain,
    settings: { ...domain.settings, ...(access === undefined ? {} : { AppNetworkAccessType: access }) },
    status: 'Updating',
    modified: context.now.toISOString(),
    change: { to: 'InService', due: new Date(context.now.getTime() + sagemaker.seconds.domain * 1000).toISOString() },
  };
  return { DomainArn: sagemakerArn(context, 'domain', id) };
};

export const listDomains: Handler<ListDomainsRequest, ListDomainsResponse> = (input, context) => {
  const domains = Object.entries(readRegion(context).sagemaker.domains).map(([id, found]) => {
    const { name, created, modified, status } = settleDomain(found, context.now);
    return { id, name, created, modified, status, arn: sagemakerArn(context, 'domain', id) };
  });
  const { items, next } = listPage('ListDomains', domains, input, 'Ascending');
  return present({
    Domains: items.map(({ id, arn, name, status, created, modified }) => ({
      DomainId: id,
      DomainArn: arn,
      DomainName: name,
      Status: status,
      CreationTime: created,
      LastModifiedTime: modified,
    })),
    NextToken: next,
  });
};

export const listApps: Handler<ListAppsRequest, ListAppsResponse> = (input, context) => {
  const { DomainIdEquals, UserProfileNameEquals, SpaceNameEquals, ...page } = input;
  if (UserProfileNameEquals !== undefined || SpaceNameEquals !== undefined) {
    throw new UnsupportedOperation('list of the apps of a user profile or space');
  }
  const apps = Object.entries(readRegion(context).sagemaker.domains)
    .filter(([id]) => DomainIdEquals === undefined || id === DomainIdEquals)
    .flatMap(([DomainId, { apps: running, created }]) =>
      running.map((app) => ({
        app: { ...app, DomainId },
        name: app.AppName ?? '',
        created: app.CreationTime ?? created,
        arn: [DomainId, app.UserProfileName, app.SpaceName, app.AppType, app.AppName].join('/'),
      })),
    );
  const { items, next } = listPage('ListApps', apps, { ...page, SortBy: undefined }, 'Ascending');
  return present({ Apps: items.map(({ app }) => app), NextToken: next });
};
