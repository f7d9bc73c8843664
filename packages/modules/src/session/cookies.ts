import type { Call } from '@tessera/webapi';

/** Path and security of a cookie follow from the address under which the client knows us. */
const attributes = (call: Pick<Call, 'baseUrl'>): string => {
  const { pathname, protocol } = new URL(call.baseUrl);
  return `Path=${pathname.replace(/(.)\/$/, '$1')}; HttpOnly${protocol === 'https:' ? '; Secure' : ''}`;
};

/** A `Set-Cookie` header for a cookie that lives as long as the browser's session. */
export const setCookie = (
  call: Pick<Call, 'baseUrl'>,
  name: string,
  value: string,
  sameSite: 'Lax' | 'Strict',
): string => `${name}=${value}; ${attributes(call)}; SameSite=${sameSite}`;

/** A `Set-Cookie` header that deletes a cookie. */
export const dropCookie = (call: Pick<Call, 'baseUrl'>, name: string, sameSite: 'Lax' | 'Strict'): string =>
  `${setCookie(call, name, 'deleted', sameSite)}; Max-Age=0`;
