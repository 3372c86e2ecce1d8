import { at } from '../../shared/json.ts';
import { roleOf, statementsOf } from './iam.ts';
import { list, problems, resourcesOf, text } from './template.ts';
import type { Entry, Problem, Template } from './template.ts';

/** https://docs.aws.amazon.com/lambda/latest/dg/configuration-envvars.html#configuration-envvars-runtime */
const reserved: ReadonlySet<string> = new Set([
  '_HANDLER',
  '_X_AMZN_TRACE_ID',
  'AWS_ACCESS_KEY',
  'AWS_ACCESS_KEY_ID',
  'AWS_DEFAULT_REGION',
  'AWS_EXECUTION_ENV',
  'AWS_LAMBDA_FUNCTION_MEMORY_SIZE',
  'AWS_LAMBDA_FUNCTION_NAME',
  'AWS_LAMBDA_FUNCTION_VERSION',
  'AWS_LAMBDA_INITIALIZATION_TYPE',
  'AWS_LAMBDA_LOG_GROUP_NAME',
  'AWS_LAMBDA_LOG_STREAM_NAME',
  'AWS_LAMBDA_RUNTIME_API',
  'AWS_REGION',
  'AWS_SECRET_ACCESS_KEY',
  'AWS_SESSION_TOKEN',
  'LAMBDA_RUNTIME_DIR',
  'LAMBDA_TASK_ROOT',
]);

/** A function can't be given variables that Lambda sets itself. */
export function freeNames(template: Template): readonly Problem[] {
  return lambdas(template).flatMap(({ id, properties }) =>
    Object.keys(at(properties, 'Environment.Variables') ?? {})
      .filter((name) => reserved.has(name))
      .map((name) => ({ check: 'environment', resource: id, message: `Lambda keeps ${name} for itself` })),
  );
}

/** A log group that Lambda makes by itself keeps everything for ever, and outlives the stack. */
export function keptLogs(template: Template): readonly Problem[] {
  const groups = resourcesOf(template, 'AWS::Logs::LogGroup');
  return lambdas(template).flatMap(({ id, properties }): Problem[] => {
    const name = `/aws/lambda/${text(properties['FunctionName'])}`;
    const group = groups.find((one) => text(one.properties['LogGroupName']) === name);
    if (typeof group?.properties['RetentionInDays'] === 'number') return [];
    return [{ check: 'log-retention', resource: id, message: `${name} has no log group with a retention` }];
  });
}

/**
 * Remediators are durable functions, can write their own checkpoints, and keep failed executions in a
 * queue: destinations don't work for them.
 *
 * https://docs.aws.amazon.com/lambda/latest/dg/durable-security.html
 */
export function durableRemediators(template: Template): readonly Problem[] {
  const configs = resourcesOf(template, 'AWS::Lambda::EventInvokeConfig');
  return lambdas(template).flatMap((lambda) => {
    const durable = isDurable(lambda);
    const remediator = text(lambda.properties['Handler']).startsWith('dist/remediators/');
    const invoked = configs.find(({ properties }) => text(properties['FunctionName']) === `\${${lambda.id}}`);
    return problems('durable', lambda.id, [
      [remediator && !durable, 'a remediator must have a DurableConfig'],
      [durable && !mayCheckpoint(template, lambda), 'its role may not write and read its own checkpoints'],
      [
        durable && !mayFillQueue(template, lambda, at(lambda.properties, 'DeadLetterConfig.TargetArn')),
        'it has no dead-letter queue that its role may send to',
      ],
      [
        durable && invoked?.properties['DestinationConfig'] !== undefined,
        'durable functions have no destinations: use onError',
      ],
    ]);
  });
}

/** What a function that events start gives up on goes to a queue. Whoever calls a URL gets the failure as the answer. */
export function keptFailures(template: Template): readonly Problem[] {
  const configs = resourcesOf(template, 'AWS::Lambda::EventInvokeConfig');
  const targets = resourcesOf(template, 'AWS::Events::Rule').flatMap(({ properties }) => list(properties['Targets']));
  const started = new Set(targets.map((target) => text(at(target, 'Arn'))));
  return lambdas(template)
    .filter((lambda) => !isDurable(lambda) && started.has(`\${${lambda.id}.Arn}`))
    .filter((lambda) => {
      const config = configs.find(({ properties }) => text(properties['FunctionName']) === `\${${lambda.id}}`);
      return !mayFillQueue(template, lambda, at(config?.properties, 'DestinationConfig.OnFailure.Destination'));
    })
    .map(({ id }) => ({ check: 'on-failure', resource: id, message: 'no on-failure queue that its role may send to' }));
}

/**
 * A durable function answers to a version or an alias only; unqualified, the invocation fails.
 *
 * https://docs.aws.amazon.com/lambda/latest/dg/durable-invoking.html
 */
export function qualifiedCalls(template: Template): readonly Problem[] {
  return lambdas(template)
    .filter(isDurable)
    .flatMap((durable) => {
      const name = text(durable.properties['FunctionName']);
      const unqualified = new RegExp(String.raw`\$\{${durable.id}(?:\.Arn)?\}(?!:)|:function:${name}(?![\w:-])`);
      return callers(template)
        .filter(({ value }) => unqualified.test(value))
        .map(({ id, where }) => ({
          check: 'qualified',
          resource: id,
          message: `${where} names ${durable.id} without a version or an alias`,
        }));
    });
}

/** All places where a function is named in order to be called. */
function callers(template: Template): readonly { id: string; where: string; value: string }[] {
  return [
    ...lambdas(template).flatMap(({ id, properties }) =>
      Object.entries(at(properties, 'Environment.Variables') ?? {}).map(([where, value]) => ({
        id,
        where,
        value: text(value),
      })),
    ),
    ...resourcesOf(template, 'AWS::Events::Rule').flatMap(({ id, properties }) =>
      list(properties['Targets']).map((target) => ({ id, where: 'its target', value: text(at(target, 'Arn')) })),
    ),
    ...resourcesOf(template, 'AWS::Lambda::Permission').map(({ id, properties }) => ({
      id,
      where: 'the permission',
      value: text(properties['FunctionName']),
    })),
    ...resourcesOf(template, 'AWS::IAM::Role').flatMap((role) =>
      statementsOf(role)
        .filter(({ actions }) => actions.includes('lambda:InvokeFunction'))
        .flatMap(({ resources, sid }) => resources.map((value) => ({ id: role.id, where: sid, value }))),
    ),
  ];
}

function lambdas(template: Template): readonly Entry[] {
  return resourcesOf(template, 'AWS::Lambda::Function');
}

function isDurable({ properties }: Entry): boolean {
  return properties['DurableConfig'] !== undefined;
}

function mayCheckpoint(template: Template, lambda: Entry): boolean {
  const role = roleOf(template, lambda);
  const own = `function:${text(lambda.properties['FunctionName'])}:*`;
  const statements = role === undefined ? [] : statementsOf(role);
  return ['lambda:CheckpointDurableExecution', 'lambda:GetDurableExecutionState'].every((action) =>
    statements.some(({ actions, resources }) => actions.includes(action) && resources.some((one) => one.endsWith(own))),
  );
}

function mayFillQueue(template: Template, lambda: Entry, target: unknown): boolean {
  const role = roleOf(template, lambda);
  const queue = /^\$\{(\w+)\.Arn\}$/.exec(text(target))?.[1];
  if (role === undefined || queue === undefined || template.Resources[queue]?.Type !== 'AWS::SQS::Queue') return false;
  return statementsOf(role).some(
    ({ actions, resources }) => actions.includes('sqs:SendMessage') && resources.includes(text(target)),
  );
}
