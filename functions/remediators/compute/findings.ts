import { Inspector2Client, ListFindingsCommand } from '@aws-sdk/client-inspector2';
import type { FilterCriteria, Finding } from '@aws-sdk/client-inspector2';
import * as z from 'zod';
import { printable } from '../../../shared/aws/failure.ts';
import { everyItem } from '../../../shared/aws/pages.ts';
import { service } from '../../../shared/aws/service.ts';
import type { BoundServices } from '../../../shared/aws/service.ts';
import type { Scope } from '../../../shared/remediation.ts';

export const inspector2 = service('Inspector2', Inspector2Client, { ListFindingsCommand });
type InspectorAws = BoundServices<{ inspector2: typeof inspector2 }>;

const severities = ['LOW', 'MEDIUM', 'HIGH', 'CRITICAL'] as const;

/** Which findings count; the same for functions and instances. */
export const thresholds = {
  severity: z.enum(severities).default('CRITICAL').describe('Findings of this severity or above count.'),
  'severity-with-exploit': z
    .enum(severities)
    .default('LOW')
    .describe('Findings of this severity or above count if an exploit is known; by default, all of those.'),
};
type Thresholds = z.output<z.ZodObject<typeof thresholds>>;

/** A finding as Inspector holds it now, in words that can be shown. */
export interface Weakness {
  /** `CVE-2026-11111`, or the title of a finding that is about no package. */
  readonly name: string;
  readonly severity: string;
  readonly exploit: boolean;
  readonly packages: readonly Package[];
}

export interface Package {
  readonly name: string;
  readonly installed: string;
  /** Undefined: there is no fixed version. */
  readonly fixed: string | undefined;
}

/**
 * What may be looked up by: a function's name, which stands for all of its versions, or an instance's id. An
 * administrator of Inspector is told of the members' findings as well, and names are an account's own.
 */
export type Sought = { readonly function: string; readonly account: string } | { readonly instance: string };

/**
 * What Inspector has found about a resource and what counts. The event that told of it may be late, or made up.
 *
 * https://docs.aws.amazon.com/inspector/v2/APIReference/API_ListFindings.html
 *
 * @param status CLOSED ones are kept for 30 days, or for 3 if the resource is no longer scanned:
 *   https://docs.aws.amazon.com/inspector/latest/user/findings-understanding.html
 */
export async function weaknessesOf(
  aws: InspectorAws,
  sought: Sought,
  parameters: Thresholds,
  status: 'ACTIVE' | 'CLOSED' = 'ACTIVE',
): Promise<Weakness[]> {
  const found: Weakness[] = [];
  const criteria = { ...criteriaOf(sought), findingStatus: is(status) };
  for await (const finding of findings(aws, criteria)) if (counts(finding, parameters)) found.push(weakness(finding));
  return found.toSorted(bySeverity);
}

/**
 * Ids of resources with findings that are active or were until some days ago, each once. A resource whose findings
 * are closed may still be held.
 *
 * @param idIn tells a resource of the kind from a finding's resource
 */
export async function* foundLately(
  aws: InspectorAws,
  resourceType: ResourceType,
  { account }: Scope,
  idIn: (resource: NonNullable<Finding['resources']>[number]) => string | undefined,
): AsyncGenerator<string> {
  const criteria = {
    resourceType: is(resourceType),
    awsAccountId: is(account),
    findingStatus: is('ACTIVE', 'CLOSED'),
  };
  const seen = new Set<string>();
  for await (const { resources = [] } of findings(aws, criteria)) {
    for (const resource of resources) {
      const id = resource.type === resourceType ? idIn(resource) : undefined;
      if (id === undefined || seen.has(id)) continue;
      seen.add(id);
      yield id;
    }
  }
}

type ResourceType = 'AWS_LAMBDA_FUNCTION' | 'AWS_EC2_INSTANCE';

function findings({ inspector2: inspector }: InspectorAws, filterCriteria: FilterCriteria): AsyncGenerator<Finding> {
  return everyItem(
    (token) => inspector.ListFindings({ filterCriteria, ...token }),
    ({ findings: page }) => {
      // An answer without the list is none: "no findings" is what a resource would be called clean by.
      if (page === undefined) throw new TypeError('the answer of Inspector has no list of findings');
      return page;
    },
  );
}

function criteriaOf(sought: Sought): FilterCriteria {
  return 'function' in sought
    ? {
        resourceType: is('AWS_LAMBDA_FUNCTION'),
        lambdaFunctionName: is(sought.function),
        awsAccountId: is(sought.account),
      }
    : { resourceType: is('AWS_EC2_INSTANCE'), resourceId: is(sought.instance) };
}

function is(...values: readonly string[]) {
  return values.map((value) => ({ comparison: 'EQUALS' as const, value }));
}

function counts({ severity = 'UNTRIAGED', exploitAvailable }: Finding, parameters: Thresholds): boolean {
  const reaches = (threshold: string): boolean => rank(severity) >= rank(threshold);
  return reaches(parameters.severity) || (exploitAvailable === 'YES' && reaches(parameters['severity-with-exploit']));
}

/** INFORMATIONAL and UNTRIAGED are below all. */
function rank(severity: string): number {
  return severities.indexOf(severity as (typeof severities)[number]);
}

function bySeverity(a: Weakness, b: Weakness): number {
  return Number(b.exploit) - Number(a.exploit) || rank(b.severity) - rank(a.severity) || (a.name < b.name ? -1 : 1);
}

function weakness({
  packageVulnerabilityDetails: details,
  title,
  severity = 'UNTRIAGED',
  exploitAvailable,
}: Finding): Weakness {
  return {
    name: printable(details?.vulnerabilityId ?? title ?? 'A weakness without a name', 120),
    severity,
    exploit: exploitAvailable === 'YES',
    // Names and versions come out of the package itself, which anybody may have written.
    packages: (details?.vulnerablePackages ?? []).map(
      ({ name = 'a package without a name', version = '', fixedInVersion }) => ({
        name: printable(name, 100),
        installed: printable(version, 60),
        fixed:
          fixedInVersion === undefined || fixedInVersion === 'NotAvailable' ? undefined : printable(fixedInVersion, 60),
      }),
    ),
  };
}
