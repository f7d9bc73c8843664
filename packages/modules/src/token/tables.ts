import { type Id, idColumn, type Migration } from '@tessera/database';

/**
 * Access tokens that were issued and have not expired, so that one of them can be found and ended. Neither the token
 * nor anything that could make it is kept: its claims name it. Moments are seconds since the epoch.
 */
export interface IssuedTokenTable {
  id: Id;
  /** As in the claim `utypid`: 2 admin, 3 customer. */
  user_type: number;
  user_id: number;
  issued_at: number;
  expires_at: number;
  remote_address: string;
  revoked_at: number | null;
}

declare module '@tessera/database' {
  interface Schema {
    issued_token: IssuedTokenTable;
  }
}

export const migrations: readonly Migration[] = [
  {
    name: '0001-issued-token',
    up: async (db, dialect) => {
      await db.schema
        .createTable('issued_token')
        .addColumn('id', 'integer', idColumn(dialect))
        .addColumn('user_type', 'integer', (c) => c.notNull())
        .addColumn('user_id', 'integer', (c) => c.notNull())
        .addColumn('issued_at', 'bigint', (c) => c.notNull())
        .addColumn('expires_at', 'bigint', (c) => c.notNull())
        .addColumn('remote_address', 'text', (c) => c.notNull())
        .addColumn('revoked_at', 'bigint')
        // Tokens of one user and second are the same token.
        .addUniqueConstraint('issued_token_claims', ['user_type', 'user_id', 'issued_at'])
        .execute();
      await db.schema.createIndex('issued_token_expires_at').on('issued_token').column('expires_at').execute();
    },
  },
];
