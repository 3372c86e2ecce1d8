import { describe, expect, it } from 'vitest';
import { createWorld } from './world.ts';

const roleARN = 'arn:aws:iam::111122223333:role/config-recorder';
const settings = { name: 'default', roleARN, recordingGroup: { allSupported: true } };
const channel = { name: 'default', s3BucketName: 'claims-config' };
const recorder = { settings, recording: true };
const region = 'eu-central-1';

const world = (config: object = { recorder, channel, rules: [{ name: 'one' }] }) =>
  createWorld({ regions: { [region]: { config } } });
const config = (given?: object) => world(given).config;

describe('a recorder of AWS Config', () => {
  it('is described with its status', async () => {
    const aws = config();

    expect((await aws.DescribeConfigurationRecorders({})).ConfigurationRecorders).toEqual([settings]);
    expect((await aws.DescribeConfigurationRecorderStatus({})).ConfigurationRecordersStatus).toMatchObject([
      { name: 'default', recording: true, lastStatus: 'Success' },
    ]);
  });

  it('is stopped and started, as often as one likes', async () => {
    const aws = config();
    const status = async () => (await aws.DescribeConfigurationRecorderStatus({})).ConfigurationRecordersStatus?.[0];

    await aws.StopConfigurationRecorder({ ConfigurationRecorderName: 'default' });
    const stopped = await status();
    await aws.StopConfigurationRecorder({ ConfigurationRecorderName: 'default' });
    const again = await status();
    await aws.StartConfigurationRecorder({ ConfigurationRecorderName: 'default' });
    await aws.StartConfigurationRecorder({ ConfigurationRecorderName: 'default' });

    expect(stopped).toMatchObject({ recording: false, lastStatus: 'Pending' });
    expect(again).toEqual(stopped);
    expect(await status()).toMatchObject({ recording: true });
  });

  it('is made anew, under the usual name and for all types, where nothing else is said', async () => {
    const aws = config({});

    await aws.PutConfigurationRecorder({ ConfigurationRecorder: { roleARN } });

    expect((await aws.DescribeConfigurationRecorders({})).ConfigurationRecorders).toEqual([settings]);
    expect((await aws.DescribeConfigurationRecorderStatus({})).ConfigurationRecordersStatus).toMatchObject([
      { recording: false },
    ]);
  });

  it('goes on recording when it is changed', async () => {
    const aws = config();
    const recordingGroup = { allSupported: false, resourceTypes: ['AWS::S3::Bucket' as const] };

    await aws.PutConfigurationRecorder({ ConfigurationRecorder: { ...settings, recordingGroup } });

    expect((await aws.DescribeConfigurationRecorders({})).ConfigurationRecorders).toMatchObject([{ recordingGroup }]);
    expect((await aws.DescribeConfigurationRecorderStatus({})).ConfigurationRecordersStatus).toMatchObject([
      { recording: true },
    ]);
  });

  it('is refused where it can’t be', async () => {
    const aws = config();
    const put = (changes: object) =>
      aws.PutConfigurationRecorder({ ConfigurationRecorder: { ...settings, ...changes } });

    await expect(put({ name: 'second' })).rejects.toMatchObject({
      name: 'MaxNumberOfConfigurationRecordersExceededException',
    });
    await expect(put({ roleARN: 'nobody' })).rejects.toMatchObject({ name: 'InvalidRoleException' });
    for (const recordingGroup of [
      { allSupported: false },
      { allSupported: true, resourceTypes: ['AWS::S3::Bucket'] },
      { allSupported: false, recordingStrategy: { useOnly: 'INCLUSION_BY_RESOURCE_TYPES' } },
    ]) {
      await expect(put({ recordingGroup })).rejects.toMatchObject({ name: 'InvalidRecordingGroupException' });
    }
    const tagged = aws.PutConfigurationRecorder({ ConfigurationRecorder: settings, Tags: [{ Key: 'a', Value: 'b' }] });
    await expect(tagged).rejects.toMatchObject({ name: 'LocalAccountUnsupportedOperation' });
  });

  it('is not found under another name, nor once it is deleted', async () => {
    const aws = config();
    const unknown = { name: 'NoSuchConfigurationRecorderException' };
    await expect(aws.DescribeConfigurationRecorders({ ConfigurationRecorderNames: ['x'] })).rejects.toMatchObject(
      unknown,
    );

    await aws.DeleteConfigurationRecorder({ ConfigurationRecorderName: 'default' });

    const named = { ConfigurationRecorderName: 'default' };
    await expect(aws.StartConfigurationRecorder(named)).rejects.toMatchObject(unknown);
    await expect(aws.StopConfigurationRecorder(named)).rejects.toMatchObject(unknown);
    await expect(aws.DeleteConfigurationRecorder(named)).rejects.toMatchObject(unknown);
    expect((await aws.DescribeConfigurationRecorders({})).ConfigurationRecorders).toEqual([]);
  });
});

describe('a delivery channel of AWS Config', () => {
  it('can’t be deleted while the recorder runs, and the recorder can’t run without', async () => {
    const aws = config();
    const named = { DeliveryChannelName: 'default' };
    await expect(aws.DeleteDeliveryChannel(named)).rejects.toMatchObject({
      name: 'LastDeliveryChannelDeleteFailedException',
    });

    await aws.StopConfigurationRecorder({ ConfigurationRecorderName: 'default' });
    await aws.DeleteDeliveryChannel(named);

    expect((await aws.DescribeDeliveryChannels({})).DeliveryChannels).toEqual([]);
    await expect(aws.StartConfigurationRecorder({ ConfigurationRecorderName: 'default' })).rejects.toMatchObject({
      name: 'NoAvailableDeliveryChannelException',
    });
  });

  it('is made for a recorder, once, with a bucket', async () => {
    const put = (DeliveryChannel: object, given?: object) => config(given).PutDeliveryChannel({ DeliveryChannel });

    await expect(put(channel, {})).rejects.toMatchObject({ name: 'NoAvailableConfigurationRecorderException' });
    await expect(put({ ...channel, name: 'second' })).rejects.toMatchObject({
      name: 'MaxNumberOfDeliveryChannelsExceededException',
    });
    await expect(put({}, { recorder })).rejects.toMatchObject({ name: 'NoSuchBucketException' });
    const aws = config({ recorder });
    await aws.PutDeliveryChannel({ DeliveryChannel: { s3BucketName: 'claims-config' } });
    expect((await aws.DescribeDeliveryChannels({ DeliveryChannelNames: ['default'] })).DeliveryChannels).toEqual([
      channel,
    ]);
  });

  it('is not found under another name', async () => {
    const unknown = { name: 'NoSuchDeliveryChannelException' };
    await expect(config().DescribeDeliveryChannels({ DeliveryChannelNames: ['x'] })).rejects.toMatchObject(unknown);
    await expect(config({}).DeleteDeliveryChannel({ DeliveryChannelName: 'default' })).rejects.toMatchObject(unknown);
  });
});

describe('an evaluation of rules', () => {
  it('starts once a minute', async () => {
    const aws = config();
    await aws.StartConfigRulesEvaluation({ ConfigRuleNames: ['one'] });

    await expect(aws.StartConfigRulesEvaluation({ ConfigRuleNames: ['one'] })).rejects.toMatchObject({
      name: 'LimitExceededException',
    });
  });

  it('needs rules that there are', async () => {
    await expect(config().StartConfigRulesEvaluation({ ConfigRuleNames: ['one', 'two'] })).rejects.toMatchObject({
      name: 'NoSuchConfigRuleException',
    });
    await expect(config().StartConfigRulesEvaluation({ ConfigRuleNames: [] })).rejects.toMatchObject({
      name: 'InvalidParameterValueException',
    });
  });
});
