import type { Db } from '@tessera/database';
import type { Call, Ports } from '@tessera/webapi';
import { CompiledQuery } from 'kysely';
import {
  type RateLimiterAbstract,
  RateLimiterMemory,
  RateLimiterPostgres,
  RateLimiterRes,
} from 'rate-limiter-flexible';
import type { Policy } from './policy.ts';

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
export async function count(
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
