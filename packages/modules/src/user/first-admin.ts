import { randomBytes } from 'node:crypto';
import { type Call, WebapiError } from '@tessera/webapi';
import { ADMINISTRATORS } from '../authorization/tables.ts';
import { usernameTaken } from './errors.ts';
import { createAdminUser } from './services/accounts.ts';

export interface FirstAdmin {
  readonly username: string;
  /** To be shown once; null where the password was given and so is known. */
  readonly generatedPassword: string | null;
}

const WORD_BYTES = 15;

function generatePassword(): string {
  let password = '';
  while (!/[a-z]/i.test(password) || !/\d/.test(password)) password = randomBytes(WORD_BYTES).toString('base64url');
  return password;
}

/**
 * Creates the first admin user, with all resources, where there is none yet.
 * @param wanted user name (`admin` without one) and password (a random one without one)
 * @returns the user, null where somebody is there already
 * @throws WebapiError for a password that the policy refuses
 */
export async function ensureFirstAdmin(
  call: Call,
  wanted: { readonly username?: string | undefined; readonly password?: string | undefined },
): Promise<FirstAdmin | null> {
  const somebody = await call.db.query.selectFrom('admin_user').select('id').limit(1).executeTakeFirst();
  if (somebody !== undefined) return null;
  const username = wanted.username || 'admin';
  const generatedPassword = wanted.password ? null : generatePassword();
  try {
    await createAdminUser(call, {
      username,
      password: wanted.password || generatedPassword,
      email: `${username.toLowerCase().replace(/[^a-z0-9._-]+/g, '-')}@localhost`,
      firstname: 'First',
      lastname: 'Administrator',
      role_id: ADMINISTRATORS,
    });
  } catch (error) {
    // Another process that starts at the same time was faster.
    if (error instanceof WebapiError && error.code === usernameTaken.code) return null;
    throw error;
  }
  return { username, generatedPassword };
}
