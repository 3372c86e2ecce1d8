/** `activity_id` of Remediation Activity at 1.3.0: tactics of MITRE D3FEND. */
export const activities = { 1: 'Isolate', 2: 'Evict', 3: 'Restore', 4: 'Harden' } as const;
export type ActivityId = keyof typeof activities;

/** A technique of MITRE D3FEND; its page is https://d3fend.mitre.org/technique/<name>/. */
export interface Technique {
  readonly uid: string;
  readonly name: string;
  readonly page: string;
}

interface Countermeasure {
  readonly activity: ActivityId;
  /** Where one fits; the matrix has none for much of what is set right in a cloud. */
  readonly technique?: Technique;
}

const isolation = { uid: 'D3-NI', name: 'Network Isolation', page: 'd3f:NetworkIsolation' };
const accessMediation = { uid: 'D3-AMED', name: 'Access Mediation', page: 'd3f:AccessMediation' };
const credentialEviction = { uid: 'D3-CE', name: 'Credential Eviction', page: 'd3f:CredentialEviction' };
const diskEncryption = { uid: 'D3-DENCR', name: 'Disk Encryption', page: 'd3f:DiskEncryption' };
const configuration = {
  uid: 'D3-ACH',
  name: 'Application Configuration Hardening',
  page: 'd3f:ApplicationConfigurationHardening',
};

const policyAdministration = {
  uid: 'D3-APA',
  name: 'Access Policy Administration',
  page: 'd3f:AccessPolicyAdministration',
};

/** By the good state that a remediation's id ends with: the id says what is true afterwards. The first that fits counts. */
const byGoodState: readonly (readonly [RegExp, Countermeasure])[] = [
  [/-(?:restored|logging|logging-enabled|recorded)$/, { activity: 3 }],
  [/-(?:inactive|revoked|deleted|evicted)$/, { activity: 2, technique: credentialEviction }],
  [/-(?:network-isolated|in-vpc|vpc-only|no-direct-internet)$/, { activity: 1, technique: isolation }],
  [/-(?:public-access-blocked|private|authorised)$/, { activity: 1, technique: accessMediation }],
  [/-policy-detached$/, { activity: 1, technique: policyAdministration }],
  [/-(?:admin|trust|trust-narrowed|boundary-kept)$/, { activity: 4, technique: policyAdministration }],
  [/-(?:contained|stopped|not-exploited)$/, { activity: 1 }],
  [/-(?<!traffic-)encrypted$/, { activity: 4, technique: diskEncryption }],
  [/-(?:required|disabled|complete|attached|sso)$/, { activity: 4, technique: configuration }],
];

/** What a remediation does, in D3FEND's words. What is none of the other three makes an attack harder. */
export function countermeasureOf(remediation: string, isRollback: boolean): Countermeasure {
  if (isRollback) return { activity: 3 };
  return byGoodState.find(([form]) => form.test(remediation))?.[1] ?? { activity: 4 };
}
