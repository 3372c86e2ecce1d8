import type {
  DeleteModelInvocationLoggingConfigurationRequest,
  DeleteModelInvocationLoggingConfigurationResponse,
  GetModelInvocationLoggingConfigurationRequest,
  GetModelInvocationLoggingConfigurationResponse,
  PutModelInvocationLoggingConfigurationRequest,
  PutModelInvocationLoggingConfigurationResponse,
} from '@aws-sdk/client-bedrock';
import { ServiceFault } from './errors.ts';
import { own, present } from './own.ts';
import { changeRegion, readRegion } from './region.ts';
import type { CallContext, Handler } from './simulation.ts';

/** An answer without `loggingConfig` says that nothing is logged. */
export const getLogging: Handler<
  GetModelInvocationLoggingConfigurationRequest,
  GetModelInvocationLoggingConfigurationResponse
> = (_request, context) => present({ loggingConfig: readRegion(context).bedrock.logging });

/** Replaces the whole configuration. Bedrock tries the destinations first, and refuses those that it can't write to. */
export const putLogging: Handler<
  PutModelInvocationLoggingConfigurationRequest,
  PutModelInvocationLoggingConfigurationResponse
> = ({ loggingConfig = {} }, context) => {
  const { cloudWatchConfig, s3Config } = loggingConfig;
  if (cloudWatchConfig !== undefined) {
    const { logGroupName = '', roleArn = '' } = cloudWatchConfig;
    const { bedrock, logs } = readRegion(context);
    if (!bedrock.logGroups.includes(logGroupName) && own(logs.groups, logGroupName) === undefined) {
      throw unwritable(`log group: ${logGroupName.slice(0, 512)}, with role: ${roleArn.slice(0, 200)}`);
    }
  }
  for (const { bucketName = '' } of [s3Config, cloudWatchConfig?.largeDataDeliveryS3Config].filter(isGiven)) {
    requireBucket(bucketName, context);
  }
  changeRegion(context).bedrock.logging = loggingConfig;
  return {};
};

export const deleteLogging: Handler<
  DeleteModelInvocationLoggingConfigurationRequest,
  DeleteModelInvocationLoggingConfigurationResponse
> = (_request, context) => {
  const { logging: _, ...rest } = readRegion(context).bedrock;
  changeRegion(context).bedrock = rest;
  return {};
};

function requireBucket(name: string, { state, region }: CallContext): void {
  if (own(state.s3.buckets, name)?.region !== region) throw unwritable(`S3 bucket: ${name.slice(0, 63)}`);
}

function unwritable(where: string): ServiceFault {
  return new ServiceFault(
    'ValidationException',
    `Failed to validate permissions for ${where}. Verify the IAM role permissions are correct.`,
  );
}

function isGiven<T>(value: T | undefined): value is T {
  return value !== undefined;
}
