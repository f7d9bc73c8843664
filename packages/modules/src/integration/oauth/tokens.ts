import { type Db, dateTime } from '@tessera/database';
import type { Call } from '@tessera/webapi';
import { type Selectable, sql } from 'kysely';
import type { OauthTokenTable, TokenType } from '../tables.ts';
import {
  newTokenPair,
  openVerifier,
  randomSecret,
  sealTokenPair,
  sealVerifier,
  type TokenPair,
  tokenHash,
} from './secrets.ts';

export type TokenRow = Selectable<OauthTokenTable>;
type Context = Pick<Call, 'ports' | 'now'>;

/**
 * The row of a type that a consumer got last, undefined where it has none. Of access tokens the integration's own, not
 * those that were issued beside it, nor those that another has replaced.
 */
export const latestToken = (db: Db, consumerId: number, type: TokenType): Promise<TokenRow | undefined> =>
  db.query
    .selectFrom('oauth_token')
    .selectAll()
    .where('consumer_id', '=', consumerId)
    .where('type', '=', type)
    .where('revoked', '=', 0)
    .where('retired', '=', 0)
    .where('label', 'is', null)
    .orderBy('id', 'desc')
    .limit(1)
    .executeTakeFirst();

/** A row by its token, undefined where it does not exist (any more). */
export const tokenRow = (db: Db, token: string): Promise<TokenRow | undefined> =>
  db.query.selectFrom('oauth_token').selectAll().where('token_hash', '=', tokenHash(token)).executeTakeFirst();

export const hasTokens = async (db: Db, consumerId: number): Promise<boolean> =>
  (await db.query
    .selectFrom('oauth_token')
    .select('id')
    .where('consumer_id', '=', consumerId)
    .limit(1)
    .executeTakeFirst()) !== undefined;

/** Issues an access token without a handshake. */
export async function issueAccessToken(db: Db, call: Context, consumerId: number): Promise<TokenPair> {
  const pair = newTokenPair();
  const sealed = sealTokenPair(call.ports.keys, pair);
  const created_at = dateTime(call.now());
  await db.query
    .insertInto('oauth_token')
    .values({ consumer_id: consumerId, type: 'access', ...sealed, verifier: null, revoked: 0, created_at })
    .execute();
  return pair;
}

/**
 * The verifier of a consumer's open handshake and the row that will walk it. One that nobody has used yet stays as it
 * is, so that a third party that got the first of two posts can go on as well (behaviour D12).
 */
export async function openHandshake(
  db: Db,
  call: Context,
  consumerId: number,
  overlap: number | null = null,
): Promise<{ rowId: number; verifier: string }> {
  const { keys } = call.ports;
  const unused = await latestToken(db, consumerId, 'verifier');
  if (unused?.verifier) return { rowId: unused.id, verifier: openVerifier(keys, unused.verifier, consumerId) };
  const verifier = randomSecret();
  const { id } = await db.query
    .insertInto('oauth_token')
    .values({
      consumer_id: consumerId,
      type: 'verifier',
      ...sealTokenPair(keys, newTokenPair()),
      verifier: sealVerifier(keys, verifier, consumerId),
      overlap,
      revoked: 0,
      created_at: dateTime(call.now()),
    })
    .returning('id')
    .executeTakeFirstOrThrow();
  return { rowId: id, verifier };
}

/**
 * The next step of a handshake: the row gets another type, token and secret, and what it was cannot be used again.
 * @returns null where the row is not (any more) what it was, for example because the same step came twice at once
 */
export async function advance(
  db: Db,
  call: Context,
  row: Pick<TokenRow, 'id' | 'token_hash'>,
  to: 'request' | 'access',
): Promise<TokenPair | null> {
  const pair = newTokenPair();
  const { numUpdatedRows } = await db.query
    .updateTable('oauth_token')
    .set({ type: to, ...sealTokenPair(call.ports.keys, pair), created_at: dateTime(call.now()) })
    .where('id', '=', row.id)
    .where('token_hash', '=', row.token_hash)
    .executeTakeFirst();
  return numUpdatedRows === 1n ? pair : null;
}

/** Ends tokens of a consumer: those of the types, except for one row. */
export async function endTokens(db: Db, consumerId: number, types: readonly TokenType[], except = 0): Promise<void> {
  await db.query
    .deleteFrom('oauth_token')
    .where('consumer_id', '=', consumerId)
    .where('type', 'in', types)
    .where('id', '<>', except)
    .execute();
}

/**
 * Lets the access tokens of a consumer go on for a while, except for one row; those that end earlier end earlier.
 * @param seconds 0 ends them at once
 */
export async function retireTokens(
  db: Db,
  now: number,
  consumerId: number,
  seconds: number,
  except = 0,
): Promise<void> {
  if (seconds === 0) return endTokens(db, consumerId, ['access'], except);
  const end = dateTime(now + seconds * 1000);
  await db.query
    .updateTable('oauth_token')
    .set({ retired: 1, expires_at: sql<string>`case when expires_at < ${end} then expires_at else ${end} end` })
    .where('consumer_id', '=', consumerId)
    .where('type', '=', 'access')
    .where('revoked', '=', 0)
    .where('id', '<>', except)
    .execute();
}
