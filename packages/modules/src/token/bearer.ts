import type { HttpRequest } from '@tessera/webapi';

/**
 * The token of an `Authorization: Bearer …` header: the scheme in any letter case, exactly one space and one word (A5).
 * null for everything else.
 */
export function bearerToken(request: Pick<HttpRequest, 'headers'>): string | null {
  const header = request.headers['authorization'];
  if (header === undefined || header.length < 8) return null;
  const pieces = header.split(' ', 3);
  const [scheme = '', token = ''] = pieces;
  return pieces.length === 2 && token !== '' && scheme.toLowerCase() === 'bearer' ? token : null;
}
