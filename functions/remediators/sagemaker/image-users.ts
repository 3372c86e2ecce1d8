import type {
  BatchDescribeModelPackageCommand,
  BatchDescribeModelPackageError,
  BatchDescribeModelPackageSummary,
  DescribeEndpointCommand,
  ListEndpointsCommand,
  ListModelPackagesCommand,
  ListModelPackagesOutput,
} from '@aws-sdk/client-sagemaker';
import { failureKind } from '../../../shared/aws/failure.ts';
import type { Bound } from '../../../shared/aws/service.ts';
import type { ImageRef } from '../../../shared/signals/signal.ts';
import { endpointNames } from './endpoint.ts';
import type { Reading } from './endpoint.ts';
import { ifAny } from './missing.ts';

/** https://docs.aws.amazon.com/AmazonECR/latest/userguide/Registries.html */
const uri = /^(?<registry>\d{12})\.dkr\.ecr(?:-fips)?\.(?<home>[a-z0-9-]+)\.amazonaws\.com(?:\.cn)?\/(?<path>[^\s]+)$/;

/** What it takes to find out who uses an image. */
interface ImageAws {
  readonly sagemaker: Bound<{
    BatchDescribeModelPackageCommand: typeof BatchDescribeModelPackageCommand;
    DescribeEndpointCommand: typeof DescribeEndpointCommand;
    ListEndpointsCommand: typeof ListEndpointsCommand;
    ListModelPackagesCommand: typeof ListModelPackagesCommand;
  }>;
}

/** ARNs of all model packages, in groups or not, that use the image in any container. */
export async function packagesWith(
  { sagemaker: client }: ImageAws,
  image: ImageRef,
  region: string,
): Promise<string[]> {
  const found: string[] = [];
  let NextToken: string | undefined;
  do {
    const page: ListModelPackagesOutput = await client.ListModelPackages({
      ModelPackageType: 'Both',
      MaxResults: 100,
      ...(NextToken === undefined ? {} : { NextToken }),
    });
    const arns = (page.ModelPackageSummaryList ?? []).flatMap(({ ModelPackageArn }) => ModelPackageArn ?? []);
    if (arns.length > 0) {
      // Takes 100 ARNs at most: https://docs.aws.amazon.com/sagemaker/latest/APIReference/API_BatchDescribeModelPackage.html
      const answer = await client.BatchDescribeModelPackage({ ModelPackageArnList: arns });
      const { ModelPackageSummaries = {}, BatchDescribeModelPackageErrorMap: errors = {} } = answer;
      // A package that can't be read may be the one that counts; one that was deleted meanwhile is not.
      const failed = Object.values(errors).map(failure);
      const unread = failed.find((error) => failureKind(error) !== 'gone');
      if (unread !== undefined) throw unread;
      for (const summary of Object.values(ModelPackageSummaries)) {
        if (usesImage(summary, image, region) && summary.ModelPackageArn !== undefined)
          found.push(summary.ModelPackageArn);
      }
    }
    NextToken = page.NextToken;
  } while (NextToken !== undefined);
  return found.toSorted();
}

function failure({ ErrorCode, ErrorResponse }: BatchDescribeModelPackageError): Error {
  return Object.assign(new Error(ErrorResponse), { name: ErrorCode });
}

function usesImage(
  { InferenceSpecification }: BatchDescribeModelPackageSummary,
  image: ImageRef,
  region: string,
): boolean {
  return (InferenceSpecification?.Containers ?? []).some((container) => isImage(container, image, region));
}

/**
 * A container that is pinned to a digest is that image or isn't, whatever its tag says by now, and wherever it
 * was pulled from. A tag says something in its own Region alone: elsewhere it may be on another image.
 */
export function isImage(
  { Image = '', ImageDigest }: { readonly Image?: string | undefined; readonly ImageDigest?: string | undefined },
  image: ImageRef,
  region: string,
): boolean {
  const named = readUri(Image);
  if (named?.registry !== image.registry || named.repository !== image.repository) return false;
  const pinned = named.digest ?? ImageDigest;
  return pinned === undefined ? named.home === region && image.tags.includes(named.tag) : pinned === image.digest;
}

/** An image in Amazon ECR by its URI; the digest counts where there is one, and else what the tag is on by now. */
export interface NamedImage {
  readonly registry: string;
  /** The registry's Region. */
  readonly home: string;
  readonly repository: string;
  readonly tag: string;
  readonly digest: string | undefined;
}

/** @returns undefined if the text is no URI of an image in Amazon ECR */
export function readUri(text: string): NamedImage | undefined {
  const { registry, home, path } = uri.exec(text)?.groups ?? {};
  if (registry === undefined || home === undefined || path === undefined) return undefined;
  const [name = '', digest] = path.split('@');
  const [repository = '', tag = 'latest'] = name.split(':');
  return { registry, home, repository, tag, digest };
}

/** Names of the endpoints that have the image deployed. */
export async function endpointsRunning(
  aws: Reading<'DescribeEndpoint' | 'ListEndpoints'>,
  image: ImageRef,
): Promise<string[]> {
  const running: string[] = [];
  for await (const EndpointName of endpointNames(aws)) {
    const endpoint = await ifAny(aws.sagemaker.DescribeEndpoint({ EndpointName }));
    const { ProductionVariants = [], ShadowProductionVariants = [] } = endpoint ?? {};
    const variants = [...ProductionVariants, ...ShadowProductionVariants];
    const images = variants.flatMap(({ DeployedImages = [] }) => DeployedImages);
    const suffix = `/${image.repository}@${image.digest}`;
    if (images.some(({ ResolvedImage = '' }) => ResolvedImage.endsWith(suffix))) running.push(EndpointName);
  }
  return running.toSorted();
}
