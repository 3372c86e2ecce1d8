import { stringify } from 'yaml';
import type { JsonObject } from '../../shared/json.ts';
import type { Remediation } from '../../shared/remediation.ts';
import { ruleIdentifier } from '../../shared/signals/config-rule-name.ts';
import type { Remediator } from '../remediations.ts';
import { guardRules } from './guard-rules.ts';
import type { GuardRule } from './guard-rules.ts';
import { conditionOf, pascalCase, regionConditions } from './regions.ts';

/**
 * Parameters that a managed rule asks for; all others have none, or none that must be set.
 * https://docs.aws.amazon.com/config/latest/developerguide/iam-policy-blacklisted-check.html
 * https://docs.aws.amazon.com/config/latest/developerguide/sagemaker-notebook-instance-platform-version.html
 */
const required: Readonly<Record<string, JsonObject>> = {
  'iam-policy-blacklisted-check': { policyArns: 'arn:aws:iam::aws:policy/AdministratorAccess' },
  'sagemaker-notebook-instance-platform-version': { supportedPlatformIdentifierVersions: 'notebook-al2023-v1' },
};

/** The managed rules that remediations answer, by trigger or by claim, in the order of the alphabet. */
export function managedRulesOf(remediations: readonly Remediation[]): readonly string[] {
  const own = new Set(guardRules.map(({ remediation }) => remediation));
  const all = remediations.flatMap(({ triggers, controls }) => [
    ...triggers.flatMap(({ configRule = [] }) => configRule),
    ...(controls.configRules ?? []),
  ]);
  return [...new Set(all)].filter((name) => !own.has(name)).toSorted();
}

/**
 * The template of a conformance pack of AWS Config: every managed rule that a remediation answers, where its Region has
 * it, and the rules of our own. It holds no variables, so that it may be deployed alone as well.
 *
 * https://docs.aws.amazon.com/config/latest/developerguide/custom-conformance-pack.html
 */
export function conformancePack(remediators: readonly Remediator[]): string {
  const remediations = remediators.flatMap((remediator) => remediator.remediations);
  const resources = [
    ...managedRulesOf(remediations).map((name) => resource(name, managed(name), conditionOf(name))),
    ...guardRules.map((rule) => resource(rule.remediation, custom(rule), undefined)),
  ];
  const comment = ' Generated from the remediations by `npm run generate`.\n';
  const template = { Conditions: regionConditions(), Resources: Object.fromEntries(resources) };
  const text = stringify(template, { lineWidth: 0 });
  return `#${comment}${text}`;
}

function resource(name: string, properties: JsonObject, condition: string | undefined): readonly [string, JsonObject] {
  return [
    pascalCase(name),
    {
      Type: 'AWS::Config::ConfigRule',
      ...(condition !== undefined && { Condition: condition }),
      Properties: properties,
    },
  ];
}

function managed(name: string): JsonObject {
  const parameters = Object.hasOwn(required, name) ? required[name] : undefined;
  return {
    ConfigRuleName: name,
    Source: { Owner: 'AWS', SourceIdentifier: ruleIdentifier(name) },
    ...(parameters && { InputParameters: parameters }),
  };
}

function custom({ remediation, description, types, policy }: GuardRule): JsonObject {
  return {
    ConfigRuleName: remediation,
    Description: description,
    Scope: { ComplianceResourceTypes: types },
    Source: {
      Owner: 'CUSTOM_POLICY',
      SourceDetails: ['ConfigurationItemChangeNotification', 'OversizedConfigurationItemChangeNotification'].map(
        (MessageType) => ({ EventSource: 'aws.config', MessageType }),
      ),
      CustomPolicyDetails: { PolicyRuntime: 'guard-2.x.x', PolicyText: policy, EnableDebugLogDelivery: false },
    },
  };
}
