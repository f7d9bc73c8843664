import { dateTime, type Flag, type Id, idColumn, type Migration } from '@tessera/database';
import { ALL_RESOURCES } from '@tessera/webapi';

export interface AdminRoleTable {
  id: Id;
  name: string;
  /** The name in lower case: names are unique with letter case aside. */
  name_key: string;
  all_resources: Flag;
  created_at: string;
  updated_at: string;
}
export interface AdminRoleResourceTable {
  role_id: number;
  resource: string;
}

declare module '@tessera/database' {
  interface Schema {
    admin_role: AdminRoleTable;
    admin_role_resource: AdminRoleResourceTable;
  }
}

/** The role of a fresh installation, with all resources. */
export const ADMINISTRATORS = 1;

export const migrations: readonly Migration[] = [
  {
    name: '0001-roles',
    up: async (db, dialect) => {
      await db.schema
        .createTable('admin_role')
        .addColumn('id', 'integer', idColumn(dialect))
        .addColumn('name', 'text', (c) => c.notNull())
        .addColumn('name_key', 'text', (c) => c.notNull().unique())
        .addColumn('all_resources', 'integer', (c) => c.notNull())
        .addColumn('created_at', 'text', (c) => c.notNull())
        .addColumn('updated_at', 'text', (c) => c.notNull())
        .execute();
      await db.schema
        .createTable('admin_role_resource')
        .addColumn('role_id', 'integer', (c) => c.notNull().references('admin_role.id').onDelete('cascade'))
        .addColumn('resource', 'text', (c) => c.notNull())
        .addPrimaryKeyConstraint('admin_role_resource_pk', ['role_id', 'resource'])
        .execute();
      const now = dateTime(Date.now());
      await db
        .insertInto('admin_role')
        .values({
          name: 'Administrators',
          name_key: 'administrators',
          all_resources: 1,
          created_at: now,
          updated_at: now,
        })
        .execute();
      await db.insertInto('admin_role_resource').values({ role_id: ADMINISTRATORS, resource: ALL_RESOURCES }).execute();
    },
  },
];
