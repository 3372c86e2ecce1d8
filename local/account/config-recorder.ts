import type {
  DeleteConfigurationRecorderRequest,
  DeleteDeliveryChannelRequest,
  DescribeConfigurationRecordersRequest,
  DescribeConfigurationRecordersResponse,
  DescribeConfigurationRecorderStatusRequest,
  DescribeConfigurationRecorderStatusResponse,
  DescribeDeliveryChannelsRequest,
  DescribeDeliveryChannelsResponse,
  PutConfigurationRecorderRequest,
  PutDeliveryChannelRequest,
  StartConfigurationRecorderRequest,
  StopConfigurationRecorderRequest,
} from '@aws-sdk/client-config-service';
import { ServiceFault, UnsupportedOperation } from './errors.ts';
import { present } from './own.ts';
import { changeRegion, readRegion } from './region.ts';
import type { CallContext, Handler } from './simulation.ts';
import type { ConfigState } from './config-service-state.ts';
import type { Stored } from './stored.ts';

type Recorder = NonNullable<ConfigState['recorder']>;

function noSuch(what: 'ConfigurationRecorder' | 'DeliveryChannel', name: string): ServiceFault {
  const words = what === 'ConfigurationRecorder' ? 'configuration recorder' : 'delivery channel';
  const message = `Cannot find ${words} with the specified name '${name}'.`;
  return new ServiceFault(`NoSuch${what}Exception`, message);
}

function recorderOf(context: CallContext, name = ''): Recorder {
  const { recorder } = readRegion(context).config;
  if (recorder === undefined || recorder.settings.name !== name) throw noSuch('ConfigurationRecorder', name);
  return recorder;
}

/** The one recorder, if it is asked for; a name that nobody has is refused. */
function asked(names: readonly string[] | undefined, context: CallContext): readonly Recorder[] {
  for (const name of names ?? []) recorderOf(context, name);
  const { recorder } = readRegion(context).config;
  return recorder === undefined ? [] : [recorder];
}

const describeConfigurationRecorders: Handler<
  DescribeConfigurationRecordersRequest,
  DescribeConfigurationRecordersResponse
> = ({ ConfigurationRecorderNames: names }, context) => ({
  ConfigurationRecorders: asked(names, context).map(({ settings }) => settings),
});

const describeConfigurationRecorderStatus: Handler<
  DescribeConfigurationRecorderStatusRequest,
  DescribeConfigurationRecorderStatusResponse
> = ({ ConfigurationRecorderNames: names }, context) => ({
  ConfigurationRecordersStatus: asked(names, context).map(({ settings, recording, started, stopped }) =>
    present({
      name: settings.name,
      recording,
      lastStartTime: started,
      lastStopTime: stopped,
      lastStatus: recording ? 'Success' : 'Pending',
    }),
  ),
});

/** Makes the recorder or changes it; members that the request leaves out go back to what is usual. */
const putConfigurationRecorder: Handler<PutConfigurationRecorderRequest, object> = (
  { ConfigurationRecorder: given = {}, ...others },
  context,
) => {
  const [other] = Object.keys(others);
  if (other !== undefined) throw new UnsupportedOperation(`ConfigService.PutConfigurationRecorder of ${other}`);
  const { name = 'default', roleARN, recordingGroup = { allSupported: true } } = given;
  const { recorder } = readRegion(context).config;
  if (recorder !== undefined && recorder.settings.name !== name) {
    const message = `Failed to put configuration recorder '${name}' because the maximum number of configuration recorders: 1 is reached.`;
    throw new ServiceFault('MaxNumberOfConfigurationRecordersExceededException', message);
  }
  if (roleARN === undefined || !/^arn:[\w-]+:iam::\d{12}:role\/\S+$/.test(roleARN)) {
    throw new ServiceFault('InvalidRoleException', 'You have provided a null or empty role ARN.');
  }
  checkGroup(recordingGroup);
  const { config } = changeRegion(context);
  config.recorder = { ...(recorder ?? { recording: false }), settings: { ...given, name, recordingGroup } };
  return {};
};

function checkGroup({ allSupported = false, resourceTypes = [], recordingStrategy }: Stored<Group>): void {
  const invalid =
    (allSupported && resourceTypes.length > 0) ||
    (!allSupported && resourceTypes.length === 0 && recordingStrategy?.useOnly !== 'EXCLUSION_BY_RESOURCE_TYPES');
  if (invalid) throw new ServiceFault('InvalidRecordingGroupException', 'The recording group provided is not valid');
}
type Group = NonNullable<NonNullable<PutConfigurationRecorderRequest['ConfigurationRecorder']>['recordingGroup']>;

const startConfigurationRecorder: Handler<StartConfigurationRecorderRequest, object> = (
  { ConfigurationRecorderName: name },
  context,
) => {
  const recorder = recorderOf(context, name);
  if (readRegion(context).config.channel === undefined) {
    const message = 'Delivery channel is not available to start configuration recorder.';
    throw new ServiceFault('NoAvailableDeliveryChannelException', message);
  }
  const started = context.now.toISOString();
  changeRegion(context).config.recorder = recorder.recording ? recorder : { ...recorder, recording: true, started };
  return {};
};

const stopConfigurationRecorder: Handler<StopConfigurationRecorderRequest, object> = (
  { ConfigurationRecorderName: name },
  context,
) => {
  const recorder = recorderOf(context, name);
  const stopped = context.now.toISOString();
  changeRegion(context).config.recorder = recorder.recording ? { ...recorder, recording: false, stopped } : recorder;
  return {};
};

const deleteConfigurationRecorder: Handler<DeleteConfigurationRecorderRequest, object> = (
  { ConfigurationRecorderName: name },
  context,
) => {
  recorderOf(context, name);
  delete changeRegion(context).config.recorder;
  return {};
};

const describeDeliveryChannels: Handler<DescribeDeliveryChannelsRequest, DescribeDeliveryChannelsResponse> = (
  { DeliveryChannelNames: names },
  context,
) => {
  for (const name of names ?? []) channelOf(context, name);
  const { channel } = readRegion(context).config;
  return { DeliveryChannels: channel === undefined ? [] : [channel] };
};

function channelOf(context: CallContext, name = ''): void {
  const { channel } = readRegion(context).config;
  if (channel === undefined || channel.name !== name) throw noSuch('DeliveryChannel', name);
}

const putDeliveryChannel: Handler<PutDeliveryChannelRequest, object> = ({ DeliveryChannel: given = {} }, context) => {
  const { recorder, channel } = readRegion(context).config;
  const { name = 'default', s3BucketName } = given;
  if (recorder === undefined) {
    const message = 'Configuration recorder is not available to put delivery channel.';
    throw new ServiceFault('NoAvailableConfigurationRecorderException', message);
  }
  if (channel !== undefined && channel.name !== name) {
    const message = `Failed to put delivery channel '${name}' because the maximum number of delivery channels: 1 is reached.`;
    throw new ServiceFault('MaxNumberOfDeliveryChannelsExceededException', message);
  }
  if (s3BucketName === undefined) throw new ServiceFault('NoSuchBucketException', 'The bucket must be named');
  changeRegion(context).config.channel = { ...given, name };
  return {};
};

const deleteDeliveryChannel: Handler<DeleteDeliveryChannelRequest, object> = (
  { DeliveryChannelName: name },
  context,
) => {
  channelOf(context, name);
  const { config } = changeRegion(context);
  if (config.recorder?.recording === true) {
    const message = `Failed to delete last specified delivery channel with name '${name}', because there is a running configuration recorder.`;
    throw new ServiceFault('LastDeliveryChannelDeleteFailedException', message);
  }
  delete config.channel;
  return {};
};

/** AWS Config's recorder of a Region, and the channel that it delivers through. */
export const recorderOperations = {
  DeleteConfigurationRecorder: deleteConfigurationRecorder,
  DeleteDeliveryChannel: deleteDeliveryChannel,
  DescribeConfigurationRecorderStatus: describeConfigurationRecorderStatus,
  DescribeConfigurationRecorders: describeConfigurationRecorders,
  DescribeDeliveryChannels: describeDeliveryChannels,
  PutConfigurationRecorder: putConfigurationRecorder,
  PutDeliveryChannel: putDeliveryChannel,
  StartConfigurationRecorder: startConfigurationRecorder,
  StopConfigurationRecorder: stopConfigurationRecorder,
};
