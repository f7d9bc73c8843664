import type { Db } from '@tessera/database';
import type { Call } from '@tessera/webapi';
import { sql } from 'kysely';
import { eventNamed } from './event.ts';
import { newMessageId } from './signature.ts';
import { subscribedSnapshot } from './subscribers.ts';

declare module '@tessera/webapi' {
  interface Ports {
    /** Tells the worker of this process that events or deliveries wait. */
    readonly wakeWebhookWorker?: () => void;
  }
}

/** Channel on which PostgreSQL tells the workers of other processes that events or deliveries wait. */
export const WEBHOOK_CHANNEL = 'tessera_webhooks';

/** Wakes the workers once the surrounding transaction is committed. */
export async function wakeWebhookWorkers(db: Db, call: Pick<Call, 'ports'>): Promise<void> {
  if (db.dialect === 'postgres') await sql`select pg_notify(${WEBHOOK_CHANNEL}, '')`.execute(db.query);
  await db.afterCommit(() => call.ports.wakeWebhookWorker?.());
}

/**
 * Tells of an event, if anybody has subscribed to it. To be called in the transaction of the change: the event stands
 * or falls with it. Sends nothing; that is the worker's part.
 * @param data the object as the event's declared type describes it
 * @throws Error for an event that no module declares: nobody could hear of it
 */
export async function publishEvent(
  call: Pick<Call, 'now' | 'ports'>,
  db: Db,
  event: string,
  data: object,
): Promise<void> {
  if (eventNamed(call.ports, event) === undefined)
    throw new Error(`No loaded module declares the event "${event}"; add it to "events" of the one that tells of it.`);
  if (!db.snapshot(subscribedSnapshot).has(event)) return;
  await db.query
    .insertInto('webhook_event')
    .values({ message_id: newMessageId(), event, data: JSON.stringify(data), occurred_at: call.now() })
    .execute();
  await wakeWebhookWorkers(db, call);
}
