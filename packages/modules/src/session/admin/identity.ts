import { epochSeconds } from '@tessera/database';
import { type AdminCaller, type Call, type Guard, USER_TYPE } from '@tessera/webapi';
import { attempt, isLocked } from '../../security/attempts.ts';
import { endSessions } from '../../security/sessions.ts';
import { authenticateAdmin, passwordAttempts } from '../../user/authentication.ts';
import { AdminSessionService } from '../contract/admin-session.ts';
import { accountLocked, foreignOrigin, identityNotConfirmed } from '../errors.ts';
import { isSameOrigin } from '../same-origin.ts';

/** Seconds for which a confirmed password is not asked for again. */
export const CONFIRMATION = 300;

/** Whether a session was confirmed shortly before. Moments in seconds. */
export const isConfirmed = (confirmedAt: number | undefined, now: number): boolean =>
  confirmedAt !== undefined && now >= confirmedAt && now - confirmedAt < CONFIRMATION;

/**
 * Checks the current password of an admin user. Too many wrong ones lock the account and end its sessions.
 * @throws WebapiError `identity_not_confirmed` or `session_account_locked`
 */
export async function checkCurrentPassword(call: Call, caller: AdminCaller, password: string): Promise<void> {
  const rule = passwordAttempts(call, 'admin-identity', caller.username);
  const account = await attempt(call, rule, () => authenticateAdmin(call, caller.username, password, []));
  if (account !== null) return;
  if (!(await isLocked(call, rule))) throw identityNotConfirmed();
  await endSessions(call.db, USER_TYPE.admin, caller.id);
  throw accountLocked();
}

/**
 * Refuses an operation that needs an identity check where it is called over a session that was not confirmed and
 * without the current password in `X-Current-Password`. Tokens and signatures need no check.
 */
export const requireIdentity: Guard = async (route, call, request) => {
  const { caller } = call;
  if (route.identityCheck !== true || caller.kind !== 'admin' || caller.proof !== 'session') return;
  if (isConfirmed(caller.confirmedAt, epochSeconds(call.now()))) return;
  const password = request?.headers['x-current-password'];
  if (!password) throw identityNotConfirmed();
  await checkCurrentPassword(call, caller, password);
};

/** Refuses to open or change a session where another site caused the request (sign-in included). */
export const requireSameOrigin: Guard = (route, _call, request) => {
  if (route.operation.service !== AdminSessionService.name || request === null) return;
  if (!isSameOrigin(request)) throw foreignOrigin();
};
