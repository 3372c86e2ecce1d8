import * as z from 'zod';
import type { Trigger } from '../remediation.ts';
import { auditManagerSchema } from './audit-schema.ts';
import { selectorsSchema } from './selectors-schema.ts';
import { mapping, settingsSchema, settingsShape } from './settings-schema.ts';

/**
 * What the policy's checks want to know of a remediation. A bundle that holds the remediations of one
 * service lists the others by id alone: their parameters are checked where they are bundled, and by the build.
 */
export interface KnownRemediation {
  readonly id: string;
  readonly title?: string;
  readonly parameters?: z.ZodType;
  readonly triggers?: readonly Pick<Trigger, 'configRule'>[];
}

/**
 * The policy file. Everything is strict: a key that nobody knows is an error, since a misspelt limit
 * would otherwise be no limit. Descriptions serve editors (through the JSON Schema) and error messages.
 */
export function policySchema(remediations: readonly KnownRemediation[] = []) {
  const known = distinct(remediations);
  const selectors = selectorsSchema(known.map(({ id }) => id));
  return z
    .strictObject(
      {
        version: z.literal(1, { error: 'expected the version 1' }).meta({
          description: 'Version of the file format, so that a later one can mean other things by the same words',
          examples: [1],
        }),
        defaults: settingsSchema.optional().meta({
          description: 'What holds where nothing more specific is said; without it, mode report and cautious limits',
        }),
        remediations: remediationsSchema(known).optional(),
        rules: z
          .array(rule(selectors), { error: 'expected a list of rules' })
          .optional()
          .meta({ description: 'Settings for some accounts, Regions, tags or resources; the most specific one wins' }),
        exemptions: z
          .array(z.strictObject({ ...selectors, ...exemptionFacts }, { error: mapping }), {
            error: 'expected a list of exemptions',
          })
          .optional()
          .meta({ description: 'What may stay as it is until a date, and who answers for that' }),
        protected: z
          .array(z.strictObject({ ...selectors, reason: reasonSchema }, { error: mapping }), {
            error: 'expected a list of protected resources',
          })
          .optional()
          .meta({ description: 'What is never written to, whatever the mode' }),
        'config-rules': configRules.optional(),
        'audit-manager': auditManagerSchema(known.map(({ id }) => id)).optional(),
      },
      { error: mapping },
    )
    .meta({ title: 'Redress policy', description: 'What Redress may do, to what, and how much of it' });
}

/** Each remediation once; lists of ids that were made from triggers name some twice. */
export function distinct(known: readonly KnownRemediation[]): readonly KnownRemediation[] {
  return [...new Map(known.toReversed().map((one) => [one.id, one])).values()].toReversed();
}

export type PolicyFile = z.output<ReturnType<typeof policySchema>>;
export type Settings = z.output<typeof settingsSchema>;
export type Selectors = Partial<z.output<z.ZodObject<ReturnType<typeof selectorsSchema>>>>;

function rule(selectors: ReturnType<typeof selectorsSchema>) {
  const parameters = anyParameters().optional().meta({
    description: 'Parameters for the remediations that the rule names; merged key by key over less specific ones',
  });
  return z.strictObject({ name, ...selectors, ...settingsShape, parameters }, { error: mapping });
}

function remediationsSchema(known: readonly KnownRemediation[]): z.ZodType<Record<string, Settings>> {
  const description = 'Settings per remediation, by its id';
  if (known.length === 0) {
    const any = z.strictObject({ ...settingsShape, parameters: anyParameters().optional() }, { error: mapping });
    return z.record(z.string(), any, { error: mapping }).meta({ description });
  }
  const shape: Record<string, z.ZodType> = Object.create(null) as Record<string, z.ZodType>;
  for (const { id, title, parameters } of known) {
    const own = parameters ?? anyParameters();
    const entry = z.strictObject({ ...settingsShape, parameters: own.optional() }, { error: mapping }).optional();
    shape[id] = title === undefined ? entry : entry.meta({ description: title });
  }
  return z.strictObject(shape, { error: mapping }).meta({ description }) as unknown as z.ZodType<
    Record<string, Settings>
  >;
}

function anyParameters() {
  return z.record(z.string(), z.unknown(), { error: mapping });
}

const name = z
  .string({ error: 'expected a name' })
  .overwrite(oneLine)
  .min(3, { error: 'expected at least 3 characters' })
  .max(120, { error: 'expected at most 120 characters' })
  .meta({ description: 'Says what the rule is for; outcomes name it', examples: ['production asks first'] });

const reasonSchema = z
  .string({ error: 'expected a reason' })
  .overwrite(oneLine)
  .min(10, { error: 'expected a reason of at least 10 characters' })
  .max(1_000, { error: 'expected at most 1,000 characters' })
  .meta({
    description: 'Why; it is shown with every outcome that the entry causes, and kept as evidence',
    examples: ['Public on purpose: the data set is published under an open licence'],
  });

const exemptionFacts = {
  reason: reasonSchema,
  owner: z
    .string({ error: 'expected whoever answers for the exemption' })
    .overwrite(oneLine)
    .min(2, { error: 'expected at least 2 characters' })
    .max(200, { error: 'expected at most 200 characters' })
    .meta({ description: 'Who answers for the exemption: a person or a team', examples: ['open-data@example.com'] }),
  expires: z.iso.date({ error: 'expected a date of the calendar as YYYY-MM-DD' }).meta({
    description: 'Last day on which the exemption holds, in UTC; exemptions that nobody renews end',
    examples: ['2027-06-30'],
  }),
};

const configRules = z.record(ruleName(), ruleName(), { error: mapping }).meta({
  description: "Names under which this account runs AWS's managed Config rules: own name to managed rule's name",
  examples: [{ 'my-own-rule-name': 's3-bucket-public-read-prohibited' }],
});

/** 1 to 128 characters: https://docs.aws.amazon.com/config/latest/APIReference/API_ConfigRule.html */
function ruleName() {
  const error = 'expected the name of a Config rule: 1 to 128 printable ASCII characters';
  return z
    .string({ error })
    .max(128, { error })
    .regex(/^[!-~]([ -~]*[!-~])?$/, { error });
}

/** Line breaks of folded YAML texts, and what could act on a terminal, become a space. */
function oneLine(text: string): string {
  return text.replace(/[\s\p{Cc}\p{Cf}]+/gu, ' ').trim();
}
