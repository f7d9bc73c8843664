import type { Application } from '../application.ts';
import { trustedProxies } from '../host/client-address.ts';
import { possibleConnections, systemLimits } from '../host/connection-limit.ts';
import type { HostOptions } from '../host/http-host.ts';
import {
  bodySize,
  connectionLimit,
  connectionsPerAddress,
  headerSize,
  offloaderHeader,
  overloadAlwaysTaken,
  overloadWait,
  overloadWarmUp,
  requestTime,
  trustedProxyList,
} from '../settings.ts';

/** How a process listens: where it is told to, with the limits that the settings name. */
export function hostOptions(
  { internalCall, isEssential, hostLoad }: Application,
  where: Pick<HostOptions, 'host' | 'port' | 'tls'>,
): HostOptions {
  const { settings } = internalCall();
  return {
    ...where,
    trustedProxies: trustedProxies(settings.get(trustedProxyList), settings.get(offloaderHeader)),
    limits: {
      bodyBytes: settings.get(bodySize),
      headerBytes: settings.get(headerSize),
      requestMilliseconds: settings.get(requestTime) * 1000,
      connections: {
        total: possibleConnections(settings.get(connectionLimit), systemLimits()),
        perAddress: settings.get(connectionsPerAddress),
      },
      overload: {
        waitMilliseconds: settings.get(overloadWait),
        alwaysTaken: settings.get(overloadAlwaysTaken),
        warmUp: settings.get(overloadWarmUp),
      },
    },
    isEssential,
    load: hostLoad,
  };
}

/** @param option as it is written on the command line @throws Error for what is no port */
export function portNumber(option: string, text: string): number {
  const port = /^\d{1,5}$/.test(text) ? Number(text) : Number.NaN;
  if (!(port <= 65535)) throw new Error(`${option} ${text} is not a port number`);
  return port;
}
