import type { Json } from '../../shared/json.ts';
import { at } from '../../shared/json.ts';
import { compilePattern, PatternError, patternSize } from '../patterns/compile.ts';
import { list, problems, resourcesOf, text } from './template.ts';
import type { Problem, Template } from './template.ts';

/** Characters of a rule's pattern. https://docs.aws.amazon.com/eventbridge/latest/userguide/eb-quota.html */
const longestPattern = 2048;
const mostTargets = 5;

/** A rule says whose events it wants, in a pattern that EventBridge takes. */
export function boundedPatterns(template: Template): readonly Problem[] {
  return resourcesOf(template, 'AWS::Events::Rule').flatMap(({ id, properties }) => {
    // A schedule's own event needs no pattern.
    if (properties['ScheduleExpression'] !== undefined) return [];
    const pattern = properties['EventPattern'] ?? {};
    const size = patternSize(pattern);
    const refused = refusal(pattern);
    return problems('pattern', id, [
      [list(at(pattern, 'source')).length === 0, "it names no source, and so takes everybody's events"],
      [list(at(pattern, 'detail-type')).length === 0, "it names no detail-type, and so takes all of a source's events"],
      [size > longestPattern, `it has ${size} characters, of ${longestPattern} allowed`],
      [refused !== undefined, `EventBridge refuses it: ${refused}`],
    ]);
  });
}

/** Neither the framework nor CloudFormation's validator looks into a pattern. */
function refusal(pattern: Json): string | undefined {
  try {
    compilePattern(pattern);
    return undefined;
  } catch (error) {
    if (error instanceof PatternError) return error.message;
    throw error;
  }
}

/** An event that can't be delivered is tried again, then kept. Without both, EventBridge drops it. */
export function keptEvents(template: Template): readonly Problem[] {
  return resourcesOf(template, 'AWS::Events::Rule').flatMap(({ id, properties }) => {
    const targets = list(properties['Targets']);
    return problems('delivery', id, [
      [targets.length === 0, 'it has no target'],
      [targets.length > mostTargets, `it has ${targets.length} targets, of ${mostTargets} allowed`],
      [!targets.every(retries), 'a target has no retry policy'],
      [
        !targets.every((target) => takesFromEventBridge(template, at(target, 'DeadLetterConfig.Arn'))),
        'a target has no dead-letter queue whose policy lets EventBridge in',
      ],
      [!targets.every((target) => mayInvoke(template, at(target, 'Arn'))), 'EventBridge may not invoke its target'],
    ]);
  });
}

function retries(target: Json): boolean {
  const attempts = at(target, 'RetryPolicy.MaximumRetryAttempts');
  const age = at(target, 'RetryPolicy.MaximumEventAgeInSeconds');
  return typeof attempts === 'number' && attempts > 0 && typeof age === 'number';
}

function takesFromEventBridge(template: Template, arn: unknown): boolean {
  const queue = text(arn).replace(/\.Arn\}$/, '}');
  return resourcesOf(template, 'AWS::SQS::QueuePolicy').some(
    ({ properties }) =>
      list(properties['Queues']).some((one) => text(one) === queue) &&
      list(at(properties, 'PolicyDocument.Statement')).some(letsEventBridgeIn),
  );
}

function letsEventBridgeIn(statement: Json): boolean {
  return (
    at(statement, 'Effect') === 'Allow' &&
    at(statement, 'Principal.Service') === 'events.amazonaws.com' &&
    list(at(statement, 'Action')).includes('sqs:SendMessage')
  );
}

function mayInvoke(template: Template, arn: unknown): boolean {
  return resourcesOf(template, 'AWS::Lambda::Permission').some(
    ({ properties }) =>
      properties['Principal'] === 'events.amazonaws.com' && text(properties['FunctionName']) === text(arn),
  );
}
