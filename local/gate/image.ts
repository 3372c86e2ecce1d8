import { readUri } from '../../functions/remediators/sagemaker/image-users.ts';

/** An image as a pipeline names it. What is undefined is not said. */
export interface AskedImage {
  readonly repository: string;
  /** Undefined where the digest says which image it is. */
  readonly tag: string | undefined;
  readonly digest: string | undefined;
  /** Account of the registry. */
  readonly registry: string | undefined;
  readonly region: string | undefined;
}

/** https://docs.aws.amazon.com/AmazonECR/latest/APIReference/API_CreateRepository.html */
const repositoryName = /^(?=.{2,256}$)(?:[a-z0-9]+(?:[._-][a-z0-9]+)*\/)*[a-z0-9]+(?:[._-][a-z0-9]+)*$/;
/** https://github.com/opencontainers/distribution-spec/blob/main/spec.md#pulling-manifests */
const tagName = /^\w[\w.-]{0,127}$/;
const digestText = /^sha256:[0-9a-f]{64}$/;

/**
 * Reads `repository:tag`, `repository@sha256:…` or the URI of an image in Amazon ECR. A digest wins over a tag,
 * which may be on another image by now; without either it is the tag `latest`, as everywhere.
 *
 * @returns undefined for anything else
 */
export function readImage(text: string): AskedImage | undefined {
  // The longest is a URI with the longest repository, tag and digest.
  if (text.length > 600) return undefined;
  const uri = readUri(text);
  const { repository, tag, digest } = uri ?? nameOf(text);
  if (!repositoryName.test(repository) || !tagName.test(tag)) return undefined;
  if (digest !== undefined && !digestText.test(digest)) return undefined;
  return {
    repository,
    tag: digest === undefined ? tag : undefined,
    digest,
    registry: uri?.registry,
    region: uri?.home,
  };
}

function nameOf(text: string) {
  const at = text.indexOf('@');
  const name = at === -1 ? text : text.slice(0, at);
  const colon = name.indexOf(':');
  return {
    repository: colon === -1 ? name : name.slice(0, colon),
    tag: colon === -1 ? 'latest' : name.slice(colon + 1),
    digest: at === -1 ? undefined : text.slice(at + 1),
  };
}
