import { type Db, epochSeconds, rowsToChange, statement } from '@tessera/database';
import type { Call } from '@tessera/webapi';
import { verifyPassword } from '../../encryption/password-hash.ts';
import { countForNobody } from '../../security/attempts.ts';
import { inTurn } from '../../security/in-turn.ts';
import { storesOf } from '../../store/stores.ts';
import { emailIs, spelledFirst } from '../email-match.ts';
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

const accountByEmail = statement<{ email: string }>()((db, slot, dialect) =>
  db
    .selectFrom('customer')
    .select(['id', 'website_id', 'store_id', 'group_id', 'email', 'confirmation'])
    .where(emailIs(slot('email'), dialect))
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

/** The password hash of an account that may be tried, `locked`, or null where there is no such account (any more). */
type Admission = { readonly hash: string | null } | 'locked' | null;

/**
 * Counts an attempt as a failure before the password is looked at, so that attempts at the same time cannot exceed the
 * limit together. An account that is locked, or none, costs as much and is not told apart by the time.
 */
const admit = (call: Call, id: number | null): Promise<Admission> =>
  call.db.transaction(async (db) => {
    const now = epochSeconds(call.now());
    const accounts = db.query
      .selectFrom('customer')
      .select(['password_hash', 'failures', 'first_failure_at', 'locked_until']);
    const account = id === null ? undefined : await rowsToChange(db, accounts.where('id', '=', id)).executeTakeFirst();
    if (id === null || account === undefined || isLocked(account, now)) {
      await countForNobody(db, now);
      return account === undefined ? null : 'locked';
    }
    await writeLock(db, id, afterFailure(account, lockPolicy(call), now));
    return { hash: account.password_hash };
  });

const writeLock = (db: Db, id: number, state: LockState): Promise<unknown> =>
  db.query.updateTable('customer').set(state).where('id', '=', id).execute();

async function tryPassword(call: Call, id: number | null, password: string): Promise<'good' | 'wrong' | 'locked'> {
  const admission = await admit(call, id);
  const hash = admission === null || admission === 'locked' ? null : admission.hash;
  const fits = await verifyPassword(hash ?? '', password);
  if (admission === 'locked') return 'locked';
  if (id === null || !fits) return 'wrong';
  await writeLock(call.db, id, UNLOCKED);
  return 'good';
}

/**
 * Compares a password with that of an account and keeps the account's count of failures. A failure takes the same time
 * whether there is an account or not, and whether it is locked: one small transaction and one comparison, so that the
 * time does not tell who has an account. One after the other for one account, so that the right password sent several
 * times at once is not taken for a series of failures. Must not run inside a transaction: the comparison is slow on
 * purpose.
 * @param id null where there is no such account
 */
export const checkPassword = (call: Call, id: number | null, password: string): Promise<'good' | 'wrong' | 'locked'> =>
  id === null
    ? tryPassword(call, id, password)
    : inTurn(`customer-password ${id}`, () => tryPassword(call, id, password));

/**
 * Checks an e-mail address and a password. Every failure answers null: unknown address, wrong password, locked
 * account, unconfirmed account, account without a password.
 */
export async function authenticateCustomer(call: Call, signIn: SignIn): Promise<CustomerCredentials | null> {
  const { defaultStore, byId } = storesOf(call);
  const websiteId = signIn.websiteId === 0 ? defaultStore.websiteId : signIn.websiteId;
  const accounts = spelledFirst(await call.db.run(accountByEmail, { email: signIn.email }), signIn.email);
  const shared = call.settings.get(accountSharing) === 0;
  const account = accounts.find((row) => row.website_id === websiteId) ?? (shared ? accounts[0] : undefined) ?? null;
  const verdict = await checkPassword(call, account?.id ?? null, signIn.password);
  if (verdict !== 'good' || account === null) return null;
  const home = byId.get(account.store_id) ?? call.store;
  if (account.confirmation !== null && call.settings.at(home).get(confirmationRequired)) return null;
  return credentials(account);
}
