import { SignatureV4 } from '@smithy/signature-v4';
import type { AwsCredentialIdentityProvider, HttpRequest } from '@smithy/types';

/** What any SDK client knows: whose credentials, and how to hash. */
export interface SigningClient {
  readonly config: {
    readonly credentials: AwsCredentialIdentityProvider;
    readonly sha256: ConstructorParameters<typeof SignatureV4>[0]['sha256'];
  };
}

/** Signs requests to Artifact as an SDK client would, with that client's credentials. */
export function artifactSigner(
  { config }: SigningClient,
  region: string,
  now: () => Date,
): (request: HttpRequest) => Promise<HttpRequest> {
  const { credentials, sha256 } = config;
  const signer = new SignatureV4({ service: 'artifact', region, credentials, sha256 });
  return async (request) => signer.sign(request, { signingDate: now() });
}
