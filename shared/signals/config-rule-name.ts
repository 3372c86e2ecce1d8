/**
 * The AWS Config managed rule that a rule's name stands for, in the documentation's spelling, or
 * undefined where a name can't be one.
 *
 * A name is all that the event tells of a rule, and whoever sets a rule up decorates it:
 *
 * - Security Hub: `securityhub-<rule>-55c8a7cd`, always 8 hexadecimal digits. (Taking any 8 letters
 *   would maim `sagemaker-endpoint-config-kms-key-required`, should the digits ever be missing.)
 * - conformance packs: `<rule>-conformance-pack-szsm1uv0w`
 * - AWS Organizations: `OrgConfigRule-<rule>-dbgzf8ba`
 * - AWS Control Tower: `AWSControlTower_AWS-GR_<IDENTIFIER>`
 * - people: the rule's identifier, `S3_BUCKET_PUBLIC_READ_PROHIBITED`
 *
 * Examples of the first three: https://docs.aws.amazon.com/audit-manager/latest/APIReference/API_SourceKeyword.html
 */
export function managedRuleName(name: string): string | undefined {
  const plain = undecorated(name).toLowerCase().replaceAll('_', '-');
  if (!/^[a-z0-9][a-z0-9-]{0,127}$/.test(plain)) return undefined;
  return otherIdentifiers.find(([, identifier]) => identifier === plain)?.[0] ?? plain;
}

/** The identifier by which AWS knows a managed rule: `S3_BUCKET_PUBLIC_READ_PROHIBITED`. */
export function ruleIdentifier(name: string): string {
  const identifier = otherIdentifiers.find(([one]) => one === name)?.[1] ?? name;
  return identifier.toUpperCase().replaceAll('-', '_');
}

/**
 * Rules whose identifier is not their name in capitals, as their pages say:
 * https://docs.aws.amazon.com/config/latest/developerguide/cloudtrail-enabled.html
 * https://docs.aws.amazon.com/config/latest/developerguide/multi-region-cloudtrail-enabled.html
 */
const otherIdentifiers: readonly (readonly [name: string, identifier: string])[] = [
  ['cloudtrail-enabled', 'cloud-trail-enabled'],
  ['multi-region-cloudtrail-enabled', 'multi-region-cloud-trail-enabled'],
];

/** Names of rules that may reach Config's API, which itself takes any text of 128 characters; people and AWS use these. */
export const ruleName = /^[\w-]{1,128}$/;

const DECORATIONS: readonly RegExp[] = [
  /^(.+)-conformance-pack-[a-z0-9]{1,16}$/s,
  /^OrgConfigRule-(.+)-[a-z0-9]{8}$/s,
  /^AWSControlTower_AWS-GR_(.+)$/s,
  /^securityhub-(.+)-[0-9a-f]{8}$/s,
  /^securityhub-(.+)$/s,
];

function undecorated(name: string): string {
  for (const decoration of DECORATIONS) {
    const [, inner] = decoration.exec(name) ?? [];
    if (inner !== undefined) return inner;
  }
  return name;
}
