import { ConfigServiceClient, StartConfigRulesEvaluationCommand } from '@aws-sdk/client-config-service';
import { service } from './service.ts';

/** What AWS Config is asked to do after a fix. Loaded on demand: only signals of Config need it. */
export const configService = service('ConfigService', ConfigServiceClient, { StartConfigRulesEvaluationCommand });
