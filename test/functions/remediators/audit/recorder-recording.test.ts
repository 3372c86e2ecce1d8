import type { RecordingGroup } from '@aws-sdk/client-config-service';
import { describe, expect, it } from 'vitest';
import { recorderRecording } from '../../../../functions/remediators/audit/recorder-recording.ts';
import { leftOut, withTypes } from '../../../../functions/remediators/audit/recording-group.ts';
import type { AccountFile } from '../../../../local/account/state.ts';
import { bind } from '../../../../shared/aws/service.ts';
import { looking } from '../looking.ts';

const region = 'eu-central-1';
const target = { type: 'AWS::Config::ConfigurationRecorder', id: region };
const settings = { name: 'main', roleARN: 'arn:aws:iam::111122223333:role/config-recorder' };
const channel = { name: 'main', s3BucketName: 'claims-config' };

type Config = NonNullable<NonNullable<AccountFile['regions']>[string]['config']>;
const look = (config: Config) => looking(recorderRecording, { regions: { [region]: { config } } });

const model = 'AWS::SageMaker::Model';
const wanted = { 'resource-types': [model] };

function group(changes: RecordingGroup): RecordingGroup {
  return { allSupported: false, includeGlobalResourceTypes: false, ...changes };
}
const excluding = (...resourceTypes: ('AWS::SageMaker::Model' | 'AWS::EC2::Volume')[]) =>
  group({
    exclusionByResourceTypes: { resourceTypes },
    recordingStrategy: { useOnly: 'EXCLUSION_BY_RESOURCE_TYPES' },
  });

describe('a recording group', () => {
  it.each([
    ['none at all', undefined],
    ['all types', group({ allSupported: true })],
    ['all types, by strategy', group({ recordingStrategy: { useOnly: 'ALL_SUPPORTED_RESOURCE_TYPES' } })],
    ['the type among others', group({ resourceTypes: ['AWS::SageMaker::Model', 'AWS::EC2::Volume'] })],
    ['all types but others', excluding('AWS::EC2::Volume')],
  ])('of %s leaves nothing out', (_, given) => {
    expect(leftOut(given, [model])).toEqual([]);
  });

  it.each([
    ['other types', group({ resourceTypes: ['AWS::EC2::Volume'] })],
    ['no types', group({})],
    ['all types but this', excluding('AWS::SageMaker::Model')],
  ])('of %s leaves the type out, and not once it is added', (_, given) => {
    const missing = leftOut(given, [model]);

    expect(missing).toEqual([model]);
    expect(leftOut(withTypes(given, missing), [model])).toEqual([]);
  });

  it('keeps what it has', () => {
    expect(withTypes(group({ resourceTypes: ['AWS::EC2::Volume'] }), [model]).resourceTypes).toEqual([
      'AWS::EC2::Volume',
      model,
    ]);
    expect(withTypes(excluding('AWS::EC2::Volume', 'AWS::SageMaker::Model'), [model])).toEqual(
      excluding('AWS::EC2::Volume'),
    );
    expect(withTypes(excluding('AWS::EC2::Volume'), [])).toEqual(excluding('AWS::EC2::Volume'));
  });

  it('that would leave out nothing any more becomes one of all types', () => {
    expect(withTypes(excluding('AWS::SageMaker::Model'), [model])).toEqual({
      allSupported: true,
      includeGlobalResourceTypes: false,
      recordingStrategy: { useOnly: 'ALL_SUPPORTED_RESOURCE_TYPES' },
    });
    expect(withTypes({ recordingStrategy: { useOnly: 'EXCLUSION_BY_RESOURCE_TYPES' } }, [model])).toMatchObject({
      allSupported: true,
      includeGlobalResourceTypes: false,
    });
  });
});

describe('AWS Config’s recorder', () => {
  it('that records all types is right, whatever it is called', async () => {
    expect(await look({ recorder: { settings, recording: true }, channel }).assess(target)).toMatchObject({
      state: 'compliant',
      live: { recording: true, recorder: { name: 'main' } },
    });
  });

  it('that was never started is started', async () => {
    const { assess, plan } = look({ recorder: { settings }, channel });

    expect(await assess(target)).toMatchObject({ state: 'wrong', why: ['It is not recording'] });
    expect((await plan(target)).steps.map(({ id }) => id)).toEqual(['start-recorder']);
  });

  it('that leaves out a type records it as well, and goes on', async () => {
    const recordingGroup = excluding('AWS::SageMaker::Model', 'AWS::EC2::Volume');
    const { assess, plan } = look({
      recorder: { settings: { ...settings, recordingGroup }, recording: true },
      channel,
    });

    expect(await assess(target, wanted)).toMatchObject({ state: 'wrong', why: [`It does not record ${model}`] });
    const { steps } = await plan(target, wanted);
    expect(steps).toMatchObject([
      {
        id: 'widen-recorder',
        call: { input: { ConfigurationRecorder: { recordingGroup: excluding('AWS::EC2::Volume') } } },
        undo: { call: { input: { ConfigurationRecorder: { recordingGroup } } } },
      },
    ]);
  });

  it.each([
    ['was deleted', {}, 'The recorder was deleted'],
    ['has no channel', { recorder: { settings } }, 'The delivery channel was deleted'],
  ])('that %s, and of which nothing was kept, is for a person to make', async (_, config, why) => {
    const found = await look(config).assess(target);

    expect(found).toMatchObject({ state: 'manual', why: expect.arrayContaining([why]) as unknown });
    expect(JSON.stringify(found)).toContain('put-delivery-channel');
  });

  it('is kept with its channel, while there are both', async () => {
    const kept = async (config: Config) => {
      const { account } = look(config);
      return recorderRecording.snapshot?.(target, bind(recorderRecording.uses, account.clientFor, region));
    };

    expect(await kept({ recorder: { settings }, channel })).toEqual({ recorder: settings, channel });
    expect(await kept({ recorder: { settings } })).toBeUndefined();
    expect(await kept({})).toBeUndefined();
  });

  it('is swept where there is one', async () => {
    expect(await look({ recorder: { settings } }).list()).toEqual([{ resource: target }]);
    expect(await look({}).list()).toEqual([]);
  });

  it('is not judged where it has no role, or where Config tells nothing', async () => {
    await expect(look({ recorder: { settings: { name: 'main' } }, channel }).assess(target)).rejects.toThrow('no role');
    const emptied = look({ recorder: { settings, recording: true }, channel });
    emptied.account.fault({ kind: 'incomplete', times: Infinity });
    await expect(emptied.assess(target)).rejects.toThrow('did not tell');
  });
});
