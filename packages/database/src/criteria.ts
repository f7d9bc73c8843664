import { type Condition, type Criteria, type CriteriaFilter, problem } from '@tessera/webapi';
import {
  type Expression,
  type ExpressionBuilder,
  type OrderByItemBuilder,
  type ReferenceExpression,
  type SelectQueryBuilder,
  type SqlBool,
  sql,
} from 'kysely';
import type { DialectName } from './dialect.ts';
import { byCodePoint, folded, foldedValue } from './letter-case.ts';
import { isPattern } from './pattern.ts';
import type { Schema } from './schema.ts';

/**
 * How a field compares: numbers by value, texts with letter case aside (as MySQL's default collation does), exact texts
 * as they are. Dates compare in the database's own collation, in which digits have the same order everywhere, so that
 * an ordinary index serves.
 */
export type FieldKind = 'number' | 'text' | 'exact' | 'date';
export interface CriteriaField {
  /** Column or expression that the condition is applied to. */
  readonly column: Expression<unknown>;
  readonly kind: FieldKind;
  /** What it is sorted by where not by the column. */
  readonly order?: Expression<unknown>;
  /** What it is sorted by is never null. Only then can an index of PostgreSQL give the order. */
  readonly required?: true;
  /** Values that stand in another table: conditions are met there, so that its index can serve. */
  readonly elsewhere?: {
    readonly column: Expression<unknown>;
    /** The condition on the entity for a condition on that column: `id in (select … where …)`. */
    readonly entities: (condition: Expression<SqlBool>) => Expression<SqlBool>;
  };
}
/** Finds a field by the name that clients filter by; null where it is unknown. */
export type FieldLookup = (name: string) => CriteriaField | null;

/**
 * Columns by the names that clients filter and sort by; a name that every object has (`constructor`) is none of them.
 * @param nullable those that have no value in some rows
 */
export function fieldsOf<Name extends string>(
  columns: Readonly<Record<Name, readonly [column: string, kind: FieldKind]>>,
  nullable: readonly NoInfer<Name>[] = [],
): FieldLookup {
  const fields = new Map<string, CriteriaField>();
  for (const name in columns) {
    const [column, kind] = columns[name];
    const field = { column: sql.ref(column), kind };
    fields.set(name, nullable.includes(name) ? field : { ...field, required: true });
  }
  return (name) => fields.get(name) ?? null;
}

export const attributeNameInvalid = problem(
  'attribute_name_invalid',
  400,
  'The "%1" attribute name is invalid. Reset the name and try again.',
  'The search criteria filter by a field that the entity does not have.',
);

type Query<TB extends keyof Schema, O> = SelectQueryBuilder<Schema, TB, O>;

// MySQL casts a text that is compared with a number: what is not numeric counts as 0.
const asNumber = (text: string): number => {
  const number = Number.parseFloat(text) || 0;
  return Math.abs(number) > 1e308 ? Math.sign(number) * 1e308 : number;
};
const INT4 = 2 ** 31;
/** Whole numbers compare as integers, so that an index serves; others are cast, since PostgreSQL refuses them there. */
function operand(kind: FieldKind, text: string): Expression<unknown> {
  if (kind !== 'number') return sql`${text}`;
  const number = asNumber(text);
  return Number.isInteger(number) && Math.abs(number) < INT4
    ? sql`${number}`
    : sql`cast(${String(number)} as double precision)`;
}
const listOf = (value: CriteriaFilter['value']): readonly string[] =>
  value === null ? [] : typeof value === 'string' ? value.split(',') : value;
const textOf = (value: CriteriaFilter['value']): string =>
  value === null ? '' : typeof value === 'string' ? value : value.join(',');

/** The condition of one filter. */
export function filterCondition(
  field: CriteriaField,
  condition: Condition,
  value: CriteriaFilter['value'],
  dialect: DialectName,
): Expression<SqlBool> {
  const { column, kind, elsewhere } = field;
  if (elsewhere !== undefined && !seeksNothing(condition, value))
    return elsewhere.entities(filterCondition({ column: elsewhere.column, kind }, condition, value, dialect));
  // No text in a database holds NUL, and PostgreSQL refuses to be asked for it.
  if (listOf(value).some((entry) => entry.includes('\0'))) return sql<SqlBool>`1 = 0`;
  const text = kind === 'text';
  const fold = (value: string): Expression<unknown> => foldedValue(value, dialect);
  const left = text ? folded(column, dialect) : column;
  const asText = folded(sql`cast(${column} as text)`, dialect);
  const right = (entry: string): Expression<unknown> => (text ? fold(entry) : operand(kind, entry));
  const compare = (operator: '=' | '<>' | '<' | '>' | '<=' | '>=', of = left): Expression<SqlBool> =>
    value === null ? sql<SqlBool>`1 = 0` : sql<SqlBool>`${of} ${sql.raw(operator)} ${right(textOf(value))}`;
  const place = kind === 'exact' ? byCodePoint(column, dialect) : left;
  const oneOf = (not: boolean): Expression<SqlBool> => {
    const entries = listOf(value);
    if (entries.length === 0) return sql<SqlBool>`1 = ${sql.raw(not ? '1' : '0')}`;
    return sql<SqlBool>`${left} ${sql.raw(not ? 'not in' : 'in')} (${sql.join(entries.map(right))})`;
  };
  const like = (not: boolean, pattern: string): Expression<SqlBool> =>
    sql<SqlBool>`${asText} ${sql.raw(not ? 'not like' : 'like')} ${fold(wholePattern(pattern))} escape '\\'`;
  const inSet = (not: boolean): Expression<SqlBool> =>
    sql<SqlBool>`',' || ${asText} || ',' ${sql.raw(not ? 'not like' : 'like')} '%,' || ${fold(escapeLike(textOf(value)))} || ',%' escape '\\'`;

  switch (condition) {
    case 'neq':
      return compare('<>');
    case 'gt':
      return compare('>', place);
    case 'lt':
      return compare('<', place);
    case 'gteq':
    case 'from':
    case 'moreq':
      return compare('>=', place);
    case 'lteq':
    case 'to':
      return compare('<=', place);
    case 'in':
      return oneOf(false);
    case 'nin':
      return oneOf(true);
    case 'like':
      return like(false, textOf(value));
    case 'nlike':
      return like(true, textOf(value));
    case 'fulltext':
      return like(false, `%${escapeLike(textOf(value))}%`);
    case 'finset':
      return inSet(false);
    case 'nfinset':
      return inSet(true);
    case 'null':
      return sql<SqlBool>`${column} is null`;
    case 'notnull':
      return sql<SqlBool>`${column} is not null`;
    case 'is':
      return textOf(value) === '' || textOf(value).toLowerCase() === 'null'
        ? sql<SqlBool>`${column} is null`
        : compare('=');
    case 'seq':
      return textOf(value) === '' ? sql<SqlBool>`(${column} is null or cast(${column} as text) = '')` : compare('=');
    case 'sneq':
      return textOf(value) === ''
        ? sql<SqlBool>`(${column} is not null and cast(${column} as text) <> '')`
        : compare('<>');
    case 'regexp':
      if (!isPattern(textOf(value))) return sql<SqlBool>`1 = 0`;
      return dialect === 'sqlite'
        ? sql<SqlBool>`regexp(${textOf(value)}, ${column})`
        : sql<SqlBool>`cast(${column} as text) ~* ${textOf(value)}`;
    case 'ntoa':
      return sql<SqlBool>`1 = 0`;
    case 'eq':
      return compare('=');
  }
}

/** Whether a condition is met by entities that have no value. */
const seeksNothing = (condition: Condition, value: CriteriaFilter['value']): boolean =>
  condition === 'null' || ((condition === 'is' || condition === 'seq') && /^(?:null)?$/i.test(textOf(value)));

/** A lone backslash at the end stands for itself; PostgreSQL refuses it otherwise. */
const wholePattern = (pattern: string): string => (/(?:^|[^\\])(?:\\\\)*\\$/.test(pattern) ? `${pattern}\\` : pattern);
const escapeLike = (text: string): string => text.replace(/[\\%_]/g, '\\$&');

/** Adds the filters of criteria to a query: groups are joined by AND, the filters of a group by OR. */
export function whereCriteria<TB extends keyof Schema, O>(
  query: Query<TB, O>,
  criteria: Criteria,
  fieldOf: FieldLookup,
  dialect: DialectName,
): Query<TB, O> {
  let result = query;
  for (const group of criteria.groups) {
    if (group.length === 0) continue;
    const conditions = group.map((filter) => {
      const field = filter.field === null ? null : fieldOf(filter.field);
      if (field === null) throw attributeNameInvalid([filter.field]);
      return filterCondition(field, filter.condition, filter.value, dialect);
    });
    result = result.where((eb: ExpressionBuilder<Schema, TB>) => eb.or(conditions));
  }
  return result;
}

/** A number of rows that both databases take: a page size of 1e999 means all of them. */
const rows = (count: number): number => Math.min(count, Number.MAX_SAFE_INTEGER);

function sortKey({ kind, column }: CriteriaField, dialect: DialectName): Expression<unknown> {
  if (kind === 'text') return folded(column, dialect);
  return kind === 'exact' ? byCodePoint(column, dialect) : column;
}

/** What has no value comes before all that has one, as in MySQL and SQLite; PostgreSQL has to be told. */
const ordered =
  (direction: 'ASC' | 'DESC', { required }: CriteriaField, dialect: DialectName) =>
  (order: OrderByItemBuilder): OrderByItemBuilder => {
    const directed = direction === 'ASC' ? order.asc() : order.desc();
    if (dialect !== 'postgres' || required === true) return directed;
    return direction === 'ASC' ? directed.nullsFirst() : directed.nullsLast();
  };

/** Adds order and page. Unknown sort fields are ignored (observed); `tieBreak` (the id) makes the order stable. */
export function pageCriteria<TB extends keyof Schema, O>(
  query: Query<TB, O>,
  criteria: Criteria,
  fieldOf: FieldLookup,
  dialect: DialectName,
  tieBreak: Expression<unknown>,
): Query<TB, O> {
  let result = query;
  for (const { field, direction } of criteria.sort) {
    const known = fieldOf(field);
    if (known === null) continue;
    const by = known.order ?? sortKey(known, dialect);
    result = result.orderBy(by as ReferenceExpression<Schema, TB>, ordered(direction, known, dialect));
  }
  result = result.orderBy(tieBreak as ReferenceExpression<Schema, TB>);
  if (criteria.pageSize === null) return result;
  return result.limit(rows(criteria.pageSize)).offset(rows((criteria.page - 1) * criteria.pageSize));
}
