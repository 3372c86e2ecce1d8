import {
  BatchDescribeModelPackageCommand,
  DescribeEndpointCommand,
  DescribeModelCommand,
  DescribeModelPackageCommand,
  DescribeProcessingJobCommand,
  DescribeTrainingJobCommand,
  DescribeTransformJobCommand,
  ListEndpointsCommand,
  ListModelPackagesCommand,
  ListModelsCommand,
  ListProcessingJobsCommand,
  ListTrainingJobsCommand,
  ListTransformJobsCommand,
  SageMakerClient,
  UpdateModelPackageCommand,
} from '@aws-sdk/client-sagemaker';
import type { UpdateModelPackageInput } from '@aws-sdk/client-sagemaker';
import * as z from 'zod';
import { apiCall, service } from '../../../shared/aws/service.ts';
import type { JsonObject } from '../../../shared/json.ts';
import { defineRemediation } from '../../../shared/remediation.ts';
import type { Located } from '../../../shared/remediation.ts';
import type { ImageRef } from '../../../shared/signals/signal.ts';
import { jobsRunning } from './image-jobs.ts';
import { modelsWith } from './image-models.ts';
import { endpointsRunning, packagesWith } from './image-users.ts';
import { imageOf, inspector2, readFinding } from './inspector.ts';
import type { Vulnerability } from './inspector.ts';

const sagemaker = service('SageMaker', SageMakerClient, {
  BatchDescribeModelPackageCommand,
  DescribeEndpointCommand,
  DescribeModelCommand,
  DescribeModelPackageCommand,
  DescribeProcessingJobCommand,
  DescribeTrainingJobCommand,
  DescribeTransformJobCommand,
  ListEndpointsCommand,
  ListModelPackagesCommand,
  ListModelsCommand,
  ListProcessingJobsCommand,
  ListTrainingJobsCommand,
  ListTransformJobsCommand,
  UpdateModelPackageCommand,
});

const severities = ['LOW', 'MEDIUM', 'HIGH', 'CRITICAL'] as const;

const parameters = z.strictObject({
  severity: z.enum(severities).default('CRITICAL').describe('Findings of this severity or above count.'),
  'severity-with-exploit': z
    .enum(severities)
    .default('HIGH')
    .describe('Findings of this severity or above count if an exploit is known.'),
});
type Parameters = z.output<typeof parameters>;

/** What locating learns, and judging a package needs. */
interface Facts extends JsonObject {
  readonly vulnerability: string;
  readonly severity: string;
  readonly image: string;
  readonly finding: string;
  readonly models: readonly string[];
  readonly endpoints: readonly string[];
  /** Those in progress, each with its kind. */
  readonly jobs: readonly string[];
}

interface Before extends JsonObject {
  readonly package: string;
  readonly status: string;
  /** Empty where there is none: the API can't tell the two apart, nor take a description away. */
  readonly description: string;
  readonly facts: Facts;
}

/**
 * Rejects model packages whose containers use an image with a vulnerability that counts, so that no
 * pipeline deploys them any more. Models that have the image, and endpoints and jobs that run it already, are named
 * and left as they are.
 *
 * https://docs.aws.amazon.com/sagemaker/latest/APIReference/API_UpdateModelPackage.html
 */
export const modelPackageNotVulnerable = defineRemediation({
  id: 'sagemaker-model-package-not-vulnerable',
  title: 'Reject model packages that use a vulnerable image',
  description:
    'Sets the approval status of model packages to Rejected, with the vulnerability in the description. Models that have the image are named, and so are the endpoints, training, processing and transform jobs that run it.',
  severity: 'critical',
  impact: 'none',
  reversible: true,
  resource: 'AWS::SageMaker::ModelPackage',
  controls: { prowler: ['ecr_repositories_scan_vulnerabilities_in_latest_image'] },
  triggers: [{ resource: 'AWS::ECR::ContainerImage', finding: true }],
  parameters,
  uses: { sagemaker, inspector2 },

  async locate({ hints, region }, aws, thresholds): Promise<Located> {
    if (hints.findingArn === undefined || hints.image === undefined)
      throw new TypeError('the signal names no finding or no image');
    const found = await readFinding(aws, hints.findingArn);
    const verdict = harmless(found, hints.image, thresholds);
    if (found?.image === undefined || verdict !== undefined)
      return { verdict: { state: 'compliant', why: verdict ?? '' } };
    // The finding's own, with the tags that the image has by now: the event's may be old, or made up.
    const { image } = found;
    const packages = await packagesWith(aws, image, region);
    const models = await modelsWith(aws, image, packages, region);
    const endpoints = await endpointsRunning(aws, image);
    const jobs = await jobsRunning(aws, image, region, models);
    const users = { models: few(models), endpoints, jobs };
    if (packages.length === 0) return { verdict: withoutPackages(found, image, users) };
    const facts: Facts = {
      vulnerability: found.id,
      severity: found.exploit ? `${found.severity}, exploit known` : found.severity,
      image: `${image.repository}@${image.digest}`,
      finding: found.finding,
      ...users,
    };
    return { targets: packages.map((arn) => ({ type: 'AWS::SageMaker::ModelPackage', id: arn, arn, facts })) };
  },

  async assess({ id, facts }, aws) {
    const found = await aws.sagemaker.DescribeModelPackage({ ModelPackageName: id });
    const { ModelApprovalStatus: status = 'PendingManualApproval', ApprovalDescription: description = '' } = found;
    const live = { status, description };
    if (status === 'Rejected') return { state: 'compliant', why: 'The model package is rejected.', live };
    const { vulnerability, severity, image, models, endpoints, jobs } = facts as Facts;
    const users = [
      ...(models.length === 0 ? [] : [`Models that have the image: ${models.join(', ')}`]),
      ...(endpoints.length === 0 ? [] : [`Endpoints that run the image: ${endpoints.join(', ')}`]),
      ...(jobs.length === 0 ? [] : [`Jobs in progress that run it: ${jobs.join(', ')}`]),
    ];
    const why = [`${status}, though its image ${image} has ${vulnerability} (${severity})`, ...users];
    if (found.ModelPackageGroupName === undefined) {
      const steps = [`Delete ${id}: outside of a group, model packages have no approval status that could be changed.`];
      return { state: 'manual', why, steps, live };
    }
    return {
      state: 'wrong',
      why,
      before: { package: id, status, description, facts: facts as Facts } satisfies Before,
    };
  },

  plan({ package: ModelPackageArn, status, description, facts }) {
    const reason = `Rejected by Redress: ${facts.vulnerability} (${facts.severity}) in ${facts.image}. It was ${status}.`;
    const restore = { ModelPackageArn, ModelApprovalStatus: status, ApprovalDescription: description };
    return {
      steps: [
        {
          id: 'reject',
          title: `Reject ${ModelPackageArn.split('/').slice(1).join('/')}`,
          call: apiCall(sagemaker, 'UpdateModelPackage', {
            ModelPackageArn,
            ModelApprovalStatus: 'Rejected',
            ApprovalDescription: reason,
          }),
          undo: { call: apiCall(sagemaker, 'UpdateModelPackage', restore as UpdateModelPackageInput) },
          semantics: 'at-least-once',
        },
      ],
      expect: 'compliant',
      notes: [
        ...(facts.models.length === 0
          ? []
          : [`Models that have the image can still be deployed: ${facts.models.join(', ')}.`]),
        ...facts.endpoints.map((name) => `Endpoint ${name} runs the image and goes on serving.`),
        ...facts.jobs.map((job) => `The ${job} runs the image and goes on.`),
      ],
    };
  },

  async *list(aws) {
    let nextToken: string | undefined;
    do {
      const page = await aws.inspector2.ListFindings({
        filterCriteria: {
          resourceType: [{ comparison: 'EQUALS', value: 'AWS_ECR_CONTAINER_IMAGE' }],
          findingStatus: [{ comparison: 'EQUALS', value: 'ACTIVE' }],
        },
        ...(nextToken === undefined ? {} : { nextToken }),
      });
      for (const finding of page.findings ?? []) {
        const image = imageOf(finding);
        if (image === undefined || finding.findingArn === undefined) continue;
        const id = `${image.repository}@${image.digest}`;
        yield { resource: { type: 'AWS::ECR::ContainerImage', id }, hints: { findingArn: finding.findingArn, image } };
      }
      nextToken = page.nextToken;
    } while (nextToken !== undefined);
  },
});

type Users = Pick<Facts, 'models' | 'endpoints' | 'jobs'>;

/** Each training run may leave a model behind: past this many, they are counted. */
const mostModels = 20;

function few(models: readonly string[]): readonly string[] {
  const rest = models.length - mostModels;
  return rest > 0 ? [...models.slice(0, mostModels), `and ${rest} more`] : models;
}

/** Why a finding does not count; undefined if it does. */
function harmless(
  found: Vulnerability | undefined,
  { repository, digest }: ImageRef,
  thresholds: Parameters,
): string | undefined {
  if (found === undefined) return 'Inspector has no such finding (any more).';
  if (found.image?.repository !== repository || found.image.digest !== digest)
    return `Inspector's finding ${found.id} is not about ${repository}@${digest}.`;
  if (!found.active) return `Inspector's finding ${found.id} is not active any more.`;
  const counts = (threshold: string): boolean =>
    severities.indexOf(found.severity as 'LOW') >= severities.indexOf(threshold as 'LOW');
  if (counts(thresholds.severity) || (found.exploit && counts(thresholds['severity-with-exploit']))) return undefined;
  return `${found.id} is ${found.severity}${found.exploit ? ' with a known exploit' : ''}, which is below the threshold.`;
}

function withoutPackages(found: Vulnerability, image: ImageRef, { models, endpoints, jobs }: Users) {
  const users = [...models.map((name) => `model ${name}`), ...endpoints.map((name) => `endpoint ${name}`), ...jobs];
  if (users.length === 0) {
    return {
      state: 'compliant',
      why: `No model package, model, endpoint or job in progress uses ${image.repository}@${image.digest}.`,
    } as const;
  }
  const deploy =
    'Deploy a fixed image to these endpoints; no model package uses the image, so there is none to reject.';
  const remake = 'Make these models anew with a fixed image, and delete these: no model package uses the image.';
  const restart = 'Stop these jobs, if what they read or write is at stake, and start them again with a fixed image.';
  return {
    state: 'manual',
    why: [`${found.id} (${found.severity}) in ${image.repository}@${image.digest}, used by ${users.join(', ')}`],
    steps: [
      ...(models.length === 0 ? [] : [remake]),
      ...(endpoints.length === 0 ? [] : [deploy]),
      ...(jobs.length === 0 ? [] : [restart]),
    ],
  } as const;
}
