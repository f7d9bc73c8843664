import { type Call, implement, missingFields } from '@tessera/webapi';
import { type AttemptRule, attempt } from '../../security/attempts.ts';
import { useProvider } from '../../two-factor-auth/errors.ts';
import { hasSecondFactor, requireSecondFactor } from '../../two-factor-auth/second-factor.ts';
import { authenticateAdmin, passwordAttempts, recordSignIn } from '../../user/authentication.ts';
import type { AdminAccount } from '../../user/services/accounts.ts';
import { AdminTokenService, GoogleAuthenticate } from '../contract/token-services.ts';
import { morePermissionsNeeded, signInIncorrect } from '../errors.ts';
import { issueToken } from '../issue.ts';
import { lockTimeout, maxFailures } from '../settings.ts';

/** Counted by user name and kind of user, whether the name exists or not (B17, B18). */
export const tokenAttempts = (call: Call, kind: 'admin-token' | 'customer-token', name: string): AttemptRule => ({
  kind,
  name,
  maxFailures: call.settings.get(maxFailures),
  lockSeconds: call.settings.get(lockTimeout),
});

/** Empty credentials are missing ones (B5). @throws WebapiError naming those that are empty */
export function requireCredentials(credentials: Readonly<Record<'username' | 'password', string>>): void {
  const empty = (['username', 'password'] as const).filter((name) => credentials[name] === '');
  if (empty.length > 0) throw missingFields(empty);
}

/** The admin user who proved the password. @throws WebapiError `sign_in_incorrect`, `more_permissions_needed` */
async function signedInAdmin(call: Call, username: string, password: string): Promise<AdminAccount> {
  requireCredentials({ username, password });
  const admin = await attempt(call, tokenAttempts(call, 'admin-token', username), () =>
    authenticateAdmin(call, username, password, [
      passwordAttempts(call, 'admin-session', username),
      passwordAttempts(call, 'admin-identity', username),
    ]),
  );
  if (admin === null) throw signInIncorrect();
  if (admin.role_id === null) throw morePermissionsNeeded();
  return admin;
}

async function issueTo(call: Call, admin: AdminAccount): Promise<string> {
  await recordSignIn(call, admin.id);
  return issueToken(call, 'admin', admin.id);
}

export const adminTokenService = implement(AdminTokenService, {
  createAdminAccessToken: async ({ username, password }, call) => {
    const admin = await signedInAdmin(call, username, password);
    if (await hasSecondFactor(call.db, admin.id)) throw useProvider({ active_providers: ['google'] });
    return issueTo(call, admin);
  },
});

/** The same with the code of an authenticator app; who has none set up needs none (behaviour B22). */
export const googleAuthenticate = implement(GoogleAuthenticate, {
  createAdminAccessToken: async ({ username, password, otp }, call) => {
    const admin = await signedInAdmin(call, username, password);
    await requireSecondFactor(call, admin, otp);
    return issueTo(call, admin);
  },
});
