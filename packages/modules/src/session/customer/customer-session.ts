import { type Call, type CallerContext, cookie, type HttpRequest, USER_TYPE } from '@tessera/webapi';
import { authenticateCustomer, type CustomerCredentials } from '../../customer/services/authentication.ts';
import { inTurn } from '../../security/in-turn.ts';
import { endSession, findSession, openSession, type Session } from '../../security/sessions.ts';
import { customerCaller } from '../../token/customers.ts';
import { dropCookie, setCookie } from '../cookies.ts';
import { cookieLifetime } from '../settings.ts';

export const CUSTOMER_COOKIE = 'PHPSESSID';

/** The living session of a request's cookie, null where there is none. */
export async function customerSession(request: HttpRequest, call: Call): Promise<Session | null> {
  const token = cookie(request, CUSTOMER_COOKIE);
  return token === null ? null : findSession(call, USER_TYPE.customer, token, call.settings.get(cookieLifetime));
}

/**
 * Sessions of customers who signed in at the storefront. The cookie counts only with exactly
 * `X-Requested-With: XMLHttpRequest`, which other sites cannot send (behaviour E1, recorded).
 */
export const customerSessionContext: CallerContext = {
  name: 'customer session',
  order: { rest: 20 },
  identify: async (request, call) => {
    if (request.headers['x-requested-with'] !== 'XMLHttpRequest') return null;
    const session = await customerSession(request, call);
    return session === null ? null : ((await customerCaller(call, session.user_id, 'session'))?.caller ?? null);
  },
};

/**
 * Signs a customer in at the website of the call. A session that the browser has already is ended: the id is always new.
 * @returns the customer and the `Set-Cookie` header, null for a wrong address or password
 */
export async function signIn(
  request: HttpRequest,
  call: Call,
  email: string,
  password: string,
): Promise<{ customer: CustomerCredentials; setCookie: string } | null> {
  const { websiteId } = call.store;
  const customer = await inTurn(`customer-session ${email.toLowerCase()}`, () =>
    authenticateCustomer(call, { email, password, websiteId }),
  );
  if (customer === null) return null;
  const before = await customerSession(request, call);
  if (before !== null) await endSession(call.db, USER_TYPE.customer, before.user_id, before.id);
  const { token } = await openSession(call, { userType: USER_TYPE.customer, userId: customer.id, csrf: false });
  return { customer, setCookie: setCookie(call, CUSTOMER_COOKIE, token, 'Lax') };
}

/** Signs out. @returns the `Set-Cookie` header */
export async function signOut(request: HttpRequest, call: Call): Promise<string> {
  const session = await customerSession(request, call);
  if (session !== null) await endSession(call.db, USER_TYPE.customer, session.user_id, session.id);
  return dropCookie(call, CUSTOMER_COOKIE, 'Lax');
}
