import { type Db, epochSeconds } from '@tessera/database';
import { type Call, fieldRequired } from '@tessera/webapi';
import type { Selectable } from 'kysely';
import { decryptSecret } from '../encryption/secret-box.ts';
import { type AttemptRule, attempt } from '../security/attempts.ts';
import type { AdminAccount } from '../user/services/accounts.ts';
import { lockoutFailures, lockoutThreshold } from '../user/settings.ts';
import { invalidCode } from './errors.ts';
import { spendRecoveryCode } from './recovery-codes.ts';
import type { AdminTwoFactorTable } from './tables.ts';
import { stepOf } from './totp.ts';

export type Factor = Selectable<AdminTwoFactorTable>;

/** Where a secret belongs: it cannot be decrypted for another user. */
export const secretContext = (userId: number): string => `admin_two_factor.secret:${userId}`;

export const factorOf = (db: Db, userId: number): Promise<Factor | undefined> =>
  db.query.selectFrom('admin_two_factor').selectAll().where('user_id', '=', userId).executeTakeFirst();

/** Whether an admin user has a second factor that holds. */
export const hasSecondFactor = async (db: Db, userId: number): Promise<boolean> =>
  ((await factorOf(db, userId))?.confirmed_at ?? null) !== null;

/** Wrong codes are counted for themselves: whoever knows the password cannot take their number back to zero. */
export const codeAttempts = (call: Call, username: string): AttemptRule => ({
  kind: 'admin-otp',
  name: username,
  maxFailures: call.settings.get(lockoutFailures),
  lockSeconds: call.settings.get(lockoutThreshold) * 60,
});

/**
 * Uses a code of the authenticator app up. A step counts once, so that a code that somebody has overheard is worth
 * nothing (RFC 6238 section 5.2).
 */
export async function spendCode(call: Call, factor: Factor, code: string): Promise<boolean> {
  const secret = Buffer.from(decryptSecret(call.ports.keys, factor.secret, secretContext(factor.user_id)), 'base64');
  const step = stepOf(secret, code.replace(/\s/g, ''), epochSeconds(call.now()));
  if (step === null) return false;
  const { numUpdatedRows } = await call.db.query
    .updateTable('admin_two_factor')
    .set({ last_step: step })
    .where('user_id', '=', factor.user_id)
    .where('last_step', '<', step)
    .executeTakeFirst();
  return numUpdatedRows > 0n;
}

/**
 * Asks an admin user, whose password was right, for the second factor where there is one. A recovery code will do.
 * @throws WebapiError `field_required` (`otp`) without a code, `two_factor_code_invalid` for a wrong one
 */
export async function requireSecondFactor(call: Call, account: AdminAccount, code: string): Promise<void> {
  const factor = await factorOf(call.db, account.id);
  if (factor === undefined || factor.confirmed_at === null) return;
  if (code.trim() === '') throw fieldRequired({ fieldName: 'otp' });
  const isRight = await attempt(call, codeAttempts(call, account.username), async () =>
    (await spendCode(call, factor, code)) || (await spendRecoveryCode(call.db, account.id, code)) ? true : null,
  );
  if (isRight === null) throw invalidCode();
}
