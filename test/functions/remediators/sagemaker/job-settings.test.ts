import { describe, expect, it } from 'vitest';
import { isSet, needless, partsOf } from '../../../../functions/remediators/sagemaker/job-settings.ts';

const unneeded = expect.any(String);
const needed = undefined;

describe('the traffic between containers', () => {
  it.each([
    ['one instance', { ResourceConfig: { InstanceType: 'ml.m5.large', InstanceCount: 1 } }, unneeded],
    ['two instances', { ResourceConfig: { InstanceType: 'ml.m5.large', InstanceCount: 2 } }, needed],
    [
      'two groups of one instance, which talk to each other',
      { ResourceConfig: { InstanceGroups: [{ InstanceCount: 1 }, { InstanceCount: 1 }] } },
      needed,
    ],
    ['one group of one instance', { ResourceConfig: { InstanceGroups: [{ InstanceCount: 1 }] } }, unneeded],
    [
      'a choice of single instances',
      { HyperParameterTuningResourceConfig: { InstanceConfigs: [{ InstanceCount: 1 }, { InstanceCount: 1 }] } },
      unneeded,
    ],
    [
      'a choice that has pairs in it',
      { HyperParameterTuningResourceConfig: { InstanceConfigs: [{ InstanceCount: 1 }, { InstanceCount: 2 }] } },
      needed,
    ],
    [
      'one instance in the end, of what was preferred',
      { ResourceConfig: { InstancePreferences: [], SelectedInstanceType: 'ml.m5.large', SelectedInstanceCount: 1 } },
      unneeded,
    ],
    ['one processing instance', { ProcessingResources: { ClusterConfig: { InstanceCount: 1 } } }, unneeded],
    ['what AutoML chooses', { SecurityConfig: {} }, needed],
    ['nobody knows what', { ResourceConfig: {} }, needed],
    ['no part at all', undefined, needed],
  ])('of a job on %s', (_what, part, expected) => {
    expect(needless('traffic', part)).toEqual(expected);
  });
});

describe('a key for the volumes', () => {
  it.each([
    ['local disks', { ResourceConfig: { InstanceType: 'ml.p4d.24xlarge', InstanceCount: 2 } }, unneeded],
    ['volumes', { ResourceConfig: { InstanceType: 'ml.m5.large', InstanceCount: 2 } }, needed],
    [
      'both',
      {
        ResourceConfig: {
          InstanceGroups: [
            { InstanceType: 'ml.g5.xlarge', InstanceCount: 1 },
            { InstanceType: 'ml.m5.large', InstanceCount: 1 },
          ],
        },
      },
      needed,
    ],
    ['local disks for a transform job', { TransformResources: { InstanceType: 'ml.g4dn.xlarge' } }, unneeded],
    ['what AutoML chooses', { SecurityConfig: {} }, needed],
  ])('of instances with %s', (_what, part, expected) => {
    expect(needless('volume', part)).toEqual(expected);
  });
});

describe('a key for the output', () => {
  const resources = { ProcessingResources: { ClusterConfig: {} } };

  it.each([
    ['no output', resources, unneeded],
    [
      'an output of another kind',
      { ...resources, ProcessingOutputConfig: { Outputs: [{ AppManaged: true }] } },
      unneeded,
    ],
    ['output in S3', { ...resources, ProcessingOutputConfig: { Outputs: [{ S3Output: {} }] } }, needed],
    ['a model', { OutputDataConfig: {} }, needed],
  ])('of a job with %s', (_what, part, expected) => {
    expect(needless('output', part)).toEqual(expected);
  });
});

it.each(['vpc', 'isolation'] as const)('the setting %s is needed whatever a job does', (setting) => {
  expect(needless(setting, {})).toBeUndefined();
});

describe('a setting', () => {
  it.each([
    [true, true],
    [false, false],
    ['key', true],
    ['', false],
    [['subnet'], true],
    [[], false],
    [null, false],
    [1, false],
    [undefined, false],
  ])('of the value %j counts as set: %s', (value, expected) => {
    expect(isSet({ a: { b: value } }, ['x', 'a.b'])).toBe(expected);
  });
});

describe('the parts of a job', () => {
  it('are the definitions of a tuning job, of which there are one or several', () => {
    expect(partsOf('HyperParameterTuningJob', { TrainingJobDefinition: { a: 1 } })).toEqual([{ a: 1 }]);
    expect(partsOf('HyperParameterTuningJob', { TrainingJobDefinitions: [] })).toEqual([undefined]);
    expect(partsOf('HyperParameterTuningJob', { TrainingJobDefinitions: [{ a: 1 }, { a: 2 }] })).toEqual([
      { a: 1 },
      { a: 2 },
    ]);
  });

  it('are one with the job otherwise', () => {
    expect(partsOf('TrainingJob', { a: 1 })).toEqual([{ a: 1 }]);
  });
});
