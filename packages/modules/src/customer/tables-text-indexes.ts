import { type DialectName, folded, type Migration, type Schema } from '@tessera/database';
import { type Expression, type Kysely, sql } from 'kysely';

interface TextIndex {
  readonly name: string;
  readonly table: keyof Schema & string;
  readonly on: (dialect: DialectName) => Expression<unknown>;
  readonly unique: boolean;
}

/** The indexes that serve comparisons of texts with letter case aside. */
const TEXT_INDEXES: readonly TextIndex[] = [
  {
    name: 'customer_email',
    table: 'customer',
    on: (dialect) => sql`${folded(sql.ref('email'), dialect)}, website_id`,
    unique: true,
  },
  {
    name: 'customer_group_code',
    table: 'customer_group',
    on: (dialect) => folded(sql.ref('code'), dialect),
    unique: true,
  },
  {
    name: 'customer_attribute_value_search',
    table: 'customer_attribute_value',
    on: (dialect) => sql`attribute_code, ${folded(sql.ref('value'), dialect)}`,
    unique: false,
  },
];

async function rebuild(db: Kysely<Schema>, dialect: DialectName, { name, table, on, unique }: TextIndex) {
  await db.schema.dropIndex(name).execute();
  const index = db.schema
    .createIndex(name)
    .on(table)
    .expression(on(dialect) as Expression<never>);
  await (unique ? index.unique() : index).execute();
}

export const textIndexMigrations: readonly Migration[] = [
  {
    // An index in the database's own collation serves no comparison by code points.
    name: '0002-order-of-texts',
    up: async (db, dialect) => {
      if (dialect === 'postgres') for (const index of TEXT_INDEXES) await rebuild(db, dialect, index);
    },
  },
];
