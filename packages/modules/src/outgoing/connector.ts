import type { LookupAddress } from 'node:dns';
import { isIP } from 'node:net';
import { buildConnector } from 'undici';
import { ForbiddenAddress } from './failure.ts';
import type { Resolve } from './resolve.ts';

type Found = (error: Error | null, address: string | readonly LookupAddress[], family?: number) => void;

/**
 * Makes the connections of outgoing requests. An address is judged at the moment in which it is connected to, on the
 * very list that the connection then uses: a name that resolves to something else a second later gains nothing (DNS
 * rebinding). One forbidden address among several forbids them all.
 * @param isAllowed judges an IP address
 */
export function checkedConnector(
  resolve: Resolve,
  isAllowed: (address: string) => boolean,
  timeoutMilliseconds: number,
): buildConnector.connector {
  const checkedLookup = (hostname: string, options: { all?: boolean }, found: Found): void => {
    resolve(hostname).then(
      (addresses) => {
        const [first] = addresses;
        if (first === undefined) found(Object.assign(new Error('no address'), { code: 'ENOTFOUND' }), '');
        else if (!addresses.every(({ address }) => isAllowed(address))) found(new ForbiddenAddress(), '');
        else if (options.all === true) found(null, addresses);
        else found(null, first.address, first.family);
      },
      (error: Error) => found(error, ''),
    );
  };
  const connect = buildConnector({ timeout: timeoutMilliseconds, lookup: checkedLookup as never });
  return (options, callback) => {
    // An address in place of a name is not looked up, so it is judged here.
    const host = options.hostname.replace(/^\[|\]$/g, '');
    if (isIP(host) !== 0 && !isAllowed(host)) callback(new ForbiddenAddress(), null);
    else connect(options, callback);
  };
}
