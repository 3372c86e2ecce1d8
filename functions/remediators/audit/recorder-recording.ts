import {
  ConfigServiceClient,
  DeleteConfigurationRecorderCommand,
  DeleteDeliveryChannelCommand,
  PutConfigurationRecorderCommand,
  PutDeliveryChannelCommand,
  StartConfigurationRecorderCommand,
  StopConfigurationRecorderCommand,
} from '@aws-sdk/client-config-service';
import type { DeliveryChannel } from '@aws-sdk/client-config-service';
import * as z from 'zod';
import { apiCall, service } from '../../../shared/aws/service.ts';
import type { JsonObject } from '../../../shared/json.ts';
import { toJson } from '../../../shared/json.ts';
import type { Step } from '../../../shared/plan.ts';
import { defineRemediation } from '../../../shared/remediation.ts';
import { reading, setUpOf } from './recorder.ts';
import type { RecorderSettings, SetUp } from './recorder.ts';
import { leftOut, withTypes } from './recording-group.ts';

const config = service('ConfigService', ConfigServiceClient, {
  ...reading.commands,
  DeleteConfigurationRecorderCommand,
  DeleteDeliveryChannelCommand,
  PutConfigurationRecorderCommand,
  PutDeliveryChannelCommand,
  StartConfigurationRecorderCommand,
  StopConfigurationRecorderCommand,
});

const type = 'AWS::Config::ConfigurationRecorder';

const parameters = z.strictObject({
  'resource-types': z
    .array(z.string().regex(/^AWS::\w{2,64}::\w{1,64}$/))
    .max(100)
    .default([
      'AWS::Bedrock::Guardrail',
      'AWS::CloudTrail::Trail',
      'AWS::S3::Bucket',
      'AWS::SageMaker::Domain',
      'AWS::SageMaker::EndpointConfig',
      'AWS::SageMaker::FeatureGroup',
      'AWS::SageMaker::Model',
      'AWS::SageMaker::NotebookInstance',
    ])
    .describe('Types that must be recorded, all of which the Region must support.'),
});

interface Before extends JsonObject {
  /** Null where it was deleted. */
  readonly recorder: JsonObject | null;
  readonly channel: JsonObject | null;
  readonly recording: boolean;
  /** What was last kept of both, where one of them is to be made again. */
  readonly kept: JsonObject | null;
}

/**
 * Has AWS Config record again what happens to AI resources: everything that rests on Config, from its rules to Security
 * Hub's controls, is blind without. Who has stopped it is in the signal's actor.
 *
 * https://docs.aws.amazon.com/config/latest/developerguide/stop-start-recorder.html
 */
export const recorderRecording = defineRemediation({
  id: 'config-recorder-recording',
  title: "Start AWS Config's recorder again",
  description:
    'Starts a stopped recorder of AWS Config, adds the AI resource types that it leaves out, and makes a deleted recorder or delivery channel again as the last sweep saw it.',
  severity: 'high',
  impact: 'none',
  reversible: true,
  resource: type,
  // Security Hub's Config.1 asks for the same, but its findings are about the account as a whole.
  controls: { prowler: ['config_recorder_all_regions_enabled'] },
  triggers: [
    {
      resource: 'AWS::Config::Account',
      apiCall: [
        'config:DeleteConfigurationRecorder',
        'config:DeleteDeliveryChannel',
        'config:PutConfigurationRecorder',
        'config:StopConfigurationRecorder',
      ],
    },
  ],
  parameters,
  uses: { config },

  /** An account has one recorder in a Region, whatever its name is. */
  async locate({ region }) {
    return { targets: [{ type, id: region }] };
  },

  async assess({ id: region }, aws, { 'resource-types': wanted }, { snapshot }) {
    const setUp = await setUpOf(aws.config);
    const why = faultsOf(setUp, wanted);
    if (why.length === 0) {
      const { stopped: _, ...live } = setUp;
      return { state: 'compliant', why: 'AWS Config records what it should.', live: toJson(live) };
    }
    const kept = snapshot === undefined ? null : (snapshot as JsonObject);
    const missing = setUp.recorder === undefined || setUp.channel === undefined;
    if (missing && kept === null) return { state: 'manual', why, steps: steps(region) };
    const before: Before = {
      recorder: setUp.recorder === undefined ? null : (toJson(setUp.recorder) as JsonObject),
      channel: setUp.channel === undefined ? null : (toJson(setUp.channel) as JsonObject),
      recording: setUp.recording,
      kept: missing ? kept : null,
    };
    return { state: 'wrong', why, before };
  },

  plan({ recorder, channel, recording, kept }: Before, { 'resource-types': wanted }, { id: region }) {
    const base = (recorder ?? kept?.['recorder']) as unknown as RecorderSettings;
    return {
      steps: [
        ...(recorder === null ? [create(base, wanted, region)] : widen(base, wanted)),
        ...(channel === null ? [deliver(kept?.['channel'] as unknown as DeliveryChannel)] : []),
        ...(recording ? [] : [start(base.name ?? '')]),
      ],
      expect: 'compliant',
      notes: ['AWS charges for each configuration item that is recorded.'],
    };
  },

  async snapshot(_target, aws) {
    const { recorder, channel } = await setUpOf(aws.config);
    return recorder === undefined || channel === undefined ? undefined : toJson({ recorder, channel });
  },

  /** A Region in which Config was never set up is none of ours; one that was is remembered. */
  async *list(aws, { region }) {
    const { recorder } = await setUpOf(aws.config);
    if (recorder !== undefined) yield { resource: { type, id: region } };
  },
});

function faultsOf({ recorder, channel, recording, stopped }: SetUp, wanted: readonly string[]): string[] {
  if (recorder === undefined) return ['The recorder was deleted'];
  const missing = leftOut(recorder.recordingGroup, wanted);
  return [
    ...(missing.length === 0 ? [] : [`It does not record ${missing.join(', ')}`]),
    ...(channel === undefined ? ['The delivery channel was deleted'] : []),
    ...(recording
      ? []
      : [stopped === undefined ? 'It is not recording' : `It has not recorded since ${stopped.toISOString()}`]),
  ];
}

function steps(region: string): string[] {
  return [
    `Nothing was kept of the recorder and its channel in ${region} within two weeks, so they have to be made by hand.`,
    'aws configservice put-configuration-recorder --configuration-recorder name=default,roleARN=ROLE --recording-group allSupported=true',
    'aws configservice put-delivery-channel --delivery-channel name=default,s3BucketName=BUCKET',
    'aws configservice start-configuration-recorder --configuration-recorder-name default',
  ];
}

function put(ConfigurationRecorder: RecorderSettings) {
  return apiCall(config, 'PutConfigurationRecorder', { ConfigurationRecorder });
}

function complete(recorder: RecorderSettings, wanted: readonly string[]): RecorderSettings {
  const { recordingGroup: group } = recorder;
  return group === undefined ? recorder : { ...recorder, recordingGroup: withTypes(group, leftOut(group, wanted)) };
}

function create(recorder: RecorderSettings, wanted: readonly string[], region: string): Step {
  const { name: ConfigurationRecorderName = '' } = recorder;
  return {
    id: 'create-recorder',
    title: `Make the recorder ${ConfigurationRecorderName} in ${region} again`,
    call: put(complete(recorder, wanted)),
    undo: { call: apiCall(config, 'DeleteConfigurationRecorder', { ConfigurationRecorderName }) },
    semantics: 'at-least-once',
  };
}

function widen(recorder: RecorderSettings, wanted: readonly string[]): Step[] {
  const missing = leftOut(recorder.recordingGroup, wanted);
  if (missing.length === 0) return [];
  return [
    {
      id: 'widen-recorder',
      title: `Have ${recorder.name} record ${missing.join(', ')} as well`,
      call: put(complete(recorder, wanted)),
      undo: { call: put(recorder) },
      semantics: 'at-least-once',
    },
  ];
}

function deliver(DeliveryChannel: DeliveryChannel): Step {
  const { name: DeliveryChannelName = '', s3BucketName } = DeliveryChannel;
  return {
    id: 'put-channel',
    title: `Deliver to ${s3BucketName} again`,
    call: apiCall(config, 'PutDeliveryChannel', { DeliveryChannel }),
    undo: { call: apiCall(config, 'DeleteDeliveryChannel', { DeliveryChannelName }) },
    semantics: 'at-least-once',
  };
}

function start(ConfigurationRecorderName: string): Step {
  return {
    id: 'start-recorder',
    title: `Start the recorder ${ConfigurationRecorderName}`,
    call: apiCall(config, 'StartConfigurationRecorder', { ConfigurationRecorderName }),
    undo: { call: apiCall(config, 'StopConfigurationRecorder', { ConfigurationRecorderName }) },
    semantics: 'at-least-once',
  };
}
