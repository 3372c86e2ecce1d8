import type { Framework } from './framework.ts';

const selection =
  'A selection of what configuration and operation bear on; organisational requirements need evidence from elsewhere.';

/** By its eight principles, as the user guide names them: 72 automated and 38 manual controls are grouped under these. */
export const generativeAi: Framework = {
  id: 'aws-generative-ai-v2',
  name: 'AWS Generative AI Best Practices Framework v2',
  source: 'https://docs.aws.amazon.com/audit-manager/latest/userguide/aws-generative-ai-best-practices.html',
  note: 'By its eight principles; the framework has 110 controls below them.',
  controls: [
    { id: 'Accuracy', title: 'Outputs are correct and keep being watched', themes: ['monitoring', 'guardrails'] },
    { id: 'Fair', title: 'Outputs treat groups of people alike' },
    {
      id: 'Privacy',
      title: 'Personal data stays protected',
      themes: ['encryption', 'transit', 'guardrails', 'boundaries'],
    },
    { id: 'Resilience', title: 'Models go on working, and come back', themes: ['resilience'] },
    {
      id: 'Responsible',
      title: 'Use is governed, and somebody answers for it',
      themes: ['logging', 'inventory', 'guardrails'],
    },
    { id: 'Safe', title: 'Harmful content is kept out', themes: ['guardrails', 'containment'] },
    {
      id: 'Secure',
      title: 'Data, models and access are protected',
      themes: ['boundaries', 'encryption', 'transit', 'access', 'secrets', 'vulnerabilities', 'supply'],
    },
    { id: 'Sustainable', title: 'Resources are used sparingly' },
  ],
};

export const iso42001: Framework = {
  id: 'iso-iec-42001',
  name: 'ISO/IEC 42001:2023, Annex A',
  source: 'https://www.iso.org/standard/42001',
  note: selection,
  controls: [
    { id: 'A.2.2', title: 'AI policy' },
    { id: 'A.4.2', title: 'Resource documentation', themes: ['inventory'] },
    { id: 'A.4.3', title: 'Data resources', themes: ['trainingData', 'inventory'] },
    { id: 'A.4.4', title: 'Tooling resources', themes: ['vulnerabilities', 'supply'] },
    { id: 'A.4.5', title: 'System and computing resources', themes: ['resilience', 'inventory', 'vulnerabilities'] },
    { id: 'A.5.2', title: 'AI system impact assessment process' },
    { id: 'A.6.2.4', title: 'AI system verification and validation', themes: ['monitoring', 'vulnerabilities'] },
    { id: 'A.6.2.5', title: 'AI system deployment', themes: ['boundaries', 'encryption', 'resilience'] },
    { id: 'A.6.2.6', title: 'AI system operation and monitoring', themes: ['monitoring', 'response'] },
    { id: 'A.6.2.8', title: 'AI system recording of event logs', themes: ['logging'] },
    {
      id: 'A.7.2',
      title: 'Data for development and enhancement of AI systems',
      themes: ['trainingData', 'access', 'encryption'],
    },
    { id: 'A.7.4', title: 'Quality of data for AI systems', themes: ['monitoring'] },
    { id: 'A.7.5', title: 'Data provenance', themes: ['inventory', 'logging'] },
    { id: 'A.8.4', title: 'Communication of incidents', themes: ['response'] },
    { id: 'A.9.2', title: 'Processes for responsible use of AI systems', themes: ['guardrails', 'access'] },
    { id: 'A.10.3', title: 'Suppliers', themes: ['supply'] },
  ],
};

export const nistAiRmf: Framework = {
  id: 'nist-ai-rmf',
  name: 'NIST AI Risk Management Framework 1.0',
  source: 'https://www.nist.gov/itl/ai-risk-management-framework',
  note: selection,
  controls: [
    { id: 'GOVERN 1.6', title: 'Mechanisms to inventory AI systems', themes: ['inventory'] },
    { id: 'GOVERN 6.1', title: 'Policies on risks of third parties', themes: ['supply'] },
    {
      id: 'MAP 4.2',
      title: 'Internal risk controls for components, third parties’ included',
      themes: ['supply', 'vulnerabilities'],
    },
    {
      id: 'MEASURE 2.4',
      title: 'Functionality and behaviour are monitored in production',
      themes: ['monitoring', 'logging'],
    },
    { id: 'MEASURE 2.6', title: 'Safety is evaluated regularly', themes: ['guardrails'] },
    {
      id: 'MEASURE 2.7',
      title: 'Security and resilience are evaluated and documented',
      themes: ['boundaries', 'encryption', 'transit', 'access', 'secrets', 'vulnerabilities', 'resilience'],
    },
    {
      id: 'MEASURE 2.8',
      title: 'Risks of transparency and accountability are examined',
      themes: ['logging', 'inventory'],
    },
    {
      id: 'MEASURE 2.10',
      title: 'Privacy risk is examined and documented',
      themes: ['encryption', 'transit', 'boundaries', 'guardrails'],
    },
    { id: 'MEASURE 2.11', title: 'Fairness and bias are evaluated' },
    { id: 'MANAGE 1.3', title: 'Responses to high-priority risks', themes: ['response'] },
    { id: 'MANAGE 2.3', title: 'Response to, and recovery from, unknown risks', themes: ['resilience', 'containment'] },
    { id: 'MANAGE 2.4', title: 'Mechanisms to disengage or deactivate AI systems', themes: ['containment'] },
    { id: 'MANAGE 3.1', title: 'Risks of third-party resources are monitored', themes: ['supply'] },
    { id: 'MANAGE 4.1', title: 'Post-deployment monitoring', themes: ['monitoring', 'response'] },
    { id: 'MANAGE 4.3', title: 'Incidents and errors are tracked and answered', themes: ['response'] },
  ],
};

export const euAiAct: Framework = {
  id: 'eu-ai-act',
  name: 'EU AI Act, Regulation (EU) 2024/1689, Articles 9 to 15',
  source: 'https://eur-lex.europa.eu/eli/reg/2024/1689/oj',
  note: 'For high-risk systems. Most of each article asks for documents and processes that no configuration shows.',
  controls: [
    { id: 'Article 9', title: 'Risk management system', themes: ['response', 'vulnerabilities'] },
    { id: 'Article 10', title: 'Data and data governance', themes: ['trainingData', 'access', 'encryption'] },
    { id: 'Article 11', title: 'Technical documentation', themes: ['inventory'] },
    { id: 'Article 12', title: 'Record-keeping', themes: ['logging'] },
    { id: 'Article 13', title: 'Transparency and provision of information to deployers' },
    { id: 'Article 14', title: 'Human oversight', themes: ['containment', 'guardrails'] },
    {
      id: 'Article 15',
      title: 'Accuracy, robustness and cybersecurity',
      themes: [
        'boundaries',
        'encryption',
        'transit',
        'access',
        'secrets',
        'vulnerabilities',
        'resilience',
        'monitoring',
      ],
    },
  ],
};
