import { type Db, dateTime, type FieldKind, type FieldLookup, pageCriteria, whereCriteria } from '@tessera/database';
import { type Criteria, logPage } from '@tessera/webapi';
import { type Selectable, sql } from 'kysely';
import type { AuditEntryTable } from '../tables.ts';

const NUMBERS = ['id', 'caller_id', 'integration_id', 'token_id', 'store_id'];
const TEXTS = ['caller_kind', 'caller_name', 'remote_address', 'request_id', 'binding', 'method', 'route'];
const MORE_TEXTS = ['operation', 'outcome', 'changes'];
/** Written by us in one letter case: the index serves. */
const EXACT = ['entity_type', 'entity_id'];
/** What not every entry has. */
const SOMETIMES = ['caller_id', 'caller_name', 'integration_id', 'token_id', 'entity_id'];
const KINDS = new Map<string, FieldKind>([
  ...NUMBERS.map((name): [string, FieldKind] => [name, 'number']),
  ...[...TEXTS, ...MORE_TEXTS].map((name): [string, FieldKind] => [name, 'text']),
  ...EXACT.map((name): [string, FieldKind] => [name, 'exact']),
]);

const OCCURRED_AT = {
  sqlite: sql`strftime('%Y-%m-%d %H:%M:%S', audit_entry.occurred_at / 1000, 'unixepoch')`,
  postgres: sql`to_char(to_timestamp(audit_entry.occurred_at / 1000) at time zone 'UTC', 'YYYY-MM-DD HH24:MI:SS')`,
};

const fieldsOf =
  ({ dialect }: Db): FieldLookup =>
  (name) => {
    if (name === 'occurred_at') return { column: OCCURRED_AT[dialect], kind: 'date', required: true };
    const kind = KINDS.get(name);
    if (kind === undefined) return null;
    const field = { column: sql.ref(`audit_entry.${name}`), kind };
    return SOMETIMES.includes(name) ? field : { ...field, required: true };
  };

/** Entries that fit the criteria. @throws WebapiError for an unknown field, `page_too_large` */
export async function searchEntries(db: Db, criteria: Criteria) {
  const page = logPage(criteria);
  const fieldOf = fieldsOf(db);
  const found = whereCriteria(db.query.selectFrom('audit_entry'), criteria, fieldOf, db.dialect);
  const { count } = await found.select((eb) => eb.fn.countAll<number>().as('count')).executeTakeFirstOrThrow();
  const rows = await pageCriteria(found.selectAll(), page, fieldOf, db.dialect, sql.ref('audit_entry.id')).execute();
  return { items: rows.map(showEntry), search_criteria: criteria.echo, total_count: Number(count) };
}

export const showEntry = (row: Selectable<AuditEntryTable>) => ({
  ...row,
  occurred_at: dateTime(Number(row.occurred_at)),
});
