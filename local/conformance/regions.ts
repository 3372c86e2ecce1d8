import type { JsonObject } from '../../shared/json.ts';

/**
 * The Regions that every account has; all others have to be opted into.
 * https://docs.aws.amazon.com/global-infrastructure/latest/regions/aws-regions.html
 */
export const defaultRegions = [
  'ap-northeast-1',
  'ap-northeast-2',
  'ap-northeast-3',
  'ap-south-1',
  'ap-southeast-1',
  'ap-southeast-2',
  'ca-central-1',
  'eu-central-1',
  'eu-north-1',
  'eu-west-1',
  'eu-west-2',
  'eu-west-3',
  'sa-east-1',
  'us-east-1',
  'us-east-2',
  'us-west-1',
  'us-west-2',
] as const;

type DefaultRegion = (typeof defaultRegions)[number];

interface Limited {
  /** The name of the condition in the template. */
  readonly condition: string;
  readonly missing: readonly DefaultRegion[];
  readonly rules: readonly string[];
}

/**
 * Rules that some of those Regions lack, by the line "AWS Region" of their pages, as of November 2026:
 * `https://docs.aws.amazon.com/config/latest/developerguide/<rule>.html`. A pack with one rule that its Region doesn't
 * know isn't deployed at all ("The sourceIdentifier … is invalid"):
 * https://github.com/awslabs/aws-config-rules/issues/437
 */
export const limited: readonly Limited[] = [
  {
    condition: 'HasAgentCoreRules',
    missing: ['ap-northeast-3', 'sa-east-1', 'us-west-1'],
    rules: [
      'bedrockagentcore-browsercustom-network-mode-not-public',
      'bedrockagentcore-browsercustom-recording-enabled',
      'bedrockagentcore-codeinterpreter-networkmode-check',
      'bedrockagentcore-gateway-authorizer-enabled',
      'bedrockagentcore-gateway-encryption-enabled',
      'bedrockagentcore-runtime-private-network-required',
    ],
  },
  {
    condition: 'HasAgentCoreMemoryRule',
    missing: [
      'ap-northeast-2',
      'ap-northeast-3',
      'ca-central-1',
      'eu-north-1',
      'eu-west-2',
      'eu-west-3',
      'sa-east-1',
      'us-west-1',
      'us-west-2',
    ],
    rules: ['bedrock-agentcore-memory-encryption-enabled'],
  },
  { condition: 'HasDataSourceRule', missing: ['us-west-1'], rules: ['bedrock-data-source-encryption-enabled'] },
  {
    condition: 'HasBiasJobRules',
    missing: ['eu-north-1'],
    rules: ['sagemaker-model-bias-job-encrypt-in-transit', 'sagemaker-model-bias-job-isolation'],
  },
  {
    condition: 'HasModelRegistryRule',
    missing: ['ap-northeast-3', 'eu-central-1'],
    rules: ['sagemaker-model-private-registry-required'],
  },
  {
    condition: 'HasPipelineRegistryRule',
    missing: ['ap-northeast-3'],
    rules: ['sagemaker-model-multicontainer-private-registry'],
  },
  {
    condition: 'HasScheduleTrafficRule',
    missing: ['us-west-2'],
    rules: ['sagemaker-monitoring-schedule-traffic-encryption'],
  },
];

/** Rules that there are in every Region of AWS Config, say the same pages. */
export const everywhere: readonly string[] = [
  'cloud-trail-encryption-enabled',
  'cloud-trail-log-file-validation-enabled',
  'cloudtrail-enabled',
  'cloudtrail-security-trail-enabled',
  'multi-region-cloudtrail-enabled',
  's3-bucket-level-public-access-prohibited',
  's3-bucket-public-read-prohibited',
  's3-bucket-public-write-prohibited',
];

const inDefaultRegion = 'InDefaultRegion';

/** The condition that a managed rule is created under; undefined: none. Regions to be opted into lack most rules. */
export function conditionOf(rule: string): string | undefined {
  if (everywhere.includes(rule)) return undefined;
  return limited.find(({ rules }) => rules.includes(rule))?.condition ?? inDefaultRegion;
}

/**
 * The conditions by their names. A pack is deployed as a stack of CloudFormation, and AWS's own packs have conditions
 * and pseudo parameters as well:
 * https://github.com/awslabs/aws-config-rules/blob/master/aws-config-conformance-packs/Operational-Best-Practices-for-Amazon-DynamoDB.yaml
 */
export function regionConditions(): JsonObject {
  const single = defaultRegions.map((region): [string, JsonObject] => [
    nameOf(region),
    { 'Fn::Equals': [{ Ref: 'AWS::Region' }, region] },
  ]);
  const limits = limited.map(({ condition, missing }): [string, JsonObject] => [
    condition,
    anyOf(defaultRegions.filter((region) => !missing.includes(region))),
  ]);
  return Object.fromEntries([...single, [inDefaultRegion, anyOf(defaultRegions)], ...limits]);
}

/** `Fn::Or` takes 2 to 10: https://docs.aws.amazon.com/AWSCloudFormation/latest/TemplateReference/intrinsic-function-reference-conditions.html */
function anyOf(regions: readonly DefaultRegion[]): JsonObject {
  const all = regions.map((region): JsonObject => ({ Condition: nameOf(region) }));
  const half = Math.ceil(all.length / 2);
  return all.length > 10 ? { 'Fn::Or': [or(all.slice(0, half)), or(all.slice(half))] } : or(all);
}

function or(conditions: readonly JsonObject[]): JsonObject {
  return { 'Fn::Or': conditions };
}

/** `eu-central-1` becomes `InEuCentral1`. */
function nameOf(region: string): string {
  return `In${pascalCase(region)}`;
}

/** Letters and digits only, as names in a template have to be: `sagemaker-model-in-vpc` becomes `SagemakerModelInVpc`. */
export function pascalCase(name: string): string {
  return name
    .split('-')
    .map((word) => `${word.slice(0, 1).toUpperCase()}${word.slice(1)}`)
    .join('');
}
