import { createHash, timingSafeEqual } from 'node:crypto';
import type { Call, HttpEndpoint, HttpRequest, HttpResponse } from '@tessera/webapi';
import { sql } from 'kysely';
import { secretSetting } from '../config/secret-settings.ts';
import { metricsOf } from './metrics.ts';
import { metricsToken } from './settings.ts';

const DATABASE_PATIENCE_MS = 1000;

const json = (status: number, value: unknown): HttpResponse => ({
  status,
  headers: { 'content-type': 'application/json; charset=utf-8', 'cache-control': 'no-store' },
  body: JSON.stringify(value),
});

/** The process answers. */
const live: HttpEndpoint = { methods: ['GET'], path: '/health/live', handle: () => json(200, { status: 'alive' }) };

/** The process can serve: it is not shutting down and the database answers in time. */
const ready: HttpEndpoint = {
  methods: ['GET'],
  path: '/health/ready',
  handle: async (_, { db, ports }) => {
    if (ports.lifecycle.draining) return json(503, { status: 'draining' });
    const late = new Promise<false>((answer) => setTimeout(() => answer(false), DATABASE_PATIENCE_MS).unref());
    const answered = sql`select 1`.execute(db.query).then(
      () => true,
      () => false,
    );
    return (await Promise.race([answered, late]))
      ? json(200, { status: 'ready' })
      : json(503, { status: 'database unavailable' });
  },
};

const digest = (text: string): Buffer => createHash('sha256').update(text).digest();

/** Headers by which a proxy says that the call is another's: one on this machine that is not trusted looks like us. */
const isForwarded = ({ headers }: HttpRequest): boolean =>
  ['forwarded', 'x-forwarded-for', 'via'].some((name) => headers[name] !== undefined);

/** The machine itself, or whoever has the token of the setting. */
function mayReadMetrics(request: HttpRequest, call: Call): boolean {
  const token = secretSetting(call, metricsToken);
  const sent = /^Bearer (\S+)$/i.exec(request.headers['authorization'] ?? '')?.[1];
  if (token !== '' && sent !== undefined) return timingSafeEqual(digest(token), digest(sent));
  return !isForwarded(request) && (request.remoteAddress === '127.0.0.1' || request.remoteAddress === '::1');
}

const metrics: HttpEndpoint = {
  methods: ['GET'],
  path: '/metrics',
  handle: async (request, call) => {
    if (!mayReadMetrics(request, call))
      return json(403, { message: 'Metrics are for this machine or for the holder of the token.' });
    const { registry } = metricsOf(call.ports);
    const own = await Promise.all(
      call.ports.modules
        .flatMap((module) => module.gauges ?? [])
        .map(
          async ({ name, help, read }) => `# HELP ${name} ${help}\n# TYPE ${name} gauge\n${name} ${await read(call)}\n`,
        ),
    );
    return {
      status: 200,
      headers: { 'content-type': registry.contentType, 'cache-control': 'no-store' },
      body: `${await registry.metrics()}${own.join('')}`,
    };
  },
};

export const endpoints = [live, ready, metrics];
