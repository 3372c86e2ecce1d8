import type { Finding, ListFindingsRequest, VulnerablePackage } from '@aws-sdk/client-inspector2';
import type { CoveredImage } from './coverage.ts';
import { is } from './inspector.ts';
import type { Inspecting } from './inspector.ts';

/** A package as it is installed, and the version that has it right. */
export interface AffectedPackage {
  readonly name: string;
  readonly version: string;
  /** Undefined: there is none yet. */
  readonly fixed: string | undefined;
  /** `OS`, `PYTHON` and so on. */
  readonly manager: string | undefined;
  readonly path: string | undefined;
}

/** A finding of Inspector, reduced to what a pipeline is told. All of its text comes from outside. */
export interface GateFinding {
  readonly arn: string;
  /** `CVE-2026-11111`, or another database's id; the ARN where there is none. */
  readonly id: string;
  readonly title: string;
  readonly severity: string;
  /** Amazon Inspector's score, 0 to 10. */
  readonly score: number | undefined;
  readonly exploited: boolean;
  /** All packages of it have a fixed version. */
  readonly fixable: boolean;
  readonly url: string | undefined;
  readonly packages: readonly AffectedPackage[];
}

/**
 * All active findings about an image, the worst first. What a suppression rule of Inspector's takes is not active.
 *
 * https://docs.aws.amazon.com/inspector/v2/APIReference/API_ListFindings.html
 *
 * @param told how many have been read, after each page
 */
export async function findingsAbout(
  inspector: Inspecting,
  { registry, repository, digest }: CoveredImage,
  told: (count: number) => void = () => undefined,
): Promise<GateFinding[]> {
  const filterCriteria = {
    resourceType: is('AWS_ECR_CONTAINER_IMAGE'),
    findingStatus: is('ACTIVE'),
    ecrImageRegistry: is(registry),
    ecrImageRepositoryName: is(repository),
    ecrImageHash: is(digest),
  };
  const found: GateFinding[] = [];
  let nextToken: string | undefined;
  do {
    // The most that a page takes; fewer pages are fewer calls that can be throttled.
    const request: ListFindingsRequest = {
      filterCriteria,
      maxResults: 100,
      ...(nextToken === undefined ? {} : { nextToken }),
    };
    const page = await inspector.ListFindings(request);
    // An answer without the list is none: "no findings" is what lets an image through.
    if (page.findings === undefined) throw new TypeError('the answer of Inspector has no list of findings');
    found.push(...page.findings.map(reduced));
    told(found.length);
    nextToken = page.nextToken;
  } while (nextToken !== undefined);
  return found.toSorted(
    (a, b) => rank(b.severity) - rank(a.severity) || (b.score ?? 0) - (a.score ?? 0) || (a.id < b.id ? -1 : 1),
  );
}

const severities = ['INFORMATIONAL', 'UNTRIAGED', 'LOW', 'MEDIUM', 'HIGH', 'CRITICAL'];

/** How bad a severity is; one that nobody knows is as bad as the worst. */
export function rank(severity: string): number {
  const found = severities.indexOf(severity);
  return found === -1 ? severities.length : found;
}

function reduced(finding: Finding): GateFinding {
  const { findingArn: arn = '', packageVulnerabilityDetails: details, title, severity, inspectorScore } = finding;
  const id = details?.vulnerabilityId ?? arn;
  return {
    arn,
    id,
    title: title ?? id,
    severity: severity ?? 'unknown',
    score: inspectorScore,
    exploited: finding.exploitAvailable === 'YES',
    fixable: finding.fixAvailable === 'YES',
    url: details?.sourceUrl,
    packages: (details?.vulnerablePackages ?? []).map(affected),
  };
}

function affected({
  name = '',
  epoch = 0,
  version = '',
  release,
  fixedInVersion,
  packageManager,
  filePath,
}: VulnerablePackage): AffectedPackage {
  // As rpm and dpkg write it: https://docs.aws.amazon.com/inspector/v2/APIReference/API_VulnerablePackage.html
  const whole = `${epoch > 0 ? `${epoch}:` : ''}${version}${release === undefined ? '' : `-${release}`}`;
  const isFixed = fixedInVersion !== undefined && fixedInVersion !== '' && fixedInVersion !== 'NotAvailable';
  return { name, version: whole, fixed: isFixed ? fixedInVersion : undefined, manager: packageManager, path: filePath };
}
