import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { parse } from 'yaml';
import { guardRules } from '../../../local/conformance/guard-rules.ts';
import { managedRulesOf } from '../../../local/conformance/pack.ts';
import {
  conditionOf,
  defaultRegions,
  everywhere,
  limited,
  regionConditions,
} from '../../../local/conformance/regions.ts';
import { projectRoot } from '../../../local/root.ts';
import { remediations } from '../../kit/world.ts';

type Condition =
  | { readonly Condition: string }
  | { readonly 'Fn::Or': readonly Condition[] }
  | { readonly 'Fn::Equals': readonly [{ readonly Ref: string }, string] };
interface Pack {
  readonly Conditions: Readonly<Record<string, Condition>>;
  readonly Resources: Readonly<
    Record<string, { readonly Condition?: string; readonly Properties: { readonly ConfigRuleName: string } }>
  >;
}

const pack = parse(readFileSync(join(projectRoot, 'conformance-pack.template'), 'utf8')) as Pack;

/** What CloudFormation makes of a condition; throws where it would. */
function holds(condition: Condition | undefined, region: string): boolean {
  if (condition === undefined) throw new Error('A condition that there is not');
  if ('Condition' in condition) return holds(pack.Conditions[condition.Condition], region);
  if ('Fn::Equals' in condition) {
    const [{ Ref }, value] = condition['Fn::Equals'];
    if (Ref !== 'AWS::Region') throw new Error(`A parameter that there is not: ${Ref}`);
    return value === region;
  }
  const any = condition['Fn::Or'];
  if (any.length < 2 || any.length > 10) throw new Error(`Fn::Or of ${any.length}`);
  return any.some((one) => holds(one, region));
}

function rulesIn(region: string): readonly string[] {
  return Object.values(pack.Resources)
    .filter(({ Condition }) => Condition === undefined || holds(pack.Conditions[Condition], region))
    .map(({ Properties }) => Properties.ConfigRuleName);
}

const own = guardRules.map(({ remediation }) => remediation);
const all = [...managedRulesOf(remediations), ...own];
const missingIn = (region: string) => {
  const rules = rulesIn(region);
  return all.filter((rule) => !rules.includes(rule));
};

describe('the rules of the conformance pack', () => {
  it('are all there in a Region that has them all', () => {
    for (const region of ['us-east-1', 'us-east-2', 'eu-west-1', 'ap-southeast-2'])
      expect(missingIn(region)).toEqual([]);
  });

  it('leave out those that the Region doesn’t know, for which AWS would refuse the whole pack', () => {
    expect(missingIn('eu-central-1')).toEqual(['sagemaker-model-private-registry-required']);
    expect(missingIn('us-west-2')).toEqual([
      'bedrock-agentcore-memory-encryption-enabled',
      'sagemaker-monitoring-schedule-traffic-encryption',
    ]);
    expect(missingIn('eu-north-1')).toEqual([
      'bedrock-agentcore-memory-encryption-enabled',
      'sagemaker-model-bias-job-encrypt-in-transit',
      'sagemaker-model-bias-job-isolation',
    ]);
    expect(missingIn('us-west-1')).toEqual(all.filter((rule) => rule.startsWith('bedrock') && !own.includes(rule)));
  });

  it.each(defaultRegions)('are in %s those that no list says are missing there', (region) => {
    const missing = limited.flatMap((one) => (one.missing.includes(region) ? one.rules : []));

    expect(missingIn(region).toSorted()).toEqual(missing.toSorted());
  });

  it('are those alone that are everywhere, and our own, in a Region that has to be opted into', () => {
    for (const region of ['eu-central-2', 'me-central-1', 'us-gov-west-1']) {
      expect(rulesIn(region)).toEqual([...everywhere, ...own]);
    }
  });

  it('are each in one list at most, and every one listed is in the pack', () => {
    const listed = [...everywhere, ...limited.flatMap(({ rules }) => rules)];

    expect(new Set(listed).size).toBe(listed.length);
    expect(listed.filter((rule) => !all.includes(rule))).toEqual([]);
  });

  it('refer to conditions that there are, and to all of those made for them', () => {
    const used = new Set(all.map((rule) => conditionOf(rule)));

    for (const { condition } of limited) expect(used).toContain(condition);
    for (const condition of used) if (condition !== undefined) expect(regionConditions()).toHaveProperty(condition);
    for (const name of Object.keys(pack.Conditions)) expect(name).toMatch(/^[A-Za-z\d]+$/);
  });
});
