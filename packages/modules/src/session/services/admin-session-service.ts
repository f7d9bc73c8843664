import { dateTime, epochSeconds } from '@tessera/database';
import { type AdminCaller, ALL_RESOURCES, type Call, implement, noSuchEntity, USER_TYPE } from '@tessera/webapi';
import { grantsOfRole } from '../../authorization/grants.ts';
import { attempt } from '../../security/attempts.ts';
import { endAccess } from '../../security/revocations.ts';
import { endSession, openSession, type Session } from '../../security/sessions.ts';
import { morePermissionsNeeded, signInIncorrect } from '../../token/errors.ts';
import { requireCredentials } from '../../token/services/admin-token-service.ts';
import { requireSecondFactor } from '../../two-factor-auth/second-factor.ts';
import { authenticateAdmin, passwordAttempts, recordSignIn } from '../../user/authentication.ts';
import { type AdminAccount, accountById, changeOwnPassword } from '../../user/services/accounts.ts';
import { ADMIN_COOKIE } from '../admin/admin-session-context.ts';
import { CONFIRMATION, checkCurrentPassword, isConfirmed } from '../admin/identity.ts';
import { AdminSessionService } from '../contract/admin-session.ts';
import { dropCookie, setCookie } from '../cookies.ts';
import { sessionRequired } from '../errors.ts';
import { adminSessionLifetime } from '../settings.ts';

function shown(call: Call, session: Pick<Session, 'csrf_token' | 'confirmed_at'>, account: AdminAccount) {
  const { id, username, email, firstname, lastname, role_id } = account;
  const grants = grantsOfRole(call, role_id);
  const confirmedAt = session.confirmed_at ?? undefined;
  return {
    csrf_token: session.csrf_token,
    user: {
      ...{ id, username, email, firstname, lastname, role_id },
      all_resources: grants.all,
      resources: grants.all ? [ALL_RESOURCES] : [...grants.resources].sort(),
    },
    idle_lifetime: call.settings.get(adminSessionLifetime),
    ...(confirmedAt !== undefined && isConfirmed(confirmedAt, epochSeconds(call.now()))
      ? { confirmed_until: dateTime((confirmedAt + CONFIRMATION) * 1000) }
      : {}),
  };
}

/** The admin user who calls; tokens are fine where no session is needed. */
function callingAdmin({ caller }: Call): AdminCaller {
  if (caller.kind !== 'admin') throw sessionRequired();
  return caller;
}

/** The session over which the call came in. */
async function currentSession(call: Call): Promise<{ caller: AdminCaller; session: Session }> {
  const caller = callingAdmin(call);
  const session =
    caller.sessionId === undefined
      ? undefined
      : await call.db.query
          .selectFrom('session')
          .selectAll()
          .where('id', '=', Number(caller.sessionId))
          .executeTakeFirst();
  if (session === undefined) throw sessionRequired();
  return { caller, session };
}

const forgetCookie = (call: Call): void => {
  call.responseHeaders['set-cookie'] = dropCookie(call, ADMIN_COOKIE, 'Strict');
};

async function open(call: Call, username: string, password: string, otp: string) {
  requireCredentials({ username, password });
  const account = await attempt(call, passwordAttempts(call, 'admin-session', username), () =>
    authenticateAdmin(call, username, password, [passwordAttempts(call, 'admin-identity', username)]),
  );
  if (account === null) throw signInIncorrect();
  if (account.role_id === null) throw morePermissionsNeeded();
  await requireSecondFactor(call, account, otp);
  const { token, session } = await openSession(call, {
    userType: USER_TYPE.admin,
    userId: account.id,
    csrf: true,
  });
  await recordSignIn(call, account.id);
  call.responseHeaders['set-cookie'] = setCookie(call, ADMIN_COOKIE, token, 'Strict');
  return shown(call, session, account);
}

async function confirm(call: Call, password: string) {
  const { caller, session } = await currentSession(call);
  await checkCurrentPassword(call, caller, password);
  const confirmed_at = epochSeconds(call.now());
  await call.db.query.updateTable('session').set({ confirmed_at }).where('id', '=', session.id).execute();
  return shown(call, { ...session, confirmed_at }, await accountById(call.db, caller.id));
}

async function changePassword(call: Call, currentPassword: string, password: string): Promise<boolean> {
  const caller = callingAdmin(call);
  await checkCurrentPassword(call, caller, currentPassword);
  await changeOwnPassword(call, caller, password);
  return true;
}

async function places(call: Call) {
  const caller = callingAdmin(call);
  const rows = await call.db.query
    .selectFrom('session')
    .selectAll()
    .where('user_type', '=', USER_TYPE.admin)
    .where('user_id', '=', caller.id)
    .where('used_at', '>', epochSeconds(call.now()) - call.settings.get(adminSessionLifetime))
    .orderBy('used_at', 'desc')
    .orderBy('id', 'desc')
    .execute();
  return rows.map(({ id, created_at, used_at, remote_address, user_agent }) => ({
    id,
    created_at: dateTime(created_at * 1000),
    used_at: dateTime(used_at * 1000),
    remote_address,
    user_agent,
    current: caller.sessionId === String(id),
  }));
}

/** Sessions of admin users. */
export const adminSessionService = implement(AdminSessionService, {
  open: ({ username, password, otp }, call) => open(call, username, password, otp ?? ''),
  get: async (_, call) => {
    const { caller, session } = await currentSession(call);
    return shown(call, session, await accountById(call.db, caller.id));
  },
  close: async (_, call) => {
    const { caller, session } = await currentSession(call);
    await endSession(call.db, USER_TYPE.admin, caller.id, session.id);
    forgetCookie(call);
    return true;
  },
  confirm: ({ password }, call) => confirm(call, password),
  changePassword: ({ currentPassword, password }, call) => changePassword(call, currentPassword, password),
  getList: (_, call) => places(call),
  end: async ({ id }, call) => {
    const ended = await endSession(call.db, USER_TYPE.admin, callingAdmin(call).id, id);
    if (!ended) throw noSuchEntity({ fieldName: 'id', fieldValue: id });
    return true;
  },
  endAll: async (_, call) => {
    await endAccess(call.db, USER_TYPE.admin, callingAdmin(call).id, call.now());
    forgetCookie(call);
    return true;
  },
});
