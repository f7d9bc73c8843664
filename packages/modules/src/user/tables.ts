import { type Flag, type Id, idColumn, type Migration, type WithDefault } from '@tessera/database';

export interface AdminUserTable {
  id: Id;
  username: string;
  /** In lower case: user names and addresses are unique with letter case aside. */
  username_key: string;
  email: string;
  email_key: string;
  firstname: string;
  lastname: string;
  password_hash: string;
  role_id: number | null;
  is_active: Flag;
  created_at: string;
  updated_at: string;
  /** Last sign-in with the password, over a token request or a session. */
  signed_in_at: WithDefault<string | null>;
}

declare module '@tessera/database' {
  interface Schema {
    admin_user: AdminUserTable;
  }
}

export const migrations: readonly Migration[] = [
  {
    name: '0001-admin-users',
    up: async (db, dialect) => {
      await db.schema
        .createTable('admin_user')
        .addColumn('id', 'integer', idColumn(dialect))
        .addColumn('username', 'text', (c) => c.notNull())
        .addColumn('username_key', 'text', (c) => c.notNull().unique())
        .addColumn('email', 'text', (c) => c.notNull())
        .addColumn('email_key', 'text', (c) => c.notNull().unique())
        .addColumn('firstname', 'text', (c) => c.notNull())
        .addColumn('lastname', 'text', (c) => c.notNull())
        .addColumn('password_hash', 'text', (c) => c.notNull())
        .addColumn('role_id', 'integer', (c) => c.references('admin_role.id').onDelete('set null'))
        .addColumn('is_active', 'integer', (c) => c.notNull().defaultTo(1))
        .addColumn('created_at', 'text', (c) => c.notNull())
        .addColumn('updated_at', 'text', (c) => c.notNull())
        .addColumn('signed_in_at', 'text')
        .execute();
      await db.schema.createIndex('admin_user_role').on('admin_user').column('role_id').execute();
    },
  },
];
