import { euAiAct, generativeAi, iso42001, nistAiRmf } from './frameworks-ai.ts';
import type { Framework } from './framework.ts';

const selection =
  'A selection of what configuration and operation bear on; organisational requirements need evidence from elsewhere.';

export const soc2: Framework = {
  id: 'soc-2',
  name: 'SOC 2, Trust Services Criteria 2017 (points of focus 2022)',
  source:
    'https://www.aicpa-cima.com/resources/download/2017-trust-services-criteria-with-revised-points-of-focus-2022',
  note: selection,
  controls: [
    {
      id: 'CC6.1',
      title: 'Logical access to protected information assets',
      themes: ['access', 'encryption', 'secrets'],
    },
    { id: 'CC6.3', title: 'Access by role, least privilege', themes: ['access'] },
    { id: 'CC6.6', title: 'Protection against threats from outside the boundary', themes: ['boundaries', 'access'] },
    { id: 'CC6.7', title: 'Transmission, movement and removal of information', themes: ['transit', 'boundaries'] },
    { id: 'CC6.8', title: 'Unauthorised or malicious software', themes: ['vulnerabilities', 'supply'] },
    { id: 'CC7.1', title: 'Detection of changes and of new vulnerabilities', themes: ['response', 'vulnerabilities'] },
    { id: 'CC7.2', title: 'Monitoring for anomalies', themes: ['logging', 'monitoring'] },
    { id: 'CC7.3', title: 'Evaluation of security events', themes: ['response'] },
    { id: 'CC7.4', title: 'Response to incidents', themes: ['response', 'containment'] },
    { id: 'CC7.5', title: 'Recovery from incidents', themes: ['resilience'] },
    { id: 'CC8.1', title: 'Change management', themes: ['response'] },
    { id: 'A1.2', title: 'Environmental protections, backup and recovery infrastructure', themes: ['resilience'] },
    {
      id: 'C1.1',
      title: 'Confidential information is identified and maintained',
      themes: ['encryption', 'inventory', 'boundaries'],
    },
    { id: 'PI1.5', title: 'Stored inputs and outputs are complete and accurate', themes: ['trainingData'] },
  ],
};

export const hipaa: Framework = {
  id: 'hipaa',
  name: 'HIPAA Security Rule, 45 CFR Part 164 Subpart C',
  source: 'https://www.ecfr.gov/current/title-45/subtitle-A/subchapter-C/part-164/subpart-C',
  note: selection,
  controls: [
    { id: '164.308(a)(1)(ii)(B)', title: 'Risk management', themes: ['vulnerabilities', 'response'] },
    { id: '164.308(a)(1)(ii)(D)', title: 'Information system activity review', themes: ['logging'] },
    { id: '164.308(a)(4)', title: 'Information access management', themes: ['access'] },
    { id: '164.308(a)(5)', title: 'Security awareness and training' },
    { id: '164.308(a)(6)(ii)', title: 'Response and reporting', themes: ['response', 'containment'] },
    { id: '164.308(a)(7)', title: 'Contingency plan', themes: ['resilience'] },
    { id: '164.312(a)(1)', title: 'Access control', themes: ['access', 'boundaries', 'secrets'] },
    { id: '164.312(a)(2)(iv)', title: 'Encryption and decryption', themes: ['encryption'] },
    { id: '164.312(b)', title: 'Audit controls', themes: ['logging'] },
    { id: '164.312(c)(1)', title: 'Integrity', themes: ['trainingData', 'access'] },
    { id: '164.312(d)', title: 'Person or entity authentication', themes: ['access'] },
    { id: '164.312(e)(1)', title: 'Transmission security', themes: ['transit', 'boundaries'] },
  ],
};

export const gdpr: Framework = {
  id: 'gdpr',
  name: 'GDPR, Regulation (EU) 2016/679',
  source: 'https://eur-lex.europa.eu/eli/reg/2016/679/oj',
  note: selection,
  controls: [
    {
      id: 'Article 5(1)(f)',
      title: 'Integrity and confidentiality',
      themes: ['encryption', 'transit', 'boundaries', 'access'],
    },
    { id: 'Article 5(2)', title: 'Accountability', themes: ['logging', 'response'] },
    {
      id: 'Article 25',
      title: 'Data protection by design and by default',
      themes: ['boundaries', 'encryption', 'guardrails'],
    },
    { id: 'Article 30', title: 'Records of processing activities', themes: ['inventory'] },
    { id: 'Article 32(1)(a)', title: 'Pseudonymisation and encryption', themes: ['encryption', 'transit'] },
    {
      id: 'Article 32(1)(b)',
      title: 'Confidentiality, integrity, availability and resilience',
      themes: ['boundaries', 'access', 'resilience', 'secrets'],
    },
    { id: 'Article 32(1)(c)', title: 'Restoring availability after an incident', themes: ['resilience'] },
    {
      id: 'Article 32(1)(d)',
      title: 'Regular testing and evaluation of measures',
      themes: ['response', 'vulnerabilities'],
    },
    { id: 'Article 33', title: 'Notification of a breach: what is known of it', themes: ['logging', 'containment'] },
    { id: 'Article 35', title: 'Data protection impact assessment' },
  ],
};

/** In the order in which a report shows them. Security Hub's own standard is made from the catalogue, which has its controls. */
export const frameworks: readonly Framework[] = [generativeAi, iso42001, nistAiRmf, euAiAct, soc2, hipaa, gdpr];
