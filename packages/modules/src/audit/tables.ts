import { type Id, idColumn, type Migration } from '@tessera/database';
import { sql } from 'kysely';

/** One change: who did what to which object. Rows are never changed; the retention job deletes the oldest. */
export interface AuditEntryTable {
  id: Id;
  /** Milliseconds since the epoch. */
  occurred_at: number;
  caller_kind: string;
  caller_id: number | null;
  caller_name: string | null;
  integration_id: number | null;
  /** The access token of the integration that was used. */
  token_id: number | null;
  remote_address: string;
  request_id: string;
  binding: string;
  method: string;
  /** Template of the route. */
  route: string;
  /** `service::method`. */
  operation: string;
  entity_type: string;
  entity_id: string | null;
  store_id: number;
  outcome: 'ok' | 'failed';
  /** JSON: the given fields, secrets masked, `…` where something was left out. */
  changes: string;
}
/** One row: entries up to this id may be deleted. Above 0 only while the retention job is deleting. */
export interface AuditRetentionTable {
  id: number;
  deletable_until: number;
}

declare module '@tessera/database' {
  interface Schema {
    audit_entry: AuditEntryTable;
    audit_retention: AuditRetentionTable;
  }
}

const SQLITE_GUARDS = [
  `create trigger audit_entry_no_update before update on audit_entry
   begin select raise(abort, 'entries of the audit log are never changed'); end`,
  `create trigger audit_entry_no_delete before delete on audit_entry
   when old.id > (select deletable_until from audit_retention where id = 1)
   begin select raise(abort, 'entries of the audit log are deleted by the retention job only'); end`,
];
const POSTGRES_GUARDS = [
  `create function audit_entry_guard() returns trigger language plpgsql as $$
   begin
     if tg_op = 'DELETE' then
       if old.id <= (select deletable_until from audit_retention where id = 1) then return old; end if;
       raise exception 'entries of the audit log are deleted by the retention job only';
     end if;
     raise exception 'entries of the audit log are never changed';
   end $$`,
  `create trigger audit_entry_guard before update or delete on audit_entry
   for each row execute function audit_entry_guard()`,
  `create trigger audit_entry_no_truncate before truncate on audit_entry
   for each statement execute function audit_entry_guard()`,
];

export const migrations: readonly Migration[] = [
  {
    name: '0001-audit-log',
    up: async (db, dialect) => {
      await db.schema
        .createTable('audit_entry')
        .addColumn('id', 'integer', idColumn(dialect))
        .addColumn('occurred_at', 'bigint', (c) => c.notNull())
        .addColumn('caller_kind', 'text', (c) => c.notNull())
        .addColumn('caller_id', 'integer')
        .addColumn('caller_name', 'text')
        .addColumn('integration_id', 'integer')
        .addColumn('token_id', 'integer')
        .addColumn('remote_address', 'text', (c) => c.notNull())
        .addColumn('request_id', 'text', (c) => c.notNull())
        .addColumn('binding', 'text', (c) => c.notNull())
        .addColumn('method', 'text', (c) => c.notNull())
        .addColumn('route', 'text', (c) => c.notNull())
        .addColumn('operation', 'text', (c) => c.notNull())
        .addColumn('entity_type', 'text', (c) => c.notNull())
        .addColumn('entity_id', 'text')
        .addColumn('store_id', 'integer', (c) => c.notNull())
        .addColumn('outcome', 'text', (c) => c.notNull())
        .addColumn('changes', 'text', (c) => c.notNull())
        .execute();
      await db.schema
        .createIndex('audit_entry_entity')
        .on('audit_entry')
        .columns(['entity_type', 'entity_id'])
        .execute();
      await db.schema
        .createTable('audit_retention')
        .addColumn('id', 'integer', (c) => c.primaryKey())
        .addColumn('deletable_until', 'bigint', (c) => c.notNull())
        .execute();
      await db.insertInto('audit_retention').values({ id: 1, deletable_until: 0 }).execute();
      for (const guard of dialect === 'sqlite' ? SQLITE_GUARDS : POSTGRES_GUARDS) await sql.raw(guard).execute(db);
    },
  },
];
