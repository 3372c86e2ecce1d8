import { own } from './own.ts';
import { digestOf, parseArn } from './names.ts';
import type {
  ConfigSettingsState,
  DeploymentState,
  EndpointState,
  ModelState,
  SagemakerState,
  VariantState,
} from './sagemaker-state.ts';

/** What runs once a configuration is deployed: initial counts and weights, and images resolved to digests. */
export function deploy(
  sagemaker: SagemakerState,
  settings: ConfigSettingsState,
  at: string,
): Record<string, VariantState> {
  const configured = [...(settings.ProductionVariants ?? []), ...(settings.ShadowProductionVariants ?? [])];
  const variants = configured.map((variant): [string, VariantState] => {
    const instances = variant.InitialInstanceCount ?? 0;
    const weight = variant.InitialVariantWeight ?? 1;
    const model = variant.ModelName === undefined ? undefined : own(sagemaker.models, variant.ModelName);
    const images = model === undefined ? [] : imagesOf(sagemaker, model);
    return [
      variant.VariantName ?? '',
      {
        instances,
        desiredInstances: instances,
        weight,
        desiredWeight: weight,
        images: images.map((image) => ({
          SpecifiedImage: image,
          ResolvedImage: resolveImage(sagemaker, image),
          ResolutionTime: at,
        })),
      },
    ];
  });
  return Object.fromEntries(variants);
}

/** Images of a model's containers; a container that names a model package runs that package's images. */
function imagesOf(sagemaker: SagemakerState, model: ModelState): readonly string[] {
  const { PrimaryContainer, Containers } = model.settings;
  const containers = PrimaryContainer === undefined ? (Containers ?? []) : [PrimaryContainer];
  return containers.flatMap(({ Image, ModelPackageName }) => {
    if (Image !== undefined) return [Image];
    return ModelPackageName === undefined ? [] : packageImages(sagemaker, ModelPackageName);
  });
}

function packageImages(sagemaker: SagemakerState, packageArn: string): readonly string[] {
  const [, group, version] = parseArn(packageArn)?.resource.split('/') ?? [];
  if (group === undefined || version === undefined) return [];
  const found = own(own(sagemaker.modelPackageGroups, group)?.packages ?? {}, version);
  const containers = found?.settings.InferenceSpecification?.Containers ?? [];
  return containers.flatMap(({ Image }) => (Image === undefined ? [] : [Image]));
}

/** The image by digest: `registry/repository@sha256:…`. */
export function resolveImage(sagemaker: SagemakerState, image: string): string {
  return image.includes('@sha256:') ? image : `${withoutTag(image)}@${imageDigest(sagemaker, image)}`;
}

/** An image's digest, from the URI itself, from the account's table, or made from the URI. */
export function imageDigest(sagemaker: SagemakerState, image: string): string {
  const at = image.indexOf('@sha256:');
  return at >= 0 ? image.slice(at + 1) : (own(sagemaker.images, image) ?? digestOf(image));
}

function withoutTag(image: string): string {
  const colon = image.lastIndexOf(':');
  return colon > image.lastIndexOf('/') ? image.slice(0, colon) : image;
}

/**
 * Keeps what autoscaling or UpdateEndpointWeightsAndCapacities has changed, as RetainAllVariantProperties
 * asks: variants that go on under the same name keep their counts and weights, but for excluded properties.
 */
export function retain(
  before: Readonly<Record<string, VariantState>>,
  after: Readonly<Record<string, VariantState>>,
  excluded: readonly string[],
): Record<string, VariantState> {
  const kept = Object.entries(after).map(([name, variant]): [string, VariantState] => {
    const old = own(before, name);
    if (old === undefined) return [name, variant];
    const counts = { instances: old.desiredInstances, desiredInstances: old.desiredInstances };
    const weights = { weight: old.desiredWeight, desiredWeight: old.desiredWeight };
    return [
      name,
      {
        ...variant,
        ...(excluded.includes('DesiredInstanceCount') ? {} : counts),
        ...(excluded.includes('DesiredWeight') ? {} : weights),
      },
    ];
  });
  return Object.fromEntries(kept);
}

/**
 * An endpoint as it is at a time: what is due has happened. Nothing else moves an endpoint, so that a
 * simulated clock may jump days. Undefined: its deletion is through.
 */
export function settle(endpoint: EndpointState, now: Date): EndpointState | undefined {
  const due = (time: string | undefined) => time !== undefined && Date.parse(time) <= now.getTime();
  if (endpoint.status === 'Deleting') return due(endpoint.deleted) ? undefined : endpoint;
  const { deployment, ...rest } = endpoint;
  if (deployment === undefined || !due(deployment.due)) return endpoint;
  switch (deployment.result) {
    case 'InService':
      return succeeded(rest, deployment);
    case 'RollingBack':
      return due(deployment.rolledBack)
        ? failed(rest, deployment, 'InService', deployment.rolledBack)
        : { ...failed(rest, deployment, 'RollingBack', deployment.due), deployment };
    case 'Failed':
    case 'UpdateRollbackFailed':
      return failed(rest, deployment, deployment.result, deployment.due);
  }
}

function succeeded({ failureReason: _, ...endpoint }: EndpointState, deployment: DeploymentState): EndpointState {
  const { config, settings, variants, guardrails } = deployment;
  return {
    ...endpoint,
    status: 'InService',
    modified: deployment.due,
    config,
    settings,
    variants,
    ...(guardrails === undefined ? {} : { guardrails }),
  };
}

/** What ran before goes on running; a desired count or weight that could not be reached is given up. */
function failed(
  endpoint: EndpointState,
  deployment: DeploymentState,
  status: EndpointState['status'],
  modified: string | undefined,
): EndpointState {
  const variants = Object.entries(endpoint.variants).map(([name, variant]): [string, VariantState] => [
    name,
    { ...variant, desiredInstances: variant.instances, desiredWeight: variant.weight },
  ]);
  return {
    ...endpoint,
    status,
    modified: modified ?? deployment.due,
    variants: Object.fromEntries(variants),
    ...(deployment.reason === undefined ? {} : { failureReason: deployment.reason }),
  };
}
