import type { Db } from '@tessera/database';
import { type Call, invalidFieldValue, noSuchEntity, problem, USER_TYPE } from '@tessera/webapi';
import { hashPassword } from '../../encryption/password-hash.ts';
import { endSessions } from '../../security/sessions.ts';
import { existingIdByEmail } from '../customers.ts';
import { isRowId } from '../rows.ts';
import { UNLOCKED } from '../rules/account-lock.ts';
import { resetLinkHours } from '../settings.ts';
import { checkPassword } from './authentication.ts';
import { sendPasswordChanged, sendResetToken } from './notifications.ts';
import { checkNewPassword } from './registration.ts';
import { admitResetMail } from './reset-mails.ts';
import { hashOfToken, newToken, resetTokenMismatched, resetTokenProblem, storedToken } from './reset-token.ts';

export const passwordMismatch = problem(
  'password_mismatch',
  401,
  "The password doesn't match this account. Verify the password and try again.",
  'A customer who changes the password gives a wrong current one.',
);
export const accountLocked = problem(
  'account_locked',
  401,
  'The account is locked.',
  'Too many wrong passwords were given for the account.',
);
export const templateUnknown = problem(
  'password_template_unknown',
  400,
  'Invalid value of "%value" provided for the %fieldName field. Possible values: %template1 or %template2.',
  'A password reset names a mail that does not exist.',
);

const ACCOUNT = ['id', 'email', 'firstname', 'lastname', 'store_id', 'reset_token_hash', 'reset_token_at'] as const;

/** @throws no_such_entity */
async function existingAccount(db: Db, id: number) {
  const accounts = db.query.selectFrom('customer').select(ACCOUNT);
  const row = isRowId(id) ? await accounts.where('id', '=', id).executeTakeFirst() : undefined;
  if (row === undefined) throw noSuchEntity({ fieldName: 'customerId', fieldValue: id });
  return row;
}

/** Stores a new password: it unlocks the account, uses up reset tokens and ends sessions. Bearer tokens go on (observed). */
async function setPassword(db: Db, id: number, password_hash: string, tokenHash?: string): Promise<boolean> {
  const values = { password_hash, ...UNLOCKED, reset_token_hash: null, reset_token_at: null };
  const account = db.query.updateTable('customer').set(values).where('id', '=', id);
  const onlyOnce = tokenHash === undefined ? account : account.where('reset_token_hash', '=', tokenHash);
  const { numUpdatedRows } = await onlyOnce.executeTakeFirst();
  await endSessions(db, USER_TYPE.customer, id);
  return numUpdatedRows > 0n;
}

/** @throws password_mismatch, account_locked, and what the password policy says */
export async function changePassword(call: Call, id: number, current: string, wanted: string): Promise<void> {
  const account = await existingAccount(call.db, id);
  const verdict = await checkPassword(call, id, current);
  if (verdict === 'locked') throw accountLocked();
  if (verdict === 'wrong') throw passwordMismatch();
  checkNewPassword(call, wanted, account.email);
  const hash = await hashPassword(wanted);
  await call.db.transaction(async (db) => {
    await setPassword(db, id, hash);
    await sendPasswordChanged(call, db, account);
  });
}

const TEMPLATES = ['email_reminder', 'email_reset'] as const;

/** Mails a token with which the password can be set anew. @throws no_such_entity_two_fields, password_template_unknown */
export async function initiatePasswordReset(
  call: Call,
  email: string,
  template: string,
  websiteId: number | undefined,
): Promise<void> {
  const id = await existingIdByEmail(call, email, websiteId);
  const [template1, template2] = TEMPLATES;
  if (template !== template1 && template !== template2)
    throw templateUnknown({ value: template, fieldName: 'template', template1, template2 });
  const token = newToken();
  await call.db.transaction(async (db) => {
    const account = await existingAccount(db, id);
    await admitResetMail(call, db, account.email);
    await db.query.updateTable('customer').set(storedToken(call, token)).where('id', '=', id).execute();
    await sendResetToken(call, db, account, token, call.settings.get(resetLinkHours));
  });
}

/** @throws no_such_entity, password_token_mismatched, password_token_expired */
export async function checkResetToken(call: Call, id: number, token: string): Promise<void> {
  if (id <= 0) throw invalidFieldValue({ value: id, fieldName: 'customerId' });
  const found = resetTokenProblem(call, await existingAccount(call.db, id), token);
  if (found !== null) throw found;
}

/** Sets a password with the token that was mailed; the token is used up. */
export async function resetPassword(call: Call, email: string, token: string, wanted: string): Promise<void> {
  const id = await existingIdByEmail(call, email);
  await checkResetToken(call, id, token);
  checkNewPassword(call, wanted, email);
  const hash = await hashPassword(wanted);
  await call.db.transaction(async (db) => {
    if (!(await setPassword(db, id, hash, hashOfToken(token)))) throw resetTokenMismatched();
    await sendPasswordChanged(call, db, await existingAccount(db, id));
  });
}
