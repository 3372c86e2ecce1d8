import { describe, expect, it } from 'vitest';
import type { AccountFile } from '../../../local/account/state.ts';
import { createWorld, here } from './world.ts';

const NotebookInstanceName = 'explorer';
const arn = `arn:aws:sagemaker:${here}:111122223333:notebook-instance/explorer`;
type Status = 'InService' | 'Stopped' | 'Pending' | 'Stopping' | 'Updating' | 'Failed' | 'Deleting';

function holding(status: Status = 'InService'): AccountFile {
  const settings = {
    InstanceType: 'ml.t3.medium' as const,
    RoleArn: 'arn:aws:iam::111122223333:role/notebooks',
    SecurityGroupIds: ['sg-1'],
    LifecycleConfigName: 'on-start',
  };
  return { regions: { [here]: { sagemaker: { notebooks: { explorer: { status, settings } } } } } };
}

async function statusOf({ sagemaker }: ReturnType<typeof createWorld>): Promise<string | undefined> {
  return (await sagemaker.DescribeNotebookInstance({ NotebookInstanceName })).NotebookInstanceStatus;
}

describe('a notebook instance', () => {
  it('has the defaults of the create call where nothing was said', async () => {
    const { sagemaker } = createWorld(holding());

    const found = await sagemaker.DescribeNotebookInstance({ NotebookInstanceName });

    expect(found).toMatchObject({
      NotebookInstanceArn: arn,
      NotebookInstanceStatus: 'InService',
      DirectInternetAccess: 'Enabled',
      RootAccess: 'Enabled',
      SecurityGroups: ['sg-1'],
      NotebookInstanceLifecycleConfigName: 'on-start',
      InstanceMetadataServiceConfiguration: { MinimumInstanceMetadataServiceVersion: '1' },
    });
    expect(found.KmsKeyId).toBeUndefined();
  });

  it('takes three minutes to stop, to be updated and to start', async () => {
    const world = createWorld(holding());
    const { sagemaker } = world;

    await sagemaker.StopNotebookInstance({ NotebookInstanceName });
    expect(await statusOf(world)).toBe('Stopping');
    world.advance(179);
    expect(await statusOf(world)).toBe('Stopping');
    world.advance(1);
    expect(await statusOf(world)).toBe('Stopped');

    await sagemaker.UpdateNotebookInstance({ NotebookInstanceName, RootAccess: 'Disabled' });
    expect(await statusOf(world)).toBe('Updating');
    world.advance(180);
    expect(await statusOf(world)).toBe('Stopped');

    await sagemaker.StartNotebookInstance({ NotebookInstanceName });
    expect(await statusOf(world)).toBe('Pending');
    world.advance(180);
    const found = await sagemaker.DescribeNotebookInstance({ NotebookInstanceName });
    expect(found).toMatchObject({ NotebookInstanceStatus: 'InService', RootAccess: 'Disabled' });
    expect(found.LastModifiedTime).toEqual(world.now());
  });

  it('loses its lifecycle configuration only when that is asked for', async () => {
    const world = createWorld(holding('Stopped'));
    await world.sagemaker.UpdateNotebookInstance({ NotebookInstanceName, VolumeSizeInGB: 20 });
    world.advance(180);
    const kept = await world.sagemaker.DescribeNotebookInstance({ NotebookInstanceName });
    expect(kept).toMatchObject({ VolumeSizeInGB: 20, NotebookInstanceLifecycleConfigName: 'on-start' });

    await world.sagemaker.UpdateNotebookInstance({ NotebookInstanceName, DisassociateLifecycleConfig: true });

    const found = await world.sagemaker.DescribeNotebookInstance({ NotebookInstanceName });
    expect(found.NotebookInstanceLifecycleConfigName).toBeUndefined();
  });

  it.each(['Stopped', 'Pending', 'Stopping', 'Updating', 'Failed', 'Deleting'] as const)(
    'that is %s can’t be stopped',
    async (status) => {
      const world = createWorld(holding(status));

      await expect(world.sagemaker.StopNotebookInstance({ NotebookInstanceName })).rejects.toMatchObject({
        name: 'ValidationException',
        message: `Status (${status}) not in ([InService]). Unable to transition to (Stopping) for Notebook Instance (${arn}).`,
      });
      expect(await statusOf(world)).toBe(status);
    },
  );

  it.each(['InService', 'Pending', 'Stopping', 'Updating', 'Deleting'] as const)(
    'that is %s can’t be started',
    async (status) => {
      const world = createWorld(holding(status));

      await expect(world.sagemaker.StartNotebookInstance({ NotebookInstanceName })).rejects.toMatchObject({
        name: 'ValidationException',
        message: `Status (${status}) not in ([Stopped, Failed]). Unable to transition to (Pending) for Notebook Instance (${arn}).`,
      });
    },
  );

  it.each(['InService', 'Pending', 'Stopping', 'Updating', 'Failed', 'Deleting'] as const)(
    'that is %s can’t be updated',
    async (status) => {
      const { sagemaker } = createWorld(holding(status));

      const update = sagemaker.UpdateNotebookInstance({ NotebookInstanceName, RootAccess: 'Disabled' });

      await expect(update).rejects.toMatchObject({ name: 'ValidationException', message: /not in \(\[Stopped\]\)/ });
      const found = await sagemaker.DescribeNotebookInstance({ NotebookInstanceName });
      expect(found.RootAccess).toBe('Enabled');
    },
  );

  it('can’t change what is fixed when it is created', async () => {
    const { sagemaker } = createWorld(holding('Stopped'));
    const fixed = { NotebookInstanceName, DirectInternetAccess: 'Disabled' };

    await expect(sagemaker.UpdateNotebookInstance(fixed)).rejects.toMatchObject({ name: 'ValidationException' });
  });

  it.each([
    ['a platform that nobody knows', { PlatformIdentifier: 'notebook-al9-v1' }, /platformIdentifier/],
    ['a smaller volume', { VolumeSizeInGB: 4 }, /volume size/],
    [
      'a version of the metadata service that does not exist',
      { InstanceMetadataServiceConfiguration: { MinimumInstanceMetadataServiceVersion: '3' } },
      /MetadataServiceVersion/,
    ],
  ])('refuses %s', async (_what, change, message) => {
    const { sagemaker } = createWorld(holding('Stopped'));

    await expect(sagemaker.UpdateNotebookInstance({ NotebookInstanceName, ...change })).rejects.toMatchObject({
      name: 'ValidationException',
      message,
    });
  });

  it('that nobody has made is not found', async () => {
    const { sagemaker } = createWorld();

    for (const call of ['DescribeNotebookInstance', 'StartNotebookInstance', 'StopNotebookInstance'] as const) {
      await expect(sagemaker[call]({ NotebookInstanceName })).rejects.toMatchObject({
        name: 'ValidationException',
        message: 'RecordNotFound',
      });
    }
  });
});

describe('the list of notebook instances', () => {
  it('tells those of a status, by pages', async () => {
    const settings = { InstanceType: 'ml.t3.medium' as const, RoleArn: 'arn:aws:iam::111122223333:role/notebooks' };
    const notebooks = { a: { settings }, b: { settings, status: 'Stopped' as const }, c: { settings } };
    const { sagemaker } = createWorld({ regions: { [here]: { sagemaker: { notebooks } } } });

    const first = await sagemaker.ListNotebookInstances({ MaxResults: 1, StatusEquals: 'InService' });
    const second = await sagemaker.ListNotebookInstances({
      MaxResults: 1,
      StatusEquals: 'InService',
      NextToken: first.NextToken,
    });

    const names = [first, second].flatMap(({ NotebookInstances }) => NotebookInstances ?? []);
    expect(new Set(names.map((found) => found.NotebookInstanceName))).toEqual(new Set(['a', 'c']));
    expect(second.NextToken).toBeUndefined();
  });
});
