import * as z from 'zod';

/** How specific each selector is; the order of the cascade. */
export const selectorRanks = { remediations: 1, accounts: 2, regions: 3, tags: 4, resources: 5 } as const;
export type SelectorName = keyof typeof selectorRanks;

/** What an entry is about: all of its selectors have to match, and of each selector's list any entry. */
export function selectorsSchema(ids: readonly string[]) {
  return {
    remediations: list(remediationSelector(ids), 'Ids of remediations; * stands for any text, ? for one character', [
      's3-*',
    ]),
    accounts: list(accountId, 'Account ids of 12 digits, in quotes', ['111122223333']),
    regions: list(region, 'AWS Regions; * stands for any text', ['eu-*']),
    tags: tags.optional(),
    resources: list(
      pattern('an id or ARN of a resource'),
      'Ids or ARNs of resources, * for any text, ? for one character. Of a trail, whose id is its ARN, also the name at its end',
      ['fraud-training-*', 'arn:aws:sagemaker:*:*:endpoint/churn-*'],
    ),
  };
}

const tags = z
  .record(
    z.string().min(1, { error: 'expected a key' }).max(128, { error: 'expected at most 128 characters' }),
    z.union([tagValue(), z.array(tagValue()).min(1)], {
      error: 'expected a text, or a list of texts; write numbers, true and false in quotes',
    }),
    { error: 'expected a mapping of tag keys to values' },
  )
  .refine((value) => Object.keys(value).length > 0, { error: 'expected at least one tag' })
  .meta({
    description: "The resource's tags, all of them; a list means any of its values, * any value at all",
    examples: [{ environment: 'production' }],
  });

function tagValue() {
  return z.string().max(256);
}

const accountId = z
  .string({
    error: ({ input }) =>
      typeof input === 'number'
        ? 'expected an account id in quotes, since YAML reads bare digits as a number and drops leading zeros'
        : 'expected an account id of 12 digits, in quotes',
  })
  .regex(/^\d{12}$/, { error: 'expected an account id of 12 digits' });

const region = z
  .string({ error: 'expected a Region' })
  .regex(/^[a-z0-9*?-]{1,30}$/, { error: 'expected a Region in lower case, such as eu-central-1 or eu-*' });

function remediationSelector(ids: readonly string[]) {
  const wild = pattern('the id of a remediation').regex(/[*?]/, {
    error: 'unknown remediation',
    // Else the union would blame the pattern alone, and hide the ids that were possible.
    abort: true,
  });
  return ids.length === 0
    ? pattern('the id of a remediation')
    : z.union([z.enum(ids), wild], { error: 'unknown remediation' });
}

function pattern(what: string) {
  const error = `expected ${what}: at most 2,048 printable ASCII characters without spaces`;
  return z.string({ error }).regex(/^[!-~]{1,2048}$/, { error });
}

function list<T extends z.ZodType>(item: T, description: string, examples: string[]) {
  return z
    .array(item, { error: 'expected a list' })
    .min(1, { error: 'expected at least one entry; leave the key out to select all' })
    .optional()
    .meta({ description, examples: [examples] });
}
