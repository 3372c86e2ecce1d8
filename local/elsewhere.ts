import type { ClientFor, SdkClient } from '../shared/aws/service.ts';

/** An AWS that is not the local account: an emulator, or an account that a profile gives access to. */
export interface Elsewhere {
  readonly endpoint: string | undefined;
  readonly profile: string | undefined;
}

/**
 * What has become of a call, for a person. A proxy's page and the like are no answers of AWS: the SDK then tells of its
 * own parser.
 */
export function toldByAws(error: unknown): string {
  const { name, message } = error as Error;
  if (name === 'CredentialsProviderError') return `there are no credentials: ${message}`;
  if (!message.includes('Deserialization error:')) return name === 'Error' ? message : `${name}: ${message}`;
  const { $response } = error as { readonly $response?: { readonly statusCode?: number } };
  const status = $response?.statusCode === undefined ? '' : `with HTTP ${$response.statusCode}, `;
  return `what answers, ${status}does not speak as AWS does`;
}

/** Clients of an emulator or a real account, one for each service and Region. */
export function awsClients({ endpoint, profile }: Elsewhere): ClientFor {
  const kept = new Map<string, SdkClient>();
  // Emulators take any credentials, and want buckets in the path: they have no DNS names of their own.
  const at =
    endpoint === undefined
      ? { profile }
      : { endpoint, forcePathStyle: true, credentials: { accessKeyId: 'test', secretAccessKey: 'test' } };
  // A connection that hangs must not hang a pipeline for good. The slowest answers wait for nothing: seconds, at most.
  const requestHandler = { connectionTimeout: 10_000, requestTimeout: 60_000, throwOnRequestTimeout: true };
  // Buckets may lie in another Region than the one that is asked; S3's clients alone know of redirects.
  return (of, region) => {
    const key = `${of.name} ${region}`;
    const client =
      kept.get(key) ?? new of.Client({ region, maxAttempts: 3, followRegionRedirects: true, requestHandler, ...at });
    kept.set(key, client);
    return client;
  };
}
