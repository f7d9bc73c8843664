import { type Db, epochSeconds, statement } from '@tessera/database';
import type { Call } from '@tessera/webapi';
import { verifyPassword } from '../../encryption/password-hash.ts';
import { countForNobody } from '../../security/attempts.ts';
import { storesOf } from '../../store/stores.ts';
import { emailIs } from '../email-match.ts';
import { afterFailure, isLocked, type LockPolicy, type LockState, UNLOCKED } from '../rules/account-lock.ts';
import { accountSharing, confirmationRequired, lockoutFailures, lockoutMinutes } from '../settings.ts';

/** A customer who has proved to be one, with what a `CustomerCaller` needs. */
export interface CustomerCredentials {
  readonly id: number;
  readonly websiteId: number;
  readonly storeId: number;
  readonly groupId: number;
  /** As it was given at the registration. */
  readonly email: string;
}

export interface SignIn {
  /** Letter case does not count. */
  readonly email: string;
  readonly password: string;
  /** Website at which the customer signs in; 0 (the admin scope) stands for the default website. */
  readonly websiteId: number;
}

const accountByEmail = statement<{ email: string }>()((db, slot) =>
  db
    .selectFrom('customer')
    .select(['id', 'website_id', 'store_id', 'group_id', 'email', 'confirmation', 'password_hash'])
    .select(['failures', 'first_failure_at', 'locked_until'])
    .where(emailIs(slot('email')))
    .orderBy('id'),
);
const credentials = (row: {
  id: number;
  website_id: number;
  store_id: number;
  group_id: number;
  email: string;
}): CustomerCredentials => ({
  id: row.id,
  websiteId: row.website_id,
  storeId: row.store_id,
  groupId: row.group_id,
  email: row.email,
});

const lockPolicy = (call: Call): LockPolicy => ({
  failures: call.settings.get(lockoutFailures),
  seconds: call.settings.get(lockoutMinutes) * 60,
});

const writeLock = (db: Db, id: number, state: LockState): Promise<unknown> =>
  db.query.updateTable('customer').set(state).where('id', '=', id).execute();

async function countFailure(call: Call, db: Db, id: number, now: number): Promise<void> {
  const current = await db.query
    .selectFrom('customer')
    .select(['failures', 'first_failure_at', 'locked_until'])
    .where('id', '=', id)
    .executeTakeFirst();
  if (current !== undefined) await writeLock(db, id, afterFailure(current, lockPolicy(call), now));
}

/**
 * Compares a password with a stored hash and keeps the account's count of failures. A failure takes the same time
 * whether there is an account or not, and whether it is locked: one comparison and one small transaction, so that the
 * time does not tell who has an account. Must not run inside a transaction: the comparison is slow on purpose.
 * @param account null where there is no such account
 */
export async function checkPassword(
  call: Call,
  account: ({ id: number; password_hash: string | null } & LockState) | null,
  password: string,
): Promise<'good' | 'wrong' | 'locked'> {
  const fits = await verifyPassword(account?.password_hash ?? '', password);
  const now = epochSeconds(call.now());
  if (account === null || isLocked(account, now)) {
    await call.db.transaction((db) => countForNobody(db, now));
    return account === null ? 'wrong' : 'locked';
  }
  if (fits) {
    if (account.failures > 0) await writeLock(call.db, account.id, UNLOCKED);
    return 'good';
  }
  await call.db.transaction((db) => countFailure(call, db, account.id, now));
  return 'wrong';
}

/**
 * Checks an e-mail address and a password. Every failure answers null: unknown address, wrong password, locked
 * account, unconfirmed account, account without a password.
 */
export async function authenticateCustomer(call: Call, signIn: SignIn): Promise<CustomerCredentials | null> {
  const { defaultStore, byId } = storesOf(call);
  const websiteId = signIn.websiteId === 0 ? defaultStore.websiteId : signIn.websiteId;
  const accounts = await call.db.run(accountByEmail, { email: signIn.email });
  const shared = call.settings.get(accountSharing) === 0;
  const account = accounts.find((row) => row.website_id === websiteId) ?? (shared ? accounts[0] : undefined) ?? null;
  const verdict = await checkPassword(call, account, signIn.password);
  if (verdict !== 'good' || account === null) return null;
  const home = byId.get(account.store_id) ?? call.store;
  if (account.confirmation !== null && call.settings.at(home).get(confirmationRequired)) return null;
  return credentials(account);
}
