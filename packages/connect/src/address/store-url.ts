import { isIP } from 'node:net';
import { isPublicAddress } from './public-address.ts';

/** Which stores an application is willing to talk to. */
export interface AddressPolicy {
  /** For development: http and addresses of the own network are taken too. */
  readonly allowPrivate?: boolean;
  /** The application's own word on a store, asked when all else is well. */
  readonly allowStore?: (storeUrl: URL) => boolean | Promise<boolean>;
}

const MAXIMUM_LENGTH = 255;

/**
 * Reads the address of a store and holds it against the policy, as far as that needs no look-up: names are resolved
 * and checked when they are connected to.
 *
 * @param text `store_base_url` as a store sends it
 * @returns the address with a slash at its end, or null when it is none or not allowed
 */
export async function readStoreUrl(text: string, policy: AddressPolicy): Promise<string | null> {
  const url = parseStoreUrl(text, policy.allowPrivate === true);
  if (url === null || (policy.allowStore !== undefined && !(await policy.allowStore(url)))) return null;
  return url.href;
}

/** The address of a store, with a slash at its end: https and of a public host, unless private ones are allowed. */
export function parseStoreUrl(text: string, allowPrivate: boolean): URL | null {
  const url = text.length <= MAXIMUM_LENGTH && !/[\s\\]/.test(text) ? URL.parse(text) : null;
  if (url === null || url.username !== '' || url.password !== '' || url.search !== '' || url.hash !== '') return null;
  if (url.protocol !== 'https:' && !(url.protocol === 'http:' && allowPrivate)) return null;
  if (!allowPrivate && !isPublicName(url.hostname)) return null;
  if (!url.pathname.endsWith('/')) url.pathname += '/';
  return url;
}

function isPublicName(hostname: string): boolean {
  const host = hostname.replace(/^\[|\]$/g, '');
  if (isIP(host) !== 0) return isPublicAddress(host);
  return host.includes('.') && !/\.(?:localhost|local|internal|lan|home\.arpa|test|invalid)\.?$/i.test(host);
}

/** Whether an address is the store's own: of the same scheme, host and port. */
export function isSameOrigin(storeUrl: URL, address: URL): boolean {
  return storeUrl.origin === address.origin;
}
