import { AGGREGATE_PATH, type Call, type Guard, tooManyRequests } from '@tessera/webapi';
import { addressLimit, integrationLimit, rateLimitEnabled, rateLimitPeriod, userLimit } from '../settings.ts';
import type { Policy } from './policy.ts';

/** The policies that hold for a call; those set to 0 do not. */
export function policiesFor({
  caller,
  remoteAddress,
  settings,
}: Pick<Call, 'caller' | 'remoteAddress' | 'settings'>): Policy[] {
  const seconds = Math.max(1, settings.get(rateLimitPeriod));
  const policies: Policy[] = [{ name: 'address', calls: settings.get(addressLimit), seconds, key: remoteAddress }];
  if (caller.kind === 'integration')
    policies.push({
      name: 'integration',
      calls: caller.rateLimit ?? settings.get(integrationLimit),
      seconds,
      key: String(caller.id),
    });
  if (caller.kind === 'admin' || caller.kind === 'customer')
    policies.push({ name: 'user', calls: settings.get(userLimit), seconds, key: `${caller.kind}-${caller.id}` });
  return policies.filter(({ calls }) => calls > 0);
}

const secondsOf = ({ msBeforeNext }: { readonly msBeforeNext: number }): number =>
  Math.max(1, Math.ceil(msBeforeNext / 1000));

/**
 * Limits the calls of an integration, a user and an address (draft-ietf-httpapi-ratelimit-headers-10). An aggregate
 * counts as the calls that are in it, a bulk as one.
 */
export const rateLimit: Guard = async (route, call) => {
  if (!call.settings.get(rateLimitEnabled) || route.path === AGGREGATE_PATH) return;
  // Loaded where limits are switched on only.
  const { count } = await import('./count.ts');
  const described: string[] = [];
  const standing: string[] = [];
  for (const policy of policiesFor(call)) {
    const { exceeded, state } = await count(policy, call);
    described.push(`"${policy.name}";q=${policy.calls};w=${policy.seconds}`);
    standing.push(`"${policy.name}";r=${state.remainingPoints};t=${secondsOf(state)}`);
    call.responseHeaders['ratelimit-policy'] = described.join(', ');
    call.responseHeaders['ratelimit'] = standing.join(', ');
    if (exceeded) throw tooManyRequests(undefined, { headers: { 'retry-after': String(secondsOf(state)) } });
  }
};
