import type { Db } from '@tessera/database';
import { AGGREGATE_PATH, type Call, type Guard, type Ports, tooManyRequests } from '@tessera/webapi';
import { CompiledQuery } from 'kysely';
import {
  type RateLimiterAbstract,
  RateLimiterMemory,
  RateLimiterPostgres,
  RateLimiterRes,
} from 'rate-limiter-flexible';
import { addressLimit, integrationLimit, rateLimitEnabled, rateLimitPeriod, userLimit } from '../settings.ts';

/** How many calls may be made in a period, and who is counted. */
export interface Policy {
  readonly name: 'address' | 'integration' | 'user';
  readonly calls: number;
  readonly seconds: number;
  readonly key: string;
}

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

/** The counters of one application, by policy; a changed setting gets a new one that goes on counting. */
const limiters = new WeakMap<Ports, Map<string, RateLimiterAbstract>>();

function limiterFor({ name, calls, seconds }: Policy, { ports, db }: Call): RateLimiterAbstract {
  let known = limiters.get(ports);
  if (known === undefined) limiters.set(ports, (known = new Map()));
  const id = `${name} ${calls} ${seconds}`;
  let limiter = known.get(id);
  if (limiter === undefined) known.set(id, (limiter = createLimiter(name, calls, seconds, db)));
  return limiter;
}

/** In memory where there is one process (SQLite), in a table where several share the work (PostgreSQL). */
function createLimiter(keyPrefix: string, points: number, duration: number, db: Db): RateLimiterAbstract {
  const options = { keyPrefix, points, duration };
  if (db.dialect === 'sqlite') return new RateLimiterMemory(options);
  const storeClient = {
    query: async ({ text, values }: { text: string; values: unknown[] }) => {
      const { rows } = await db.query.executeQuery(CompiledQuery.raw(text, values));
      return { rows, rowCount: rows.length };
    },
  };
  const table = { tableName: 'rate_limit', tableCreated: true, clearExpiredByTimeout: false };
  return new RateLimiterPostgres({ ...options, ...table, storeClient, storeType: 'client' });
}

/** Counts a call; also one that is too many. */
async function count(
  policy: Policy,
  call: Call,
): Promise<{ readonly exceeded: boolean; readonly state: RateLimiterRes }> {
  try {
    return { exceeded: false, state: await limiterFor(policy, call).consume(policy.key) };
  } catch (rejected) {
    if (!(rejected instanceof RateLimiterRes)) throw rejected;
    return { exceeded: true, state: rejected };
  }
}

const secondsOf = ({ msBeforeNext }: RateLimiterRes): number => Math.max(1, Math.ceil(msBeforeNext / 1000));

/**
 * Limits the calls of an integration, a user and an address (draft-ietf-httpapi-ratelimit-headers-10). An aggregate
 * counts as the calls that are in it, a bulk as one.
 */
export const rateLimit: Guard = async (route, call) => {
  if (!call.settings.get(rateLimitEnabled) || route.path === AGGREGATE_PATH) return;
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
