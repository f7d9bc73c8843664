import { type Db, type DialectName, folded, type Migration, type Schema } from '@tessera/database';
import { type Expression, type Kysely, type SqlBool, sql } from 'kysely';

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

/** Rows that an older one leaves no place for in a unique index. */
async function laterTwins(db: Kysely<Schema>, dialect: DialectName, { table, on }: TextIndex): Promise<number[]> {
  const { rows } = await sql<{ id: number }>`
    select id from (
      select id, row_number() over (partition by ${on(dialect)} order by id) as place from ${sql.table(table)}
    ) as placed where place > 1 order by id`.execute(db);
  return rows.map(({ id }) => id);
}

/** Rows whose address or code is that of an older row, letter case aside; by table, where there are any. */
export async function letterCaseTwins({ query, dialect }: Db): Promise<{ table: string; ids: number[] }[]> {
  const found: { table: string; ids: number[] }[] = [];
  for (const index of TEXT_INDEXES) {
    const ids = index.unique ? await laterTwins(query, dialect, index) : [];
    if (ids.length > 0) found.push({ table: index.table, ids });
  }
  return found;
}

/**
 * Makes an index anew. What is unique by the new rule has to be; twins that were not so by the old one stay, and only
 * the first of them is held against new rows, by an index of its own.
 */
async function rebuild(db: Kysely<Schema>, dialect: DialectName, index: TextIndex): Promise<void> {
  const { name, table, on, unique } = index;
  await db.schema.dropIndex(name).execute();
  const twins = unique ? await laterTwins(db, dialect, index) : [];
  const create = (as: string) =>
    db.schema
      .createIndex(as)
      .on(table)
      .expression(on(dialect) as Expression<never>);
  await (unique && twins.length === 0 ? create(name).unique() : create(name)).execute();
  if (twins.length > 0)
    await create(`${name}_unique`)
      .unique()
      .where(sql<SqlBool>`id not in (${sql.join(twins.map((id) => sql.lit(id)))})`)
      .execute();
}

export const textIndexMigrations: readonly Migration[] = [
  {
    // An index in the database's own collation serves no comparison by code points.
    name: '0002-order-of-texts',
    up: async (db, dialect) => {
      if (dialect === 'postgres') for (const index of TEXT_INDEXES) await rebuild(db, dialect, index);
    },
  },
  {
    // SQLite's own `lower`, by which its indexes were, knows ASCII only.
    name: '0003-letter-case',
    up: async (db, dialect) => {
      if (dialect === 'sqlite') for (const index of TEXT_INDEXES) await rebuild(db, dialect, index);
    },
  },
];
