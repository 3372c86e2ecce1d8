import type {
  DescribeNotebookInstanceLifecycleConfigInput,
  DescribeNotebookInstanceLifecycleConfigOutput,
  DescribeStudioLifecycleConfigRequest,
  DescribeStudioLifecycleConfigResponse,
  ListNotebookInstanceLifecycleConfigsInput,
  ListNotebookInstanceLifecycleConfigsOutput,
  ListStudioLifecycleConfigsRequest,
  ListStudioLifecycleConfigsResponse,
} from '@aws-sdk/client-sagemaker';
import { ServiceFault, UnsupportedOperation } from './errors.ts';
import { own, present } from './own.ts';
import { readRegion } from './region.ts';
import { invalid, sagemakerArn } from './sagemaker-errors.ts';
import { listPage } from './sagemaker-lists.ts';
import type { CallContext, Handler } from './simulation.ts';

const notebookKind = 'notebook-instance-lifecycle-config';
const studioKind = 'studio-lifecycle-config';

/** As with notebook instances, `RecordNotFound` is all that SageMaker says of one that it does not know. */
export const describeNotebookInstanceLifecycleConfig: Handler<
  DescribeNotebookInstanceLifecycleConfigInput,
  DescribeNotebookInstanceLifecycleConfigOutput
> = ({ NotebookInstanceLifecycleConfigName: name = '' }, context) => {
  const found = own(readRegion(context).sagemaker.notebookLifecycleConfigs, name);
  if (found === undefined) throw invalid('RecordNotFound');
  return {
    ...found.settings,
    NotebookInstanceLifecycleConfigName: name,
    NotebookInstanceLifecycleConfigArn: sagemakerArn(context, notebookKind, name),
    CreationTime: found.created,
  };
};

export const describeStudioLifecycleConfig: Handler<
  DescribeStudioLifecycleConfigRequest,
  DescribeStudioLifecycleConfigResponse
> = ({ StudioLifecycleConfigName: name = '' }, context) => {
  const found = own(readRegion(context).sagemaker.studioLifecycleConfigs, name);
  if (found === undefined) {
    throw new ServiceFault('ResourceNotFound', `StudioLifecycleConfig ${name.slice(0, 100)} does not exist.`);
  }
  return {
    ...found.settings,
    StudioLifecycleConfigName: name,
    StudioLifecycleConfigArn: sagemakerArn(context, studioKind, name),
    CreationTime: found.created,
  };
};

function listed(
  context: CallContext,
  kind: typeof notebookKind | typeof studioKind,
  configs: Readonly<Record<string, { readonly created: string }>>,
) {
  return Object.entries(configs).map(([name, { created }]) => ({
    name,
    created,
    arn: sagemakerArn(context, kind, name),
  }));
}

export const listNotebookInstanceLifecycleConfigs: Handler<
  ListNotebookInstanceLifecycleConfigsInput,
  ListNotebookInstanceLifecycleConfigsOutput
> = (input, context) => {
  const configs = listed(context, notebookKind, readRegion(context).sagemaker.notebookLifecycleConfigs);
  const { items, next } = listPage('ListNotebookInstanceLifecycleConfigs', configs, input, 'Descending');
  return present({
    NotebookInstanceLifecycleConfigs: items.map(({ name, arn, created }) => ({
      NotebookInstanceLifecycleConfigName: name,
      NotebookInstanceLifecycleConfigArn: arn,
      CreationTime: created,
    })),
    NextToken: next,
  });
};

export const listStudioLifecycleConfigs: Handler<
  ListStudioLifecycleConfigsRequest,
  ListStudioLifecycleConfigsResponse
> = ({ AppTypeEquals, ModifiedTimeBefore, ModifiedTimeAfter, ...input }, context) => {
  if ([AppTypeEquals, ModifiedTimeBefore, ModifiedTimeAfter].some((filter) => filter !== undefined)) {
    throw new UnsupportedOperation('list of Studio lifecycle configurations by app type or time of change');
  }
  const configs = listed(context, studioKind, readRegion(context).sagemaker.studioLifecycleConfigs);
  const { items, next } = listPage('ListStudioLifecycleConfigs', configs, input, 'Descending');
  return present({
    StudioLifecycleConfigs: items.map(({ name, arn, created }) => ({
      StudioLifecycleConfigName: name,
      StudioLifecycleConfigArn: arn,
      CreationTime: created,
    })),
    NextToken: next,
  });
};
