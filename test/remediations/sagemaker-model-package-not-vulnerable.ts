import type { AccountFile, AccountState } from '../../local/account/state.ts';
import { plantedSecret } from '../kit/fixture.ts';
import type { Fixture } from '../kit/fixture.ts';
import { signalAbout } from '../kit/signal.ts';

const region = 'eu-central-1';
const digest = `sha256:${'ab'.repeat(32)}`;
const registry = '111122223333.dkr.ecr.eu-central-1.amazonaws.com';
const findingArn = `arn:aws:inspector2:${region}:111122223333:finding/${'1'.repeat(32)}`;
const image = { registry: '111122223333', repository: 'fraud-inference', digest, tags: ['2026-10'] };

type Approval = 'Approved' | 'Rejected' | 'PendingManualApproval';

function holding(
  container: { Image: string; ImageDigest?: string },
  approval: { approval: Approval; approvalDescription?: string },
  finding: { severity: 'CRITICAL' | 'HIGH'; exploitAvailable: 'YES' | 'NO' } = {
    severity: 'CRITICAL',
    exploitAvailable: 'NO',
  },
): AccountFile {
  const settings = {
    InferenceSpecification: {
      Containers: [{ ...container, Environment: { FEATURE_STORE_TOKEN: plantedSecret } }],
      SupportedContentTypes: ['text/csv'],
      SupportedResponseMIMETypes: ['text/csv'],
    },
  };
  return {
    regions: {
      [region]: {
        sagemaker: { modelPackageGroups: { 'fraud-models': { packages: { '1': { settings, ...approval } } } } },
        inspector2: { findings: [findingOf(finding)] },
      },
    },
  };
}

const instances = { InstanceType: 'ml.m5.large' as const, InstanceCount: 1, VolumeSizeInGB: 30 };

/** The same, with an endpoint and jobs that run the image already. */
function serving(file: AccountFile): AccountFile {
  const here = file.regions?.[region];
  const hosting = {
    models: {
      'fraud-model': {
        settings: {
          PrimaryContainer: { Image: pinned.Image },
          ExecutionRoleArn: 'arn:aws:iam::111122223333:role/hosting',
        },
      },
    },
    endpointConfigs: {
      'fraud-cfg': {
        settings: {
          ProductionVariants: [
            {
              VariantName: 'AllTraffic',
              ModelName: 'fraud-model',
              InitialInstanceCount: 1,
              InstanceType: 'ml.m5.large' as const,
            },
          ],
        },
      },
    },
    endpoints: { 'fraud-detector': { config: 'fraud-cfg' } },
    jobs: {
      'training-job': {
        'fraud-xgboost': {
          settings: {
            AlgorithmSpecification: { TrainingImage: pinned.Image, TrainingInputMode: 'File' as const },
            RoleArn: 'arn:aws:iam::111122223333:role/training',
            OutputDataConfig: { S3OutputPath: 's3://fraud-models/' },
            ResourceConfig: instances,
            StoppingCondition: { MaxRuntimeInSeconds: 3600 },
          },
        },
      },
      'processing-job': {
        'fraud-features': {
          settings: {
            AppSpecification: { ImageUri: pinned.Image },
            RoleArn: 'arn:aws:iam::111122223333:role/training',
            ProcessingResources: { ClusterConfig: instances },
          },
        },
      },
      'transform-job': {
        'fraud-scores': {
          settings: {
            ModelName: 'fraud-model',
            TransformInput: { DataSource: { S3DataSource: { S3DataType: 'S3Prefix' as const, S3Uri: 's3://in/' } } },
            TransformOutput: { S3OutputPath: 's3://fraud-scores/' },
            TransformResources: { InstanceType: 'ml.m5.large' as const, InstanceCount: 1 },
          },
        },
      },
    },
  };
  return { regions: { [region]: { ...here, sagemaker: { ...here?.sagemaker, ...hosting } } } };
}

function findingOf(changes: { severity: 'CRITICAL' | 'HIGH'; exploitAvailable: 'YES' | 'NO' }) {
  const seen = '2026-11-19T08:00:00.000Z';
  return {
    findingArn,
    awsAccountId: '111122223333',
    type: 'PACKAGE_VULNERABILITY' as const,
    title: 'CVE-2026-11111 - openssl',
    description: 'A crafted record lets a client run code.',
    status: 'ACTIVE' as const,
    firstObservedAt: seen,
    lastObservedAt: seen,
    remediation: {},

    packageVulnerabilityDetails: { vulnerabilityId: 'CVE-2026-11111', source: 'NVD' },
    resources: [
      {
        type: 'AWS_ECR_CONTAINER_IMAGE' as const,
        id: `arn:aws:ecr:${region}:111122223333:repository/fraud-inference/${digest}`,
        details: {
          awsEcrContainerImage: {
            repositoryName: 'fraud-inference',
            registry: '111122223333',
            imageHash: digest,
            imageTags: image.tags,
          },
        },
      },
    ],
    ...changes,
  };
}

function change(state: AccountState, approval: Approval): void {
  const groups = state.regions[region]?.sagemaker.modelPackageGroups ?? {};
  const group = groups['fraud-models'];
  const found = group?.packages['1'];
  if (group === undefined || found === undefined) return;
  const { approvalDescription: _, ...rest } = found;
  groups['fraud-models'] = { ...group, packages: { '1': { ...rest, approval } } };
}

const pinned = { Image: `${registry}/fraud-inference@${digest}`, ImageDigest: digest };

export const fixture: Fixture = {
  remediation: 'sagemaker-model-package-not-vulnerable',
  signal: signalAbout(
    { type: 'AWS::ECR::ContainerImage', id: `fraud-inference@${digest}` },
    { findingArn, image },
    { source: 'inspector' },
  ),
  wrong: [
    { name: 'an approved package is pinned to the image', account: holding(pinned, { approval: 'Approved' }) },
    {
      name: 'a package that waits for approval uses the tag, and has a description',
      account: holding(
        { Image: `${registry}/fraud-inference:2026-10` },
        { approval: 'PendingManualApproval', approvalDescription: 'Passed the hold-out' },
      ),
    },
    {
      name: 'an endpoint and jobs run the image already',
      account: serving(holding(pinned, { approval: 'Approved' })),
    },
    {
      name: 'the finding is high with a known exploit',
      account: holding(pinned, { approval: 'Approved' }, { severity: 'HIGH', exploitAvailable: 'YES' }),
    },
  ],
  right: holding(pinned, { approval: 'Rejected' }),
  gone: {
    regions: { [region]: { inspector2: { findings: [findingOf({ severity: 'CRITICAL', exploitAvailable: 'NO' })] } } },
  },
  isRight: (state) =>
    Object.values(state.regions[region]?.sagemaker.modelPackageGroups ?? {}).every(({ packages }) =>
      Object.values(packages).every(({ approval }) => approval === 'Rejected'),
    ),
  // The finding, the packages' list and details, the lists of models, endpoints and three kinds of jobs, the package.
  readCalls: 9,
  breakAgain: (state) => change(state, 'Approved'),
  fixByHand: (state) => change(state, 'Rejected'),
  remove: (state) => {
    const sagemaker = state.regions[region]?.sagemaker;
    if (sagemaker !== undefined) sagemaker.modelPackageGroups = {};
  },
  essence: (state) =>
    Object.values(state.regions[region]?.sagemaker.modelPackageGroups ?? {}).flatMap(({ packages }) =>
      Object.values(packages).map(({ modified: _, approvalDescription = '', ...rest }) => ({
        ...rest,
        approvalDescription,
      })),
    ),
};
