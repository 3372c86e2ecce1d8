import * as z from 'zod';
import { defineRemediation } from '../../../shared/remediation.ts';
import { allEndpoints, endpointTags } from './endpoint.ts';
import { assessModels, locateEndpoints, planModelSwap } from './model-fault.ts';
import type { ModelFault } from './model-fault.ts';
import { modelSwap } from './model.ts';

const fault: ModelFault = {
  isIn: ({ EnableNetworkIsolation }) => EnableNetworkIsolation !== true,
  has: 'has no network isolation',
  right: 'The models are isolated from the network.',
};

/**
 * Moves endpoints from models whose containers may call out to copies that may not. A container that can't
 * start without the network fails the deployment, and SageMaker goes back to the old one by itself.
 *
 * https://docs.aws.amazon.com/sagemaker/latest/dg/mkt-algo-model-internet-free.html
 */
export const modelNetworkIsolated = defineRemediation({
  id: 'sagemaker-model-network-isolated',
  title: 'Isolate an endpoint’s models from the network',
  description:
    'Creates copies of the models with network isolation and a copy of the endpoint configuration that deploys them, and updates the endpoint to it, without downtime. The old ones are kept.',
  severity: 'medium',
  // A container that calls out while it answers starts, and then fails its callers.
  impact: 'disruptive',
  reversible: true,
  resource: 'AWS::SageMaker::Endpoint',
  controls: {
    securityHub: ['SageMaker.5'],
    configRules: ['sagemaker-model-isolation-enabled'],
    prowler: ['sagemaker_models_network_isolation_enabled'],
  },
  triggers: [
    {
      resource: 'AWS::SageMaker::Model',
      configRule: ['sagemaker-model-isolation-enabled'],
      control: ['SageMaker.5'],
    },
    { resource: 'AWS::SageMaker::Endpoint', apiCall: ['sagemaker:CreateEndpoint', 'sagemaker:UpdateEndpoint'] },
  ],
  parameters: z.strictObject({}),
  uses: { sagemaker: modelSwap },
  locate: async ({ resource }, aws) => locateEndpoints(resource, aws, fault),
  assess: async (target, aws) => assessModels(target, aws, fault),
  plan: (before) =>
    planModelSwap(before, { EnableNetworkIsolation: true }, [
      'Containers that load anything from the network, or call other services, stop working: try it in a test stage first.',
    ]),
  tags: async ({ id }, aws) => endpointTags(aws, id),
  list: (aws) => allEndpoints(aws),
});
