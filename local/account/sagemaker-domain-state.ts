import type { AppDetails, CreateDomainRequest } from '@aws-sdk/client-sagemaker';
import { AppDetails$, CreateDomainRequest$ } from '@aws-sdk/client-sagemaker';
import * as z from 'zod';
import type { Complete } from './state-parts.ts';
import { sdkShape, tags, time } from './state-parts.ts';

const status = z.enum(['Deleting', 'Failed', 'InService', 'Pending', 'Updating', 'Update_Failed', 'Delete_Failed']);

type Settings = Omit<CreateDomainRequest, 'DomainName' | 'Tags'>;

/** A Studio domain. `settings` are what the create call was given, without name and tags. */
export const domain = z.strictObject({
  name: z.string(),
  status: status.default('InService'),
  created: time.optional(),
  modified: time.optional(),
  settings: sdkShape<Settings>(CreateDomainRequest$, { DomainName: '-' }),
  /** Where it is going, and when it is there. */
  change: z.strictObject({ to: status, due: time }).optional(),
  /** What runs in it, as ListApps tells it. */
  apps: z.array(sdkShape<Omit<AppDetails, 'DomainId'>>(AppDetails$)).default([]),
  /** The Identity Center application that stands for a domain with AuthMode SSO; null: somebody has deleted it. */
  application: z.string().nullable().optional(),
  tags: tags.default([]),
});

export type DomainState = Complete<z.output<typeof domain>, 'created' | 'modified'>;
