import type { Migration } from '@tessera/database';
import type { SecretColumn } from '../encryption/secret-column.ts';

/** The second factor of an admin user. */
export interface AdminTwoFactorTable {
  user_id: number;
  /** Encrypted. */
  secret: string;
  /** Seconds since the epoch when the first code was given; null while it is only being set up. */
  confirmed_at: number | null;
  /** The step of the last code that was used: neither it nor an older one counts again. */
  last_step: number;
}
/** Codes for the day on which the phone is gone, each good for once. */
export interface AdminRecoveryCodeTable {
  user_id: number;
  /** SHA-256; the codes have 50 random bits. */
  code_hash: string;
}

declare module '@tessera/database' {
  interface Schema {
    admin_two_factor: AdminTwoFactorTable;
    admin_recovery_code: AdminRecoveryCodeTable;
  }
}

/** What is encrypted anew when the key changes. */
export const secretColumns: readonly SecretColumn[] = [
  {
    table: 'admin_two_factor',
    id: 'user_id',
    column: 'secret',
    needs: [],
    context: (row) => `admin_two_factor.secret:${row['user_id']}`,
  },
];

export const migrations: readonly Migration[] = [
  {
    name: '0001-two-factor',
    up: async (db) => {
      await db.schema
        .createTable('admin_two_factor')
        .addColumn('user_id', 'integer', (c) => c.primaryKey().references('admin_user.id').onDelete('cascade'))
        .addColumn('secret', 'text', (c) => c.notNull())
        .addColumn('confirmed_at', 'bigint')
        .addColumn('last_step', 'bigint', (c) => c.notNull())
        .execute();
      await db.schema
        .createTable('admin_recovery_code')
        .addColumn('user_id', 'integer', (c) => c.notNull().references('admin_user.id').onDelete('cascade'))
        .addColumn('code_hash', 'text', (c) => c.notNull())
        .addPrimaryKeyConstraint('admin_recovery_code_pk', ['user_id', 'code_hash'])
        .execute();
    },
  },
];
