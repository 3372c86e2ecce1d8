import * as z from 'zod';
import { modes } from '../outcome.ts';
import { durationSchema } from './duration.ts';

/** Error text of everything that has keys. */
export const mapping = 'expected a mapping';

/** The writes of an hour are one item of the ledger, which holds 400 KB: some 8,000 of them. */
const mostWrites = 5_000;

const limits = z
  .strictObject(
    {
      'max-resources': count(
        1,
        mostWrites,
        'Writes per account and hour; further ones are refused until the hour is over',
        10,
      ),
      'max-resources-percent': z
        .number({ error: 'expected a number of per cent' })
        .gt(0, { error: 'expected more than 0 per cent' })
        .lte(100, { error: 'expected at most 100 per cent' })
        .optional()
        .meta({
          description:
            "Share of a remediation's candidates that may be written to in an hour, where their number is known",
          examples: [5],
        }),
      'max-attempts': count(1, 100, 'Applied plans per resource and remediation in an hour, then it is quarantined', 3),
      'max-age': durationSchema('1m', '30d')
        .optional()
        .meta({ description: 'A signal older than this is refused as stale', examples: ['24h'] }),
    },
    { error: mapping },
  )
  .optional()
  .meta({ id: 'limits', description: 'How much may be written; each key is merged on its own' });

/** What defaults, remediations and rules may set alike. The ids make the JSON Schema say it once. */
export const settingsShape = {
  mode: z
    .enum(modes)
    .optional()
    .meta({
      id: 'mode',
      description:
        'What follows when something is wrong: off nothing, report a record, approve a question to a person, enforce the fix',
      examples: ['report'],
    }),
  ownership: z
    .enum(['act', 'report'])
    .optional()
    .meta({
      id: 'ownership',
      description: 'What to do with a resource that CloudFormation or Terraform owns: put it right, or only report it',
      examples: ['act'],
    }),
  limits,
  approvals: z
    .strictObject(
      {
        // A durable execution lives for seven days; the last one is left for acting on the answer.
        expires: durationSchema('1m', '6d')
          .optional()
          .meta({ description: 'An approval request that is not answered by then means no', examples: ['24h'] }),
      },
      { error: mapping },
    )
    .optional()
    .meta({ id: 'approvals', description: 'How people are asked' }),
};
export const settingsSchema = z.strictObject(settingsShape, { error: mapping });

function count(least: number, most: number, description: string, example: number) {
  const error = `expected a whole number from ${least} to ${most}`;
  return z
    .int({ error })
    .min(least, { error })
    .max(most, { error })
    .optional()
    .meta({ description, examples: [example] });
}
