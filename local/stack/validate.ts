import { RegoEngine, TemplateFile } from '@aws/cloudformation-validate';
import type { Problem } from './template.ts';

/** A value that is in no list of allowed ones: only a warning to the validator, a failed deployment to us. */
const unknownValue = 'W3030';

/**
 * AWS's own validator: resource schemas, references, types, cycles. Offline; the engine takes about a
 * second to start.
 *
 * https://github.com/aws-cloudformation/cloudformation-validate
 */
export function validateTemplate(file: string): readonly Problem[] {
  const engine = new RegoEngine();
  try {
    const { diagnostics } = engine.validateDetailed(new TemplateFile(file), { severityLevel: 'WARN' });
    return diagnostics
      .filter(({ severity, ruleId }) => severity === 'FATAL' || severity === 'ERROR' || ruleId === unknownValue)
      .map(({ ruleId, message, entity }) => ({
        check: `cloudformation-validate ${ruleId}`,
        resource: entity?.logicalId ?? 'template',
        message,
      }));
  } finally {
    engine.free();
  }
}
