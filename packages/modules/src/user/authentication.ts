import { dateTime, statement } from '@tessera/database';
import type { Call } from '@tessera/webapi';
import { verifyPassword } from '../encryption/password-hash.ts';
import { type AttemptRule, isLocked } from '../security/attempts.ts';
import type { AdminAccount } from './services/accounts.ts';
import { lockoutFailures, lockoutThreshold } from './settings.ts';

const accountByName = statement<{ key: string }>()((db, slot) =>
  db.selectFrom('admin_user').selectAll().where('username_key', '=', slot('key')),
);

/**
 * How often an admin user may give a wrong password at the sign-in of a session, and at identity checks inside one.
 * They are counted apart: whoever guesses from outside cannot end the sessions of those who are signed in.
 */
export const passwordAttempts = (
  call: Call,
  kind: 'admin-session' | 'admin-identity',
  username: string,
): AttemptRule => ({
  kind,
  name: username,
  maxFailures: call.settings.get(lockoutFailures),
  lockSeconds: call.settings.get(lockoutThreshold) * 60,
});

/**
 * The active admin user with this name (letter case aside) and password, null otherwise. Takes as long for a name that
 * does not exist. Counts nothing: callers do, each by its own rule.
 * @param locks a name that is locked by one of these rules is refused as well
 */
export async function authenticateAdmin(
  call: Call,
  username: string,
  password: string,
  locks: readonly AttemptRule[],
): Promise<AdminAccount | null> {
  const [account] = await call.db.run(accountByName, { key: username.toLowerCase() });
  const fits = await verifyPassword(account?.password_hash ?? '', password);
  if (account === undefined || !fits || account.is_active !== 1) return null;
  for (const lock of locks) if (await isLocked(call, lock)) return null;
  return account;
}

/** Remembers when an admin user has last signed in. */
export async function recordSignIn(call: Call, id: number): Promise<void> {
  await call.db.query
    .updateTable('admin_user')
    .set({ signed_in_at: dateTime(call.now()) })
    .where('id', '=', id)
    .execute();
}
