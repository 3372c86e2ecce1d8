import type {
  CreateModelPackageInput,
  CreateModelPackageOutput,
  DescribeModelPackageInput,
  DescribeModelPackageOutput,
  UpdateModelPackageInput,
  UpdateModelPackageOutput,
} from '@aws-sdk/client-sagemaker';
import { UnsupportedOperation } from './errors.ts';
import { present } from './own.ts';
import { readRegion } from './region.ts';
import { imageDigest } from './sagemaker-deployment.ts';
import { constraint } from './sagemaker-errors.ts';
import { findGroup } from './sagemaker-groups.ts';
import type { SagemakerState } from './sagemaker-state.ts';
import { newTags } from './sagemaker-tags.ts';
import { findVersion, putVersion, versionArn } from './sagemaker-versions.ts';
import type { Handler } from './simulation.ts';
import type { Stored } from './stored.ts';

/** SageMaker looks the images up when a package is registered, and notes their digests. */
function withDigests(
  sagemaker: SagemakerState,
  specification: Stored<CreateModelPackageInput>['InferenceSpecification'],
): typeof specification {
  if (specification === undefined) return undefined;
  const containers = specification.Containers ?? [];
  return {
    ...specification,
    Containers: containers.map((container) =>
      container.Image === undefined || container.ImageDigest !== undefined
        ? container
        : { ...container, ImageDigest: imageDigest(sagemaker, container.Image) },
    ),
  };
}

const approvals = ['Approved', 'Rejected', 'PendingManualApproval'] as const;

function checkApproval(status: string | undefined): (typeof approvals)[number] | undefined {
  if (status === undefined) return undefined;
  const known = approvals.find((approval) => approval === status);
  if (known === undefined) {
    throw constraint(status, 'modelApprovalStatus', `satisfy enum value set: [${approvals.join(', ')}]`);
  }
  return known;
}

/** At most 1024 characters of the pattern `.*`, which allows no line breaks (API_UpdateModelPackage). */
function checkDescription(text: string | undefined): void {
  if (text === undefined) return;
  if (text.length > 1024) throw constraint(text, 'approvalDescription', 'have length less than or equal to 1024');
  if (!/^.*$/.test(text)) throw constraint(text, 'approvalDescription', 'satisfy regular expression pattern: .*');
}

export const createModelPackage: Handler<CreateModelPackageInput, CreateModelPackageOutput> = (input, context) => {
  const { ModelPackageGroupName: wanted, ModelApprovalStatus, Tags, ClientToken: _, ...settings } = input;
  if (wanted === undefined) throw new UnsupportedOperation('model packages outside a model package group');
  const approval = checkApproval(ModelApprovalStatus) ?? 'PendingManualApproval';
  const tags = newTags(Tags);
  const { name: group, state } = findGroup(context, wanted, readRegion(context));
  const version = String(Math.max(0, ...Object.keys(state.packages).map(Number)) + 1);
  const now = context.now.toISOString();
  const inference = withDigests(readRegion(context).sagemaker, settings.InferenceSpecification);
  putVersion(context, group, version, {
    created: now,
    modified: now,
    status: 'Completed',
    approval,
    settings: { ...settings, InferenceSpecification: inference },
    tags,
  });
  return { ModelPackageArn: versionArn(context, group, version) };
};

export const describeModelPackage: Handler<DescribeModelPackageInput, DescribeModelPackageOutput> = (
  { ModelPackageName: name = '' },
  context,
) => {
  const { group, version, state } = findVersion(context, name);
  const {
    ValidationSpecification,
    CertifyForMarketplace,
    ModelPackageName: _,
    ClientToken: __,
    ...settings
  } = state.settings;
  return present({
    ...settings,
    ValidationSpecification,
    CertifyForMarketplace: CertifyForMarketplace ?? false,
    ModelPackageName: group,
    ModelPackageGroupName: group,
    ModelPackageVersion: Number(version),
    ModelPackageArn: versionArn(context, group, version),
    CreationTime: state.created,
    LastModifiedTime: state.modified,
    ModelPackageStatus: state.status,
    ModelPackageStatusDetails: { ValidationStatuses: [], ImageScanStatuses: [] },
    ModelApprovalStatus: state.approval,
    ApprovalDescription: state.approvalDescription,
  });
};

/**
 * Changes the approval, which deploys and undeploys nothing. An empty description takes the old one away;
 * without a description the old one stays.
 */
export const updateModelPackage: Handler<UpdateModelPackageInput, UpdateModelPackageOutput> = (input, context) => {
  const { ModelPackageArn: arn = '', ModelApprovalStatus, ApprovalDescription: description } = input;
  refuseOtherChanges(input);
  const approval = checkApproval(ModelApprovalStatus);
  checkDescription(description);
  const { group, version, state } = findVersion(context, arn);
  const approvalDescription = description ?? state.approvalDescription;
  putVersion(context, group, version, {
    ...state,
    modified: context.now.toISOString(),
    approval: approval ?? state.approval,
    approvalDescription: approvalDescription === '' ? undefined : approvalDescription,
  });
  return { ModelPackageArn: arn };
};

/** Members whose effect is not simulated are refused instead of being ignored. */
function refuseOtherChanges(input: Stored<UpdateModelPackageInput>): void {
  const known = ['ModelPackageArn', 'ModelApprovalStatus', 'ApprovalDescription', 'ClientToken'];
  const other = Object.keys(input).find((member) => !known.includes(member));
  if (other !== undefined) throw new UnsupportedOperation(`UpdateModelPackage with ${other}`);
}
