import { apiCall } from '../../../shared/aws/service.ts';
import type { JsonObject } from '../../../shared/json.ts';
import type { Plan, Step } from '../../../shared/plan.ts';
import { describe, inService } from './endpoint-swap.ts';
import { endpoints } from './operations.ts';

/** What it takes to make an endpoint again; its configuration and models stay. */
export interface Stoppable {
  readonly endpoint: string;
  readonly config: string;
  readonly endpointTags: readonly { readonly Key: string; readonly Value: string }[];
  /** Its deployment settings, if there are any. */
  readonly deployment: JsonObject | null;
}

/**
 * Deletes an endpoint, for there is no other way to stop one; the undo makes it again.
 *
 * https://docs.aws.amazon.com/sagemaker/latest/APIReference/API_DeleteEndpoint.html
 */
export function stopEndpoint({ endpoint: EndpointName, config, endpointTags, deployment }: Stoppable): Plan {
  const create = {
    EndpointName,
    EndpointConfigName: config,
    ...(endpointTags.length === 0 ? {} : { Tags: [...endpointTags] }),
    ...(deployment === null ? {} : { DeploymentConfig: deployment as object }),
  };
  const step: Step = {
    id: 'delete-endpoint',
    title: `Stop endpoint ${EndpointName} by deleting it; its configuration ${config} stays`,
    call: apiCall(endpoints, 'DeleteEndpoint', { EndpointName }),
    done: { call: describe(EndpointName), path: 'EndpointStatus', is: ['Deleting'], gone: true },
    until: { call: describe(EndpointName), path: 'EndpointStatus', is: [], gone: true },
    undo: {
      call: apiCall(endpoints, 'CreateEndpoint', create),
      done: { call: describe(EndpointName), path: 'EndpointStatus', is: ['InService', 'Creating'] },
      until: inService(EndpointName),
    },
    semantics: 'at-least-once',
  };
  const notes = [
    'Callers get errors until it is recreated.',
    'Recreated, it begins with the instance counts of its configuration.',
  ];
  return { steps: [step], expect: 'gone', impact: 'destructive', notes };
}
