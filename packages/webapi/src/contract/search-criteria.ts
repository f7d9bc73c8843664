import { problem, type WebapiError } from '../errors/problem.ts';
import { simpleText } from './decode.ts';
import {
  type DataType,
  data,
  type Input,
  int,
  list,
  type Output,
  optional,
  required,
  string,
  textOrList,
} from './wire-types.ts';

export const Filter = data('Magento\\Framework\\Api\\Filter', {
  field: required(string),
  value: required(textOrList),
  condition_type: optional(string),
});
export const FilterGroup = data('Magento\\Framework\\Api\\Search\\FilterGroup', { filters: optional(list(Filter)) });
export const SortOrder = data('Magento\\Framework\\Api\\SortOrder', {
  field: required(string),
  direction: required(string),
});
/** Search criteria on the wire; `readCriteria` gives the parsed tree. */
export const SearchCriteria = data('Magento\\Framework\\Api\\SearchCriteriaInterface', {
  filter_groups: required(list(FilterGroup)),
  sort_orders: optional(list(SortOrder)),
  page_size: optional(int),
  current_page: optional(int),
});

/** The wire type of a list answer: the items, the criteria as understood, and the number of all matches. */
export const searchResults = <T extends DataType>(name: string, item: T) =>
  data(name, {
    items: required(list(item)),
    search_criteria: required(SearchCriteria),
    total_count: required(int),
  });

export const CONDITIONS = [
  'eq',
  'neq',
  'like',
  'nlike',
  'in',
  'nin',
  'is',
  'notnull',
  'null',
  'gt',
  'lt',
  'gteq',
  'lteq',
  'finset',
  'nfinset',
  'regexp',
  'from',
  'to',
  'moreq',
  'seq',
  'sneq',
  'ntoa',
  'fulltext',
] as const;
export type Condition = (typeof CONDITIONS)[number];

export interface CriteriaFilter {
  readonly field: string | null;
  readonly condition: Condition;
  readonly value: string | readonly string[] | null;
}
/** One group: its filters are alternatives. Groups must all hold. */
export type CriteriaGroup = readonly CriteriaFilter[];
export interface CriteriaSort {
  readonly field: string;
  readonly direction: 'ASC' | 'DESC';
}

/** Search criteria as a tree to be turned into a query. */
export interface Criteria {
  readonly groups: readonly CriteriaGroup[];
  readonly sort: readonly CriteriaSort[];
  /** Items a page; null for all. */
  readonly pageSize: number | null;
  /** From 1. */
  readonly page: number;
  /** The criteria as they are echoed in the answer. */
  readonly echo: Output<typeof SearchCriteria>;
}

export const sortDirectionInvalid = problem(
  'sort_direction_invalid',
  400,
  'The sort order has to be specified as %1 for ascending order or %2 for descending order.',
  'A sort direction is neither ASC nor DESC.',
);
export const sortFieldRestricted = problem(
  'sort_field_restricted',
  400,
  'Sort order field %1 contains restricted symbols',
  'A sort field has characters other than letters, digits and underscores.',
);
export const pageTooLarge = problem(
  'page_too_large',
  400,
  'Maximum SearchCriteria pageSize is %max',
  'The page size is larger than the input limits, or the route, allow.',
);
export const criteriaTooLarge = problem(
  'criteria_too_large',
  400,
  'The search criteria have more than %1 %2.',
  'The criteria are larger than any client needs.',
  { rendered: true },
);

export const MAX_FILTERS = 500;
/** Values of lists, all together: databases take some 30,000 in a statement. */
export const MAX_VALUES = 10_000;
const MAX_SORTS = 50;
const known = new Set<string>(CONDITIONS);

/** Unknown condition types count as `eq`, as do those in capitals (observed). */
const conditionOf = (text: string | null | undefined): Condition =>
  text !== null && text !== undefined && known.has(text) ? (text as Condition) : 'eq';

function filterValue(value: unknown): string | readonly string[] | null {
  if (value === null || value === undefined) return null;
  if (typeof value === 'object') return Object.values(value).map((entry) => simpleText(entry, 'value'));
  return simpleText(value, 'value');
}

/** How many values a filter compares with: a text is a list for these conditions. */
const valuesOf = ({ condition, value }: CriteriaFilter): number => {
  if (typeof value !== 'string') return value?.length ?? 0;
  return condition === 'in' || condition === 'nin' ? value.split(',').length : 1;
};

function refuseMany(count: number, max: number, what: 'filters' | 'values' | 'sort orders'): void {
  if (count > max) throw criteriaTooLarge([max, what]);
}

/**
 * Parses decoded search criteria.
 * @throws WebapiError for a value within a value, a bad sort order, too many filters, values or sort orders
 */
export function readCriteria(wire: Input<typeof SearchCriteria>): Criteria {
  const groups = (wire.filter_groups ?? []).map((group) => group.filters ?? []);
  refuseMany(
    groups.reduce((count, group) => count + group.length, 0),
    MAX_FILTERS,
    'filters',
  );
  refuseMany(wire.sort_orders?.length ?? 0, MAX_SORTS, 'sort orders');
  const filters = groups.map((group) =>
    group.map(
      (filter): CriteriaFilter => ({
        field: filter.field ?? null,
        condition: conditionOf(filter.condition_type),
        value: filterValue(filter.value),
      }),
    ),
  );
  refuseMany(
    filters.flat().reduce((count, filter) => count + valuesOf(filter), 0),
    MAX_VALUES,
    'values',
  );
  const sort = (wire.sort_orders ?? []).map((order) => readSort(order.field ?? '', order.direction));
  const size = wire.page_size ?? null;
  const echo: Criteria['echo'] = {
    filter_groups: groups.map((group) => ({
      filters: group.map((filter) => ({
        field: filter.field ?? null,
        value: filter.value ?? null,
        condition_type: filter.condition_type ?? 'eq',
      })),
    })),
  };
  if (sort.length > 0)
    echo.sort_orders = (wire.sort_orders ?? []).map((order) => ({
      field: order.field ?? null,
      direction: order.direction?.toUpperCase() ?? null,
    }));
  if (wire.page_size !== undefined && wire.page_size !== null) echo.page_size = wire.page_size;
  if (wire.current_page !== undefined && wire.current_page !== null) echo.current_page = wire.current_page;
  return {
    groups: filters,
    sort,
    // Observed: 0 means all, a negative size gives one item.
    pageSize: size === null || size === 0 ? null : Math.max(1, size),
    page: Math.max(1, wire.current_page ?? 1),
    echo,
  };
}

/** A missing direction sorts descending (observed). */
function readSort(field: string, direction: string | null | undefined): CriteriaSort {
  const upper = direction?.toUpperCase();
  if (upper !== undefined && upper !== 'ASC' && upper !== 'DESC')
    throw sortDirectionInvalid(['ASC', 'DESC']) satisfies WebapiError;
  if (!/^[A-Za-z0-9_]*$/.test(field)) throw sortFieldRestricted([field]);
  return { field, direction: upper === 'ASC' ? 'ASC' : 'DESC' };
}
