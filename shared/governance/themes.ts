/**
 * What remediations are about, by their ids: an id says what is true afterwards. `*` stands for any text. One
 * remediation may bear on several themes; every one bears on `response`.
 */
export const themes = {
  boundaries: [
    '*-public-access-blocked',
    '*-no-direct-internet',
    '*-in-vpc',
    '*-vpc-only',
    '*-network-isolated',
    '*-contained',
  ],
  encryption: ['*-encrypted'],
  transit: ['*-traffic-encrypted'],
  access: [
    '*-authorised',
    '*-domain-sso',
    'iam-*',
    '*-imdsv2-required',
    '*-inactive',
    '*-policy-detached',
    '*-public-access-blocked',
    '*-root-access-disabled',
  ],
  secrets: ['*-no-secrets', '*-inactive'],
  logging: ['*-logging', '*-logging-*', '*-recorded', '*-log-*', '*-data-capture-*'],
  trainingData: ['s3-*', '*-feature-group-*', '*-knowledge-base-*', '*-job-output-*', '*-data-capture-*'],
  guardrails: ['*-guardrail-*'],
  monitoring: ['sagemaker-monitoring-*', '*-data-capture-*', '*-logging', '*-logging-*'],
  vulnerabilities: ['*-not-vulnerable', '*-not-exploited', '*-platform-supported'],
  supply: ['*-private-registry', '*-not-vulnerable', '*-not-exploited'],
  containment: ['*-contained', '*-inactive', '*-not-exploited', '*-job-*'],
  resilience: ['*-instance-count', '*-restored'],
  inventory: ['*-tagged'],
  response: ['*'],
} as const satisfies Readonly<Record<string, readonly string[]>>;

export type Theme = keyof typeof themes;
