import {
  ConfigServiceClient,
  DescribeConfigurationRecordersCommand,
  DescribeConfigurationRecorderStatusCommand,
  DescribeDeliveryChannelsCommand,
} from '@aws-sdk/client-config-service';
import type { ConfigurationRecorder, DeliveryChannel, RecordingGroup } from '@aws-sdk/client-config-service';
import type { Bound } from '../../../shared/aws/service.ts';
import { service } from '../../../shared/aws/service.ts';

export const reading = service('ConfigService', ConfigServiceClient, {
  DescribeConfigurationRecordersCommand,
  DescribeConfigurationRecorderStatusCommand,
  DescribeDeliveryChannelsCommand,
});
type Config = Bound<(typeof reading)['commands']>;

/** A recorder in the words of PutConfigurationRecorder. */
export type RecorderSettings = Pick<ConfigurationRecorder, 'name' | 'roleARN' | 'recordingGroup' | 'recordingMode'>;

/** How AWS Config is set up in a Region, but for its rules. */
export interface SetUp {
  readonly recorder?: RecorderSettings;
  readonly channel?: DeliveryChannel;
  readonly recording: boolean;
  readonly stopped?: Date;
}

/** The account's own recorder: a service that records for itself has another one, which nobody can change. */
export async function setUpOf(config: Config): Promise<SetUp> {
  const { ConfigurationRecorders } = await config.DescribeConfigurationRecorders({});
  const { ConfigurationRecordersStatus } = await config.DescribeConfigurationRecorderStatus({});
  const { DeliveryChannels } = await config.DescribeDeliveryChannels({});
  if (!ConfigurationRecorders || !ConfigurationRecordersStatus || !DeliveryChannels) {
    throw new TypeError('AWS Config did not tell how it is set up');
  }
  const [channel] = DeliveryChannels;
  const own = ConfigurationRecorders.find(({ servicePrincipal }) => servicePrincipal === undefined);
  const status = ConfigurationRecordersStatus.find(({ name }) => name === own?.name);
  return {
    ...(own && { recorder: settingsOf(own) }),
    ...(channel && { channel }),
    recording: status?.recording === true,
    ...(status?.lastStopTime && { stopped: status.lastStopTime }),
  };
}

function settingsOf({ name, roleARN, recordingGroup, recordingMode }: ConfigurationRecorder): RecorderSettings {
  if (name === undefined || roleARN === undefined) throw new TypeError('The recorder has no name or no role');
  return {
    name,
    roleARN,
    ...(recordingGroup && { recordingGroup: groupOf(recordingGroup) }),
    ...(recordingMode && { recordingMode }),
  };
}

/** What Config answers has empty lists in it, which it doesn't take beside another strategy. */
function groupOf(group: RecordingGroup): RecordingGroup {
  const { resourceTypes = [], exclusionByResourceTypes, ...rest } = group;
  const excluded = exclusionByResourceTypes?.resourceTypes ?? [];
  return {
    ...rest,
    ...(resourceTypes.length > 0 && { resourceTypes }),
    ...(excluded.length > 0 && { exclusionByResourceTypes: { resourceTypes: excluded } }),
  };
}
