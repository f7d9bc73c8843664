import { type Id, idColumn, type Migration } from '@tessera/database';
import type { SettingScope } from '@tessera/webapi';

export interface ConfigValueTable {
  id: Id;
  scope: SettingScope;
  scope_id: number;
  path: string;
  value: string | null;
}

declare module '@tessera/database' {
  interface Schema {
    config_value: ConfigValueTable;
  }
}

export const migrations: readonly Migration[] = [
  {
    name: '0001-config',
    up: async (db, dialect) => {
      await db.schema
        .createTable('config_value')
        .addColumn('id', 'integer', idColumn(dialect))
        .addColumn('scope', 'text', (c) => c.notNull())
        .addColumn('scope_id', 'integer', (c) => c.notNull())
        .addColumn('path', 'text', (c) => c.notNull())
        .addColumn('value', 'text')
        .addUniqueConstraint('config_value_unique', ['scope', 'scope_id', 'path'])
        .execute();
    },
  },
];
