import {
  DescribeEndpointCommand,
  DescribeEndpointConfigCommand,
  ListEndpointsCommand,
  ListTagsCommand,
  SageMakerClient,
  UpdateEndpointWeightsAndCapacitiesCommand,
} from '@aws-sdk/client-sagemaker';
import type { DescribeEndpointOutput, ProductionVariant } from '@aws-sdk/client-sagemaker';
import * as z from 'zod';
import { apiCall, service } from '../../../shared/aws/service.ts';
import type { JsonObject } from '../../../shared/json.ts';
import type { Action } from '../../../shared/plan.ts';
import { defineRemediation } from '../../../shared/remediation.ts';
import type { Assessment, Located } from '../../../shared/remediation.ts';
import { inService, settled } from './endpoint-swap.ts';
import {
  allEndpoints,
  broken,
  configGone,
  endpointState,
  endpointTags,
  endpointsUsing,
  readConfig,
} from './endpoint.ts';
import { ifAny } from './missing.ts';
import { variantsOf } from './variants.ts';

const scaling = service('SageMaker', SageMakerClient, {
  DescribeEndpointCommand,
  DescribeEndpointConfigCommand,
  ListEndpointsCommand,
  ListTagsCommand,
  UpdateEndpointWeightsAndCapacitiesCommand,
});

const parameters = z.strictObject({
  minimum: z.int().min(2).max(50).default(2).describe('Instances that each production variant has at least.'),
});

/** A variant by its place in DescribeEndpoint's answer, where a condition finds it. */
interface Variant extends JsonObject {
  readonly name: string;
  readonly place: number;
  readonly instances: number;
}

interface Before extends JsonObject {
  readonly endpoint: string;
  readonly variants: readonly Variant[];
}

/**
 * Gives a variant that runs on one instance a second one, so that the loss of an instance or an
 * Availability Zone does not stop the endpoint. The configuration stays; SageMaker adds the instances
 * while the others serve.
 *
 * https://docs.aws.amazon.com/sagemaker/latest/APIReference/API_UpdateEndpointWeightsAndCapacities.html
 */
export const endpointInstanceCount = defineRemediation({
  id: 'sagemaker-endpoint-instance-count',
  title: 'Give an endpoint more than one instance',
  description:
    'Raises the instance count of production variants that run on fewer instances than the policy asks for. The endpoint goes on serving. It costs what the instances cost.',
  severity: 'medium',
  impact: 'none',
  reversible: true,
  resource: 'AWS::SageMaker::Endpoint',
  controls: {
    securityHub: ['SageMaker.4'],
    configRules: ['sagemaker-endpoint-config-prod-instance-count'],
    prowler: ['sagemaker_endpoint_config_prod_variant_instances'],
  },
  triggers: [
    {
      resource: 'AWS::SageMaker::EndpointConfig',
      configRule: ['sagemaker-endpoint-config-prod-instance-count'],
      control: ['SageMaker.4'],
    },
    {
      resource: 'AWS::SageMaker::Endpoint',
      apiCall: ['sagemaker:CreateEndpoint', 'sagemaker:UpdateEndpoint', 'sagemaker:UpdateEndpointWeightsAndCapacities'],
    },
  ],
  parameters,
  uses: { sagemaker: scaling },

  async locate({ resource }, aws, { minimum }): Promise<Located> {
    if (resource.type === 'AWS::SageMaker::Endpoint') return { targets: [resource] };
    const config = await ifAny(readConfig(aws, resource.id));
    if (config === undefined) return { verdict: configGone(resource.id) };
    const { input } = config;
    const users = await endpointsUsing(aws, resource.id);
    if (users.length > 0) return { targets: users.map((id) => ({ type: 'AWS::SageMaker::Endpoint', id })) };
    return {
      verdict: unused(resource.id, variantsOf(input).ProductionVariants ?? [], minimum),
    };
  },

  async assess({ id }, aws, { minimum }) {
    const state = await endpointState(aws, id);
    if (state.is === 'busy') return { state: 'busy', why: state.why };
    if (state.is === 'broken') return broken(id, state.why);
    const { variants, managed } = instancesOf(state.endpoint);
    const few = variants.filter(({ instances }) => instances < minimum);
    const why = few.map(({ name, instances }) => `Variant ${name} has ${instances} of ${minimum} instances`);
    if (few.length === 0) {
      const live = Object.fromEntries(variants.map(({ name, instances }) => [name, instances]));
      return { state: 'compliant', why: `Every variant has ${minimum} instances or more.`, live };
    }
    if (few.some(({ name }) => managed.includes(name))) {
      const step = `Raise ManagedInstanceScaling.MinInstanceCount of ${managed.join(', ')} in a new endpoint configuration.`;
      return { state: 'manual', why: [...why, `${managed.join(', ')} is scaled by SageMaker`], steps: [step] };
    }
    return { state: 'wrong', why, before: { endpoint: id, variants: few } satisfies Before };
  },

  plan({ endpoint, variants }, { minimum }) {
    const names = variants.map(({ name }) => name).join(', ');
    return {
      steps: [
        {
          id: 'scale-out',
          title: `Give ${names} of endpoint ${endpoint} ${minimum} instances`,
          ...scale(endpoint, variants, () => minimum),
          undo: { ...scale(endpoint, variants, ({ instances }) => instances), ready: settled(endpoint) },
          semantics: 'at-least-once',
        },
      ],
      expect: 'compliant',
      notes: [
        'An autoscaling target with a lower minimum takes the instances away again: raise its MinCapacity.',
        'The configuration keeps its initial count; AWS Config goes on reporting it.',
      ],
    };
  },

  tags: async ({ id }, aws) => endpointTags(aws, id),
  list: (aws) => allEndpoints(aws),
});

/** Instances of each variant; a serverless one has none. `managed`: variants whose count SageMaker itself rules. */
function instancesOf({ ProductionVariants = [] }: DescribeEndpointOutput): {
  variants: readonly Variant[];
  managed: readonly string[];
} {
  const found = ProductionVariants.map((variant, place) => ({ ...variant, place }));
  return {
    variants: found.flatMap(({ VariantName: name = '', DesiredInstanceCount, CurrentInstanceCount, place }) => {
      const instances = DesiredInstanceCount ?? CurrentInstanceCount;
      return instances === undefined ? [] : [{ name, place, instances }];
    }),
    managed: found.flatMap(({ VariantName = '', ManagedInstanceScaling }) =>
      ManagedInstanceScaling?.Status === 'ENABLED' ? [VariantName] : [],
    ),
  };
}

function scale(EndpointName: string, variants: readonly Variant[], to: (variant: Variant) => number): Action {
  const DesiredWeightsAndCapacities = variants.map((variant) => ({
    VariantName: variant.name,
    DesiredInstanceCount: to(variant),
  }));
  const [first] = variants;
  return {
    call: apiCall(scaling, 'UpdateEndpointWeightsAndCapacities', { EndpointName, DesiredWeightsAndCapacities }),
    done: {
      call: apiCall(scaling, 'DescribeEndpoint', { EndpointName }),
      // One call sets all of them, so one of them tells.
      path: `ProductionVariants.${first?.place}.DesiredInstanceCount`,
      is: first === undefined ? [] : [to(first)],
    },
    until: inService(EndpointName),
  };
}

function unused(
  config: string,
  variants: readonly ProductionVariant[],
  minimum: number,
): Exclude<Assessment<never>, { state: 'wrong' }> {
  const few = variants.filter(({ InitialInstanceCount = minimum }) => InitialInstanceCount < minimum);
  if (few.length === 0)
    return { state: 'compliant', why: `Every variant of ${config} begins with ${minimum} instances.` };
  const names = few.map(({ VariantName }) => VariantName).join(', ');
  return {
    state: 'manual',
    why: [
      `${names} of endpoint configuration ${config} begins with fewer than ${minimum} instances; no endpoint uses it`,
    ],
    steps: [`Delete endpoint configuration ${config}, or keep it and exempt it; it can't be changed.`],
  };
}
