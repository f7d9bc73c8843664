import { type Id, idColumn, type Migration } from '@tessera/database';

/** Failed attempts to sign in, by kind and name; moments are seconds since the epoch. */
export interface SignInAttemptTable {
  kind: string;
  name: string;
  failures: number;
  expires_at: number;
}
/** Bearer tokens of a user that were issued at this second or before are dead. */
export interface TokenRevocationTable {
  user_type: number;
  user_id: number;
  revoke_before: number;
}
export interface SessionTable {
  id: Id;
  /** SHA-256 of the cookie's value: who reads the table cannot use it. */
  token_hash: string;
  user_type: number;
  user_id: number;
  /** What a caller has to send beside the cookie; null where the session needs no such proof. */
  csrf_token: string | null;
  created_at: number;
  used_at: number;
  /** When the password was last confirmed. */
  confirmed_at: number | null;
  remote_address: string;
  user_agent: string;
}

declare module '@tessera/database' {
  interface Schema {
    sign_in_attempt: SignInAttemptTable;
    token_revocation: TokenRevocationTable;
    session: SessionTable;
  }
}

export const migrations: readonly Migration[] = [
  {
    name: '0001-security',
    up: async (db, dialect) => {
      await db.schema
        .createTable('sign_in_attempt')
        .addColumn('kind', 'text', (c) => c.notNull())
        .addColumn('name', 'text', (c) => c.notNull())
        .addColumn('failures', 'integer', (c) => c.notNull())
        .addColumn('expires_at', 'bigint', (c) => c.notNull())
        .addPrimaryKeyConstraint('sign_in_attempt_pk', ['kind', 'name'])
        .execute();
      await db.schema
        .createTable('token_revocation')
        .addColumn('user_type', 'integer', (c) => c.notNull())
        .addColumn('user_id', 'integer', (c) => c.notNull())
        .addColumn('revoke_before', 'bigint', (c) => c.notNull())
        .addPrimaryKeyConstraint('token_revocation_pk', ['user_type', 'user_id'])
        .execute();
      await db.schema
        .createTable('session')
        .addColumn('id', 'integer', idColumn(dialect))
        .addColumn('token_hash', 'text', (c) => c.notNull().unique())
        .addColumn('user_type', 'integer', (c) => c.notNull())
        .addColumn('user_id', 'integer', (c) => c.notNull())
        .addColumn('csrf_token', 'text')
        .addColumn('created_at', 'bigint', (c) => c.notNull())
        .addColumn('used_at', 'bigint', (c) => c.notNull())
        .addColumn('confirmed_at', 'bigint')
        .addColumn('remote_address', 'text', (c) => c.notNull())
        .addColumn('user_agent', 'text', (c) => c.notNull())
        .execute();
      await db.schema.createIndex('session_user').on('session').columns(['user_type', 'user_id']).execute();
      await db.schema.createIndex('session_used').on('session').column('used_at').execute();
    },
  },
];
