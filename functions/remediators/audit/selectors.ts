import type {
  AdvancedEventSelector,
  AdvancedFieldSelector,
  EventSelector,
  GetEventSelectorsResponse,
  PutEventSelectorsRequest,
} from '@aws-sdk/client-cloudtrail';

/** What a trail logs, in the one of two forms in which it says so, as PutEventSelectors takes it. */
export type Selectors =
  | { readonly EventSelectors: NonNullable<PutEventSelectorsRequest['EventSelectors']> }
  | { readonly AdvancedEventSelectors: NonNullable<PutEventSelectorsRequest['AdvancedEventSelectors']> };

/** What a basic selector means where it says nothing. */
const usual: EventSelector = {
  ReadWriteType: 'All',
  IncludeManagementEvents: true,
  DataResources: [],
  ExcludeManagementEventSources: [],
};

export function selectorsIn({
  EventSelectors = [],
  AdvancedEventSelectors = [],
}: GetEventSelectorsResponse): Selectors {
  if (AdvancedEventSelectors.length > 0) return { AdvancedEventSelectors };
  return { EventSelectors: EventSelectors.map((selector) => ({ ...usual, ...selector })) };
}

/**
 * Both forms as advanced selectors, which can say all that basic ones say.
 *
 * https://docs.aws.amazon.com/awscloudtrail/latest/APIReference/API_EventSelector.html
 */
export function asAdvanced(selectors: Selectors): readonly AdvancedEventSelector[] {
  return 'AdvancedEventSelectors' in selectors
    ? selectors.AdvancedEventSelectors
    : selectors.EventSelectors.flatMap(fromBasic);
}

function fromBasic(selector: EventSelector): AdvancedEventSelector[] {
  const { ReadWriteType = 'All', IncludeManagementEvents = true } = selector;
  const { DataResources = [], ExcludeManagementEventSources: excluded = [] } = selector;
  const half: AdvancedFieldSelector[] =
    ReadWriteType === 'All' ? [] : [{ Field: 'readOnly', Equals: [String(ReadWriteType === 'ReadOnly')] }];
  const management = allManagement(excluded);
  return [
    ...(IncludeManagementEvents ? [{ ...management, FieldSelectors: [...fieldsOf(management), ...half] }] : []),
    ...DataResources.flatMap(({ Type = '', Values = [] }) => {
      if (Values.length === 0) return [];
      const data = allData(Type);
      return [{ ...data, FieldSelectors: [...fieldsOf(data), ...half, ...resources(Type, Values)] }];
    }),
  ];
}

/** `arn:aws:s3` or `arn:aws:s3:::` means every object, `arn:aws:lambda` every function. */
const everything = /^arn:aws[a-z-]*:(?:s3|lambda|dynamodb)(?::::?)?$/;

/** An object's ARN is given by how it begins, a function's or a table's as a whole. */
function resources(type: string, values: readonly string[]): AdvancedFieldSelector[] {
  if (values.some((value) => everything.test(value))) return [];
  const operator = type === 'AWS::S3::Object' ? 'StartsWith' : 'Equals';
  return [{ Field: 'resources.ARN', [operator]: [...values] }];
}

/** All management events, read and write, but for those of services that may be left out. */
export function allManagement(excluded: readonly string[] = []): AdvancedEventSelector {
  const but: AdvancedFieldSelector[] =
    excluded.length === 0 ? [] : [{ Field: 'eventSource', NotEquals: [...excluded] }];
  return { Name: 'Management events', FieldSelectors: [{ Field: 'eventCategory', Equals: ['Management'] }, ...but] };
}

/** All data events of a type of resources. */
export function allData(type: string): AdvancedEventSelector {
  return {
    Name: `Data events of ${type}`,
    FieldSelectors: [
      { Field: 'eventCategory', Equals: ['Data'] },
      { Field: 'resources.type', Equals: [type] },
    ],
  };
}

function fieldsOf({ FieldSelectors = [] }: AdvancedEventSelector): readonly AdvancedFieldSelector[] {
  return FieldSelectors;
}

/**
 * Whether all that one selector logs is logged by others: by one that asks for no more than it does, or by two for
 * reading and for writing.
 */
export function isCovered(selector: AdvancedEventSelector, by: readonly AdvancedEventSelector[]): boolean {
  if (by.some((other) => covers(other, selector))) return true;
  if (fieldsOf(selector).some(({ Field }) => Field === 'readOnly')) return false;
  return ['true', 'false'].every((value) => {
    const half = { ...selector, FieldSelectors: [...fieldsOf(selector), { Field: 'readOnly', Equals: [value] }] };
    return by.some((other) => covers(other, half));
  });
}

/** Whether each condition of the one is met by whatever meets the conditions of the other. */
export function covers(wide: AdvancedEventSelector, narrow: AdvancedEventSelector): boolean {
  const given = conditionsOf(narrow);
  return conditionsOf(wide).every((wanted) => given.some((one) => implies(one, wanted)));
}

const matching = {
  Equals: (value: string, pattern: string) => value === pattern,
  StartsWith: (value: string, pattern: string) => value.startsWith(pattern),
  EndsWith: (value: string, pattern: string) => value.endsWith(pattern),
} as const;

interface Condition {
  readonly field: string;
  /** `NotStartsWith` is StartsWith that must not hold. */
  readonly by: keyof typeof matching;
  readonly not: boolean;
  readonly values: readonly string[];
}

function conditionsOf(selector: AdvancedEventSelector): Condition[] {
  return fieldsOf(selector).flatMap((field) =>
    (['Equals', 'StartsWith', 'EndsWith'] as const).flatMap((by) => [
      ...condition(field.Field, by, false, field[by]),
      ...condition(field.Field, by, true, field[`Not${by}`]),
    ]),
  );
}

function condition(field = '', by: Condition['by'], not: boolean, values: readonly string[] = []): Condition[] {
  return values.length === 0 ? [] : [{ field, by, not, values }];
}

function implies(given: Condition, wanted: Condition): boolean {
  if (given.field !== wanted.field) return false;
  const { by, values } = wanted;
  // A whole value tells everything of itself; a part only what the same kind of part tells.
  if (!given.not && (given.by === 'Equals' || (!wanted.not && given.by === by)))
    return given.values.every((value) => values.some((pattern) => matching[by](value, pattern)) !== wanted.not);
  // What is left out must be left out there as well.
  return (
    given.not &&
    wanted.not &&
    given.by === by &&
    values.every((value) => given.values.some((pattern) => matching[by](value, pattern)))
  );
}

/** For a person: `data events of AWS::Bedrock::AgentAlias`, with conditions where there are some. */
export function named(selector: AdvancedEventSelector): string {
  const conditions = conditionsOf(selector);
  const only = (name: string) => conditions.find(({ field, not }) => field === name && !not)?.values[0];
  const type = only('resources.type');
  const rest = conditions
    .filter(({ field }) => field !== 'eventCategory' && field !== 'resources.type')
    .map(({ field, by, not, values }) => {
      const shown = values.slice(0, 3).join(' ');
      return `${field} ${not ? 'Not' : ''}${by} ${shown}${values.length > 3 ? ' …' : ''}`;
    });
  const what = `${(only('eventCategory') ?? 'all').toLowerCase()} events${type === undefined ? '' : ` of ${type}`}`;
  return rest.length === 0 ? what : `${what} (${rest.join(', ')})`;
}
