import * as z from 'zod';
import { selectorsSchema } from './selectors-schema.ts';
import { mapping } from './settings-schema.ts';

/**
 * Which records go to which controls of Audit Manager's assessments. Names and not ids: an assessment of the next year
 * has other ids, and mostly the same names.
 */
export function auditManagerSchema(ids: readonly string[]) {
  const { remediations } = selectorsSchema(ids);
  const control = z.strictObject(
    {
      assessment: nameGlob('an assessment')
        .optional()
        .meta({
          description: 'Name of the assessment, * for any text; all active assessments without it',
          examples: ['AI governance *'],
        }),
      'control-set': nameGlob('a control set')
        .optional()
        .meta({
          description: 'Name of the control set, * for any text; all of them without it',
          examples: ['Secure'],
        }),
      control: nameGlob('a control').meta({
        description: 'Name of the control as Audit Manager shows it, * for any text',
        examples: ['SECAI3.3*'],
      }),
      remediations: remediations.unwrap().meta({
        description: 'Ids of remediations whose records the control gets; * stands for any text',
        examples: [['sagemaker-*-encrypted']],
      }),
    },
    { error: mapping },
  );
  return z
    .strictObject(
      {
        'standard-frameworks': z
          .boolean({ error: 'expected true or false' })
          .optional()
          .meta({
            description:
              'Whether controls of frameworks that Redress knows get their evidence without being named here; true without it',
            examples: [false],
          }),
        controls: z
          .array(control, { error: 'expected a list of controls' })
          .optional()
          .meta({ description: 'Which controls get the records of which remediations' }),
      },
      { error: mapping },
    )
    .meta({ description: 'Which records go to which controls of assessments in AWS Audit Manager' });
}

/** https://docs.aws.amazon.com/audit-manager/latest/APIReference/API_AssessmentControl.html: up to 300 characters */
function nameGlob(what: string) {
  const error = `expected the name of ${what}: one line of at most 300 characters`;
  return z
    .string({ error })
    .max(300, { error })
    .regex(/^[^\p{Cc}\p{Cf}\p{Zl}\p{Zp}]+$/u, { error });
}
