/** How a field is compared. */
export type Condition =
  | 'eq'
  | 'neq'
  | 'like'
  | 'nlike'
  | 'in'
  | 'nin'
  | 'null'
  | 'notnull'
  | 'gt'
  | 'lt'
  | 'gteq'
  | 'lteq'
  | 'moreq'
  | 'from'
  | 'to'
  | 'finset'
  | 'nfinset';

type Value = string | number | boolean | Date | readonly (string | number)[];
/** Field, condition and value; `null` and `notnull` need no value. */
export type Filter =
  | readonly [field: string, condition: 'null' | 'notnull']
  | readonly [field: string, condition: Condition, value: Value];

interface Parts {
  readonly groups: readonly (readonly Filter[])[];
  readonly sort: readonly (readonly [field: string, direction: 'ASC' | 'DESC'])[];
  readonly pageSize: number | null;
  readonly page: number | null;
}

/** Search criteria; every method returns new ones. */
export interface Criteria {
  /** Narrows: this must hold too. */
  readonly where: (...filter: Filter) => Criteria;
  /** Narrows: at least one of these must hold. */
  readonly whereAny: (...filters: readonly Filter[]) => Criteria;
  /** Ascending unless told otherwise; the first one given counts most. */
  readonly sortBy: (field: string, direction?: 'ASC' | 'DESC') => Criteria;
  /** From 1. */
  readonly pageSize: (items: number) => Criteria;
  /** From 1. */
  readonly page: (number: number) => Criteria;
  readonly parts: Parts;
  /** Names and values of the query, not yet encoded. */
  readonly toQuery: () => readonly (readonly [name: string, value: string])[];
}

/** Begins search criteria: `criteria().where('email', 'like', '%@example.com').sortBy('created_at')`. */
export function criteria(): Criteria {
  return make({ groups: [], sort: [], pageSize: null, page: null });
}

function make(parts: Parts): Criteria {
  return {
    parts,
    where: (...filter) => make({ ...parts, groups: [...parts.groups, [checked(filter)]] }),
    whereAny: (...filters) => make({ ...parts, groups: [...parts.groups, filters.map(checked)] }),
    sortBy: (field, direction = 'ASC') => make({ ...parts, sort: [...parts.sort, [field, direction]] }),
    pageSize: (items) => make({ ...parts, pageSize: counted('pageSize', items) }),
    page: (number) => make({ ...parts, page: counted('page', number) }),
    toQuery: () => query(parts),
  };
}

/** A value that is missing by mistake must not become a search for everything, or for something else. */
function checked(filter: Filter): Filter {
  const [field, condition, value] = filter;
  if (value === null || (value === undefined && condition !== 'null' && condition !== 'notnull'))
    throw new TypeError(`${field} ${condition}: a value is needed.`);
  return filter;
}

function counted(what: string, number: number): number {
  if (!Number.isSafeInteger(number) || number < 1) throw new RangeError(`${what} must be 1 or more: ${number}`);
  return number;
}

function query({ groups, sort, pageSize, page }: Parts): (readonly [string, string])[] {
  const pairs: (readonly [string, string])[] = [];
  const group = numbering(groups.length);
  const filter = numbering(Math.max(0, ...groups.map((filters) => filters.length)));
  groups.forEach((filters, g) => {
    filters.forEach(([field, condition, value], f) => {
      const name = `searchCriteria[filter_groups][${group(g)}][filters][${filter(f)}]`;
      pairs.push([`${name}[field]`, field], [`${name}[value]`, text(value)], [`${name}[condition_type]`, condition]);
    });
  });
  const order = numbering(sort.length);
  sort.forEach(([field, direction], index) => {
    const name = `searchCriteria[sort_orders][${order(index)}]`;
    pairs.push([`${name}[field]`, field], [`${name}[direction]`, direction]);
  });
  if (pageSize !== null) pairs.push(['searchCriteria[page_size]', String(pageSize)]);
  if (page !== null) pairs.push(['searchCriteria[current_page]', String(page)]);
  // The parameter itself is required, even when there is nothing to say.
  return pairs.length === 0 ? [['searchCriteria', '']] : pairs;
}

/**
 * Numbers that all have as many digits: from 0 for up to 10, from 10 for up to 90… So the natural order, by which
 * Magento sorts what is signed, is also the byte order of RFC 5849.
 */
function numbering(count: number): (index: number) => number {
  let first = 0;
  for (let room = 10; count > room; room = 9 * first) first = first === 0 ? 10 : first * 10;
  return (index) => first + index;
}

function text(value: Value | undefined): string {
  if (value === undefined) return '1';
  if (value instanceof Date) return storeTime(value);
  if (typeof value === 'boolean') return value ? '1' : '0';
  return Array.isArray(value) ? value.join(',') : String(value);
}

/** A moment as Magento writes it: `YYYY-MM-DD HH:MM:SS`, in UTC. */
export function storeTime(moment: Date): string {
  return moment.toISOString().slice(0, 19).replace('T', ' ');
}
