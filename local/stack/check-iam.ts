import { at } from '../../shared/json.ts';
import { roleOf, statementsOf } from './iam.ts';
import type { Statement } from './iam.ts';
import { list, resourcesOf, text } from './template.ts';
import type { Entry, Problem, Template } from './template.ts';
import type { WildcardWrite } from './wildcard-writes.ts';

/** A bundle's role is its blast radius: shared roles add up what each function may do. */
export function ownRoles(template: Template): readonly Problem[] {
  const check = 'own-role';
  const users = new Map<string, string>();
  return resourcesOf(template, 'AWS::Lambda::Function').flatMap((lambda): Problem[] => {
    const role = roleOf(template, lambda);
    if (role === undefined) return [{ check, resource: lambda.id, message: 'its role is not one of this template' }];
    const other = users.get(role.id);
    users.set(role.id, lambda.id);
    return other === undefined ? [] : [{ check, resource: lambda.id, message: `shares ${role.id} with ${other}` }];
  });
}

/** Only Lambda may assume a role. */
export function lambdaTrust(template: Template): readonly Problem[] {
  return resourcesOf(template, 'AWS::IAM::Role').flatMap(({ id, properties }) =>
    list(at(properties, 'AssumeRolePolicyDocument.Statement'))
      .filter((statement) => JSON.stringify(at(statement, 'Principal')) !== '{"Service":"lambda.amazonaws.com"}')
      .map(() => ({ check: 'trust', resource: id, message: 'somebody other than lambda.amazonaws.com may assume it' })),
  );
}

/** Actions are named one by one. Wildcards in a Deny are fine: they take away. */
export function namedActions(template: Template): readonly Problem[] {
  return allowances(template, ({ actions, negated, sid }) => [
    ...actions.filter((action) => action.includes('*')).map((action) => `${sid} allows ${action}: name the actions`),
    ...(negated ? [`${sid} allows all but what it names`] : []),
  ]).map(({ role, message }) => ({ check: 'named-actions', resource: role.id, message }));
}

/** Whoever may pass any role to any service may do anything. */
export function scopedPassRole(template: Template): readonly Problem[] {
  return allowances(template, ({ actions, condition, sid }) =>
    actions.includes('iam:PassRole') && !namesServices(at(at(condition, 'StringEquals'), 'iam:PassedToService'))
      ? [`${sid} allows iam:PassRole without saying to which service`]
      : [],
  ).map(({ role, message }) => ({ check: 'pass-role', resource: role.id, message }));
}

/** One service or several; an empty list would hold for none, and is a mistake. */
function namesServices(value: unknown): boolean {
  const services = Array.isArray(value) ? value : [value];
  return services.length > 0 && services.every((one) => typeof one === 'string' && !one.includes('*'));
}

/**
 * Writes on resources that are not named need a reason; a reason without a write is out of date. One whose write is
 * on named resources is not: parameters such as aiRoles name what is not named by default.
 */
export function reasonedWrites(template: Template, allowed: readonly WildcardWrite[]): readonly Problem[] {
  const check = 'wildcard-write';
  const used = new Set<string>();
  const found = allowances(template, ({ actions, resources, sid }, role) => {
    return actions.filter(isWrite).flatMap((action) => {
      const entry = allowed.find((one) => one.role === role.id && one.sid === sid && one.actions.includes(action));
      used.add(`${entry?.role} ${entry?.sid} ${action}`);
      return entry === undefined && resources.some(unnamed)
        ? [`${sid} allows ${action} on ${resources.join(', ')} without a reason`]
        : [];
    });
  }).map(({ role, message }) => ({ check, resource: role.id, message }));
  const unused = allowed.flatMap(({ role, sid, actions }) =>
    actions
      .filter((action) => !used.has(`${role} ${sid} ${action}`))
      .map((action) => ({ check, resource: role, message: `${sid} no longer allows ${action}: take its reason away` })),
  );
  return [...found, ...unused];
}

function allowances(
  template: Template,
  judge: (statement: Statement, role: Entry) => readonly string[],
): { role: Entry; message: string }[] {
  return resourcesOf(template, 'AWS::IAM::Role').flatMap((role) =>
    statementsOf(role)
      .filter(({ effect }) => effect === 'Allow')
      .flatMap((statement) => judge(statement, role).map((message) => ({ role, message }))),
  );
}

function isWrite(action: string): boolean {
  return !/:(?:Get|List|Describe|BatchGet|BatchDescribe|Head|Query|Scan|Lookup|Search)/.test(action);
}

/** `*`, or an ARN whose resource has no name: `arn:aws:s3:::*`, `…:endpoint/*`. */
function unnamed(resource: string): boolean {
  // References hold colons (`${AWS::Region}`), and stand for a name.
  const parts = text(resource)
    .replaceAll(/\$\{[^}]*\}/g, 'named')
    .split(':');
  return parts[0] !== 'arn' ? resource.startsWith('*') : /^(?:[\w-]+[/:])?\*/.test(parts.slice(5).join(':'));
}
