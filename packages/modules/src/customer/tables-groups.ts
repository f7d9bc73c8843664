import { continueIds, type Id, idColumn, type Migration } from '@tessera/database';
import { sql } from 'kysely';

export interface CustomerGroupTable {
  id: Id;
  code: string;
  tax_class_id: number;
}
/** Websites on which a group is not offered. */
export interface CustomerGroupExcludedWebsiteTable {
  group_id: number;
  website_id: number;
}

declare module '@tessera/database' {
  interface Schema {
    customer_group: CustomerGroupTable;
    customer_group_excluded_website: CustomerGroupExcludedWebsiteTable;
  }
}

export const groupMigrations: readonly Migration[] = [
  {
    name: '0001-customer-groups',
    up: async (db, dialect) => {
      await db.schema
        .createTable('customer_group')
        .addColumn('id', 'integer', idColumn(dialect))
        .addColumn('code', 'text', (c) => c.notNull())
        .addColumn('tax_class_id', 'integer', (c) => c.notNull())
        .execute();
      // Codes that differ in letter case only are the same code, as in MySQL's default collation.
      await db.schema
        .createIndex('customer_group_code')
        .on('customer_group')
        .expression(sql`lower(code)`)
        .unique()
        .execute();
      await db.schema
        .createTable('customer_group_excluded_website')
        .addColumn('group_id', 'integer', (c) => c.notNull().references('customer_group.id').onDelete('cascade'))
        .addColumn('website_id', 'integer', (c) => c.notNull().references('website.id').onDelete('cascade'))
        .addPrimaryKeyConstraint('customer_group_excluded_website_key', ['group_id', 'website_id'])
        .execute();
      await db
        .insertInto('customer_group')
        .values([
          { id: 0, code: 'NOT LOGGED IN', tax_class_id: 3 },
          { id: 1, code: 'General', tax_class_id: 3 },
          { id: 2, code: 'Wholesale', tax_class_id: 3 },
          { id: 3, code: 'Retailer', tax_class_id: 3 },
        ])
        .execute();
      await continueIds(db, dialect, 'customer_group');
    },
  },
];
