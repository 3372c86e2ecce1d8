import { describe, expect, it } from 'vitest';
import type { AccountFile } from '../../../local/account/state.ts';
import { experiment as Name, experimenting } from '../../remediations/experiments.ts';
import { featureGroup } from '../../remediations/sagemaker-feature-group-encrypted.ts';
import { createWorld, here } from './world.ts';

const storage = { Destination: 's3://fraud-shadow/data' };

describe('an inference experiment', () => {
  it('gets another data storage while it runs, and takes two minutes for that', async () => {
    const { sagemaker, advance } = createWorld(experimenting({}));

    await sagemaker.UpdateInferenceExperiment({ Name, DataStorageConfig: { ...storage, KmsKey: 'alias/ml' } });

    expect(await sagemaker.DescribeInferenceExperiment({ Name })).toMatchObject({ Status: 'Updating' });
    advance(120);
    expect(await sagemaker.DescribeInferenceExperiment({ Name })).toMatchObject({
      Arn: `arn:aws:sagemaker:${here}:111122223333:inference-experiment/${Name}`,
      Status: 'Running',
      DataStorageConfig: { ...storage, KmsKey: 'alias/ml' },
      ModelVariants: [{ VariantName: 'production', Status: 'InService' }, { VariantName: 'shadow' }],
    });
  });

  it.each(['Creating', 'Updating', 'Stopping', 'Completed', 'Cancelled'] as const)(
    'can’t be changed while it is %s',
    async (status) => {
      const { sagemaker } = createWorld(experimenting({ DataStorageConfig: storage }, status));

      const update = sagemaker.UpdateInferenceExperiment({ Name, DataStorageConfig: { Destination: 's3://other' } });

      await expect(update).rejects.toMatchObject({
        name: 'ConflictException',
        message: expect.stringContaining(status),
      });
      expect(await sagemaker.DescribeInferenceExperiment({ Name })).toMatchObject({ DataStorageConfig: storage });
    },
  );

  it('stores nothing at what is no address, and keeps what an update does not name', async () => {
    const { sagemaker, advance } = createWorld(experimenting({ DataStorageConfig: storage }));

    const wrong = sagemaker.UpdateInferenceExperiment({ Name, DataStorageConfig: { Destination: 'fraud-shadow' } });
    await expect(wrong).rejects.toMatchObject({ name: 'ValidationException', message: /dataStorageConfig/ });

    await sagemaker.UpdateInferenceExperiment({ Name });
    advance(120);
    expect(await sagemaker.DescribeInferenceExperiment({ Name })).toMatchObject({ DataStorageConfig: storage });
  });

  it('does not do here what nobody asks for', async () => {
    const { sagemaker } = createWorld(experimenting({}));

    await expect(sagemaker.UpdateInferenceExperiment({ Name, Description: 'new' })).rejects.toThrow(/Description/);
  });

  it('is listed with those of which only tags are known, and found by its tags', async () => {
    const file = experimenting({});
    const { sagemaker } = createWorld({
      regions: {
        [here]: { sagemaker: { ...file.regions?.[here]?.sagemaker, tagOnly: { 'inference-experiment/old': {} } } },
      },
    });

    const { InferenceExperiments = [] } = await sagemaker.ListInferenceExperiments({});
    expect(new Set(InferenceExperiments.map((found) => found.Name))).toEqual(new Set([Name, 'old']));
    const { Arn } = await sagemaker.DescribeInferenceExperiment({ Name });
    await sagemaker.AddTags({ ResourceArn: Arn, Tags: [{ Key: 'owner', Value: 'fraud' }] });
    expect((await sagemaker.ListTags({ ResourceArn: Arn })).Tags).toEqual([{ Key: 'owner', Value: 'fraud' }]);
  });
});

describe('a feature group', () => {
  it('has standard storage where nothing else was said', async () => {
    const { sagemaker } = createWorld(featureGroup({ OnlineStoreConfig: { EnableOnlineStore: true } }));

    expect(await sagemaker.DescribeFeatureGroup({ FeatureGroupName: 'customer_features' })).toMatchObject({
      FeatureGroupStatus: 'Created',
      OnlineStoreConfig: { EnableOnlineStore: true, StorageType: 'Standard' },
    });
    const { FeatureGroupSummaries } = await sagemaker.ListFeatureGroups({});
    expect(FeatureGroupSummaries).toMatchObject([{ FeatureGroupName: 'customer_features' }]);
  });
});

describe('lifecycle configurations', () => {
  const script = { Content: Buffer.from('set -e').toString('base64') };
  const file: AccountFile = {
    regions: {
      [here]: {
        sagemaker: {
          notebookLifecycleConfigs: { a: { settings: { OnStart: [script] } }, b: { settings: {} } },
          studioLifecycleConfigs: {
            c: {
              settings: { StudioLifecycleConfigContent: script.Content, StudioLifecycleConfigAppType: 'JupyterLab' },
            },
          },
        },
      },
    },
  };

  it('are described with their scripts, and listed by pages', async () => {
    const { sagemaker } = createWorld(file);

    expect(
      await sagemaker.DescribeNotebookInstanceLifecycleConfig({ NotebookInstanceLifecycleConfigName: 'a' }),
    ).toMatchObject({ OnStart: [script], NotebookInstanceLifecycleConfigArn: expect.stringMatching(/config\/a$/) });
    expect(await sagemaker.DescribeStudioLifecycleConfig({ StudioLifecycleConfigName: 'c' })).toMatchObject({
      StudioLifecycleConfigContent: script.Content,
    });
    const first = await sagemaker.ListNotebookInstanceLifecycleConfigs({ MaxResults: 1 });
    const second = await sagemaker.ListNotebookInstanceLifecycleConfigs({ MaxResults: 1, NextToken: first.NextToken });
    const names = [first, second].flatMap(({ NotebookInstanceLifecycleConfigs: page = [] }) =>
      page.map((one) => one.NotebookInstanceLifecycleConfigName),
    );
    expect(new Set(names)).toEqual(new Set(['a', 'b']));
    expect(names).toHaveLength(2);
    expect((await sagemaker.ListStudioLifecycleConfigs({})).StudioLifecycleConfigs).toMatchObject([
      { StudioLifecycleConfigName: 'c' },
    ]);
    await expect(sagemaker.ListStudioLifecycleConfigs({ AppTypeEquals: 'JupyterLab' })).rejects.toThrow(/app type/);
  });
});

it.each([
  ['ValidationException', 'DescribeNotebookInstanceLifecycleConfig', { NotebookInstanceLifecycleConfigName: 'x' }],
  ['ResourceNotFound', 'DescribeStudioLifecycleConfig', { StudioLifecycleConfigName: 'x' }],
  ['ResourceNotFound', 'DescribeFeatureGroup', { FeatureGroupName: '__proto__' }],
  ['ResourceNotFound', 'DescribeInferenceExperiment', { Name: 'x' }],
  ['ResourceNotFound', 'UpdateInferenceExperiment', { Name: 'x' }],
] as const)('%s is what %s says of what nobody has made', async (name, operation, input) => {
  const { sagemaker } = createWorld();

  await expect(sagemaker[operation](input as never)).rejects.toMatchObject({ name });
});
