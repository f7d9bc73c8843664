import { timingSafeEqual } from 'node:crypto';
import type { HttpRequest } from '@tessera/webapi';

/**
 * Whether nothing says that another site caused the request: browsers send `Sec-Fetch-Site` and, with everything but
 * GET, `Origin`; other clients send neither. Only the host of the origin is compared, since behind a TLS terminator
 * that is not configured as trusted the scheme is not known.
 */
export function isSameOrigin({ headers, host }: Pick<HttpRequest, 'headers' | 'host'>): boolean {
  const site = headers['sec-fetch-site'];
  if (site !== undefined && site !== 'same-origin' && site !== 'none') return false;
  const origin = headers['origin'];
  if (origin === undefined) return true;
  const [, originHost = ''] = /^https?:\/\/([^/]+)$/i.exec(origin) ?? [];
  return originHost.toLowerCase() === host.toLowerCase();
}

/** Compares two secrets in a time that does not depend on where they differ. */
export function isSameSecret(given: string | null | undefined, expected: string | null): boolean {
  if (!given || !expected) return false;
  const [a, b] = [Buffer.from(given), Buffer.from(expected)];
  return a.length === b.length && timingSafeEqual(a, b);
}
