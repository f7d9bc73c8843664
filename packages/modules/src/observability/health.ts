import { statement } from '@tessera/database';
import type { HttpEndpoint, HttpResponse } from '@tessera/webapi';
import { sql } from 'kysely';

const DATABASE_PATIENCE_MS = 1000;
/** Goes the way of the hot path's reads: on PostgreSQL it does not queue behind transactions for a connection. */
const one = statement<Record<never, never>>()((db) => db.selectNoFrom(sql<number>`1`.as('one')));

export const json = (status: number, value: unknown): HttpResponse => ({
  status,
  headers: { 'content-type': 'application/json; charset=utf-8', 'cache-control': 'no-store' },
  body: JSON.stringify(value),
});

/** The process answers. */
export const live: HttpEndpoint = {
  methods: ['GET'],
  path: '/health/live',
  essential: true,
  withoutDatabase: true,
  handle: () => json(200, { status: 'alive' }),
};

/** The process can serve: it is not shutting down, has all master keys, and the database answers in time. */
export const ready: HttpEndpoint = {
  methods: ['GET'],
  path: '/health/ready',
  essential: true,
  withoutDatabase: true,
  handle: async (_, { db, ports }) => {
    if (ports.lifecycle.draining) return json(503, { status: 'draining' });
    if (!ports.lifecycle.keysAreCurrent) return json(503, { status: 'master key unreadable' });
    let timer: NodeJS.Timeout | undefined;
    const late = new Promise<false>((answer) => {
      timer = setTimeout(() => answer(false), DATABASE_PATIENCE_MS);
    });
    const answered = db.run(one, {}).then(
      () => true,
      () => false,
    );
    const isReady = await Promise.race([answered, late]);
    clearTimeout(timer);
    return isReady ? json(200, { status: 'ready' }) : json(503, { status: 'database unavailable' });
  },
};
