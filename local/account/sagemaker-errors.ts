import { ServiceFault } from './errors.ts';
import type { Place } from './names.ts';
import { arn } from './names.ts';

/**
 * SageMaker raises `ValidationException`, which its API does not model, for nearly everything, and tells
 * by the message what is meant. For endpoints, configurations and models that includes "does not exist".
 */
export function invalid(message: string): ServiceFault {
  return new ServiceFault('ValidationException', message);
}

export type ResourceKind =
  | 'data-quality-job-definition'
  | 'domain'
  | 'endpoint'
  | 'endpoint-config'
  | 'feature-group'
  | 'inference-experiment'
  | 'model'
  | 'model-bias-job-definition'
  | 'model-explainability-job-definition'
  | 'model-package'
  | 'model-package-group'
  | 'model-quality-job-definition'
  | 'monitoring-schedule'
  | 'automl-job'
  | 'hyper-parameter-tuning-job'
  | 'processing-job'
  | 'training-job'
  | 'transform-job'
  | 'notebook-instance'
  | 'notebook-instance-lifecycle-config'
  | 'studio-lifecycle-config';

/** SageMaker writes names in ARNs in lower case. */
export function sagemakerArn(place: Place, kind: ResourceKind, name: string): string {
  return arn('sagemaker', place, `${kind}/${name.toLowerCase()}`);
}

const nouns = {
  endpoint: 'endpoint',
  'endpoint-config': 'endpoint configuration',
  model: 'model',
} as const;

export function couldNotFind(kind: keyof typeof nouns, place: Place, name: string): ServiceFault {
  return invalid(`Could not find ${nouns[kind]} "${sagemakerArn(place, kind, name)}".`);
}

export function alreadyExists(kind: keyof typeof nouns, place: Place, name: string): ServiceFault {
  return invalid(`Cannot create already existing ${nouns[kind]} "${sagemakerArn(place, kind, name)}".`);
}

/** The form in which AWS's front end reports what its model's constraints forbid. */
export function constraint(value: string, member: string, rule: string): ServiceFault {
  const shown = value.length > 200 ? `${value.slice(0, 200)}…` : value;
  return invalid(
    `1 validation error detected: Value '${shown}' at '${member}' failed to satisfy constraint: Member must ${rule}`,
  );
}

const namePattern = /^[a-zA-Z0-9](?:-*[a-zA-Z0-9])*$/;

/** Names of endpoints, configurations, models and package groups: at most 63 letters, digits and hyphens. */
export function checkName(name: string, member: string): void {
  if (name.length > 63) throw constraint(name, member, 'have length less than or equal to 63');
  if (!namePattern.test(name)) {
    throw constraint(name, member, 'satisfy regular expression pattern: ^[a-zA-Z0-9](-*[a-zA-Z0-9]){0,62}');
  }
}
