import { describe, expect, it } from 'vitest';
import { parseCloudFormationYaml } from '../../local/stack/cloudformation-yaml.ts';

describe('parseCloudFormationYaml', () => {
  it.each([
    ['!Ref Table', { Ref: 'Table' }],
    ['!GetAtt Table.Arn', { 'Fn::GetAtt': ['Table', 'Arn'] }],
    ['!GetAtt Stack.Outputs.Name', { 'Fn::GetAtt': ['Stack', 'Outputs.Name'] }],
    ['!GetAtt [Table, Arn]', { 'Fn::GetAtt': ['Table', 'Arn'] }],
    ["!Sub '${Table.Arn}/*'", { 'Fn::Sub': '${Table.Arn}/*' }],
    ["!Join ['-', [a, !Ref B]]", { 'Fn::Join': ['-', ['a', { Ref: 'B' }]] }],
    ['!Condition Live', { Condition: 'Live' }],
    [
      "!If [Live, !Sub '${A}', {x: !GetAtt B.Arn}]",
      { 'Fn::If': ['Live', { 'Fn::Sub': '${A}' }, { x: { 'Fn::GetAtt': ['B', 'Arn'] } }] },
    ],
    ['!Transform {Name: x}', { 'Fn::Transform': { Name: 'x' } }],
  ])('reads %s in its long form', (yaml, expected) => {
    expect(parseCloudFormationYaml(`value: ${yaml}`)).toEqual({ value: expected });
  });

  it('leaves what has no tag as it is', () => {
    expect(parseCloudFormationYaml("a: [1, true, null, '2']")).toEqual({ a: [1, true, null, '2'] });
  });

  it('refuses a key that is there twice', () => {
    expect(() => parseCloudFormationYaml('a: 1\na: 2')).toThrow('unique');
  });
});
