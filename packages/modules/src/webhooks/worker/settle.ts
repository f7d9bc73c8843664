import { type Db, dateTime } from '@tessera/database';
import type { Call } from '@tessera/webapi';
import { TEST_EVENT } from '../event.ts';
import { breakerPause, nextAttempt } from '../schedule.ts';
import { breakerFailures } from '../settings.ts';
import { subscribedSnapshot } from '../subscribers.ts';
import type { Outcome } from './attempt.ts';
import type { ClaimedDelivery } from './claim.ts';

/** Writes down how an attempt ended, and what follows from it for the delivery and its endpoint. */
export async function settle(call: Call, delivery: ClaimedDelivery, event: string, outcome: Outcome): Promise<void> {
  await call.db.transaction(async (db) => {
    const there = await settleEndpoint(db, call, delivery.webhook_id, outcome);
    if (!there) return;
    await settleDelivery(db, call, delivery, event, outcome);
  });
}

/** @returns false where the webhook was deleted meanwhile */
async function settleEndpoint(db: Db, call: Call, webhookId: number, { kind }: Outcome): Promise<boolean> {
  const find = db.query
    .selectFrom('webhook')
    .select(['failures', 'paused_until', 'disabled'])
    .where('id', '=', webhookId);
  const changes = kind !== 'postponed' && kind !== 'withheld';
  const row = await (db.dialect === 'postgres' && changes ? find.forNoKeyUpdate() : find).executeTakeFirst();
  if (row === undefined) return false;
  const update = (values: { failures?: number; paused_until?: number; disabled?: 0 | 1 }) =>
    db.query.updateTable('webhook').set(values).where('id', '=', webhookId).execute();
  if (kind === 'delivered') {
    if (row.failures + row.paused_until + row.disabled > 0) await update({ failures: 0, paused_until: 0, disabled: 0 });
    if (row.disabled === 1) await db.touch(subscribedSnapshot);
  } else if (kind === 'gone') {
    await update({ failures: row.failures + 1, disabled: 1 });
    await db.touch(subscribedSnapshot);
  } else if (kind === 'failed') {
    const failures = row.failures + 1;
    const pause = breakerPause(failures, call.settings.get(breakerFailures));
    await update({ failures, ...(pause === 0 ? {} : { paused_until: call.now() + pause }) });
  }
  return true;
}

async function settleDelivery(
  db: Db,
  call: Call,
  delivery: ClaimedDelivery,
  event: string,
  outcome: Outcome,
): Promise<void> {
  const { kind, status, detail, milliseconds } = outcome;
  const now = call.now();
  const exists = await db.query
    .selectFrom('webhook_delivery')
    .select('id')
    .where('id', '=', delivery.id)
    .executeTakeFirst();
  if (exists === undefined) return;
  await db.query
    .insertInto('webhook_attempt')
    .values({
      delivery_id: delivery.id,
      attempted_at: dateTime(now),
      http_status: status,
      outcome: kind === 'delivered' ? 'ok' : 'failed',
      detail,
      milliseconds,
    })
    .execute();
  const change = db.query.updateTable('webhook_delivery').where('id', '=', delivery.id);
  if (kind === 'delivered') {
    await change
      .set({ status: 'delivered', attempts: delivery.attempts + 1, at_once: 0, delivered_at: dateTime(now) })
      .execute();
    return;
  }
  // Whoever has taken it since, or asked for it anew, has the word.
  await change
    .set(afterFailure(delivery, event, outcome, now))
    .where('status', '=', 'pending')
    .where('next_attempt_at', '=', delivery.next_attempt_at)
    .execute();
}

function afterFailure(delivery: ClaimedDelivery, event: string, { kind, pause }: Outcome, now: number) {
  if (kind === 'withheld') return { status: 'withheld' as const, at_once: 0 as const };
  const attempts = delivery.attempts + 1;
  const next = event === TEST_EVENT || kind === 'gone' ? null : nextAttempt(attempts, now, Math.random());
  const counted = { attempts, at_once: 0 as const };
  return next === null
    ? { ...counted, status: 'failed' as const }
    : { ...counted, next_attempt_at: Math.max(next, now + pause) };
}
