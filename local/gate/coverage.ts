import type { CoveredResource, ListCoverageRequest } from '@aws-sdk/client-inspector2';
import type { AskedImage } from './image.ts';
import { is } from './inspector.ts';
import type { Inspecting } from './inspector.ts';

/** An image that Inspector knows, whichever name it was asked for by. */
export interface CoveredImage {
  readonly registry: string;
  readonly region: string;
  readonly repository: string;
  readonly digest: string;
  readonly tags: readonly string[];
  /** ISO 8601; undefined: never. */
  readonly scannedAt: string | undefined;
}

export type Coverage =
  /** Its findings are what a scan has found. `note`: what there is to know of the scan's age. */
  | { readonly is: 'scanned'; readonly image: CoveredImage; readonly note?: string }
  /** There will be a result. */
  | { readonly is: 'pending'; readonly why: string }
  /** There will be none. */
  | { readonly is: 'unscanned'; readonly why: string }
  /** Inspector has no such image: it isn't there, was pushed just now, or isn't looked at. */
  | { readonly is: 'unknown'; readonly why: string }
  | { readonly is: 'ambiguous'; readonly digests: readonly string[] };

const pending = new Set(['PENDING_INITIAL_SCAN', 'PENDING_REVIVAL_SCAN', 'SCAN_IN_PROGRESS', 'INTERNAL_ERROR']);

/** What to do about the reasons that a pipeline meets; the others speak for themselves. */
const advice: Readonly<Record<string, string>> = {
  ACCESS_DENIED: 'let Inspector read the repository',
  ACCESS_DENIED_TO_ENCRYPTION_KEY: "let Inspector use the repository's KMS key",
  EXCLUDED_BY_TAG: 'take the tag off that excludes it',
  IMAGE_ARCHIVED: 'restore it in Amazon ECR',
  SCAN_ELIGIBILITY_EXPIRED: "push it again, or prolong Inspector's re-scan duration",
  SCAN_FREQUENCY_MANUAL: "add the repository to the registry's filters for enhanced scanning",
  UNSUPPORTED_MEDIA_TYPE: 'of an image for several platforms, ask for the digest of each platform',
  UNSUPPORTED_OS: 'of an image for several platforms, ask for the digest of each platform',
};

/**
 * Looks an image up by its name, and says whether Inspector's findings about it can be relied on.
 *
 * https://docs.aws.amazon.com/inspector/v2/APIReference/API_ListCoverage.html
 */
export async function coverageOf(inspector: Inspecting, asked: AskedImage): Promise<Coverage> {
  const found = new Map<string, { readonly resource: CoveredResource; readonly image: CoveredImage }>();
  for await (const resource of coveredImages(inspector, asked)) {
    const image = imageOf(resource);
    if (image?.repository !== asked.repository) continue;
    if (asked.digest !== undefined && image.digest !== asked.digest) continue;
    found.set(`${image.registry} ${image.digest}`, { resource, image });
  }
  const [only, ...more] = found.values();
  if (only === undefined) return { is: 'unknown', why: 'Inspector does not know it' };
  if (more.length > 0) {
    return { is: 'ambiguous', digests: [only, ...more].map(({ image }) => `${image.registry} ${image.digest}`) };
  }
  return judge(only.resource, only.image);
}

async function* coveredImages(inspector: Inspecting, { repository, tag, registry }: AskedImage) {
  const filterCriteria = {
    resourceType: is('AWS_ECR_CONTAINER_IMAGE'),
    ecrRepositoryName: is(repository),
    ...(tag === undefined ? {} : { ecrImageTags: is(tag) }),
    ...(registry === undefined ? {} : { accountId: is(registry) }),
  };
  let nextToken: string | undefined;
  do {
    const request: ListCoverageRequest = { filterCriteria, ...(nextToken === undefined ? {} : { nextToken }) };
    const page = await inspector.ListCoverage(request);
    // No list is no answer: an image would be unknown that is there.
    if (page.coveredResources === undefined) throw new TypeError('the answer of Inspector has no list of resources');
    yield* page.coveredResources;
    nextToken = page.nextToken;
  } while (nextToken !== undefined);
}

const imageArn =
  /^arn:[a-z-]+:ecr:(?<region>[a-z0-9-]+):(?<registry>\d{12}):repository\/(?<repository>[^\s:]+)\/(?<digest>sha256:[0-9a-f]{64})$/;

function imageOf({ resourceId = '', resourceMetadata, lastScannedAt }: CoveredResource): CoveredImage | undefined {
  const { region, registry, repository, digest } = imageArn.exec(resourceId)?.groups ?? {};
  if (region === undefined || registry === undefined || repository === undefined || digest === undefined)
    return undefined;
  const tags = resourceMetadata?.ecrImage?.tags ?? [];
  return { region, registry, repository, digest, tags, scannedAt: lastScannedAt?.toISOString() };
}

/** https://docs.aws.amazon.com/inspector/v2/APIReference/API_ScanStatus.html */
function judge({ scanStatus }: CoveredResource, image: CoveredImage): Coverage {
  const { statusCode = 'unknown', reason = 'unknown' } = scanStatus ?? {};
  if (pending.has(reason)) return { is: 'pending', why: `the scan is not through (${reason})` };
  if (reason === 'SCAN_FREQUENCY_SCAN_ON_PUSH') {
    // Scanned once; what has become known since is not in the findings.
    if (image.scannedAt === undefined) return { is: 'pending', why: 'the scan on push is not through' };
    return { is: 'scanned', image, note: 'scanned when it was pushed, and not again' };
  }
  if (statusCode === 'ACTIVE' && reason === 'SUCCESSFUL') return { is: 'scanned', image };
  const what = Object.hasOwn(advice, reason) ? `; ${advice[reason]}` : '';
  return { is: 'unscanned', why: `Inspector does not scan it (${statusCode}, ${reason})${what}` };
}
