import { describe, expect, it } from 'vitest';
import { modelPackageNotVulnerable } from '../../../../functions/remediators/sagemaker/model-package-not-vulnerable.ts';
import type { AccountFile } from '../../../../local/account/state.ts';
import type { JsonObject } from '../../../../shared/json.ts';
import { here } from '../../../local/account/world.ts';
import { looking } from '../looking.ts';
import { undoOf } from '../../../../shared/plan.ts';

type Region = NonNullable<AccountFile['regions']>[string];
type Finding = NonNullable<NonNullable<Region['inspector2']>['findings']>[number];

const digest = `sha256:${'ab'.repeat(32)}`;
const uri = `111122223333.dkr.ecr.${here}.amazonaws.com/fraud-inference`;
const findingArn = `arn:aws:inspector2:${here}:111122223333:finding/${'1'.repeat(32)}`;
const image = { registry: '111122223333', repository: 'fraud-inference', digest, tags: ['prod'] };
const resource = { type: 'AWS::ECR::ContainerImage', id: `fraud-inference@${digest}` };
const packageArn = `arn:aws:sagemaker:${here}:111122223333:model-package/models/1`;

function finding(changes: Partial<Finding> = {}): Finding {
  return {
    findingArn,
    awsAccountId: '111122223333',
    type: 'PACKAGE_VULNERABILITY',
    description: 'A crafted record lets a client run code.',
    status: 'ACTIVE',
    severity: 'CRITICAL',
    exploitAvailable: 'NO',
    firstObservedAt: '2026-11-19T08:00:00.000Z',
    lastObservedAt: '2026-11-19T08:00:00.000Z',
    remediation: {},
    packageVulnerabilityDetails: { vulnerabilityId: 'CVE-2026-11111', source: 'NVD' },
    resources: [resourceOf({ repositoryName: 'fraud-inference', imageHash: digest, imageTags: ['prod'] })],
    ...changes,
  };
}

function resourceOf(changes: { repositoryName?: string; registry?: string; imageHash?: string; imageTags?: string[] }) {
  return {
    type: 'AWS_ECR_CONTAINER_IMAGE' as const,
    id: 'arn:aws:ecr:image',
    details: {
      awsEcrContainerImage: { repositoryName: 'x', registry: '111122223333', imageHash: digest, ...changes },
    },
  };
}

const pinned = {
  settings: {
    InferenceSpecification: {
      Containers: [{ Image: `${uri}@${digest}` }],
      SupportedContentTypes: [],
      SupportedResponseMIMETypes: [],
    },
  },
  approval: 'Approved' as const,
};

function holding(findings: readonly Finding[], sagemaker: Region['sagemaker'] = {}) {
  const modelPackageGroups = { models: { packages: { '1': pinned } } };
  return looking(modelPackageNotVulnerable, {
    regions: { [here]: { inspector2: { findings: [...findings] }, sagemaker: { modelPackageGroups, ...sagemaker } } },
  });
}

/** An endpoint that runs the image, from no model package. */
const serving: Region['sagemaker'] = {
  modelPackageGroups: {},
  models: { fraud: { settings: { PrimaryContainer: { Image: `${uri}@${digest}` } } } },
  endpointConfigs: {
    cfg: {
      settings: {
        ProductionVariants: [
          { VariantName: 'main', ModelName: 'fraud', InstanceType: 'ml.m5.large', InitialInstanceCount: 1 },
        ],
      },
    },
  },
  endpoints: { 'fraud-detector': { config: 'cfg' } },
};

const volume = { InstanceType: 'ml.m5.large' as const, InstanceCount: 1, VolumeSizeInGB: 30 };

function training(TrainingImage: string, status: 'InProgress' | 'Completed' = 'InProgress') {
  return {
    status,
    settings: {
      AlgorithmSpecification: { TrainingImage, TrainingInputMode: 'File' as const },
      RoleArn: 'arn:aws:iam::111122223333:role/training',
      OutputDataConfig: { S3OutputPath: 's3://models/' },
      ResourceConfig: volume,
      StoppingCondition: { MaxRuntimeInSeconds: 3600 },
    },
  };
}

function processing(ImageUri: string) {
  return {
    settings: {
      AppSpecification: { ImageUri },
      RoleArn: 'arn:aws:iam::111122223333:role/training',
      ProcessingResources: { ClusterConfig: volume },
    },
  };
}

const jobs = {
  'training-job': {
    'by-digest': training(`${uri}@${digest}`),
    'by-tag': training(`${uri}:prod`),
    'by-another-tag': training(`${uri}:fixed`),
    'of-another-image': training('registry/other'),
    over: training(`${uri}@${digest}`, 'Completed'),
  },
  'processing-job': { features: processing(`${uri}@${digest}`), other: processing(`${uri}:fixed`) },
};

const hints = { findingArn, image };

describe('a finding', () => {
  it('leads to the packages that use the image, with what is to be told about it', async () => {
    await expect(holding([finding()]).locate(resource, hints)).resolves.toEqual({
      targets: [
        {
          type: 'AWS::SageMaker::ModelPackage',
          id: packageArn,
          arn: packageArn,
          facts: {
            vulnerability: 'CVE-2026-11111',
            severity: 'CRITICAL',
            image: `fraud-inference@${digest}`,
            finding: findingArn,
            models: [],
            endpoints: [],
            jobs: [],
          },
        },
      ],
    });
  });

  it.each<[string, Partial<Finding>, JsonObject, boolean]>([
    ['critical', {}, {}, true],
    ['high', { severity: 'HIGH' }, {}, false],
    ['high with a known exploit', { severity: 'HIGH', exploitAvailable: 'YES' }, {}, true],
    ['medium with a known exploit', { severity: 'MEDIUM', exploitAvailable: 'YES' }, {}, false],
    ['low, where the policy asks for all', { severity: 'LOW' }, { severity: 'LOW' }, true],
    [
      'of medium severity, where the policy counts exploits from there',
      { severity: 'MEDIUM', exploitAvailable: 'YES' },
      { 'severity-with-exploit': 'MEDIUM' },
      true,
    ],
    [
      'not rated yet',
      { severity: 'UNTRIAGED', exploitAvailable: 'YES' },
      { severity: 'LOW', 'severity-with-exploit': 'LOW' },
      false,
    ],
    ['informational', { severity: 'INFORMATIONAL' }, { severity: 'LOW' }, false],
    ['closed', { status: 'CLOSED' }, {}, false],
    ['suppressed', { status: 'SUPPRESSED' }, {}, false],
  ])('that is %s', async (_, changes, parameters, counts) => {
    const located = await holding([finding(changes)]).locate(resource, hints, parameters);

    if (counts) expect(located).toHaveProperty('targets');
    else expect(located).toMatchObject({ verdict: { state: 'compliant' } });
  });

  it('below the threshold is told with its severity', async () => {
    const located = await holding([finding({ severity: 'MEDIUM', exploitAvailable: 'YES' })]).locate(resource, hints);

    expect(located).toMatchObject({
      verdict: { why: 'CVE-2026-11111 is MEDIUM with a known exploit, which is below the threshold.' },
    });
  });

  it('that Inspector does not know (any more) is no reason to act', async () => {
    await expect(holding([]).locate(resource, hints)).resolves.toEqual({
      verdict: { state: 'compliant', why: 'Inspector has no such finding (any more).' },
    });
  });

  it.each([
    ['another repository', { repositoryName: 'other' }],
    ['another digest', { repositoryName: 'fraud-inference', imageHash: `sha256:${'cd'.repeat(32)}` }],
  ])('about %s is no reason to act on the image that an event names', async (_, told) => {
    const located = await holding([finding({ resources: [resourceOf(told)] })]).locate(resource, hints);

    expect(located).toEqual({
      verdict: {
        state: 'compliant',
        why: `Inspector's finding CVE-2026-11111 is not about fraud-inference@${digest}.`,
      },
    });
  });

  it('about something else than an image is none either', async () => {
    const resources = [{ type: 'AWS_LAMBDA_FUNCTION' as const, id: 'arn:aws:lambda:x' }];

    await expect(holding([finding({ resources })]).locate(resource, hints)).resolves.toMatchObject({
      verdict: { state: 'compliant' },
    });
  });

  it('is about the tags that the image has now, not those that an event gives it', async () => {
    const tagged = { ...pinned.settings.InferenceSpecification, Containers: [{ Image: `${uri}:fixed` }] };
    const packages = { '1': { ...pinned, settings: { InferenceSpecification: tagged } } };
    const { locate } = holding([finding()], { modelPackageGroups: { models: { packages } } });

    await expect(locate(resource, { findingArn, image: { ...image, tags: ['fixed'] } })).resolves.toMatchObject({
      verdict: { state: 'compliant' },
    });
  });

  it('whose name is none is told without it', async () => {
    const packageVulnerabilityDetails = { vulnerabilityId: '<script>', source: 'NVD' };
    const located = await holding([finding({ packageVulnerabilityDetails })]).locate(resource, hints);

    expect('targets' in located && located.targets[0]?.facts?.['vulnerability']).toBe('an unnamed vulnerability');
  });

  it('with a known exploit is told with it', async () => {
    const located = await holding([finding({ exploitAvailable: 'YES' })]).locate(resource, hints);

    expect('targets' in located && located.targets[0]?.facts?.['severity']).toBe('CRITICAL, exploit known');
  });

  it('in an image that nobody uses is no fault of any package', async () => {
    await expect(holding([finding()], { modelPackageGroups: {} }).locate(resource, hints)).resolves.toMatchObject({
      verdict: {
        state: 'compliant',
        why: `No model package, model, endpoint or job in progress uses fraud-inference@${digest}.`,
      },
    });
  });

  it('in an image that only models have, and endpoints run, is for a person', async () => {
    await expect(holding([finding()], serving).locate(resource, hints)).resolves.toMatchObject({
      verdict: {
        state: 'manual',
        why: [`CVE-2026-11111 (CRITICAL) in fraud-inference@${digest}, used by model fraud, endpoint fraud-detector`],
        steps: [expect.stringContaining('Make these models anew'), expect.stringContaining('Deploy a fixed image')],
      },
    });
  });

  it('in an image that only a model has, which nothing runs yet, is for a person', async () => {
    const { models, modelPackageGroups } = serving;

    await expect(holding([finding()], { models, modelPackageGroups }).locate(resource, hints)).resolves.toMatchObject({
      verdict: {
        state: 'manual',
        why: [expect.stringContaining('used by model fraud')],
        steps: [expect.stringContaining('Make these models anew')],
      },
    });
  });

  it('names the models that have the image, in any container or by their package, and no others', async () => {
    const one = (Image: string) => ({ settings: { PrimaryContainer: { Image } } });
    const models = {
      'by-digest': one(`${uri}@${digest}`),
      'by-tag': one(`${uri}:prod`),
      'by-package': { settings: { PrimaryContainer: { ModelPackageName: packageArn } } },
      'second-of-two': { settings: { Containers: [{ Image: 'registry/other' }, { Image: `${uri}:prod` }] } },
      'by-another-tag': one(`${uri}:fixed`),
      'of-another-image': one('registry/other'),
      empty: { settings: {} },
    };

    await expect(holding([finding()], { models }).locate(resource, hints)).resolves.toMatchObject({
      targets: [{ facts: { models: ['by-digest', 'by-package', 'by-tag', 'second-of-two'] } }],
    });
  });

  it('counts models past twenty, of all pages', async () => {
    const settings = { PrimaryContainer: { Image: `${uri}:prod` } };
    const models = Object.fromEntries(Array.from({ length: 130 }, (_, index) => [`model-${index}`, { settings }]));

    const located = await holding([finding()], { models }).locate(resource, hints);

    expect(located).toMatchObject({ targets: [{ facts: { models: { length: 21, 20: 'and 110 more' } } }] });
  });

  it('names the transform jobs in progress by their models', async () => {
    const transform = (ModelName: string) => ({
      settings: {
        ModelName,
        TransformInput: { DataSource: { S3DataSource: { S3DataType: 'S3Prefix' as const, S3Uri: 's3://in/' } } },
        TransformOutput: { S3OutputPath: 's3://out/' },
        TransformResources: { InstanceType: 'ml.m5.large' as const, InstanceCount: 1 },
      },
    });
    const scoring = Object.fromEntries(
      Array.from({ length: 120 }, (_, index) => [`score-${index}`, transform('fraud')]),
    );
    const { models } = serving;

    await expect(
      holding([finding()], { models, jobs: { 'transform-job': { ...scoring, other: transform('churn') } } }).locate(
        resource,
        hints,
      ),
    ).resolves.toMatchObject({ targets: [{ facts: { jobs: { length: 120, 0: 'transform job score-0' } } }] });
  });

  it('names the jobs in progress that run the image, and no others', async () => {
    const { locate } = holding([finding()], { jobs });

    await expect(locate(resource, hints)).resolves.toMatchObject({
      targets: [
        {
          facts: { endpoints: [], jobs: ['processing job features', 'training job by-digest', 'training job by-tag'] },
        },
      ],
    });
  });

  it('names jobs of later pages, too', async () => {
    const many = <T>(job: T) =>
      Object.fromEntries(Array.from({ length: 120 }, (_, index): [string, T] => [`job-${index}`, job]));
    const { locate } = holding([finding()], {
      jobs: { 'training-job': many(training(`${uri}:prod`)), 'processing-job': many(processing(`${uri}:prod`)) },
    });

    await expect(locate(resource, hints)).resolves.toMatchObject({
      targets: [{ facts: { jobs: { length: 240 } } }],
    });
  });

  it('in an image that only jobs run is for a person', async () => {
    const { locate } = holding([finding()], { jobs, modelPackageGroups: {} });

    await expect(locate(resource, hints)).resolves.toMatchObject({
      verdict: {
        state: 'manual',
        why: [expect.stringContaining('used by processing job features, training job by-digest, training job by-tag')],
        steps: [expect.stringContaining('start them again with a fixed image')],
      },
    });
  });

  it.each([{}, { findingArn }, { image }])('is needed, with an image, to look at all: %j', async (incomplete) => {
    await expect(holding([finding()]).locate(resource, incomplete)).rejects.toThrow(TypeError);
  });
});

describe('a model package', () => {
  const target = {
    type: 'AWS::SageMaker::ModelPackage',
    id: packageArn,
    facts: {
      vulnerability: 'CVE-2026-11111',
      severity: 'CRITICAL',
      image: `fraud-inference@${digest}`,
      finding: findingArn,
      models: ['fraud'],
      endpoints: ['fraud-detector'],
      jobs: ['training job fraud-xgboost'],
    },
  };
  const being = (approval: 'Approved' | 'Rejected' | 'PendingManualApproval', approvalDescription?: string) =>
    holding([], {
      modelPackageGroups: {
        models: {
          packages: {
            '1': { ...pinned, approval, ...(approvalDescription === undefined ? {} : { approvalDescription }) },
          },
        },
      },
    });

  it('that is rejected is right, whoever did it and whatever for', async () => {
    await expect(being('Rejected', 'Drifts').assess(target)).resolves.toMatchObject({
      state: 'compliant',
      live: { status: 'Rejected', description: 'Drifts' },
    });
  });

  it.each(['Approved', 'PendingManualApproval'] as const)('that is %s is wrong', async (approval) => {
    await expect(being(approval).assess(target)).resolves.toMatchObject({
      state: 'wrong',
      why: [
        `${approval}, though its image fraud-inference@${digest} has CVE-2026-11111 (CRITICAL)`,
        'Models that have the image: fraud',
        'Endpoints that run the image: fraud-detector',
        'Jobs in progress that run it: training job fraud-xgboost',
      ],
      before: { status: approval, description: '' },
    });
  });

  it('is planned to be rejected with the reason, and named endpoints go on', async () => {
    const { steps, notes } = await being('Approved', 'Passed').plan(target);

    expect(steps[0]?.call.input).toMatchObject({
      ModelApprovalStatus: 'Rejected',
      ApprovalDescription: `Rejected by Redress: CVE-2026-11111 (CRITICAL) in fraud-inference@${digest}. It was Approved.`,
    });
    expect(undoOf(steps[0] ?? {})[0]?.call.input).toMatchObject({
      ModelApprovalStatus: 'Approved',
      ApprovalDescription: 'Passed',
    });
    expect(notes).toEqual([
      'Models that have the image can still be deployed: fraud.',
      'Endpoint fraud-detector runs the image and goes on serving.',
      'The training job fraud-xgboost runs the image and goes on.',
    ]);
  });

  it('outside of any group has no approval status, and is for a person', async () => {
    // The local account has groups alone; SageMaker has packages outside of any, too.
    const answer = { ModelPackageArn: packageArn, ModelPackageName: 'old' };
    const aws = { sagemaker: { DescribeModelPackage: async () => answer } } as never;
    const scope = { account: '111122223333', region: here };
    const unversioned = await modelPackageNotVulnerable.assess(target, aws, {}, scope);

    expect(unversioned).toMatchObject({ state: 'manual', steps: [expect.stringContaining(`Delete ${packageArn}`)] });
  });
});

describe('the sweep of findings', () => {
  it('looks at the active ones about images, with what their locating needs', async () => {
    const lambda = { type: 'AWS_LAMBDA_FUNCTION' as const, id: 'arn:aws:lambda:x' };
    const number = (last: string) => findingArn.slice(0, -1) + last;
    const { details: _, ...undescribed } = resourceOf({});
    const { list } = holding([
      finding(),
      finding({ findingArn: number('2'), status: 'CLOSED' }),
      finding({ findingArn: number('3'), resources: [lambda] }),
      finding({ findingArn: number('4'), resources: [undescribed] }),
    ]);

    await expect(list()).resolves.toEqual([{ resource, hints: { findingArn, image } }]);
  });

  it('goes through all pages', async () => {
    const arns = Array.from({ length: 230 }, (_, index) => findingArn.slice(0, -3) + String(index).padStart(3, '0'));
    const { list } = holding(arns.map((each) => finding({ findingArn: each })));

    const found = await list();

    expect(found.map(({ hints: of }) => of?.findingArn)).toEqual(arns);
  });
});
