import type {
  BatchDescribeModelPackageCommand,
  BatchDescribeModelPackageSummary,
  DescribeEndpointCommand,
  ListEndpointsCommand,
  ListModelPackagesCommand,
  ListModelPackagesOutput,
  ModelPackageContainerDefinition,
} from '@aws-sdk/client-sagemaker';
import type { Bound } from '../../../shared/aws/service.ts';
import type { ImageRef } from '../../../shared/signals/signal.ts';
import { endpointNames } from './endpoint.ts';

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
export async function packagesWith({ sagemaker: client }: ImageAws, image: ImageRef): Promise<string[]> {
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
      const [failed] = Object.entries(errors);
      // A package that can't be read may be the one that counts.
      if (failed !== undefined) throw Object.assign(new Error(failed[1].ErrorResponse), { name: failed[1].ErrorCode });
      for (const summary of Object.values(ModelPackageSummaries)) {
        if (usesImage(summary, image) && summary.ModelPackageArn !== undefined) found.push(summary.ModelPackageArn);
      }
    }
    NextToken = page.NextToken;
  } while (NextToken !== undefined);
  return found.toSorted();
}

function usesImage({ InferenceSpecification }: BatchDescribeModelPackageSummary, image: ImageRef): boolean {
  return (InferenceSpecification?.Containers ?? []).some((container) => isImage(container, image));
}

/** A container that is pinned to a digest is that image or isn't, whatever its tag says by now. */
function isImage({ Image = '', ImageDigest }: ModelPackageContainerDefinition, image: ImageRef): boolean {
  const repository = new RegExp(`^${image.registry}\\.dkr\\.ecr(-fips)?\\.[a-z0-9-]+\\.amazonaws\\.com(\\.cn)?/(.+)$`);
  const path = repository.exec(Image)?.[3];
  if (path === undefined) return false;
  const [name, digest] = path.split('@');
  const [repositoryName, tag = 'latest'] = (name ?? '').split(':');
  if (repositoryName !== image.repository) return false;
  const pinned = digest ?? ImageDigest;
  return pinned === undefined ? image.tags.includes(tag) : pinned === image.digest;
}

/** Names of the endpoints that have the image deployed. */
export async function endpointsRunning(aws: ImageAws, image: ImageRef): Promise<string[]> {
  const running: string[] = [];
  for await (const EndpointName of endpointNames(aws)) {
    const { ProductionVariants = [] } = await aws.sagemaker.DescribeEndpoint({ EndpointName });
    const images = ProductionVariants.flatMap(({ DeployedImages = [] }) => DeployedImages);
    const suffix = `/${image.repository}@${image.digest}`;
    if (images.some(({ ResolvedImage = '' }) => ResolvedImage.endsWith(suffix))) running.push(EndpointName);
  }
  return running.toSorted();
}
