import { at } from '../../shared/json.ts';
import { list, resourcesOf, text } from './template.ts';
import type { Entry, Template } from './template.ts';

export { iamAction } from '../../shared/aws/iam-actions.ts';

/** A policy statement with the lists made lists, and resources as text with references (`${Ledger.Arn}`). */
export interface Statement {
  readonly sid: string;
  readonly effect: string;
  readonly actions: readonly string[];
  readonly resources: readonly string[];
  readonly condition: unknown;
  /** NotAction or NotResource: allows all but what it names. */
  readonly negated: boolean;
}

/** The statements of a role's inline policies. */
export function statementsOf(role: Entry): readonly Statement[] {
  return list(role.properties['Policies'])
    .flatMap((policy) => list(at(policy, 'PolicyDocument.Statement')))
    .map((statement) => ({
      sid: text(at(statement, 'Sid') ?? ''),
      effect: text(at(statement, 'Effect')),
      actions: list(at(statement, 'Action')).map(text),
      resources: list(at(statement, 'Resource')).map(text),
      condition: at(statement, 'Condition'),
      negated: at(statement, 'NotAction') !== undefined || at(statement, 'NotResource') !== undefined,
    }));
}

/** The role of a Lambda function of the template, if it is one of the template's own. */
export function roleOf(template: Template, lambda: Entry): Entry | undefined {
  const id = /^\$\{(\w+)\.Arn\}$/.exec(text(lambda.properties['Role']))?.[1];
  return resourcesOf(template, 'AWS::IAM::Role').find((role) => role.id === id);
}

/**
 * The IAM actions that a function's role allows in statements whose id begins with `sid`, sorted.
 *
 * @param name the function's key in serverless.yml
 * @param sid `Remediation` for the calls of remediations, `Pipeline` for the pipeline's own
 * @throws Error if the template has no such function or the function no role of its own
 */
export function allowedActions(template: Template, name: string, sid: string): readonly string[] {
  const functions = resourcesOf(template, 'AWS::Lambda::Function');
  const lambda = functions.find(({ properties }) => text(properties['FunctionName']).endsWith(`-${name}`));
  const role = lambda && roleOf(template, lambda);
  if (role === undefined) throw new Error(`the template has no function ${name} with a role of its own`);
  const allowed = statementsOf(role).filter(
    (statement) => statement.effect === 'Allow' && statement.sid.startsWith(sid),
  );
  return [...new Set(allowed.flatMap(({ actions }) => actions))].toSorted();
}
