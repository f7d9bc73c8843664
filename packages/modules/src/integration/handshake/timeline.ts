import { type Db, dateTime, refusedAs, storableText } from '@tessera/database';
import { type Call, type Output, renderMessage, type WebapiError } from '@tessera/webapi';
import type { HandshakeEvent } from '../contract/data.ts';
import { integrationUnknown } from '../errors.ts';

export type HandshakeStep =
  | 'callback'
  | 'request_token'
  | 'access_token'
  | 'activated'
  | 'reauthorized'
  | 'credentials_read'
  | 'token_issued'
  | 'token_changed'
  | 'token_revoked'
  | 'token_rotated'
  | 'reset';

export interface Happening {
  readonly integrationId: number;
  readonly step: HandshakeStep;
  readonly outcome: 'ok' | 'failed';
  /** For people, without secrets. */
  readonly detail: string;
  readonly httpStatus?: number | undefined;
}

const MAX_DETAIL = 500;
const FAILURES_KEPT = 100;
const EVENTS_SHOWN = 200;

/** Notes down a step of a handshake. @throws WebapiError `integration_unknown` for one that was just deleted */
export async function note(
  db: Db,
  now: number,
  { integrationId, step, outcome, detail, httpStatus }: Happening,
): Promise<void> {
  await db.query
    .insertInto('handshake_event')
    .values({
      integration_id: integrationId,
      step,
      outcome,
      // What a client sent may be in it.
      detail: storableText(detail.replace(/[\x00-\x1f\x7f]/g, ' '), MAX_DETAIL),
      http_status: httpStatus ?? null,
      occurred_at: dateTime(now),
    })
    .execute()
    .catch(refusedAs({ missing: () => integrationUnknown([String(integrationId)]) }));
}

/** Whether an integration has had an access token before; a reset makes it as new. */
export async function wasConnected(db: Db, integrationId: number): Promise<boolean> {
  const last = await db.query
    .selectFrom('handshake_event')
    .select('step')
    .where('integration_id', '=', integrationId)
    .where('outcome', '=', 'ok')
    .where('step', 'in', ['access_token', 'activated', 'reauthorized', 'reset'])
    .orderBy('id', 'desc')
    .limit(1)
    .executeTakeFirst();
  return last !== undefined && last.step !== 'reset';
}

/** What has happened with an integration, the oldest first. */
export async function timelineOf(
  { db }: Pick<Call, 'db'>,
  integrationId: number,
): Promise<Output<typeof HandshakeEvent>[]> {
  const rows = await db.query
    .selectFrom('handshake_event')
    .select(['id', 'step', 'outcome', 'detail', 'http_status', 'occurred_at'])
    .where('integration_id', '=', integrationId)
    .orderBy('id', 'desc')
    .limit(EVENTS_SHOWN)
    .execute();
  return rows.reverse();
}

/**
 * Notes down a token call that was refused. Anybody who knows a consumer key can cause one, so of a flood only ten a
 * second are noted, and the newest hundred are kept.
 */
export async function noteRefusal(
  call: Call,
  integrationId: number,
  step: HandshakeStep,
  error: WebapiError,
): Promise<void> {
  const now = call.now();
  if (isFlood(call.db, integrationId, now)) return;
  const messages = error.errors.map((entry) => renderMessage(entry.message, entry.parameters));
  const detail = [renderMessage(error.message, error.parameters), ...messages].join(' ');
  await call.db.transaction(async (db) => {
    await note(db, now, { integrationId, step, outcome: 'failed', detail, httpStatus: error.status });
    const failures = db.query
      .selectFrom('handshake_event')
      .select('id')
      .where('integration_id', '=', integrationId)
      .where('outcome', '=', 'failed');
    const oldestKept = await failures
      .orderBy('id', 'desc')
      .offset(FAILURES_KEPT - 1)
      .limit(1)
      .executeTakeFirst();
    if (oldestKept !== undefined)
      await db.query
        .deleteFrom('handshake_event')
        .where('integration_id', '=', integrationId)
        .where('outcome', '=', 'failed')
        .where('id', '<', oldestKept.id)
        .execute();
  });
}

interface Burst {
  readonly second: number;
  count: number;
}
const NOTED_PER_SECOND = 10;
const bursts = new WeakMap<Db, Map<number, Burst>>();

function isFlood(db: Db, integrationId: number, now: number): boolean {
  let byIntegration = bursts.get(db);
  if (byIntegration === undefined) bursts.set(db, (byIntegration = new Map()));
  const second = Math.floor(now / 1000);
  const known = byIntegration.get(integrationId);
  const burst = known?.second === second ? known : { second, count: 0 };
  byIntegration.set(integrationId, burst);
  burst.count += 1;
  return burst.count > NOTED_PER_SECOND;
}
