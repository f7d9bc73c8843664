import { percentEncode } from '@tessera/oauth1';
import type { Criteria } from './criteria.ts';

export type QueryValue = string | number | boolean;

/** What is put into the address of a call. */
export interface AddressParts {
  /** Values of the `:name` variables of the route. */
  readonly path?: Readonly<Record<string, string | number>> | undefined;
  readonly query?: Readonly<Record<string, QueryValue | undefined>> | undefined;
  readonly criteria?: Criteria | undefined;
  /** Which fields are answered: `items[id,email],total_count`. */
  readonly fields?: string | undefined;
  /** Code of a store view, or `all`; without it the store's default view. */
  readonly storeView?: string | undefined;
}

/**
 * The URL of a call, in an encoding that both RFC 5849 and Magento sign alike wherever that is possible.
 *
 * @param prefix what stands before the route, for example `rest` or `rest/all/async/bulk`
 * @throws TypeError when a variable of the route has no value, or one that an address cannot carry, or when the route
 *   has a query of its own, which would get lost
 */
export function callAddress(storeUrl: string, route: string, parts: AddressParts, mode = ''): URL {
  const { path = {}, query = {}, criteria, fields, storeView } = parts;
  if (!/^\/[^?#]*$/.test(route))
    throw new TypeError(`${route}: a route begins with a slash, and its query is given as \`query\` or \`criteria\`.`);
  const segments = route.split('/').map((segment) => {
    if (!segment.startsWith(':')) return segment;
    const value = String(path[segment.slice(1)] ?? '');
    if (/^\.{0,2}$/.test(value)) throw new TypeError(`${route}: ${segment} cannot be '${value}'.`);
    return percentEncode(value);
  });
  const pairs: (readonly [string, string])[] = [...(criteria?.toQuery() ?? [])];
  for (const [name, value] of Object.entries(query)) if (value !== undefined) pairs.push([name, String(value)]);
  if (fields !== undefined) pairs.push(['fields', fields]);
  const view = storeView === undefined ? '' : `/${percentEncode(storeView)}`;
  const url = new URL(`rest${view}${mode}${segments.join('/')}`, storeUrl);
  url.search = pairs.map(([name, value]) => `${percentEncode(name)}=${percentEncode(value)}`).join('&');
  return url;
}
