import type { DescribeEndpointOutput } from '@aws-sdk/client-sagemaker';
import type { JsonObject } from '../../../shared/json.ts';
import type { Scope } from '../../../shared/remediation.ts';
import { configsGiven } from './endpoint-history.ts';
import type { HistoryAws } from './endpoint-history.ts';
import { readConfig } from './endpoint.ts';
import type { Reading } from './endpoint.ts';
import { exploitsIn } from './exploits.ts';
import type { Severity } from './exploits.ts';
import { readUri } from './image-users.ts';
import type { NamedImage } from './image-users.ts';
import type { InspectorAws } from './inspector.ts';
import { ifAny } from './missing.ts';
import type { ModelAws } from './model.ts';
import { modelsIn } from './model.ts';
import { allVariants } from './variants.ts';

export type CleanAws = HistoryAws &
  InspectorAws & {
    readonly sagemaker: Reading<'DescribeEndpointConfig'>['sagemaker'] & Pick<ModelAws['sagemaker'], 'DescribeModel'>;
  };

/** Each takes several calls; what was run longer ago is hardly what somebody wants to go back to. */
const mostCandidates = 20;

/** The images that an endpoint runs, by digest. What is not in Amazon ECR, Inspector knows nothing about. */
export function imagesOf({ ProductionVariants = [], ShadowProductionVariants = [] }: DescribeEndpointOutput) {
  const deployed = [...ProductionVariants, ...ShadowProductionVariants].flatMap(
    ({ DeployedImages = [] }) => DeployedImages,
  );
  const uris = new Set(deployed.flatMap(({ ResolvedImage }) => ResolvedImage ?? []));
  return [...uris].toSorted().flatMap((uri) => readUri(uri) ?? []);
}

/**
 * The newest configuration that the endpoint has run before, still exists with all of its models, has the same
 * variants, and runs no image with a known exploit. Nothing but the endpoint's own history tells that a
 * configuration is one of its: variants of all endpoints are called alike.
 */
export async function cleanConfig(
  aws: CleanAws,
  endpoint: DescribeEndpointOutput,
  threshold: Severity,
  scope: Scope,
): Promise<string | undefined> {
  const given = await configsGiven(aws, endpoint.EndpointName ?? '', scope);
  const earlier = given.filter((name) => name !== endpoint.EndpointConfigName);
  const { ProductionVariants = [], ShadowProductionVariants = [] } = endpoint;
  const variants = namesOf([...ProductionVariants, ...ShadowProductionVariants]);
  for (const name of earlier.slice(0, mostCandidates)) {
    const config = await ifAny(readConfig(aws, name));
    if (config === undefined || namesOf(allVariants(config.input)) !== variants) continue;
    if (await isClean(aws, config.input, threshold, scope)) return name;
  }
  return undefined;
}

function namesOf(variants: readonly { readonly VariantName?: string | undefined }[]): string {
  return variants
    .map(({ VariantName = '' }) => VariantName)
    .toSorted()
    .join(' ');
}

/** Whether every image is known, and none of them known to be exploited. */
async function isClean(aws: CleanAws, config: JsonObject, threshold: Severity, { region }: Scope): Promise<boolean> {
  if (allVariants(config).some(({ ModelName }) => ModelName === undefined)) return false;
  for (const model of modelsIn(config)) {
    const images = await imagesOfModel(aws, model);
    if (images === undefined) return false;
    for (const image of images) {
      // A tag says something in its own Region alone: elsewhere it may be on another image.
      if (image.digest === undefined && image.home !== region) return false;
      if ((await exploitsIn(aws, image, threshold)).length > 0) return false;
    }
  }
  return true;
}

/** @returns undefined if the model is gone, or if one of its images is not told by a URI of Amazon ECR's */
async function imagesOfModel({ sagemaker }: CleanAws, ModelName: string): Promise<NamedImage[] | undefined> {
  const model = await ifAny(sagemaker.DescribeModel({ ModelName }));
  const { PrimaryContainer, Containers = [] } = model ?? {};
  const containers = PrimaryContainer === undefined ? Containers : [PrimaryContainer];
  const images = containers.flatMap(({ Image = '' }) => readUri(Image) ?? []);
  return images.length === 0 || images.length < containers.length ? undefined : images;
}
