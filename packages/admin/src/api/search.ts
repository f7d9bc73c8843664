/** A list answer of the Web API. */
export interface Found<T> {
  readonly items: readonly T[];
  readonly total_count: number;
}

export interface Filter {
  readonly field: string;
  readonly value: string;
  readonly condition: 'eq' | 'like' | 'in' | 'gt' | 'gteq' | 'lt' | 'lteq' | 'neq' | 'null';
}

/** All must hold; the entries of an inner list are alternatives. */
export type Filters = readonly (Filter | readonly Filter[])[];
export interface Search {
  readonly filters?: Filters;
  readonly sort?: { readonly field: string; readonly direction: 'ASC' | 'DESC' } | undefined;
  readonly page?: number;
  readonly pageSize?: number;
}

/** `like` patterns are the server's: what a person types is taken as it is. */
export const contains = (field: string, text: string): Filter => ({
  field,
  value: `%${text.replace(/[\\%_]/g, '\\$&')}%`,
  condition: 'like',
});

const isGroup = (entry: Filter | readonly Filter[]): entry is readonly Filter[] => Array.isArray(entry);

/** Search criteria as the query of a list route. */
export function searchQuery({ filters = [], sort, page, pageSize }: Search): string {
  const query = new URLSearchParams();
  filters.forEach((entry, group) => {
    (isGroup(entry) ? entry : [entry]).forEach((filter, index) => {
      const at = `searchCriteria[filter_groups][${group}][filters][${index}]`;
      query.set(`${at}[field]`, filter.field);
      query.set(`${at}[value]`, filter.value);
      query.set(`${at}[condition_type]`, filter.condition);
    });
  });
  if (sort !== undefined) {
    query.set('searchCriteria[sortOrders][0][field]', sort.field);
    query.set('searchCriteria[sortOrders][0][direction]', sort.direction);
  }
  query.set('searchCriteria[pageSize]', String(pageSize ?? 0));
  query.set('searchCriteria[currentPage]', String(page ?? 1));
  // A plus would be a plus to the server.
  return query.toString().replace(/\+/g, '%20');
}
