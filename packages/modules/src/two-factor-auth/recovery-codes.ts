import { hash, randomBytes } from 'node:crypto';
import type { Db } from '@tessera/database';
import { base32 } from './totp.ts';

const COUNT = 10;
const LENGTH = 10;

const normal = (code: string): string => code.toLowerCase().replace(/[^a-z2-7]/g, '');
const hashOf = (code: string): string => hash('sha256', normal(code), 'hex');

/** Gives a user new recovery codes in place of the old ones; they are shown once. */
export async function renewRecoveryCodes(db: Db, userId: number): Promise<string[]> {
  const codes = Array.from({ length: COUNT }, () => {
    const text = base32(randomBytes(LENGTH)).slice(0, LENGTH).toLowerCase();
    return `${text.slice(0, 5)}-${text.slice(5)}`;
  });
  await db.query.deleteFrom('admin_recovery_code').where('user_id', '=', userId).execute();
  await db.query
    .insertInto('admin_recovery_code')
    .values(codes.map((code) => ({ user_id: userId, code_hash: hashOf(code) })))
    .execute();
  return codes;
}

/** Uses a recovery code up; false where the user has no such code (any more). */
export async function spendRecoveryCode(db: Db, userId: number, code: string): Promise<boolean> {
  if (normal(code).length !== LENGTH) return false;
  const { numDeletedRows } = await db.query
    .deleteFrom('admin_recovery_code')
    .where('user_id', '=', userId)
    .where('code_hash', '=', hashOf(code))
    .executeTakeFirst();
  return numDeletedRows > 0n;
}
