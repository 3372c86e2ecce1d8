import type {
  BatchDescribeModelPackageInput,
  BatchDescribeModelPackageOutput,
  ListModelPackagesInput,
  ListModelPackagesOutput,
} from '@aws-sdk/client-sagemaker';
import { present } from './own.ts';
import { readRegion } from './region.ts';
import { constraint } from './sagemaker-errors.ts';
import { findGroup } from './sagemaker-groups.ts';
import { listPage } from './sagemaker-lists.ts';
import type { Version } from './sagemaker-versions.ts';
import { lookUpVersion, versionArn } from './sagemaker-versions.ts';
import type { Handler } from './simulation.ts';

export const listModelPackages: Handler<ListModelPackagesInput, ListModelPackagesOutput> = (input, context) => {
  const { ModelPackageGroupName: wanted, ModelApprovalStatus: approval } = input;
  // Without a group, only unversioned packages are listed unless the type asks for more; there are none here.
  const type = input.ModelPackageType ?? (wanted === undefined ? 'Unversioned' : 'Versioned');
  const { modelPackageGroups } = readRegion(context).sagemaker;
  const only = wanted === undefined ? undefined : findGroup(context, wanted, readRegion(context)).name;
  const groups = type === 'Unversioned' ? [] : Object.entries(modelPackageGroups);
  const versions = groups.flatMap(([group, { packages }]) =>
    Object.entries(packages).map(([version, state]) => ({
      name: group,
      version,
      state,
      created: state.created,
      modified: state.modified,
      arn: versionArn(context, group, version),
    })),
  );
  const listed = versions.filter(
    ({ name, state }) =>
      (only === undefined || name === only) && (approval === undefined || state.approval === approval),
  );
  const { items, next } = listPage('ListModelPackages', listed, input, 'Ascending');
  return present({
    ModelPackageSummaryList: items.map(({ name, version, state, arn }) =>
      present({
        ModelPackageGroupName: name,
        ModelPackageVersion: Number(version),
        ModelPackageArn: arn,
        ModelPackageDescription: state.settings.ModelPackageDescription,
        CreationTime: state.created,
        ModelPackageStatus: state.status,
        ModelApprovalStatus: state.approval,
      }),
    ),
    NextToken: next,
  });
};

/** Carries no ApprovalDescription; a package that does not exist is an entry in the error map. */
export const batchDescribeModelPackage: Handler<BatchDescribeModelPackageInput, BatchDescribeModelPackageOutput> = (
  { ModelPackageArnList = [] },
  context,
) => {
  if (ModelPackageArnList.length < 1 || ModelPackageArnList.length > 100) {
    throw constraint(`[${ModelPackageArnList.length} ARNs]`, 'modelPackageArnList', 'have length between 1 and 100');
  }
  const found = ModelPackageArnList.map((arn) => [arn, lookUpVersion(context, arn)] as const);
  const summaries = found.flatMap(([arn, version]) =>
    version === undefined ? [] : [[arn, batchSummary(arn, version)]],
  );
  const errors = found.flatMap(([arn, version]) =>
    version === undefined
      ? [
          [
            arn,
            { ErrorCode: 'ValidationException', ErrorResponse: `ModelPackage ${arn.slice(0, 300)} does not exist.` },
          ],
        ]
      : [],
  );
  return present({
    ModelPackageSummaries: Object.fromEntries(summaries),
    BatchDescribeModelPackageErrorMap: errors.length > 0 ? Object.fromEntries(errors) : undefined,
  });
};

function batchSummary(arn: string, { group, version, state }: Version) {
  return present({
    ModelPackageGroupName: group,
    ModelPackageVersion: Number(version),
    ModelPackageArn: arn,
    ModelPackageDescription: state.settings.ModelPackageDescription,
    CreationTime: state.created,
    InferenceSpecification: state.settings.InferenceSpecification ?? { Containers: [] },
    ModelPackageStatus: state.status,
    ModelApprovalStatus: state.approval,
  });
}
