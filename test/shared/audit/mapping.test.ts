import { expect, it } from 'vitest';
import { isEvidenceFor } from '../../../shared/audit/mapping.ts';

const vpc = { id: 'sagemaker-notebook-in-vpc', controls: { securityHub: ['SageMaker.2'] } };
const own = 'Our own controls';

it.each([
  ['AWS Generative AI Best Practices Framework v2', 'Secure', 'SECAI3.2: Whatever it is called', true],
  ['AWS Generative AI Best Practices Framework v2', 'Fair', 'FAIRAI3.1', false],
  ['SOC 2', 'CC6', 'CC6.6 - The entity implements', true],
  ['SOC2 (2017)', 'CC6', 'CC6.61 does not exist', false],
  ['HIPAA Security Rule 2003', '164.312', '164.312(e)(1) Transmission security', true],
  ['General Data Protection Regulation (GDPR) 2016', 'Chapter 4', 'Article 25 Data protection by design', true],
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
  expect(isEvidenceFor({ framework, controlSet, name }, vpc)).toBe(expected);
});
