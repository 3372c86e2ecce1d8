import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { parse } from 'yaml';
import { configRules } from '../../../local/catalogue/config-rules.ts';
import { others } from '../../../local/catalogue/others.ts';
import { guardRules } from '../../../local/conformance/guard-rules.ts';
import { conformancePack, managedRulesOf } from '../../../local/conformance/pack.ts';
import { projectRoot } from '../../../local/root.ts';
import { validateTemplate } from '../../../local/stack/validate.ts';
import { managedRuleName } from '../../../shared/signals/config-rule-name.ts';
import { route } from '../../../shared/signals/route.ts';
import { routes } from '../../../shared/signals/routes.ts';
import { signalAbout } from '../../kit/signal.ts';
import { remediations, remediators } from '../../kit/world.ts';

interface Rule {
  readonly ConfigRuleName: string;
  readonly InputParameters?: Readonly<Record<string, string>>;
  readonly Scope?: { readonly ComplianceResourceTypes: readonly string[] };
  readonly Source: {
    readonly Owner: string;
    readonly SourceIdentifier?: string;
    readonly CustomPolicyDetails?: { readonly PolicyText: string };
  };
}
interface Pack {
  readonly Resources: Readonly<Record<string, { readonly Type: string; readonly Properties: Rule }>>;
}

const file = join(projectRoot, 'conformance-pack.template');
const text = readFileSync(file, 'utf8');
const pack = parse(text) as Pack;
const rules = Object.values(pack.Resources).map(({ Properties }) => Properties);
const named = (owner: string) =>
  rules.filter(({ Source }) => Source.Owner === owner).map(({ ConfigRuleName }) => ConfigRuleName);

describe('conformance-pack.template', () => {
  it('is what the remediations say (npm run generate)', () => {
    expect(text).toBe(conformancePack(remediators));
  });

  it.each(remediations)('has every rule that $id answers', ({ triggers, controls }) => {
    const answered = [...triggers.flatMap(({ configRule = [] }) => configRule), ...(controls.configRules ?? [])];

    expect(answered.filter((name) => rules.every(({ ConfigRuleName }) => ConfigRuleName !== name))).toEqual([]);
  });

  it('names managed rules that there are, by their identifiers', () => {
    const known = new Set([...configRules.checks.map(({ id }) => id), ...others.configRules]);

    expect(named('AWS').filter((name) => !known.has(name))).toEqual([]);
    for (const { ConfigRuleName, Source } of rules) {
      if (Source.SourceIdentifier === undefined) continue;
      expect(managedRuleName(Source.SourceIdentifier)).toBe(ConfigRuleName);
    }
  });

  it('knows the identifiers that are not the name in capitals', () => {
    const identifiers = rules.map(({ Source }) => Source.SourceIdentifier);

    expect(identifiers).toEqual(expect.arrayContaining(['CLOUD_TRAIL_ENABLED', 'MULTI_REGION_CLOUD_TRAIL_ENABLED']));
    expect(identifiers).not.toContain('MULTI_REGION_CLOUDTRAIL_ENABLED');
  });

  it('has the rules of our own beside the managed ones, each once', () => {
    expect(named('AWS')).toEqual(managedRulesOf(remediations));
    expect(named('CUSTOM_POLICY')).toEqual(guardRules.map(({ remediation }) => remediation));
    expect(new Set(rules.map(({ ConfigRuleName }) => ConfigRuleName)).size).toBe(rules.length);
  });

  // https://docs.aws.amazon.com/config/latest/developerguide/configlimits.html
  it('keeps to what Config takes: 130 rules, and 51,200 bytes within a request', () => {
    expect(rules.length).toBeLessThanOrEqual(130);
    expect(Buffer.byteLength(text)).toBeLessThanOrEqual(51_200);
    for (const { ConfigRuleName } of rules) expect(ConfigRuleName.length).toBeLessThanOrEqual(128);
  });

  it('holds nothing that the stack would take for a variable', () => {
    expect(text).not.toContain('${');
  });

  it('is valid to CloudFormation', () => {
    expect(validateTemplate(file)).toEqual([]);
  });

  it('sets the parameters that rules can’t do without', () => {
    const [admin, platform] = rules.filter(({ InputParameters }) => InputParameters !== undefined);

    expect(admin).toMatchObject({
      ConfigRuleName: 'iam-policy-blacklisted-check',
      InputParameters: { policyArns: 'arn:aws:iam::aws:policy/AdministratorAccess' },
    });
    expect(platform).toMatchObject({
      ConfigRuleName: 'sagemaker-notebook-instance-platform-version',
      InputParameters: { supportedPlatformIdentifierVersions: 'notebook-al2023-v1' },
    });
  });
});

/** The part of Guard that the rules are written in: a `when` on the type, and clauses on paths below `configuration`. */
const path = String.raw`configuration(?:\.\w+(?:\[\*\])?)+`;
const clause = new RegExp(String.raw`^  (?:some )?${path} (?:!?exists|!?empty|== "[\w-]+")$`);
const opening = /^rule ([a-z]\w*) when resourceType == "(AWS::\w+::\w+)" \{$/;

/** Properties that hold nothing but one member that a policy reads: `A.B[*].C` becomes `{ A: { B: [{ C: '' }] } }`. */
function propertiesWith(members: string): unknown {
  return members
    .split('.')
    .reduceRight<unknown>(
      (inner, word) => (word.endsWith('[*]') ? { [word.slice(0, -3)]: [inner] } : { [word]: inner }),
      '',
    );
}

describe('the rules of our own', () => {
  it('read members that CloudFormation knows, by the names of which Config records them', () => {
    const folder = mkdtempSync(join(tmpdir(), 'guard-'));
    const reads = guardRules.flatMap(({ types: [Type], policy }) =>
      (policy.match(/(?<=configuration\.)[\w.[\]*]+/g) ?? []).map((read) => ({ Type, read })),
    );
    const right = reads.map(({ Type, read }) => ({ Type, Properties: propertiesWith(read) }));
    // Told apart from members that are right, at the same depth, or nothing would be shown.
    const wrong = reads.map(({ Type, read }) => ({ Type, Properties: propertiesWith(read.replace(/(\w+)$/, 'No$1')) }));
    const resources = [...right, ...wrong].map((one, index): [string, object] => [`R${index}`, one]);
    writeFileSync(join(folder, 'a.template'), JSON.stringify({ Resources: Object.fromEntries(resources) }));

    const problems = validateTemplate(join(folder, 'a.template'));

    rmSync(folder, { recursive: true });
    const unknown = problems.filter(({ message }) => message.startsWith('Additional properties'));
    expect(new Set(unknown.map(({ resource }) => resource))).toEqual(
      new Set(resources.slice(right.length).map(([name]) => name)),
    );
  });
});

describe.each(guardRules)('the rule of our own $remediation', ({ remediation, types, policy }) => {
  it('is one whose policy Guard can read, about the types that it is for', () => {
    const blocks = policy
      .trimEnd()
      .split(/\n\}(?:\n|$)/)
      .filter(Boolean);

    expect(blocks.length).toBeGreaterThan(0);
    for (const block of blocks) {
      const [first = '', ...clauses] = block.split('\n');
      expect(types).toContain(opening.exec(first)?.[2]);
      expect(clauses.length).toBeGreaterThan(0);
      for (const one of clauses) expect(one).toMatch(clause);
    }
    expect(new Set(blocks.map((block) => opening.exec(block.split('\n')[0] ?? '')?.[1])).size).toBe(blocks.length);
    expect(policy.length).toBeLessThanOrEqual(10_000);
  });

  it('leads to the remediation that it is called after, also as a part of a pack', () => {
    const configRule = managedRuleName(`${remediation}-conformance-pack-szsm1uv0w`) ?? '';
    const [type = ''] = types;

    const destinations = route(signalAbout({ type, id: 'x' }, { configRule }), routes);

    expect(destinations.flatMap((one) => one.remediations)).toEqual([remediation]);
  });
});
