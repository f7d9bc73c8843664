import { type Id, idColumn, type Migration } from '@tessera/database';

declare module '@tessera/database' {
  interface Schema {
    loyalty_balance: { customer_id: number; points: number; updated_at: string };
    loyalty_entry: { id: Id; customer_id: number; points: number; reason: string | null; created_at: string };
  }
}

export const migrations: readonly Migration[] = [
  {
    name: '0001-loyalty',
    up: async (db, dialect) => {
      await db.schema
        .createTable('loyalty_balance')
        .addColumn('customer_id', 'integer', (column) => column.primaryKey())
        .addColumn('points', 'integer', (column) => column.notNull())
        .addColumn('updated_at', 'text', (column) => column.notNull())
        .execute();
      await db.schema
        .createTable('loyalty_entry')
        .addColumn('id', 'integer', idColumn(dialect))
        .addColumn('customer_id', 'integer', (column) => column.notNull())
        .addColumn('points', 'integer', (column) => column.notNull())
        .addColumn('reason', 'text')
        .addColumn('created_at', 'text', (column) => column.notNull())
        .execute();
    },
  },
];
