import type { Call } from '@tessera/webapi';
import { baseUrl, secureBaseUrl } from '../../store/settings.ts';
import { baseUrlUnknown } from '../errors.ts';

/** Path, below the base URL, of the page that the third party sends the merchant back to. */
export const SUCCESS_PATH = '/admin/integration/loginSuccessCallback';

const withSlash = (url: string): string => (url.endsWith('/') ? url : `${url}/`);

/**
 * The address of the store that the third party is told: the one that is set, else the one under which the request
 * came in.
 * @throws WebapiError `integration_base_url_unknown` where a command line knows neither
 */
export function storeBaseUrl(call: Call): string {
  const url = call.settings.get(secureBaseUrl) || call.settings.get(baseUrl) || call.baseUrl;
  if (url === '') throw baseUrlUnknown();
  return withSlash(url);
}

/** Where the merchant's browser comes back to: under the address that it uses now. */
export const successCallback = (call: Call): string =>
  withSlash(call.baseUrl || storeBaseUrl(call)) + SUCCESS_PATH.slice(1);
