import { continueIds, type Flag, type Id, idColumn, type Migration } from '@tessera/database';

export interface WebsiteTable {
  id: Id;
  code: string;
  name: string;
  default_group_id: number;
  sort_order: number;
  is_default: Flag;
}
export interface StoreGroupTable {
  id: Id;
  website_id: number;
  code: string;
  name: string;
  root_category_id: number;
  default_store_id: number;
}
export interface StoreTable {
  id: Id;
  code: string;
  website_id: number;
  store_group_id: number;
  name: string;
  sort_order: number;
  is_active: Flag;
}

declare module '@tessera/database' {
  interface Schema {
    website: WebsiteTable;
    store_group: StoreGroupTable;
    store: StoreTable;
  }
}

export const migrations: readonly Migration[] = [
  {
    name: '0001-stores',
    up: async (db, dialect) => {
      const id = idColumn(dialect);
      await db.schema
        .createTable('website')
        .addColumn('id', 'integer', id)
        .addColumn('code', 'text', (c) => c.notNull().unique())
        .addColumn('name', 'text', (c) => c.notNull())
        .addColumn('default_group_id', 'integer', (c) => c.notNull().defaultTo(0))
        .addColumn('sort_order', 'integer', (c) => c.notNull().defaultTo(0))
        .addColumn('is_default', 'integer', (c) => c.notNull().defaultTo(0))
        .execute();
      await db.schema
        .createTable('store_group')
        .addColumn('id', 'integer', id)
        .addColumn('website_id', 'integer', (c) => c.notNull().references('website.id').onDelete('cascade'))
        .addColumn('code', 'text', (c) => c.notNull().unique())
        .addColumn('name', 'text', (c) => c.notNull())
        .addColumn('root_category_id', 'integer', (c) => c.notNull().defaultTo(0))
        .addColumn('default_store_id', 'integer', (c) => c.notNull().defaultTo(0))
        .execute();
      await db.schema
        .createTable('store')
        .addColumn('id', 'integer', id)
        .addColumn('code', 'text', (c) => c.notNull().unique())
        .addColumn('website_id', 'integer', (c) => c.notNull().references('website.id').onDelete('cascade'))
        .addColumn('store_group_id', 'integer', (c) => c.notNull().references('store_group.id').onDelete('cascade'))
        .addColumn('name', 'text', (c) => c.notNull())
        .addColumn('sort_order', 'integer', (c) => c.notNull().defaultTo(0))
        .addColumn('is_active', 'integer', (c) => c.notNull().defaultTo(1))
        .execute();
      await db
        .insertInto('website')
        .values([
          { id: 0, code: 'admin', name: 'Admin', default_group_id: 0, sort_order: 0, is_default: 0 },
          { id: 1, code: 'base', name: 'Main Website', default_group_id: 1, sort_order: 0, is_default: 1 },
        ])
        .execute();
      await db
        .insertInto('store_group')
        .values([
          { id: 0, website_id: 0, code: 'default', name: 'Default', root_category_id: 0, default_store_id: 0 },
          {
            id: 1,
            website_id: 1,
            code: 'main_website_store',
            name: 'Main Website Store',
            root_category_id: 2,
            default_store_id: 1,
          },
        ])
        .execute();
      await db
        .insertInto('store')
        .values([
          { id: 0, code: 'admin', website_id: 0, store_group_id: 0, name: 'Admin', sort_order: 0, is_active: 1 },
          {
            id: 1,
            code: 'default',
            website_id: 1,
            store_group_id: 1,
            name: 'Default Store View',
            sort_order: 0,
            is_active: 1,
          },
        ])
        .execute();
      for (const table of ['website', 'store_group', 'store'] as const) await continueIds(db, dialect, table);
    },
  },
];
