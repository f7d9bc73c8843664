import { idColumn, type Migration } from '../src/index.ts';

declare module '../src/schema.ts' {
  interface Schema {
    thing: { id: Id; name: string | null; amount: number | null; made_at: string | null };
  }
}

/** A table for the tests of this package. */
export const things: readonly Migration[] = [
  {
    name: '0001-things',
    up: async (db, dialect) => {
      await db.schema
        .createTable('thing')
        .addColumn('id', 'integer', idColumn(dialect))
        .addColumn('name', 'text')
        .addColumn('amount', 'integer')
        .addColumn('made_at', 'text')
        .execute();
    },
  },
];
export const thingsModule = { name: 'Test_Things', migrations: things };
