import type { Judged } from '../../../shared/report.ts';
import { findSecrets } from './secrets.ts';

/** A script of a lifecycle configuration. */
export interface Script {
  /** Follows "Line 3 of": `script 1 of OnStart`. */
  readonly name: string;
  /** Base64, at most 16,384 characters: https://docs.aws.amazon.com/sagemaker/latest/APIReference/API_NotebookInstanceLifecycleHook.html */
  readonly content: string;
}

/** Findings that are listed one by one. */
const mostShown = 20;

/**
 * Whether scripts hold secrets. Lines and kinds are told, never a script's text.
 *
 * @param replace what a person has to do to get rid of the scripts
 */
export function judge(id: string, scripts: readonly Script[], replace: readonly string[]): Judged {
  const found = scripts.flatMap(({ name, content }) =>
    findSecrets(Buffer.from(content, 'base64').toString('utf8')).map((secret) => ({ script: name, ...secret })),
  );
  const live = {
    scripts: scripts.length,
    found: found.slice(0, mostShown).map(({ script, line, kind }) => `${script}, line ${line}: ${kind}`),
  };
  if (found.length === 0) return { state: 'compliant', why: 'No secret was found in its scripts.', live };
  const why = found
    .slice(0, mostShown)
    .map(({ script, line, kind }) => `Line ${line} of ${script} of ${id} holds ${kind}`);
  const beyond = found.length - mostShown;
  const more = beyond > 0 ? [`${beyond} more secrets were found in the scripts of ${id}`] : [];
  const steps = [
    'Revoke the secret where it was issued, and issue a new one: whoever may describe the configuration has been able to read it.',
    'Keep the new one in AWS Secrets Manager, and let the execution role read it (secretsmanager:GetSecretValue).',
    ...replace,
  ];
  return { state: 'manual', why: [...why, ...more], steps, live };
}
