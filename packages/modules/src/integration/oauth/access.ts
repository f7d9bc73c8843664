import { type Db, snapshot } from '@tessera/database';
import { signingKey } from '@tessera/oauth1';
import { ALL_GRANTS, type Call, type Grants, grantsOf, type IntegrationCaller } from '@tessera/webapi';
import { STATUS, type TokenType } from '../tables.ts';
import { limitedToOf, type TokenLimits, tokenLimits } from './limits.ts';
import { looksIssued, openConsumerSecret, openTokenSecret, tokenHash } from './secrets.ts';

/** A consumer as signed calls need it. */
export interface Consumer {
  readonly id: number;
  readonly key: string;
  readonly secret: string;
}
/** A token as calls need it. */
export interface IssuedToken {
  readonly id: number;
  readonly type: TokenType;
  readonly revoked: boolean;
  /** Whether its integration is active. */
  readonly active: boolean;
  readonly consumer: Consumer;
  readonly token_hash: string;
  readonly secret: string;
  readonly limits: TokenLimits;
  /** Who calls with it: by a signature, or with the bare token. */
  readonly callers: { readonly signature: IntegrationCaller; readonly bearer: IntegrationCaller };
}
export interface Access {
  readonly consumers: ReadonlyMap<string, Consumer>;
  readonly tokens: ReadonlyMap<string, IssuedToken>;
  /** Limits on what a token may do, by its id; most tokens have none. */
  readonly restricted: ReadonlyMap<number, TokenLimits>;
}

/**
 * Everything that a signed call is judged by, in memory: consumers, tokens, and what their integrations are granted.
 * Whoever changes any of it touches the snapshot in the same transaction, so that it holds in every process.
 */
export const accessSnapshot = snapshot('integration-access', async (db): Promise<Access> => {
  const integrations = await db
    .selectFrom('integration')
    .select(['id', 'name', 'status', 'consumer_id', 'all_resources', 'rate_limit'])
    .execute();
  const resources = await db.selectFrom('integration_resource').selectAll().execute();
  const consumerRows = await db.selectFrom('oauth_consumer').select(['id', 'consumer_key', 'secret']).execute();
  const tokenRows = await db
    .selectFrom('oauth_token')
    .select(['id', 'consumer_id', 'type', 'token_hash', 'secret', 'revoked', 'created_at', 'expires_at'])
    .select(['allowed_addresses', 'store_ids', 'read_only'])
    .execute();

  const resourcesOf = Map.groupBy(resources, (row) => row.integration_id);
  const owners = new Map(integrations.map((row) => [row.consumer_id, row]));
  const consumers = new Map(
    consumerRows.map((row): [number, Consumer] => [row.id, { id: row.id, key: row.consumer_key, secret: row.secret }]),
  );
  const grants = new Map(
    integrations.map((row): [number, Grants] => [
      row.id,
      row.all_resources === 1 ? ALL_GRANTS : grantsOf((resourcesOf.get(row.id) ?? []).map((entry) => entry.resource)),
    ]),
  );
  const tokens = new Map<string, IssuedToken>();
  const restricted = new Map<number, TokenLimits>();
  for (const row of tokenRows) {
    const owner = owners.get(row.consumer_id);
    const consumer = consumers.get(row.consumer_id);
    if (owner === undefined || consumer === undefined) continue;
    const limits = tokenLimits(row);
    const limitedTo = limitedToOf(limits);
    const caller = (proof: 'signature' | 'integration-token'): IntegrationCaller =>
      Object.freeze({
        kind: 'integration',
        id: owner.id,
        name: owner.name,
        consumerId: consumer.id,
        grants: grants.get(owner.id) as Grants,
        proof,
        tokenId: row.id,
        ...(limitedTo.length === 0 ? {} : { limitedTo }),
        ...(owner.rate_limit === null ? {} : { rateLimit: owner.rate_limit }),
      });
    if (limits.readOnly || limits.stores !== null) restricted.set(row.id, limits);
    tokens.set(row.token_hash, {
      id: row.id,
      type: row.type,
      revoked: row.revoked === 1,
      active: owner.status === STATUS.active,
      consumer,
      token_hash: row.token_hash,
      secret: row.secret,
      limits,
      callers: { signature: caller('signature'), bearer: caller('integration-token') },
    });
  }
  return {
    consumers: new Map([...consumers.values()].map((consumer) => [consumer.key, consumer])),
    tokens,
    restricted,
  };
});

/** A consumer by its key, null where there is none. */
export async function findConsumer(db: Db, key: string): Promise<Consumer | null> {
  const known = db.snapshot(accessSnapshot).consumers.get(key);
  if (known !== undefined || !looksIssued(key)) return known ?? null;
  const row = await db.query
    .selectFrom('oauth_consumer')
    .select('id')
    .where('consumer_key', '=', key)
    .executeTakeFirst();
  return row === undefined ? null : ((await accessSnapshot.load(db.query)).consumers.get(key) ?? null);
}

/** A token of any type, null where it does not exist (any more). */
export async function findToken(db: Db, token: string): Promise<IssuedToken | null> {
  if (!looksIssued(token)) return null;
  const digest = tokenHash(token);
  const known = db.snapshot(accessSnapshot).tokens.get(digest);
  if (known !== undefined) return known;
  // Another process may have issued it a moment ago, and its word has not come yet.
  const row = await db.query.selectFrom('oauth_token').select('id').where('token_hash', '=', digest).executeTakeFirst();
  return row === undefined ? null : ((await accessSnapshot.load(db.query)).tokens.get(digest) ?? null);
}

const keys = new WeakMap<IssuedToken, string>();
/** The HMAC key of a token's calls. Decrypted once per snapshot, not once per call. @throws SecretUnreadable */
export function signingKeyOf({ ports }: Pick<Call, 'ports'>, token: IssuedToken): string {
  let key = keys.get(token);
  if (key === undefined) {
    const { consumer } = token;
    const consumerSecret = openConsumerSecret(ports.keys, consumer.secret, consumer.key);
    keys.set(token, (key = signingKey({ consumerSecret, tokenSecret: openTokenSecret(ports.keys, token) })));
  }
  return key;
}
