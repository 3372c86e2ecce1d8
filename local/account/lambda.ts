import type {
  Concurrency,
  DeleteFunctionConcurrencyRequest,
  FunctionConfiguration,
  GetFunctionConcurrencyRequest,
  GetFunctionConcurrencyResponse,
  GetFunctionConfigurationRequest,
  ListTagsRequest,
  ListTagsResponse,
  PutFunctionConcurrencyRequest,
} from '@aws-sdk/client-lambda';
import * as client from '@aws-sdk/client-lambda';
import { ServiceFault, UnsupportedOperation } from './errors.ts';
import type { FunctionState } from './lambda-state.ts';
import { arn } from './names.ts';
import { own, present } from './own.ts';
import { changeRegion, readRegion } from './region.ts';
import type { CallContext, Handler, Simulation } from './simulation.ts';

/** By name, by ARN, or by the end of an ARN: https://docs.aws.amazon.com/lambda/latest/api/API_PutFunctionConcurrency.html */
const NAMED =
  /^(?:(?:arn:aws[a-z-]*:lambda:)?(?:(?<region>[a-z]{2}(?:-[a-z]+)+-\d):)?(?:(?<account>\d{12}):)?(?:function:)?)(?<name>[\w-]{1,64})(?<version>:(?:\$LATEST|[\w-]+))?$/;

interface Found {
  readonly name: string;
  readonly found: FunctionState;
}

function find(named: string, context: CallContext): Found {
  const { region = context.region, account = context.account, name, version } = NAMED.exec(named)?.groups ?? {};
  if (name === undefined) {
    throw new ServiceFault('ValidationException', "1 validation error detected: Value at 'functionName' is no name");
  }
  if (version !== undefined) {
    throw invalid('This operation is not permitted on a version or an alias; name the function without a qualifier.');
  }
  const found =
    region === context.region && account === context.account
      ? own(readRegion(context).lambda.functions, name)
      : undefined;
  if (found === undefined) {
    const whole = arn('lambda', { region, account }, `function:${name}`);
    throw new ServiceFault('ResourceNotFoundException', `Function not found: ${whole}`, 404);
  }
  return { name, found };
}

const getFunctionConcurrency: Handler<GetFunctionConcurrencyRequest, GetFunctionConcurrencyResponse> = (
  { FunctionName = '' },
  context,
) => present({ ReservedConcurrentExecutions: find(FunctionName, context).found.reserved });

const getFunctionConfiguration: Handler<GetFunctionConfigurationRequest, FunctionConfiguration> = (
  { FunctionName = '', Qualifier },
  context,
) => {
  if (Qualifier !== undefined) throw new UnsupportedOperation('Lambda.GetFunctionConfiguration of a version');
  const { name, found } = find(FunctionName, context);
  return {
    FunctionName: name,
    FunctionArn: arn('lambda', context, `function:${name}`),
    Version: '$LATEST',
    State: 'Active',
    LastUpdateStatus: found.updating ? 'InProgress' : 'Successful',
  };
};

function settled(named: string, context: CallContext): Found {
  const { name, found } = find(named, context);
  if (!found.updating) return { name, found };
  throw new ServiceFault(
    'ResourceConflictException',
    `The operation cannot be performed at this time. An update is in progress for resource: ${arn('lambda', context, `function:${name}`)}`,
    409,
  );
}

/** Functions without a number of their own keep at least this many among them. Nothing is taken from them by a 0. */
const leastUnreserved = 100;

const putFunctionConcurrency: Handler<PutFunctionConcurrencyRequest, Concurrency> = (
  { FunctionName = '', ReservedConcurrentExecutions: reserved = 0 },
  context,
) => {
  const { name, found } = settled(FunctionName, context);
  if (reserved < 0 || !Number.isInteger(reserved)) {
    throw new ServiceFault(
      'ValidationException',
      `1 validation error detected: Value '${reserved}' at 'reservedConcurrentExecutions' failed to satisfy constraint`,
    );
  }
  const { concurrency, functions } = readRegion(context).lambda;
  const others = Object.entries(functions).filter(([other]) => other !== name);
  const left = others.reduce((sum, [, one]) => sum - (one.reserved ?? 0), concurrency) - reserved;
  if (reserved > 0 && left < leastUnreserved) {
    throw invalid(
      `Specified ReservedConcurrentExecutions for function decreases account's UnreservedConcurrentExecution below its minimum value of [${leastUnreserved}].`,
    );
  }
  changeRegion(context).lambda.functions[name] = { ...found, reserved };
  return { ReservedConcurrentExecutions: reserved };
};

/** Where nothing is reserved there is nothing to delete, which is no error. */
const deleteFunctionConcurrency: Handler<DeleteFunctionConcurrencyRequest, object> = (
  { FunctionName = '' },
  context,
) => {
  const { name, found } = settled(FunctionName, context);
  const { reserved: _, ...rest } = found;
  changeRegion(context).lambda.functions[name] = rest;
  return {};
};

/** Functions alone; versions and aliases have no tags. */
const listTags: Handler<ListTagsRequest, ListTagsResponse> = ({ Resource = '' }, context) => {
  if (!Resource.startsWith('arn:')) throw invalid('The resource is not the ARN of a function.');
  return { Tags: find(Resource, context).found.tags };
};

function invalid(message: string): ServiceFault {
  return new ServiceFault('InvalidParameterValueException', message);
}

/** AWS Lambda: how much of a function may run at the same time. */
export const lambda: Simulation = {
  service: 'Lambda',
  client: { ...client },
  Exception: client.LambdaServiceException,
  operations: {
    DeleteFunctionConcurrency: deleteFunctionConcurrency,
    GetFunctionConcurrency: getFunctionConcurrency,
    GetFunctionConfiguration: getFunctionConfiguration,
    ListTags: listTags,
    PutFunctionConcurrency: putFunctionConcurrency,
  },
};
