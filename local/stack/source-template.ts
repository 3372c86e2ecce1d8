import { at } from '../../shared/json.ts';
import { parseCloudFormationYaml } from './cloudformation-yaml.ts';
import type { Resource, Template } from './template.ts';

/**
 * The resources that serverless.yml itself writes down, and its functions with their roles and variables:
 * enough to ask for permissions without packaging. Of the framework's variables `${self:…}` is resolved, and `${param:…}`
 * to what it is where nobody says otherwise.
 */
export function sourceTemplate(text: string): Template {
  const document = parseCloudFormationYaml(text);
  const functions = Object.entries(at(document, 'functions') ?? {}).map(([name, definition]): [string, Resource] => [
    `function ${name}`,
    {
      Type: 'AWS::Lambda::Function',
      Properties: resolved(
        {
          FunctionName: `\${self:service}-\${sls:stage}-${name}`,
          Handler: at(definition, 'handler'),
          Role: at(definition, 'role'),
          Environment: {
            Variables: {
              ...object(resolved(at(document, 'provider.environment'), document)),
              ...object(resolved(at(definition, 'environment'), document)),
            },
          },
        },
        document,
      ) as NonNullable<Resource['Properties']>,
    },
  ]);
  const resources = resolved(at(document, 'resources.Resources'), document) as Template['Resources'];
  return { Resources: { ...resources, ...Object.fromEntries(functions) } };
}

/** A value that is nothing but a variable is what the variable stands for; within a text, its text. */
function resolved(value: unknown, document: unknown): unknown {
  if (typeof value === 'string') {
    const whole = /^\$\{self:([\w.]+)\}$/.exec(value)?.[1];
    if (whole !== undefined) return resolved(at(document, whole), document);
    return value
      .replaceAll(/\$\{self:([\w.]+)\}/g, (_, path: string) => String(at(document, path)))
      .replaceAll(/\$\{param:(\w+)\}/g, (_, name: string) => String(at(document, `params.default.${name}`)));
  }
  if (Array.isArray(value)) return value.map((item) => resolved(item, document));
  if (value === null || typeof value !== 'object') return value;
  return Object.fromEntries(Object.entries(value).map(([key, member]) => [key, resolved(member, document)]));
}

function object(value: unknown): object {
  return value !== null && typeof value === 'object' ? value : {};
}
