import { DescribeModelCommand, ListModelsCommand, ListTagsCommand, SageMakerClient } from '@aws-sdk/client-sagemaker';
import type { ContainerDefinition, ListModelsOutput } from '@aws-sdk/client-sagemaker';
import * as z from 'zod';
import { printable } from '../../../shared/aws/failure.ts';
import { service } from '../../../shared/aws/service.ts';
import { defineReport } from '../../../shared/report.ts';
import { tagsByKey } from './tags.ts';

const sagemaker = service('SageMaker', SageMakerClient, { DescribeModelCommand, ListModelsCommand, ListTagsCommand });

const parameters = z.strictObject({
  'ecr-accounts': z
    .array(z.string().regex(/^\d{12}$/))
    .max(100)
    .default([])
    .describe(
      'Accounts whose private repositories in Amazon ECR count as private registries. AWS’s own rules count none, only registries in a VPC.',
    ),
});

/**
 * Reports models whose containers come from elsewhere than a private registry in a VPC. Where an image comes
 * from is fixed when a model is made, and to move the image is its owner's.
 *
 * https://docs.aws.amazon.com/sagemaker/latest/dg/your-algorithms-containers-inference-private.html
 */
export const modelPrivateRegistry = defineReport({
  id: 'sagemaker-model-private-registry',
  title: 'Report models whose images come from no private registry',
  description:
    'Reports models with containers from elsewhere than a private Docker registry in a VPC, or an Amazon ECR account that the policy names, with the steps to a model that comes from there.',
  severity: 'medium',
  resource: 'AWS::SageMaker::Model',
  controls: {
    securityHub: ['SageMaker.16', 'SageMaker.19'],
    configRules: ['sagemaker-model-multicontainer-private-registry', 'sagemaker-model-private-registry-required'],
  },
  triggers: [
    {
      resource: 'AWS::SageMaker::Model',
      configRule: ['sagemaker-model-multicontainer-private-registry', 'sagemaker-model-private-registry-required'],
      control: ['SageMaker.16', 'SageMaker.19'],
    },
  ],
  parameters,
  uses: { sagemaker },

  async assess({ id: ModelName }, aws, { 'ecr-accounts': accounts }) {
    const { PrimaryContainer: primary, Containers = [] } = await aws.sagemaker.DescribeModel({ ModelName });
    const containers = primary === undefined ? Containers : [primary, ...Containers];
    if (containers.length === 0) throw new TypeError(`DescribeModel named no container of ${ModelName}`);
    const live = { images: containers.map(imageOf) };
    const why = containers
      .filter((container) => !isPrivate(container, accounts))
      .map((container) => `Model ${ModelName} takes ${imageOf(container)} from no private registry`);
    if (why.length === 0) return { state: 'compliant', why: 'Its images come from private registries.', live };
    return { state: 'manual', why: [...new Set(why)], steps: stepsFor(ModelName), live };
  },

  async tags({ id: ModelName }, aws) {
    const { ModelArn = '' } = await aws.sagemaker.DescribeModel({ ModelName });
    return tagsByKey(aws, ModelArn);
  },

  async *list(aws) {
    let NextToken: string | undefined;
    do {
      const page: ListModelsOutput = await aws.sagemaker.ListModels(NextToken === undefined ? {} : { NextToken });
      for (const { ModelName: id } of page.Models ?? []) {
        if (id !== undefined) yield { resource: { type: 'AWS::SageMaker::Model', id } };
      }
      NextToken = page.NextToken;
    } while (NextToken !== undefined);
  },
});

// https://docs.aws.amazon.com/AmazonECR/latest/userguide/Registries.html
const ECR = /^(\d{12})\.dkr\.ecr(?:-fips)?\.[a-z0-9-]+\.amazonaws\.com(?:\.cn)?\//;

function isPrivate({ ImageConfig, Image = '' }: ContainerDefinition, accounts: readonly string[]): boolean {
  if (ImageConfig?.RepositoryAccessMode === 'Vpc') return true;
  const [, account] = ECR.exec(Image) ?? [];
  return account !== undefined && accounts.includes(account);
}

/** A container of a model package names no image of its own. */
function imageOf({ Image, ModelPackageName }: ContainerDefinition): string {
  return printable(Image ?? (ModelPackageName === undefined ? 'an unnamed image' : `the image of ${ModelPackageName}`));
}

function stepsFor(model: string): string[] {
  return [
    'Push the images to a private Docker registry that the VPC reaches.',
    `Create ${model} anew under another name, with a VpcConfig and with ImageConfig.RepositoryAccessMode Vpc in each container (CreateModel); a model can’t be changed.`,
    'Create an endpoint configuration that deploys it (CreateEndpointConfig), and update the endpoints to that (UpdateEndpoint).',
    `Delete ${model} (DeleteModel), or AWS Config goes on reporting it.`,
    'Where private repositories in Amazon ECR will do, name their accounts in the policy instead: remediations.sagemaker-model-private-registry.parameters.ecr-accounts.',
  ];
}
