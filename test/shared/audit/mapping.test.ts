import { describe, expect, it } from 'vitest';
import { evidenceFor } from '../../../shared/audit/mapping.ts';
import type { AuditMapping } from '../../../shared/policy/audit-manager.ts';
import { auditMapping } from '../../../shared/policy/audit-manager.ts';

const vpc = { id: 'sagemaker-notebook-in-vpc', controls: { securityHub: ['SageMaker.2'] } };
const own = 'Our own controls';

const generativeAi = 'AWS Generative AI Best Practices Framework v2';
const soc2 =
  'Statement on Standards for Attestations Engagement (SSAE) No. 18, Service Organizations Controls (SOC) Report 2';
const hipaa = 'Health Insurance Portability and Accountability Act (HIPAA) Security Rule: Feb 2003';
const gdpr = 'General Data Protection Regulation (GDPR) 2016';

function isEvidence(framework: string, controlSet: string, name: string, mapping: AuditMapping, record = vpc): boolean {
  return evidenceFor({ assessment: 'AI 2026', framework, controlSet, name }, mapping)(record);
}

describe('without a word in the policy', () => {
  it.each([
    [generativeAi, 'Secure', 'SECAI3.2: Whatever it is called', true],
    [generativeAi, 'A name of another spelling', 'SECAI3.2: Data Encryption In Transit', true],
    [generativeAi, 'Secure', 'Without a number', true],
    [generativeAi, 'Fair', 'FAIRAI3.1', false],
    [generativeAi, 'Other', 'SECAIR', false],
    [soc2, 'CC6', 'CC6.6 - The entity implements', true],
    ['SOC2 (2017)', 'CC6', 'CC6.61 does not exist', false],
    ['SOC 1 Report', 'CC6', 'CC6.6', false],
    [hipaa, '164.312', '164.312(e)(1) Transmission security', true],
    [gdpr, 'Chapter 4 - Controller and Processor', 'Article 25 Data protection by design and by default.1', true],
    [gdpr, 'Chapter 4 - Controller and Processor', 'Article 32 Security of processing.3', true],
    [gdpr, 'Chapter 4 - Controller and Processor', 'Article 35 Data protection impact assessment.1', false],
    [gdpr, 'Our own', 'Article 32(1)(b)', true],
    [gdpr, 'Our own', 'Article 32(1)(c)', false],
    ['NIST AI RMF 1.0', 'MEASURE', 'MEASURE 2.7: Security', true],
    ['EU AI Act', 'Chapter III', 'Article 15 Accuracy', true],
    ['EU AI Act', 'Chapter III', 'Article 13 Transparency', false],
    ['ISO/IEC 42001:2023', 'A.6', 'A.6.2.5 AI system deployment', true],
    [own, 'Network', 'Notebooks are private (sagemaker-notebook-in-vpc)', true],
    [own, 'Network', 'As in SageMaker.2', true],
    [own, 'Network', 'As in SageMaker.21', false],
    [own, 'Network', 'sagemaker-notebook-in-vpc-too', false],
    [own, 'Network', 'Something else', false],
  ])('%s, %s, “%s”: %s', (framework, controlSet, name, expected) => {
    expect(isEvidence(framework, controlSet, name, auditMapping(undefined))).toBe(expected);
  });

  it('takes accuracy by the name of its control set in either form, and by its controls’ prefix', () => {
    const capture = { id: 'sagemaker-endpoint-data-capture-encrypted', controls: {} } as typeof vpc;
    const none = auditMapping(undefined);

    for (const [set, name] of [
      ['Accuracy', 'x'],
      ['Accurate', 'x'],
      ['x', 'ACCUAI3.4: Regular Audits'],
    ] as const)
      expect(isEvidence(generativeAi, set, name, none, capture)).toBe(true);
    expect(isEvidence(generativeAi, 'Responsible', 'RESPAI3.8: Document Risks', none, capture)).toBe(true);
  });
});

describe('the policy', () => {
  const mapping = (entry: object, more: object = {}): AuditMapping =>
    auditMapping({ controls: [{ control: '*', remediations: ['sagemaker-*'], ...entry }], ...more });

  it.each([
    [{ control: 'Notebooks *' }, true],
    [{ control: 'notebooks *' }, false],
    [{ assessment: 'AI *' }, true],
    [{ assessment: 'Payments' }, false],
    [{ 'control-set': 'Network' }, true],
    [{ 'control-set': 'Storage' }, false],
    [{ remediations: ['s3-*'] }, false],
    [{ remediations: ['s3-*', 'sagemaker-notebook-in-vpc'] }, true],
  ])('%j: %s', (entry, expected) => {
    expect(isEvidence(own, 'Network', 'Notebooks stay inside', mapping(entry))).toBe(expected);
  });

  it('adds to what is known, and can do without it', () => {
    const other = { control: 'Something else' };

    expect(isEvidence(soc2, 'CC6', 'CC6.6', mapping(other))).toBe(true);
    expect(isEvidence(soc2, 'CC6', 'CC6.6', mapping(other, { 'standard-frameworks': false }))).toBe(false);
  });
});
