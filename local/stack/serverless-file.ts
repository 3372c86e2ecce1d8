import { existsSync, readFileSync } from 'node:fs';
import { dirname, join, resolve } from 'node:path';
import type { JsonObject } from '../../shared/json.ts';
import { parseCloudFormationYaml } from './cloudformation-yaml.ts';

/** A Lambda function of the stack. */
export interface StackFunction {
  /** Its key in serverless.yml; Lambda knows it as `<service>-<stage>-<name>`. */
  readonly name: string;
  /** `dist/sources/config-compliance/index.handler`. */
  readonly handler: string;
  /** `sources/config-compliance`: where it lies below both `functions/` and `dist/`. */
  readonly path: string;
  /** Absolute path of the module that exports `handler`. It need not exist. */
  readonly source: string;
  /** A Lambda durable function. */
  readonly durable: boolean;
}

/** An EventBridge rule and the function it invokes. */
export interface StackRule {
  readonly function: string;
  readonly name: string;
  /** AWS services' own events arrive on the default bus only. */
  readonly bus: 'default' | 'custom';
  readonly pattern: JsonObject;
}

export interface Stack {
  readonly service: string;
  /** In the order of the file. */
  readonly functions: readonly StackFunction[];
  readonly rules: readonly StackRule[];
}

/** serverless.yml can't be read, or says something that has no meaning here. */
export class StackError extends Error {
  override readonly name = 'StackError';
}

/**
 * What the stack file says about functions and their rules. Of the framework's variables only
 * `${sls:stage}` and `${self:service}` are resolved, and only in names: a pattern must stand as it is.
 *
 * @param stage stands for `${sls:stage}` in rule names
 * @throws StackError that says where in the file
 */
export function readStack(file: string, stage = 'dev'): Stack {
  let text: string;
  try {
    text = readFileSync(file, 'utf8');
  } catch (cause) {
    throw new StackError(`${file} can't be read`, { cause });
  }
  return parseStack(text, dirname(resolve(file)), stage);
}

/** As `readStack`, of the file's text; `root` is the folder that holds `functions/`. */
export function parseStack(text: string, root: string, stage = 'dev'): Stack {
  let document: unknown;
  try {
    document = parseCloudFormationYaml(text);
  } catch (cause) {
    throw new StackError(`serverless.yml is not YAML: ${(cause as Error).message}`, { cause });
  }
  const service = string(member(object(document, 'serverless.yml'), 'service'), 'service');
  const named = (name: string): string => name.replaceAll('${sls:stage}', stage).replaceAll('${self:service}', service);
  const entries = Object.entries(object(member(document, 'functions'), 'functions'));
  return {
    service,
    functions: entries.map(([name, definition]) => stackFunction(name, definition, root)),
    rules: [
      ...entries.flatMap(([name, definition]) => rules(name, definition, named)),
      ...ownRules(
        document,
        entries.map(([name]) => name),
        named,
      ),
    ],
  };
}

function stackFunction(name: string, definition: unknown, root: string): StackFunction {
  const where = `functions.${name}`;
  const handler = string(member(object(definition, where), 'handler'), `${where}.handler`);
  const path = /^dist\/((?:[a-z0-9-]+\/)*[a-z0-9-]+)\/index\.handler$/.exec(handler)?.[1];
  if (path === undefined) {
    throw new StackError(`${where}.handler: expected dist/<path>/index.handler, found ${handler}`);
  }
  const durable = member(definition, 'durableConfig') !== undefined;
  return { name, handler, path, source: handlerSource(path, root), durable };
}

/** `functions/<path>/handler.ts` if there is one, else `functions/<path>.ts`. */
export function handlerSource(path: string, root: string): string {
  const folder = join(root, 'functions', path, 'handler.ts');
  return existsSync(folder) ? folder : join(root, 'functions', `${path}.ts`);
}

function rules(name: string, definition: unknown, named: (name: string) => string): StackRule[] {
  const events = member(definition, 'events') ?? [];
  if (!Array.isArray(events)) throw new StackError(`functions.${name}.events: expected a list`);
  return events.flatMap((event: unknown, index) => {
    const rule = member(event, 'eventBridge');
    return rule === undefined ? [] : [stackRule(name, rule, `functions.${name}.events[${index}].eventBridge`, named)];
  });
}

/**
 * Rules that are written out among the resources, for what the framework's own can't say. Those with a condition are
 * left out: they are what a deployment has to ask for.
 */
function ownRules(document: unknown, functions: readonly string[], named: (name: string) => string): StackRule[] {
  const resources = Object.entries(member(member(document, 'resources'), 'Resources') ?? {});
  return resources.flatMap(([id, resource]) => {
    const properties = member(resource, 'Properties');
    const pattern = member(properties, 'EventPattern');
    if (member(resource, 'Type') !== 'AWS::Events::Rule' || pattern === undefined) return [];
    if (member(resource, 'Condition') !== undefined) return [];
    const where = `resources.Resources.${id}.Properties`;
    const targets = member(properties, 'Targets');
    if (!Array.isArray(targets)) throw new StackError(`${where}.Targets: expected a list`);
    return targets.map((target: unknown, index): StackRule => {
      const [logicalId] = (member(member(target, 'Arn'), 'Fn::GetAtt') ?? []) as readonly unknown[];
      const name = functions.find((one) => functionId(one) === logicalId);
      if (name === undefined) throw new StackError(`${where}.Targets[${index}].Arn: expected a function's !GetAtt`);
      const rule = { name: member(properties, 'Name'), pattern, eventBus: member(properties, 'EventBusName') };
      return stackRule(name, rule, where, named);
    });
  });
}

/** What the framework calls a function in the template: `cloudtrail-event` is `CloudtrailDasheventLambdaFunction`. */
function functionId(name: string): string {
  const dashed = name.replaceAll('-', 'Dash').replaceAll('_', 'Underscore');
  return `${dashed.slice(0, 1).toUpperCase()}${dashed.slice(1)}LambdaFunction`;
}

function stackRule(name: string, rule: unknown, where: string, named: (name: string) => string): StackRule {
  const pattern = object(member(object(rule, where), 'pattern'), `${where}.pattern`);
  if (JSON.stringify(pattern).includes('${')) {
    throw new StackError(`${where}.pattern: variables are not resolved here; write the pattern out`);
  }
  const bus = member(rule, 'eventBus') ?? 'default';
  return {
    function: name,
    name: named(string(member(rule, 'name'), `${where}.name`)),
    bus: bus === 'default' ? 'default' : 'custom',
    pattern: pattern as JsonObject,
  };
}

function member(value: unknown, key: string): unknown {
  if (value === null || typeof value !== 'object' || !Object.hasOwn(value, key)) return undefined;
  return (value as Record<string, unknown>)[key];
}

function object(value: unknown, where: string): object {
  if (value !== null && typeof value === 'object' && !Array.isArray(value)) return value;
  throw new StackError(
    `${where}: expected a mapping, found ${value === undefined ? 'nothing' : JSON.stringify(value)}`,
  );
}

function string(value: unknown, where: string): string {
  if (typeof value === 'string' && value !== '') return value;
  throw new StackError(`${where}: expected text, found ${value === undefined ? 'nothing' : JSON.stringify(value)}`);
}
