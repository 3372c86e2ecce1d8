import { paginate } from './page.ts';
import { constraint, invalid } from './sagemaker-errors.ts';

/** What SageMaker's list operations have in common. Times are ISO 8601. */
export interface ListRequest {
  readonly NextToken?: string | undefined;
  readonly MaxResults?: number | undefined;
  readonly NameContains?: string | undefined;
  readonly CreationTimeBefore?: string | undefined;
  readonly CreationTimeAfter?: string | undefined;
  readonly LastModifiedTimeBefore?: string | undefined;
  readonly LastModifiedTimeAfter?: string | undefined;
  readonly SortBy?: string | undefined;
  readonly SortOrder?: string | undefined;
}

export interface Listed {
  readonly name: string;
  readonly created: string;
  readonly modified?: string;
  readonly status?: string;
  /** Tells apart items of the same name. */
  readonly arn: string;
}

/**
 * One page of what a list request asks for: ten items unless MaxResults says otherwise, by creation time
 * unless SortBy does.
 *
 * @param order the operation's own default for SortOrder; AWS has both
 */
export function listPage<T extends Listed>(
  operation: string,
  items: readonly T[],
  request: ListRequest,
  order: 'Ascending' | 'Descending',
): { readonly items: readonly T[]; readonly next: string | undefined } {
  const { NextToken, MaxResults = 10, ...filters } = request;
  if (!Number.isInteger(MaxResults) || MaxResults < 1 || MaxResults > 100) {
    throw constraint(String(MaxResults), 'maxResults', 'have value less than or equal to 100 and greater than 0');
  }
  return paginate(
    items.filter((item) => isWanted(item, request)),
    (item) => `${sortKey(item, request.SortBy)} ${item.arn}`,
    {
      token: NextToken,
      size: MaxResults,
      scope: JSON.stringify([operation, filters]),
      descending: (request.SortOrder ?? order) === 'Descending',
    },
    () => invalid('Invalid pagination token.'),
  );
}

function isWanted({ name, created, modified }: Listed, request: ListRequest): boolean {
  // SageMaker compares names without regard to case.
  const contains = request.NameContains?.toLowerCase();
  return (
    (contains === undefined || name.toLowerCase().includes(contains)) &&
    isWithin(created, request.CreationTimeAfter, request.CreationTimeBefore) &&
    isWithin(modified ?? created, request.LastModifiedTimeAfter, request.LastModifiedTimeBefore)
  );
}

function isWithin(time: string, after: string | undefined, before: string | undefined): boolean {
  return (
    (after === undefined || Date.parse(time) >= Date.parse(after)) &&
    (before === undefined || Date.parse(time) < Date.parse(before))
  );
}

function sortKey({ name, created, status }: Listed, by: string | undefined): string {
  switch (by) {
    case 'Name':
      return name;
    case 'Status':
      return status ?? '';
    default:
      return new Date(created).toISOString();
  }
}
