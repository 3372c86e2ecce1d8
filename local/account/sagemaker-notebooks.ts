import type {
  DescribeNotebookInstanceInput,
  DescribeNotebookInstanceOutput,
  ListNotebookInstancesInput,
  ListNotebookInstancesOutput,
  StartNotebookInstanceInput,
  StopNotebookInstanceInput,
  UpdateNotebookInstanceInput,
} from '@aws-sdk/client-sagemaker';
import { own, present } from './own.ts';
import { changeRegion, readRegion } from './region.ts';
import { constraint, invalid, sagemakerArn } from './sagemaker-errors.ts';
import { listPage } from './sagemaker-lists.ts';
import type { NotebookState, NotebookStatus } from './sagemaker-notebook-state.ts';
import type { CallContext, Handler } from './simulation.ts';

/** A notebook instance as it is at a time: what is due has happened. */
export function settleNotebook(notebook: NotebookState, now: Date): NotebookState {
  const { change, ...rest } = notebook;
  if (change === undefined || Date.parse(change.due) > now.getTime()) return notebook;
  const reason = change.reason === undefined ? {} : { failureReason: change.reason };
  return { ...rest, status: change.to, modified: change.due, ...reason };
}

/** All that SageMaker says of a notebook instance that it does not know is this one word. */
function findNotebook(context: CallContext, name: string): NotebookState {
  const found = own(readRegion(context).sagemaker.notebooks, name);
  if (found === undefined) throw invalid('RecordNotFound');
  return settleNotebook(found, context.now);
}

/** Sets a notebook instance in motion, if it is in a status from which that is allowed. */
function move(
  context: CallContext,
  name: string,
  from: readonly NotebookStatus[],
  by: NotebookStatus,
  to: NotebookStatus,
  settings = findNotebook(context, name).settings,
): void {
  const { failureReason: _, ...notebook } = findNotebook(context, name);
  if (!from.includes(notebook.status)) {
    const arn = sagemakerArn(context, 'notebook-instance', name);
    throw invalid(
      `Status (${notebook.status}) not in ([${from.join(', ')}]). Unable to transition to (${by}) for Notebook Instance (${arn}).`,
    );
  }
  const { sagemaker } = changeRegion(context);
  const due = new Date(context.now.getTime() + sagemaker.seconds.notebook * 1000).toISOString();
  sagemaker.notebooks[name] = {
    ...notebook,
    settings,
    status: by,
    modified: context.now.toISOString(),
    change: { to, due },
  };
}

export const startNotebookInstance: Handler<StartNotebookInstanceInput, object> = (input, context) => {
  move(context, input.NotebookInstanceName ?? '', ['Stopped', 'Failed'], 'Pending', 'InService');
  return {};
};

export const stopNotebookInstance: Handler<StopNotebookInstanceInput, object> = (input, context) => {
  move(context, input.NotebookInstanceName ?? '', ['InService'], 'Stopping', 'Stopped');
  return {};
};

/** What can't be changed is not even in the input: direct internet access, network, key. */
export const updateNotebookInstance: Handler<UpdateNotebookInstanceInput, object> = (input, context) => {
  const { NotebookInstanceName: name = '', DisassociateLifecycleConfig, LifecycleConfigName, ...changes } = input;
  const { settings } = findNotebook(context, name);
  checkChanges(changes, settings.VolumeSizeInGB ?? 5);
  const { LifecycleConfigName: attached, ...rest } = settings;
  const lifecycle = DisassociateLifecycleConfig === true ? undefined : (LifecycleConfigName ?? attached);
  const changed = { ...rest, ...changes, ...(lifecycle === undefined ? {} : { LifecycleConfigName: lifecycle }) };
  move(context, name, ['Stopped'], 'Updating', 'Stopped', changed);
  return {};
};

const platforms = /^(notebook-al1-v1|notebook-al2-v1|notebook-al2-v2|notebook-al2-v3|notebook-al2023-v1)$/;

function checkChanges(
  {
    PlatformIdentifier: platform,
    RootAccess: root,
    InstanceMetadataServiceConfiguration: imds,
    VolumeSizeInGB: size,
  }: Pick<
    UpdateNotebookInstanceInput,
    'PlatformIdentifier' | 'RootAccess' | 'InstanceMetadataServiceConfiguration' | 'VolumeSizeInGB'
  >,
  before: number,
): void {
  if (platform !== undefined && !platforms.test(platform)) {
    throw constraint(platform, 'platformIdentifier', `satisfy regular expression pattern: ${platforms.source}`);
  }
  if (root !== undefined && !['Enabled', 'Disabled'].includes(root)) {
    throw constraint(root, 'rootAccess', 'satisfy enum value set: [Enabled, Disabled]');
  }
  const version = imds?.MinimumInstanceMetadataServiceVersion;
  if (version !== undefined && !['1', '2'].includes(version)) {
    const member = 'instanceMetadataServiceConfiguration.minimumInstanceMetadataServiceVersion';
    throw constraint(version, member, 'satisfy regular expression pattern: 1|2');
  }
  if (size !== undefined && size < before) {
    throw invalid(`Requested volume size ${size} is less than current volume size ${before}`);
  }
}

/** Members that the create call left out have the defaults that its documentation names. */
export const describeNotebookInstance: Handler<DescribeNotebookInstanceInput, DescribeNotebookInstanceOutput> = (
  { NotebookInstanceName: name = '' },
  context,
) => {
  const { settings, ...notebook } = findNotebook(context, name);
  const { SecurityGroupIds, LifecycleConfigName, ...rest } = settings;
  return present({
    DirectInternetAccess: 'Enabled' as const,
    RootAccess: 'Enabled' as const,
    PlatformIdentifier: 'notebook-al2023-v1',
    VolumeSizeInGB: 5,
    InstanceMetadataServiceConfiguration: { MinimumInstanceMetadataServiceVersion: '1' },
    ...rest,
    NotebookInstanceName: name,
    NotebookInstanceArn: sagemakerArn(context, 'notebook-instance', name),
    NotebookInstanceStatus: notebook.status,
    NotebookInstanceLifecycleConfigName: LifecycleConfigName,
    SecurityGroups: SecurityGroupIds,
    FailureReason: notebook.failureReason,
    CreationTime: notebook.created,
    LastModifiedTime: notebook.modified,
  });
};

export const listNotebookInstances: Handler<ListNotebookInstancesInput, ListNotebookInstancesOutput> = (
  input,
  context,
) => {
  const notebooks = Object.entries(readRegion(context).sagemaker.notebooks).map(([name, found]) => {
    const { created, modified, status, settings } = settleNotebook(found, context.now);
    return { name, created, modified, status, settings, arn: sagemakerArn(context, 'notebook-instance', name) };
  });
  const wanted = notebooks.filter(({ status }) => input.StatusEquals === undefined || status === input.StatusEquals);
  const { items, next } = listPage('ListNotebookInstances', wanted, input, 'Descending');
  return present({
    NotebookInstances: items.map(({ name, arn, created, modified, status, settings }) =>
      present({
        NotebookInstanceName: name,
        NotebookInstanceArn: arn,
        NotebookInstanceStatus: status,
        InstanceType: settings.InstanceType,
        CreationTime: created,
        LastModifiedTime: modified,
      }),
    ),
    NextToken: next,
  });
};
