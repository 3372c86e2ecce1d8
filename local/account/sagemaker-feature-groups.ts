import type { DescribeFeatureGroupRequest, DescribeFeatureGroupResponse } from '@aws-sdk/client-sagemaker';
import { ServiceFault } from './errors.ts';
import { own, present } from './own.ts';
import { readRegion } from './region.ts';
import { sagemakerArn } from './sagemaker-errors.ts';
import type { Handler } from './simulation.ts';

export const describeFeatureGroup: Handler<DescribeFeatureGroupRequest, DescribeFeatureGroupResponse> = (
  { FeatureGroupName: name = '' },
  context,
) => {
  const group = own(readRegion(context).sagemaker.featureGroups, name);
  const said = `Resource Not Found: Amazon SageMaker can't find a FeatureGroup with name ${name.slice(0, 100)}`;
  if (group === undefined) throw new ServiceFault('ResourceNotFound', said);
  const { OnlineStoreConfig: online, ThroughputConfig: _, ...settings } = group.settings;
  return present({
    ...settings,
    OnlineStoreConfig: online === undefined ? undefined : { StorageType: 'Standard' as const, ...online },
    FeatureGroupName: name,
    FeatureGroupArn: sagemakerArn(context, 'feature-group', name),
    FeatureGroupStatus: group.status,
    CreationTime: group.created,
    NextToken: '',
  });
};
