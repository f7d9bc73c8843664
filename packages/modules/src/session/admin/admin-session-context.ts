import { type CallerContext, cookie, USER_TYPE } from '@tessera/webapi';
import { findSession } from '../../security/sessions.ts';
import { adminCaller } from '../../user/admins.ts';
import { isSameOrigin, isSameSecret } from '../same-origin.ts';
import { adminSessionLifetime } from '../settings.ts';

export const ADMIN_COOKIE = 'tessera_admin';

/**
 * Sessions of admin users. The cookie counts only together with the session's token in `X-CSRF-Token`, which no other
 * site can know or send, for reading as for writing.
 */
export const adminSessionContext: CallerContext = {
  name: 'admin session',
  order: { rest: 30 },
  identify: async (request, call) => {
    const token = cookie(request, ADMIN_COOKIE);
    const csrf = request.headers['x-csrf-token'];
    if (token === null || csrf === undefined || !isSameOrigin(request)) return null;
    const session = await findSession(call, USER_TYPE.admin, token, call.settings.get(adminSessionLifetime));
    if (session === null || !isSameSecret(csrf, session.csrf_token)) return null;
    return adminCaller(call, session.user_id, {
      proof: 'session',
      sessionId: String(session.id),
      ...(session.confirmed_at === null ? {} : { confirmedAt: Number(session.confirmed_at) }),
    });
  },
};
