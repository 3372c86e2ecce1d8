import { iamAction } from './actions.ts';
import type { Call } from './call.ts';
import { ServiceFault } from './errors.ts';
import { arn } from './names.ts';

/** Refusals that any call may meet, as each service words them. */
export type RefusalKind = 'throttle' | 'server-error' | 'access-denied' | 'not-found' | 'conflict';

export function refusal(kind: RefusalKind, call: Call): ServiceFault {
  switch (kind) {
    case 'throttle':
      return throttled(call);
    case 'server-error':
      return call.service === 'S3'
        ? new ServiceFault('InternalError', 'We encountered an internal error. Please try again.', 500)
        : new ServiceFault('InternalFailure', 'The request processing has failed because of an unknown error.', 500);
    case 'access-denied':
      return accessDenied(call);
    case 'not-found':
      return notFound(call);
    case 'conflict':
      return conflict(call);
  }
}

function throttled({ service }: Call): ServiceFault {
  switch (service) {
    case 'S3':
      return new ServiceFault('SlowDown', 'Please reduce your request rate.', 503);
    case 'EC2':
      return new ServiceFault('RequestLimitExceeded', 'Request limit exceeded.', 503);
    case 'Lambda':
      return new ServiceFault('TooManyRequestsException', 'Rate exceeded', 429);
    default:
      return new ServiceFault('ThrottlingException', 'Rate exceeded', 400);
  }
}

/** S3, Inspector and Lambda, whose protocols are REST, answer 403; the JSON protocols of the others answer 400. */
function accessDenied({ service, operation, principal }: Call): ServiceFault {
  const action = iamAction(service, operation);
  const message = `User: ${principal} is not authorized to perform: ${action} because no identity-based policy allows the ${action} action`;
  if (service === 'S3') return new ServiceFault('AccessDenied', message, 403);
  if (service === 'EC2') {
    return new ServiceFault('UnauthorizedOperation', 'You are not authorized to perform this operation.', 403);
  }
  return new ServiceFault(
    'AccessDeniedException',
    message,
    service === 'Inspector2' || service === 'Lambda' ? 403 : 400,
  );
}

function notFound(call: Call): ServiceFault {
  switch (call.service) {
    case 'S3':
      return call.operation === 'HeadBucket'
        ? new ServiceFault('NotFound', 'NotFound', 404)
        : new ServiceFault('NoSuchBucket', 'The specified bucket does not exist', 404);
    case 'IAM':
      return new ServiceFault('NoSuchEntityException', 'The entity cannot be found.', 404);
    case 'CloudTrail':
      return new ServiceFault(
        'TrailNotFoundException',
        `Unknown trail: ${textOf(call, 'Name')} for the user: ${call.account}`,
      );
    case 'SageMaker':
      return sagemakerNotFound(call);
    case 'EC2':
      return call.operation.includes('NetworkInterface')
        ? new ServiceFault('InvalidNetworkInterfaceID.NotFound', 'The networkInterface ID does not exist')
        : new ServiceFault('InvalidInstanceID.NotFound', 'The instance ID does not exist');
    default:
      return new ServiceFault('ResourceNotFoundException', 'The resource does not exist.', 404);
  }
}

function sagemakerNotFound(call: Call): ServiceFault {
  const missing = [
    ['EndpointConfig', 'endpoint configuration', 'EndpointConfigName', 'endpoint-config'],
    ['Endpoint', 'endpoint', 'EndpointName', 'endpoint'],
  ] as const;
  if (call.operation.includes('ModelPackage')) {
    const named = textOf(call, call.operation === 'UpdateModelPackage' ? 'ModelPackageArn' : 'ModelPackageName');
    return new ServiceFault('ValidationException', `ModelPackage ${named} does not exist.`);
  }
  for (const [part, noun, member, kind] of missing) {
    if (call.operation.includes(part)) {
      const named = arn('sagemaker', call, `${kind}/${textOf(call, member).toLowerCase()}`);
      return new ServiceFault('ValidationException', `Could not find ${noun} "${named}".`);
    }
  }
  return new ServiceFault('ResourceNotFound', 'The resource does not exist.');
}

function conflict({ service, operation }: Call): ServiceFault {
  switch (service) {
    case 'S3':
      return new ServiceFault(
        'OperationAborted',
        'A conflicting conditional operation is currently in progress against this resource. Please try again.',
        409,
      );
    case 'SageMaker':
      return operation.includes('ModelPackage')
        ? new ServiceFault('ConflictException', 'There was a conflict when you attempted to modify a SageMaker entity.')
        : new ServiceFault('ResourceInUse', 'The resource is in use.');
    case 'EC2':
      return new ServiceFault('IncorrectState', 'The resource is in an incorrect state for the request.');
    case 'Lambda':
      return new ServiceFault(
        'ResourceConflictException',
        'The operation cannot be performed at this time. An update is in progress.',
        409,
      );
    case 'EventBridge':
      return new ServiceFault('ConcurrentModificationException', 'The resource is being modified by another request.');
    default:
      return new ServiceFault(
        'ConflictException',
        'The resource is not ready for the operation.',
        service === 'CloudTrail' ? 400 : 409,
      );
  }
}

function textOf({ input }: Call, member: string): string {
  const value = input[member];
  return typeof value === 'string' ? value.slice(0, 300) : '';
}

/** What the SDK's HTTP handler throws when no answer comes. */
export function timeout(): Error {
  return Object.assign(new Error('Connection timed out after 3000 ms'), {
    name: 'TimeoutError',
    $metadata: { attempts: 1, totalRetryDelay: 0 },
  });
}

/** What the SDK throws for an answer that it can't read, for instance a proxy's error page sent with status 200. */
export function unreadable(requestId: string): Error {
  const message = `Unexpected token '<', "<html>" is not valid JSON
  Deserialization error: to see the raw response, inspect the hidden field {error}.$response on this object.`;
  return Object.assign(new SyntaxError(message), {
    $metadata: { httpStatusCode: 200, requestId, attempts: 1, totalRetryDelay: 0 },
  });
}
