import { type Db, dateTime } from '@tessera/database';
import { type AdminCaller, type Call, fieldRequired, type Input, noSuchEntity, USER_TYPE } from '@tessera/webapi';
import type { Selectable } from 'kysely';
import { requireHeld } from '../../authorization/delegation.ts';
import { grantsOfRole } from '../../authorization/grants.ts';
import { hashPassword } from '../../encryption/password-hash.ts';
import { endAccess, revokeTokens } from '../../security/revocations.ts';
import { endSessions } from '../../security/sessions.ts';
import { adminsSnapshot } from '../admins.ts';
import type { AdminUser } from '../contract/user-management.ts';
import { ownAccount, usernameTaken } from '../errors.ts';
import { checkEmail, checkText } from '../fields.ts';
import { keepingAnAdministrator } from '../last-administrator.ts';
import { checkAdminPassword } from '../password-policy.ts';
import type { AdminUserTable } from '../tables.ts';
import { unlockAdmin } from '../unlock.ts';

export type WantedUser = Input<typeof AdminUser>;
export type AdminAccount = Selectable<AdminUserTable>;

export async function accountById(db: Db, id: number): Promise<AdminAccount> {
  const row = await db.query.selectFrom('admin_user').selectAll().where('id', '=', id).executeTakeFirst();
  if (row === undefined) throw noSuchEntity({ fieldName: 'id', fieldValue: id });
  return row;
}

async function checkedHash(password: string): Promise<string> {
  checkAdminPassword(password);
  return hashPassword(password);
}

/** The columns of an account, from what is wanted and, where that says nothing, from the account as it is. */
function columnsOf(user: WantedUser, before: AdminAccount | null) {
  const username = checkText('username', user.username ?? before?.username, 40);
  const email = checkEmail('email', user.email ?? before?.email);
  const role_id = user.role_id ?? before?.role_id ?? null;
  if (role_id === null && before === null) throw fieldRequired({ fieldName: 'role_id' });
  return {
    username,
    username_key: username.toLowerCase(),
    email,
    email_key: email.toLowerCase(),
    firstname: checkText('firstname', user.firstname ?? before?.firstname, 32),
    lastname: checkText('lastname', user.lastname ?? before?.lastname, 32),
    role_id,
    is_active: (user.is_active ?? before?.is_active ?? 1) === 0 ? (0 as const) : (1 as const),
  };
}
type Columns = ReturnType<typeof columnsOf>;

async function checkReferences(db: Db, columns: Columns, id: number | null): Promise<void> {
  const others = await db.query
    .selectFrom('admin_user')
    .select('id')
    .where((eb) => eb.or([eb('username_key', '=', columns.username_key), eb('email_key', '=', columns.email_key)]))
    .execute();
  if (others.some((other) => other.id !== id)) throw usernameTaken();
  if (columns.role_id === null) return;
  const role = await db.query
    .selectFrom('admin_role')
    .select('id')
    .where('id', '=', columns.role_id)
    .executeTakeFirst();
  if (role === undefined) throw noSuchEntity({ fieldName: 'role_id', fieldValue: columns.role_id });
}

/** Whoever gives somebody a role, or takes somebody's place with a new password, has to hold what that role grants. */
const requireRole = (call: Call, roleId: number | null): void => requireHeld(call, grantsOfRole(call, roleId));

/**
 * Creates an admin user: for the route, the command line and the first start.
 * @param user `username`, `password`, `email`, `firstname`, `lastname` and `role_id` have to be there
 * @throws WebapiError for a missing or invalid field, a weak password, a taken name, an unknown role, or one that
 *   grants more than the caller holds
 */
export async function createAdminUser(call: Call, user: WantedUser): Promise<AdminAccount> {
  const columns = columnsOf(user, null);
  if (!user.password) throw fieldRequired({ fieldName: 'password' });
  const password_hash = await checkedHash(user.password);
  const now = dateTime(call.now());
  return keepingAnAdministrator(call.db, async (db) => {
    await checkReferences(db, columns, null);
    requireRole(call, columns.role_id);
    const row = await db.query
      .insertInto('admin_user')
      .values({ ...columns, password_hash, created_at: now, updated_at: now })
      .returningAll()
      .executeTakeFirstOrThrow();
    await db.touch(adminsSnapshot);
    return row;
  });
}

const isSelf = (call: Call, id: number): boolean => call.caller.kind === 'admin' && call.caller.id === id;

/**
 * Changes an admin user. Whoever is deactivated or gets another password is signed out everywhere; another password
 * ends a lock.
 * @throws WebapiError as `createAdminUser`, and for a user that deactivates itself or the last one with all resources
 */
export async function updateAdminUser(call: Call, id: number, user: WantedUser): Promise<AdminAccount> {
  const password_hash = user.password ? await checkedHash(user.password) : null;
  return keepingAnAdministrator(call.db, async (db) => {
    const before = await accountById(db, id);
    const columns = columnsOf(user, before);
    if (columns.is_active === 0 && isSelf(call, id)) throw ownAccount();
    await checkReferences(db, columns, id);
    if (password_hash !== null) requireRole(call, before.role_id);
    if (columns.role_id !== before.role_id) requireRole(call, columns.role_id);
    const row = await db.query
      .updateTable('admin_user')
      .set({ ...columns, ...(password_hash === null ? {} : { password_hash }), updated_at: dateTime(call.now()) })
      .where('id', '=', id)
      .returningAll()
      .executeTakeFirstOrThrow();
    if (row.is_active === 0 || password_hash !== null) await endAccess(db, USER_TYPE.admin, id, call.now());
    if (password_hash !== null) await unlockAdmin(db, row.username);
    await db.touch(adminsSnapshot);
    return row;
  });
}

/**
 * Gives the calling admin user another password and ends its tokens and its other sessions.
 * @throws WebapiError for a password that the policy refuses
 */
export async function changeOwnPassword(call: Call, caller: AdminCaller, password: string): Promise<void> {
  const password_hash = await checkedHash(password);
  const kept = caller.sessionId === undefined ? null : Number(caller.sessionId);
  await call.db.transaction(async (db) => {
    await db.query
      .updateTable('admin_user')
      .set({ password_hash, updated_at: dateTime(call.now()) })
      .where('id', '=', caller.id)
      .execute();
    await revokeTokens(db, USER_TYPE.admin, caller.id, call.now());
    await endSessions(db, USER_TYPE.admin, caller.id, kept);
  });
}

/** Deletes an admin user and ends its tokens and sessions. @throws WebapiError for oneself or the last administrator */
export async function deleteAdminUser(call: Call, id: number): Promise<void> {
  await keepingAnAdministrator(call.db, async (db) => {
    await accountById(db, id);
    if (isSelf(call, id)) throw ownAccount();
    await db.query.deleteFrom('admin_user').where('id', '=', id).execute();
    await endAccess(db, USER_TYPE.admin, id, call.now());
    await db.touch(adminsSnapshot);
  });
}
