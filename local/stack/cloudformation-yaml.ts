import { isCollection, parse } from 'yaml';
import type { CollectionTag, ScalarTag, YAMLMap, YAMLSeq } from 'yaml';

/** CloudFormation's short forms; all but `!Ref` and `!Condition` stand for `Fn::<name>`. */
const names = [
  'And',
  'Base64',
  'Cidr',
  'Condition',
  'Equals',
  'FindInMap',
  'GetAtt',
  'GetAZs',
  'If',
  'ImportValue',
  'Join',
  'Not',
  'Or',
  'Ref',
  'Select',
  'Split',
  'Sub',
  'Transform',
] as const;

/**
 * Parses YAML with CloudFormation's tags, which become the long form that JSON templates have:
 * `!GetAtt A.Arn` gives `{ "Fn::GetAtt": ["A", "Arn"] }`. Duplicate keys and unknown tags are errors.
 *
 * https://docs.aws.amazon.com/AWSCloudFormation/latest/TemplateReference/intrinsic-function-reference.html
 *
 * @throws YAMLParseError or YAMLWarning, with line and column
 */
export function parseCloudFormationYaml(text: string): unknown {
  const value: unknown = parse(text, { customTags: names.flatMap((name) => tags(name)), logLevel: 'error' });
  return value;
}

function tags(name: (typeof names)[number]): (ScalarTag | CollectionTag)[] {
  const key = name === 'Ref' || name === 'Condition' ? name : `Fn::${name}`;
  const tag = `!${name}`;
  const collection = (node: YAMLMap | YAMLSeq): object => ({ [key]: node.toJSON() as unknown });
  return [
    { tag, resolve: (value) => ({ [key]: name === 'GetAtt' ? attribute(value) : value }) },
    { tag, collection: 'seq', resolve: (node) => (isCollection(node) ? collection(node) : node) },
    { tag, collection: 'map', resolve: (node) => (isCollection(node) ? collection(node) : node) },
  ];
}

/** The logical id ends at the first dot; an attribute's name may hold dots itself. */
function attribute(value: string): readonly string[] {
  const dot = value.indexOf('.');
  return dot < 0 ? [value] : [value.slice(0, dot), value.slice(dot + 1)];
}
