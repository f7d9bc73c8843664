import { type Flag, type Id, idColumn, type Migration, type WithDefault } from '@tessera/database';

/** 0 inactive, 1 active, 2 reset: its declaration in a file has changed, so it has to be activated anew (behaviour D1). */
export const STATUS = Object.freeze({ inactive: 0, active: 1, reset: 2 });
/** 0 made by hand, 1 declared by a module. */
export const SETUP_TYPE = Object.freeze({ manual: 0, declared: 1 });

export interface IntegrationTable {
  id: Id;
  name: string;
  /** The name in lower case: names are unique with letter case aside. */
  name_key: string;
  email: string | null;
  /** Callback URL. */
  endpoint: string | null;
  identity_link_url: string | null;
  status: number;
  setup_type: number;
  consumer_id: number;
  all_resources: Flag;
  /** Of an integration declared in a file: hash of its declaration. */
  declaration_hash: string | null;
  /** Calls in a period, where it has a limit of its own; 0 for any number. */
  rate_limit: WithDefault<number | null>;
  created_at: string;
  updated_at: string;
}
export interface IntegrationResourceTable {
  integration_id: number;
  resource: string;
}
export interface OauthConsumerTable {
  id: Id;
  consumer_key: string;
  /** Encrypted. */
  secret: string;
  created_at: string;
  /** When the credentials were last posted to the callback: from then on, for `oauth/consumer/expiration_period`, a request token may be asked for. */
  posted_at: string | null;
}

/**
 * A handshake walks one row from verifier over request to access. A consumer may have any number of access rows: one
 * that activation gives, without a label, and those that were issued beside it.
 */
export type TokenType = 'verifier' | 'request' | 'access';
export interface OauthTokenTable {
  id: Id;
  consumer_id: number;
  type: TokenType;
  /** SHA-256 of the token, by which it is looked up. */
  token_hash: string;
  /** Encrypted, since the credentials may be read again. */
  token: string;
  /** Encrypted. */
  secret: string;
  /** Encrypted; the verifier that was posted to the callback. */
  verifier: string | null;
  revoked: Flag;
  created_at: string;
  /** What a token that was issued beside the integration's own is for; null for the integration's own. */
  label: WithDefault<string | null>;
  /** From then on it is no good; null for never. Of a revoked one: when it was revoked. */
  expires_at: WithDefault<string | null>;
  /** Addresses and networks (CIDR) that may use it, joined by commas; null for all. */
  allowed_addresses: WithDefault<string | null>;
  /** Ids of the store views that it is good for, joined by commas; null for all. */
  store_ids: WithDefault<string | null>;
  read_only: WithDefault<Flag>;
  /** 1 once another has taken its place; good until `expires_at`. */
  retired: WithDefault<Flag>;
  /** Of a handshake under way: how many seconds the tokens from before go on; null for none. */
  overlap: WithDefault<number | null>;
}
/** When an integration called last; written in batches. */
export interface IntegrationUseTable {
  integration_id: number;
  /** Milliseconds since the epoch. */
  last_used_at: number;
}
/** When an access token was used last; written in batches. */
export interface OauthTokenUseTable {
  token_id: number;
  /** Milliseconds since the epoch. */
  last_used_at: number;
}
/** Nonces on PostgreSQL, one a row. */
export interface OauthNonceTable {
  consumer_id: number;
  /** Hash of the nonce. */
  nonce: string;
  /** `oauth_timestamp` of the request, whole seconds since the epoch. */
  timestamp: number;
}
/** Nonces on SQLite, one batch a row, in the order in which they were used. */
export interface OauthNonceLogTable {
  /** From 1, without gaps at the end: whoever appends first at a position has it. */
  position: number;
  /** The largest timestamp of the batch. */
  newest: number;
  /** Fingerprints and timestamps, 12 bytes each. */
  entries: Buffer;
}
/** One row: nonces up to this timestamp are forgotten, so nothing as old is accepted again. */
export interface OauthNonceHorizonTable {
  id: number;
  forgotten_until: number;
}
export interface HandshakeEventTable {
  id: Id;
  integration_id: number;
  step: string;
  outcome: 'ok' | 'failed';
  detail: string;
  http_status: number | null;
  occurred_at: string;
}

declare module '@tessera/database' {
  interface Schema {
    integration: IntegrationTable;
    integration_resource: IntegrationResourceTable;
    integration_use: IntegrationUseTable;
    oauth_consumer: OauthConsumerTable;
    oauth_token: OauthTokenTable;
    oauth_token_use: OauthTokenUseTable;
    oauth_nonce: OauthNonceTable;
    oauth_nonce_log: OauthNonceLogTable;
    oauth_nonce_horizon: OauthNonceHorizonTable;
    handshake_event: HandshakeEventTable;
  }
}

export const migrations: readonly Migration[] = [
  {
    name: '0001-integrations',
    up: async (db, dialect) => {
      const id = idColumn(dialect);
      await db.schema
        .createTable('oauth_consumer')
        .addColumn('id', 'integer', id)
        .addColumn('consumer_key', 'text', (c) => c.notNull().unique())
        .addColumn('secret', 'text', (c) => c.notNull())
        .addColumn('created_at', 'text', (c) => c.notNull())
        .addColumn('posted_at', 'text')
        .execute();
      await db.schema
        .createTable('integration')
        .addColumn('id', 'integer', id)
        .addColumn('name', 'text', (c) => c.notNull())
        .addColumn('name_key', 'text', (c) => c.notNull().unique())
        .addColumn('email', 'text')
        .addColumn('endpoint', 'text')
        .addColumn('identity_link_url', 'text')
        .addColumn('status', 'integer', (c) => c.notNull())
        .addColumn('setup_type', 'integer', (c) => c.notNull())
        .addColumn('consumer_id', 'integer', (c) => c.notNull().unique().references('oauth_consumer.id'))
        .addColumn('all_resources', 'integer', (c) => c.notNull())
        .addColumn('declaration_hash', 'text')
        .addColumn('created_at', 'text', (c) => c.notNull())
        .addColumn('updated_at', 'text', (c) => c.notNull())
        .execute();
      await db.schema
        .createTable('integration_resource')
        .addColumn('integration_id', 'integer', (c) => c.notNull().references('integration.id').onDelete('cascade'))
        .addColumn('resource', 'text', (c) => c.notNull())
        .addPrimaryKeyConstraint('integration_resource_pk', ['integration_id', 'resource'])
        .execute();
      await db.schema
        .createTable('oauth_token')
        .addColumn('id', 'integer', id)
        .addColumn('consumer_id', 'integer', (c) => c.notNull().references('oauth_consumer.id').onDelete('cascade'))
        .addColumn('type', 'text', (c) => c.notNull())
        .addColumn('token_hash', 'text', (c) => c.notNull().unique())
        .addColumn('token', 'text', (c) => c.notNull())
        .addColumn('secret', 'text', (c) => c.notNull())
        .addColumn('verifier', 'text')
        .addColumn('revoked', 'integer', (c) => c.notNull())
        .addColumn('created_at', 'text', (c) => c.notNull())
        .execute();
      await db.schema.createIndex('oauth_token_consumer').on('oauth_token').column('consumer_id').execute();
      if (dialect === 'sqlite') {
        await db.schema
          .createTable('oauth_nonce_log')
          .addColumn('position', 'integer', (c) => c.primaryKey())
          .addColumn('newest', 'integer', (c) => c.notNull())
          .addColumn('entries', 'blob', (c) => c.notNull())
          .execute();
      } else {
        // No reference to the consumer: checking it costs a look-up per call, and ids are never given twice.
        await db.schema
          .createTable('oauth_nonce')
          .addColumn('consumer_id', 'integer', (c) => c.notNull())
          .addColumn('nonce', 'text', (c) => c.notNull())
          .addColumn('timestamp', 'bigint', (c) => c.notNull())
          .addPrimaryKeyConstraint('oauth_nonce_pk', ['consumer_id', 'nonce'])
          .execute();
        await db.schema.createIndex('oauth_nonce_timestamp').on('oauth_nonce').column('timestamp').execute();
      }
      await db.schema
        .createTable('oauth_nonce_horizon')
        .addColumn('id', 'integer', (c) => c.primaryKey())
        .addColumn('forgotten_until', 'bigint', (c) => c.notNull())
        .execute();
      await db.insertInto('oauth_nonce_horizon').values({ id: 1, forgotten_until: 0 }).execute();
      await db.schema
        .createTable('handshake_event')
        .addColumn('id', 'integer', id)
        .addColumn('integration_id', 'integer', (c) => c.notNull().references('integration.id').onDelete('cascade'))
        .addColumn('step', 'text', (c) => c.notNull())
        .addColumn('outcome', 'text', (c) => c.notNull())
        .addColumn('detail', 'text', (c) => c.notNull())
        .addColumn('http_status', 'integer')
        .addColumn('occurred_at', 'text', (c) => c.notNull())
        .execute();
      await db.schema
        .createIndex('handshake_event_integration')
        .on('handshake_event')
        .column('integration_id')
        .execute();
    },
  },
  {
    name: '0002-token-life-cycle',
    up: async (db) => {
      for (const column of ['label', 'expires_at', 'allowed_addresses', 'store_ids'])
        await db.schema.alterTable('oauth_token').addColumn(column, 'text').execute();
      for (const flag of ['read_only', 'retired'])
        await db.schema
          .alterTable('oauth_token')
          .addColumn(flag, 'integer', (c) => c.notNull().defaultTo(0))
          .execute();
      await db.schema.alterTable('oauth_token').addColumn('overlap', 'integer').execute();
      // No reference to the token: it may be deleted while its last use waits to be written.
      await db.schema
        .createTable('oauth_token_use')
        .addColumn('token_id', 'integer', (c) => c.primaryKey())
        .addColumn('last_used_at', 'bigint', (c) => c.notNull())
        .execute();
    },
  },
  {
    name: '0003-rate-limit',
    up: async (db) => {
      await db.schema.alterTable('integration').addColumn('rate_limit', 'integer').execute();
    },
  },
  {
    name: '0004-last-use',
    up: async (db) => {
      // No reference to the integration: it may be deleted while its last calls wait to be written. It may be there:
      // before 0.1.0 it was the access log's.
      await db.schema
        .createTable('integration_use')
        .ifNotExists()
        .addColumn('integration_id', 'integer', (c) => c.primaryKey())
        .addColumn('last_used_at', 'bigint', (c) => c.notNull())
        .execute();
    },
  },
];
