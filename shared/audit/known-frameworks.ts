import { generativeAi } from '../governance/frameworks-ai.ts';
import type { Framework } from '../governance/framework.ts';
import { frameworks, gdpr } from '../governance/frameworks.ts';

interface Named {
  readonly controlSet: string;
  readonly name: string;
}

/** A framework of Audit Manager that is one of ours. */
export interface KnownFramework {
  readonly framework: Framework;
  /** Whether a control of Audit Manager's is about a requirement of ours, by its id. */
  readonly isAbout: (id: string, control: Named) => boolean;
}

/**
 * By words in the name of an assessment's framework. Of Audit Manager's own frameworks the user guide gives these names:
 *
 * - AWS Generative AI Best Practices Framework v2
 * - Statement on Standards for Attestations Engagement (SSAE) No. 18, Service Organizations Controls (SOC) Report 2
 * - Health Insurance Portability and Accountability Act (HIPAA) Security Rule: Feb 2003, and … Omnibus Final Rule
 * - General Data Protection Regulation (GDPR) 2016
 *
 * For ISO/IEC 42001, the NIST AI RMF and the EU AI Act Audit Manager has none: those are frameworks of the customer's own.
 *
 * https://docs.aws.amazon.com/audit-manager/latest/userguide/share-custom-framework-concepts-and-terminology.html
 */
const knownBy: readonly (readonly [RegExp, string])[] = [
  [/generative\s+ai/i, 'aws-generative-ai-v2'],
  [/\b42001\b/, 'iso-iec-42001'],
  [/\bai\s+rmf\b|ai risk management framework/i, 'nist-ai-rmf'],
  [/\beu ai act\b|\b2024\/1689\b/i, 'eu-ai-act'],
  [/\bsoc(?:\W*report)?\W*2\b/i, 'soc-2'],
  [/\bhipaa\b/i, 'hipaa'],
  [/\bgdpr\b|general data protection/i, 'gdpr'],
];

/**
 * Where AWS's controls are not called by the number that the requirement has:
 *
 * - Of the generative AI framework the user guide gives the eight principles, and AWS's security blog (2025-01-02) control
 *   names such as `SECAI3.2: Data Encryption In Transit`, with the prefixes of three. Controls of the others are known by
 *   their control set; how AWS spells the control sets' names is not published, hence both forms of `Accuracy`.
 * - Of the GDPR one it lists names such as `Article 32 Security of processing.1`: by article, not by paragraph.
 *
 * https://docs.aws.amazon.com/audit-manager/latest/userguide/aws-generative-ai-best-practices.html
 * https://docs.aws.amazon.com/audit-manager/latest/userguide/GDPR.html
 */
const alsoAbout: Readonly<Record<string, (id: string, text: string) => boolean>> = {
  [generativeAi.id]: (id, text) => principles[id]?.test(text) ?? false,
  [gdpr.id]: (id, text) => {
    const article = id.replace(/\(.*$/, '');
    return startsWith(text, article) && !text.trimStart().startsWith(`${article}(`);
  },
};

const principles: Readonly<Record<string, RegExp>> = {
  Accuracy: /^\s*(?:accurate\b|ACCUAI\d)/i,
  Responsible: /^\s*RESPAI\d/i,
  Secure: /^\s*SECAI\d/i,
};

/** Undefined for a framework that is none of ours. */
export function knownFramework(name: string): KnownFramework | undefined {
  const id = knownBy.find(([form]) => form.test(name))?.[1];
  const framework = frameworks.find((one) => one.id === id);
  if (framework === undefined) return undefined;
  const also = alsoAbout[framework.id] ?? (() => false);
  return {
    framework,
    isAbout: (own, { controlSet, name: control }) =>
      [control, controlSet].some((text) => startsWith(text, own) || also(own, text)),
  };
}

/** `CC6.6` is not `CC6.61`. */
function startsWith(text: string, word: string): boolean {
  const start = text.trimStart();
  const next = start[word.length];
  return start.toLowerCase().startsWith(word.toLowerCase()) && (next === undefined || !/[\w-]/.test(next));
}
