import { createHash, timingSafeEqual } from 'node:crypto';
import type { Call, HttpRequest } from '@tessera/webapi';
import { secretSetting } from '../config/secret-settings.ts';
import { localMetrics, metricsToken } from './settings.ts';

/** What proxies add to a request that they pass on. */
const FORWARDING = ['forwarded', 'via', 'x-forwarded-for', 'x-forwarded-host', 'x-forwarded-proto', 'x-real-ip'];
const LOOPBACK = /^(?:127(?:\.\d{1,3}){3}|::1)$/;
const LOCAL_HOST = /^(?:localhost|127(?:\.\d{1,3}){3}|\[::1\])(?::\d+)?$/i;

/**
 * Whether a request was made on this machine, for this machine. A proxy here that passes on what comes from elsewhere
 * looks like a neighbour: where it is not declared as trusted, its headers give it away, or the name that the client
 * called; and a browser that was lured here by DNS names another host as well.
 */
export function isLocal(request: HttpRequest): boolean {
  if (!LOOPBACK.test(request.remoteAddress) || !LOCAL_HOST.test(request.host)) return false;
  return request.viaTrustedProxy === true || FORWARDING.every((name) => request.headers[name] === undefined);
}

const digest = (text: string): Buffer => createHash('sha256').update(text).digest();

/** Whoever has the token of the setting; without one, who is on this machine, unless a setting forbids it. */
export function mayReadMetrics(request: HttpRequest, call: Call): boolean {
  const sent = /^Bearer (\S+)$/i.exec(request.headers['authorization'] ?? '')?.[1];
  const token = secretSetting(call, metricsToken);
  if (token !== '' && sent !== undefined) return timingSafeEqual(digest(token), digest(sent));
  return call.settings.get(localMetrics) && isLocal(request);
}
