import type { Framework, Mappable } from '../governance/framework.ts';
import { supporting } from '../governance/framework.ts';
import { frameworks } from '../governance/frameworks.ts';

/** A control of an assessment, as Audit Manager has it. */
export interface AssessedControl {
  readonly framework: string;
  readonly controlSet: string;
  readonly name: string;
}

/** Words that an assessment's framework has in its name, whoever made it. The first that fits counts. */
const knownBy: readonly (readonly [RegExp, string])[] = [
  [/generative\s+ai/i, 'aws-generative-ai-v2'],
  [/\b42001\b/, 'iso-iec-42001'],
  [/\bai\s+rmf\b|ai risk management framework/i, 'nist-ai-rmf'],
  [/\beu ai act\b|\b2024\/1689\b/i, 'eu-ai-act'],
  [/\bsoc\s*2\b/i, 'soc-2'],
  [/\bhipaa\b/i, 'hipaa'],
  [/\bgdpr\b|general data protection/i, 'gdpr'],
];

/**
 * Whether a record supports evidence for a control. Either the control says so itself, by naming the remediation or its
 * Security Hub control in its name, which is how somebody maps a control of their own; or its
 * framework is one that Redress knows, and the control's name begins with a number that it knows.
 */
export function isEvidenceFor(control: AssessedControl, record: Mappable): boolean {
  if ([record.id, ...(record.controls.securityHub ?? [])].some((id) => hasWord(control.name, id))) return true;
  const framework = frameworkOf(control.framework);
  const known = framework?.controls.filter(
    ({ id }) => startsWithWord(control.name, id) || startsWithWord(control.controlSet, id),
  );
  return known?.some((one) => supporting(one, [record]).length > 0) ?? false;
}

function frameworkOf(name: string): Framework | undefined {
  const id = knownBy.find(([form]) => form.test(name))?.[1];
  return frameworks.find((framework) => framework.id === id);
}

/** `SageMaker.1` is not in `SageMaker.11`. */
function hasWord(text: string, word: string): boolean {
  for (let from = text.indexOf(word); from !== -1; from = text.indexOf(word, from + 1)) {
    if (isEdge(text[from - 1]) && isEdge(text[from + word.length])) return true;
  }
  return false;
}

function startsWithWord(text: string, word: string): boolean {
  const start = text.trimStart();
  return start.toLowerCase().startsWith(word.toLowerCase()) && isEdge(start[word.length]);
}

function isEdge(sign: string | undefined): boolean {
  return sign === undefined || !/[\w-]/.test(sign);
}
