import { type Flag, type Id, idColumn, type Migration, type WithDefault } from '@tessera/database';
import { sql } from 'kysely';

/** An address of an integration that events are posted to. */
export interface WebhookTable {
  id: Id;
  integration_id: number;
  url: string;
  description: string | null;
  /** Encrypted. */
  secret: string;
  /** The endpoint said that it is gone for good (410). */
  disabled: WithDefault<Flag>;
  /** Attempts that failed since the last good one. */
  failures: WithDefault<number>;
  /** Circuit breaker, milliseconds since the epoch: until then nothing is sent. */
  paused_until: WithDefault<number>;
  created_at: string;
}
export interface WebhookSubscriptionTable {
  webhook_id: number;
  event: string;
}
/** The outbox: what happened, written in the transaction in which it happened. */
export interface WebhookEventTable {
  id: Id;
  /** `webhook-id` of its deliveries. */
  message_id: string;
  event: string;
  /** The object as JSON, with everything that any integration may see of it. */
  data: string;
  /** Milliseconds since the epoch. */
  occurred_at: number;
  /** Whether its deliveries have been made out. */
  dispatched: WithDefault<Flag>;
}
export type DeliveryStatus = 'pending' | 'delivered' | 'failed' | 'withheld';
export interface WebhookDeliveryTable {
  id: Id;
  event_id: number;
  webhook_id: number;
  status: DeliveryStatus;
  attempts: WithDefault<number>;
  /** Milliseconds since the epoch. While an attempt is under way: when it counts as lost. */
  next_attempt_at: number;
  /** Milliseconds since the epoch: no attempt after that. */
  give_up_at: number;
  /** Asked for by hand: goes out though the endpoint is paused or disabled. */
  at_once: WithDefault<Flag>;
  created_at: string;
  delivered_at: string | null;
}
export interface WebhookAttemptTable {
  id: Id;
  delivery_id: number;
  attempted_at: string;
  http_status: number | null;
  outcome: 'ok' | 'failed';
  detail: string;
  milliseconds: number;
}

declare module '@tessera/database' {
  interface Schema {
    webhook: WebhookTable;
    webhook_subscription: WebhookSubscriptionTable;
    webhook_event: WebhookEventTable;
    webhook_delivery: WebhookDeliveryTable;
    webhook_attempt: WebhookAttemptTable;
  }
}

export const migrations: readonly Migration[] = [
  {
    name: '0001-webhooks',
    up: async (db, dialect) => {
      const id = idColumn(dialect);
      await db.schema
        .createTable('webhook')
        .addColumn('id', 'integer', id)
        .addColumn('integration_id', 'integer', (c) => c.notNull().references('integration.id').onDelete('cascade'))
        .addColumn('url', 'text', (c) => c.notNull())
        .addColumn('description', 'text')
        .addColumn('secret', 'text', (c) => c.notNull())
        .addColumn('disabled', 'integer', (c) => c.notNull().defaultTo(0))
        .addColumn('failures', 'integer', (c) => c.notNull().defaultTo(0))
        .addColumn('paused_until', 'bigint', (c) => c.notNull().defaultTo(0))
        .addColumn('created_at', 'text', (c) => c.notNull())
        .execute();
      await db.schema
        .createTable('webhook_subscription')
        .addColumn('webhook_id', 'integer', (c) => c.notNull().references('webhook.id').onDelete('cascade'))
        .addColumn('event', 'text', (c) => c.notNull())
        .addPrimaryKeyConstraint('webhook_subscription_pk', ['webhook_id', 'event'])
        .execute();
      await db.schema
        .createTable('webhook_event')
        .addColumn('id', 'integer', id)
        .addColumn('message_id', 'text', (c) => c.notNull())
        .addColumn('event', 'text', (c) => c.notNull())
        .addColumn('data', 'text', (c) => c.notNull())
        .addColumn('occurred_at', 'bigint', (c) => c.notNull())
        .addColumn('dispatched', 'integer', (c) => c.notNull().defaultTo(0))
        .execute();
      await db.schema
        .createTable('webhook_delivery')
        .addColumn('id', 'integer', id)
        .addColumn('event_id', 'integer', (c) => c.notNull().references('webhook_event.id'))
        .addColumn('webhook_id', 'integer', (c) => c.notNull().references('webhook.id').onDelete('cascade'))
        .addColumn('status', 'text', (c) => c.notNull())
        .addColumn('attempts', 'integer', (c) => c.notNull().defaultTo(0))
        .addColumn('next_attempt_at', 'bigint', (c) => c.notNull())
        .addColumn('give_up_at', 'bigint', (c) => c.notNull())
        .addColumn('at_once', 'integer', (c) => c.notNull().defaultTo(0))
        .addColumn('created_at', 'text', (c) => c.notNull())
        .addColumn('delivered_at', 'text')
        .execute();
      await db.schema
        .createTable('webhook_attempt')
        .addColumn('id', 'integer', id)
        .addColumn('delivery_id', 'integer', (c) => c.notNull().references('webhook_delivery.id').onDelete('cascade'))
        .addColumn('attempted_at', 'text', (c) => c.notNull())
        .addColumn('http_status', 'integer')
        .addColumn('outcome', 'text', (c) => c.notNull())
        .addColumn('detail', 'text', (c) => c.notNull())
        .addColumn('milliseconds', 'integer', (c) => c.notNull())
        .execute();
      await db.schema.createIndex('webhook_integration').on('webhook').column('integration_id').execute();
      await db.schema.createIndex('webhook_delivery_webhook').on('webhook_delivery').column('webhook_id').execute();
      await db.schema.createIndex('webhook_delivery_event').on('webhook_delivery').column('event_id').execute();
      await db.schema.createIndex('webhook_attempt_delivery').on('webhook_attempt').column('delivery_id').execute();
      await db.schema
        .createIndex('webhook_event_open')
        .on('webhook_event')
        .column('id')
        .where(sql.ref('dispatched'), '=', sql.lit(0))
        .execute();
      await db.schema
        .createIndex('webhook_delivery_pending')
        .on('webhook_delivery')
        .columns(['webhook_id', 'next_attempt_at'])
        .where(sql.ref('status'), '=', sql.lit('pending'))
        .execute();
    },
  },
];
