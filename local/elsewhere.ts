import type { ClientFor, SdkClient } from '../shared/aws/service.ts';

/** An AWS that is not the local account: an emulator, or an account that a profile gives access to. */
export interface Elsewhere {
  readonly endpoint: string | undefined;
  readonly profile: string | undefined;
}

/** Clients of an emulator or a real account, one for each service and Region. */
export function awsClients({ endpoint, profile }: Elsewhere): ClientFor {
  const kept = new Map<string, SdkClient>();
  // Emulators take any credentials, and want buckets in the path: they have no DNS names of their own.
  const at =
    endpoint === undefined
      ? { profile }
      : { endpoint, forcePathStyle: true, credentials: { accessKeyId: 'test', secretAccessKey: 'test' } };
  // Buckets may lie in another Region than the one that is asked; S3's clients alone know of redirects.
  return (of, region) => {
    const key = `${of.name} ${region}`;
    const client = kept.get(key) ?? new of.Client({ region, maxAttempts: 3, followRegionRedirects: true, ...at });
    kept.set(key, client);
    return client;
  };
}
