import { cannedGrants } from './s3-acl.ts';
import { own } from './own.ts';
import { deploy } from './sagemaker-deployment.ts';
import { completeJobs } from './sagemaker-job-state.ts';
import type { EndpointSeed, EndpointState, SagemakerSeed, SagemakerState } from './sagemaker-state.ts';
import { regionSeed } from './state.ts';
import type { AccountSeed, AccountState, BucketSeed, BucketState, RegionSeed, RegionState } from './state.ts';

/** What an account file leaves to the account that reads it. */
export interface Surroundings {
  readonly account: string;
  readonly region: string;
  /** ISO 8601; the age of everything whose age the file does not tell. */
  readonly at: string;
}

/** Fills in what an account file leaves out. The result shares nothing with the file. */
export function complete(file: AccountSeed, surroundings: Surroundings): AccountState {
  const { s3, cloudtrail, iam, regions } = structuredClone(file);
  return {
    s3: { buckets: mapRecord(s3.buckets, (bucket) => completeBucket(bucket, surroundings)) },
    cloudtrail: {
      trails: cloudtrail.trails.map((trail) => ({ ...trail, region: trail.region ?? surroundings.region })),
    },
    iam,
    regions: mapRecord(regions, (region) => completeRegion(region, surroundings)),
  };
}

function completeBucket(bucket: BucketSeed, { account, region, at }: Surroundings): BucketState {
  return {
    ...bucket,
    region: bucket.region ?? region,
    created: bucket.created ?? at,
    acl: typeof bucket.acl === 'string' ? cannedGrants(bucket.acl, account) : bucket.acl,
  };
}

function completeRegion(region: RegionSeed, surroundings: Surroundings): RegionState {
  const { eventbridge } = region;
  const buses = { default: { events: [], received: 0 }, ...eventbridge.buses };
  return { ...region, eventbridge: { buses }, sagemaker: completeSagemaker(region.sagemaker, surroundings) };
}

/** What a Region holds before anybody has made anything in it. */
export function emptyRegion(surroundings: Surroundings): RegionState {
  return completeRegion(regionSeed.parse({}), surroundings);
}

function completeSagemaker(seed: SagemakerSeed, { at }: Surroundings): SagemakerState {
  const aged = <T extends { created?: string | undefined }>(value: T) => ({ ...value, created: value.created ?? at });
  const sagemaker: SagemakerState = {
    ...seed,
    endpoints: {},
    jobs: completeJobs(seed.jobs, at),
    endpointConfigs: mapRecord(seed.endpointConfigs, aged),
    models: mapRecord(seed.models, aged),
    tagOnly: mapRecord(seed.tagOnly, aged),
    domains: mapRecord(seed.domains, (domain) => ({
      ...aged(domain),
      modified: domain.modified ?? domain.created ?? at,
    })),
    jobDefinitions: {
      DataQuality: mapRecord(seed.jobDefinitions.DataQuality, aged),
      ModelBias: mapRecord(seed.jobDefinitions.ModelBias, aged),
      ModelExplainability: mapRecord(seed.jobDefinitions.ModelExplainability, aged),
      ModelQuality: mapRecord(seed.jobDefinitions.ModelQuality, aged),
    },
    monitoringSchedules: mapRecord(seed.monitoringSchedules, (schedule) => ({
      ...aged(schedule),
      modified: schedule.modified ?? schedule.created ?? at,
    })),
    notebooks: mapRecord(seed.notebooks, (notebook) => ({
      ...aged(notebook),
      modified: notebook.modified ?? notebook.created ?? at,
    })),
    modelPackageGroups: mapRecord(seed.modelPackageGroups, (group) => ({
      ...aged(group),
      packages: mapRecord(group.packages, (version) => ({
        ...aged(version),
        modified: version.modified ?? version.created ?? at,
      })),
    })),
  };
  return {
    ...sagemaker,
    endpoints: mapRecord(seed.endpoints, (endpoint) => completeEndpoint(endpoint, sagemaker, at)),
  };
}

function completeEndpoint(endpoint: EndpointSeed, sagemaker: SagemakerState, at: string): EndpointState {
  const created = endpoint.created ?? at;
  const settings = endpoint.settings ??
    own(sagemaker.endpointConfigs, endpoint.config)?.settings ?? { ProductionVariants: [] };
  // Until something has been deployed, and where that failed, nothing runs but what the file says.
  const nothingRuns = endpoint.status === 'Creating' || endpoint.status === 'Failed';
  const deployed = Object.entries(deploy(sagemaker, settings, created)).filter(
    ([name]) => !nothingRuns || Object.hasOwn(endpoint.variants, name),
  );
  const variants = mapRecord(Object.fromEntries(deployed), (variant, name) => {
    const live = own(endpoint.variants, name) ?? {};
    const instances = live.instances ?? variant.instances;
    const weight = live.weight ?? variant.weight;
    return { ...variant, instances, desiredInstances: instances, weight, desiredWeight: weight, ...defined(live) };
  });
  return { ...endpoint, created, modified: endpoint.modified ?? created, settings, variants };
}

function defined<T extends object>(members: T): { [K in keyof T]: Exclude<T[K], undefined> } {
  return Object.fromEntries(Object.entries(members).filter(([, value]) => value !== undefined)) as never;
}

function mapRecord<T, U>(record: Readonly<Record<string, T>>, change: (value: T, key: string) => U): Record<string, U> {
  return Object.fromEntries(Object.entries(record).map(([key, value]) => [key, change(value, key)]));
}
