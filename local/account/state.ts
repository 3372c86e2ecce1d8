import type { Grant, ServerSideEncryptionRule } from '@aws-sdk/client-s3';
import { Grant$, ServerSideEncryptionRule$ } from '@aws-sdk/client-s3';
import * as z from 'zod';
import { agentcoreSeed } from './agentcore-state.ts';
import { bedrockSeed } from './bedrock-state.ts';
import { cloudtrailHistory, trailSelectors } from './cloudtrail-state.ts';
import { logsSeed } from './cloudwatch-logs-state.ts';
import { configSeed } from './config-service-state.ts';
import { ec2Seed } from './ec2-state.ts';
import { iamSeed } from './iam-state.ts';
import type { IamState } from './iam-state.ts';
import { inspector2Seed } from './inspector2-state.ts';
import { lambdaSeed } from './lambda-state.ts';
import type { SagemakerState } from './sagemaker-state.ts';
import { sagemakerSeed } from './sagemaker-state.ts';
import { securityHubSeed } from './security-hub-state.ts';
import type { Complete } from './state-parts.ts';
import { sdkShape, tags, time } from './state-parts.ts';
import { serviceQuotasSeed } from './service-quotas-state.ts';
import { trustedAdvisorSeed } from './trusted-advisor-state.ts';

/**
 * Everything that the local account remembers, as plain JSON: what `--account FILE` reads and what a
 * snapshot holds. Members that a file leaves out get the values that AWS would give them.
 */

const publicAccessBlock = z.strictObject({
  BlockPublicAcls: z.boolean().default(false),
  IgnorePublicAcls: z.boolean().default(false),
  BlockPublicPolicy: z.boolean().default(false),
  RestrictPublicBuckets: z.boolean().default(false),
});

const cannedAcl = z.enum(['private', 'public-read', 'public-read-write', 'authenticated-read']);

const bucket = z.strictObject({
  /** Home Region; the account's own by default. */
  region: z.string().optional(),
  created: time.optional(),
  publicAccessBlock: publicAccessBlock.optional(),
  /** The policy's JSON text; a file may also hold the document itself. */
  policy: z
    .union([z.string(), z.record(z.string(), z.json()).transform((document) => JSON.stringify(document))])
    .optional(),
  /** AWS's default since April 2023 is `BucketOwnerEnforced`, under which a bucket has no ACLs but the owner's. */
  ownership: z.enum(['BucketOwnerEnforced', 'BucketOwnerPreferred', 'ObjectWriter']).default('BucketOwnerEnforced'),
  /** All grants, the owner's included; a file may name one of S3's canned ACLs instead. */
  acl: z.union([cannedAcl, z.array(sdkShape<Grant>(Grant$))]).default('private'),
  /** The rule of the default encryption; by Amazon S3's own keys where it is left out. */
  encryption: sdkShape<ServerSideEncryptionRule>(ServerSideEncryptionRule$).optional(),
  tags: tags.default([]),
  /** How many objects lie in it: a bucket that is not empty can't be deleted. */
  objects: z.int().nonnegative().default(0),
  /** What some of them hold, as JSON, by key: one whose key ends with `.gz` is given compressed. */
  contents: z.record(z.string().min(1).max(1024), z.json()).optional(),
});

const trail = z.strictObject({
  name: z.string().min(3),
  /** Home Region; the account's own by default. */
  region: z.string().optional(),
  bucket: z.string(),
  prefix: z.string().optional(),
  kmsKeyId: z.string().optional(),
  logGroupArn: z.string().optional(),
  logRoleArn: z.string().optional(),
  snsTopicArn: z.string().optional(),
  multiRegion: z.boolean().default(false),
  globalEvents: z.boolean().default(true),
  validation: z.boolean().default(false),
  organization: z.boolean().default(false),
  logging: z.boolean().default(false),
  started: time.optional(),
  stopped: time.optional(),
  tags: tags.default([]),
  ...trailSelectors,
});

const putEvent = z.strictObject({
  id: z.string(),
  time,
  source: z.string(),
  detailType: z.string(),
  /** JSON text, as it was put. */
  detail: z.string(),
  resources: z.array(z.string()),
});

const bus = z.strictObject({
  /** The newest events, oldest first; see `keptEvents`. */
  events: z.array(putEvent).default([]),
  /** How many were ever put. */
  received: z.int().nonnegative().default(0),
});

export const regionSeed = z.strictObject({
  agentcore: agentcoreSeed.prefault({}),
  bedrock: bedrockSeed.prefault({}),
  ec2: ec2Seed.prefault({}),
  lambda: lambdaSeed.prefault({}),
  logs: logsSeed.prefault({}),
  sagemaker: sagemakerSeed.prefault({}),
  /** The Region's event history, which LookupEvents reads. */
  cloudtrail: z.strictObject({ history: cloudtrailHistory.optional() }).prefault({}),
  config: configSeed.prefault({}),
  securityhub: securityHubSeed.prefault({}),
  servicequotas: serviceQuotasSeed.prefault({}),
  trustedadvisor: trustedAdvisorSeed.prefault({}),
  inspector2: inspector2Seed.prefault({}),
  eventbridge: z.strictObject({ buses: z.record(z.string(), bus).default({}) }).prefault({}),
});

const snapshot = z.strictObject({
  remediation: z.string(),
  /** The account's own by default. */
  account: z.string().optional(),
  region: z.string(),
  type: z.string(),
  id: z.string(),
  content: z.json(),
});

export const accountFile = z.strictObject({
  /** Where the file's schema lies, for editors. */
  $schema: z.string().optional(),
  s3: z.strictObject({ buckets: z.record(z.string(), bucket).default({}) }).prefault({}),
  cloudtrail: z.strictObject({ trails: z.array(trail).default([]) }).prefault({}),
  iam: iamSeed.prefault({}),
  /** What earlier sweeps have kept of resources, which may be gone by now; for the ledger, AWS knows nothing of it. */
  snapshots: z.array(snapshot).optional(),
  /** By Region: what belongs to one Region only. */
  regions: z.record(z.string(), regionSeed).default({}),
});

/** What a person writes; everything may be left out. */
export type AccountFile = z.input<typeof accountFile>;
/** An account file, checked. A snapshot of an account is one as well. */
export type AccountSeed = z.output<typeof accountFile>;

export type PublicAccessBlock = z.output<typeof publicAccessBlock>;
export type CannedAcl = z.output<typeof cannedAcl>;
export type PutEvent = z.output<typeof putEvent>;
export type TrailSeed = z.output<typeof trail>;
export type BucketSeed = z.output<typeof bucket>;
export type RegionSeed = z.output<typeof regionSeed>;

export type BucketGrant = Exclude<BucketSeed['acl'], string>[number];
export type BucketState = Complete<BucketSeed, 'region' | 'created'> & { acl: BucketGrant[] };
export type TrailState = Complete<TrailSeed, 'region'>;
export type RegionState = Omit<RegionSeed, 'sagemaker'> & { sagemaker: SagemakerState };

/** The account's memory, complete: nothing is left to defaults. */
export interface AccountState {
  s3: { buckets: Record<string, BucketState> };
  cloudtrail: { trails: TrailState[] };
  iam: IamState;
  /** By Region; a Region in which nobody has made anything has no entry. */
  regions: Record<string, RegionState>;
}
