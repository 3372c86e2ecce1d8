import * as z from 'zod';
import { defineRemediation } from '../../../shared/remediation.ts';
import { allEndpoints, endpointTags } from './endpoint.ts';
import { assessModels, locateEndpoints, planModelSwap } from './model-fault.ts';
import type { ModelFault } from './model-fault.ts';
import { modelSwap } from './model.ts';

// https://docs.aws.amazon.com/sagemaker/latest/APIReference/API_VpcConfig.html
const parameters = z.strictObject({
  subnets: z
    .array(z.string().regex(/^subnet-[0-9a-f]{8,17}$/))
    .max(16)
    .default([])
    .describe('Subnets for models, in at least two Availability Zones that have the instance types.'),
  'security-group-ids': z
    .array(z.string().regex(/^sg-[0-9a-f]{8,17}$/))
    .max(5)
    .default([])
    .describe('Security groups for models.'),
});
type Parameters = z.output<typeof parameters>;

const fault: ModelFault = {
  isIn: ({ VpcConfig }) => (VpcConfig?.Subnets ?? []).length === 0,
  has: 'is in no VPC',
  right: 'The models are in a VPC.',
};

/**
 * Moves endpoints from models whose containers are in SageMaker's own network to copies in a VPC of the
 * account, whose subnets and security groups the policy names.
 *
 * https://docs.aws.amazon.com/sagemaker/latest/dg/host-vpc.html
 */
export const modelInVpc = defineRemediation({
  id: 'sagemaker-model-in-vpc',
  title: 'Move an endpoint’s models into a VPC',
  description:
    'Creates copies of the models in the VPC that the policy names and a copy of the endpoint configuration that deploys them, and updates the endpoint to it, without downtime. The old ones are kept.',
  severity: 'medium',
  // What the containers reach is up to the subnets' routes and endpoints.
  impact: 'disruptive',
  reversible: true,
  resource: 'AWS::SageMaker::Endpoint',
  controls: {
    configRules: ['sagemaker-model-in-vpc'],
    prowler: ['sagemaker_models_vpc_settings_configured'],
  },
  triggers: [
    { resource: 'AWS::SageMaker::Model', configRule: ['sagemaker-model-in-vpc'] },
    { resource: 'AWS::SageMaker::Endpoint', apiCall: ['sagemaker:CreateEndpoint', 'sagemaker:UpdateEndpoint'] },
  ],
  parameters,
  uses: { sagemaker: modelSwap },
  locate: async ({ resource }, aws) => locateEndpoints(resource, aws, fault),
  assess: async (target, aws, settings) => assessModels(target, aws, fault, obstacle(settings)),
  plan: (before, { subnets, 'security-group-ids': groups }) =>
    planModelSwap(before, { VpcConfig: { Subnets: subnets, SecurityGroupIds: groups } }, [
      'The VPC needs a gateway endpoint for Amazon S3, and whatever else the containers call.',
    ]),
  tags: async ({ id }, aws) => endpointTags(aws, id),
  list: (aws) => allEndpoints(aws),
});

/** Which network is right for a model is nothing that a program could guess. */
function obstacle({ subnets, 'security-group-ids': groups }: Parameters): string[] | undefined {
  if (subnets.length > 0 && groups.length > 0) return undefined;
  return [
    'Name subnets and security groups in the policy: remediations.sagemaker-model-in-vpc.parameters.subnets and .security-group-ids.',
    'Or create the model anew with a VpcConfig, an endpoint configuration that deploys it, and update the endpoint to that.',
  ];
}
