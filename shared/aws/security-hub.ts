import {
  BatchUpdateFindingsCommand,
  BatchUpdateFindingsV2Command,
  GetFindingsCommand,
  GetFindingsV2Command,
  SecurityHubClient,
} from '@aws-sdk/client-securityhub';
import { service } from './service.ts';

/** What is done in AWS Security Hub. Loaded on demand: few signals come from there. */
export const securityHub = service('SecurityHub', SecurityHubClient, {
  BatchUpdateFindingsCommand,
  BatchUpdateFindingsV2Command,
  GetFindingsCommand,
  GetFindingsV2Command,
});
