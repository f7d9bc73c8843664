import { type Db, dateTime } from '@tessera/database';
import { type Call, fieldRequired, invalidFieldValue } from '@tessera/webapi';
import { accessTokenEnded, accessTokenUnknown, notActive } from '../errors.ts';
import { note } from '../handshake/timeline.ts';
import { accessSnapshot } from '../oauth/access.ts';
import { hasExpired, millisecondsOf, tokenLimits } from '../oauth/limits.ts';
import { newTokenPair, sealTokenPair } from '../oauth/secrets.ts';
import type { TokenRow } from '../oauth/tokens.ts';
import { rotationOverlap } from '../settings.ts';
import { STATUS } from '../tables.ts';
import { requireHeldOf } from './grants.ts';
import { type TokenChange, tellOfToken } from './integration-events.ts';
import { type IntegrationRow, integrationRow, integrationRowToChange } from './integration-rows.ts';
import { showToken } from './shown-token.ts';
import { type TokenColumns, type TokenInput, tokenColumns } from './token-input.ts';

const LONGEST_OVERLAP_SECONDS = 90 * 86_400;

/** All access tokens of an integration, the oldest first. */
export async function listTokens(call: Call, id: number) {
  const { consumer_id } = await integrationRow(call.db, id);
  const rows = await call.db.query
    .selectFrom('oauth_token')
    .leftJoin('oauth_token_use', 'oauth_token_use.token_id', 'oauth_token.id')
    .selectAll('oauth_token')
    .select('last_used_at')
    .where('consumer_id', '=', consumer_id)
    .where('type', '=', 'access')
    .orderBy('oauth_token.id')
    .execute();
  return rows.map(({ last_used_at, ...row }) =>
    showToken(call, row, last_used_at === null ? null : Number(last_used_at)),
  );
}

async function tokenOf(db: Db, { consumer_id }: IntegrationRow, tokenId: number): Promise<TokenRow> {
  const row = await db.query
    .selectFrom('oauth_token')
    .selectAll()
    .where('id', '=', tokenId)
    .where('consumer_id', '=', consumer_id)
    .where('type', '=', 'access')
    .executeTakeFirst();
  if (row === undefined) throw accessTokenUnknown([String(tokenId)]);
  return row;
}

async function insertToken(
  db: Db,
  call: Call,
  consumerId: number,
  columns: Omit<TokenColumns, 'label'> & { label: string | null },
) {
  const pair = newTokenPair();
  const row = await db.query
    .insertInto('oauth_token')
    .values({
      consumer_id: consumerId,
      type: 'access',
      ...sealTokenPair(call.ports.keys, pair),
      verifier: null,
      revoked: 0,
      created_at: dateTime(call.now()),
      ...columns,
    })
    .returningAll()
    .executeTakeFirstOrThrow();
  return { pair, row };
}

/** Writes a change of a token's state down, and makes every process see it. */
async function changed(
  db: Db,
  call: Call,
  integrationId: number,
  step: TokenChange['kind'],
  token: TokenRow,
  what: string,
) {
  const name = token.label === null ? "the integration's own token" : `the token "${token.label}"`;
  const detail = `${what}: ${name} (${token.id}).`;
  await note(db, call.now(), { integrationId, step, outcome: 'ok', detail });
  await db.touch(accessSnapshot);
  await tellOfToken(call, db, step, integrationId, showToken(call, token, null));
  await db.afterCommit(() =>
    call.ports.log.info({ integrationId, tokenId: token.id, step }, 'a credential has changed'),
  );
}

/** Issues one more token. @throws WebapiError for an integration that is not active, or a bad limit */
export async function issueToken(call: Call, id: number, input: TokenInput) {
  const { label, ...columns } = tokenColumns(call, input);
  if (label === undefined) throw fieldRequired({ fieldName: 'label' });
  return call.db.transaction(async (db) => {
    const integration = await integrationRowToChange(db, id);
    await requireHeldOf(call, db, integration);
    if (integration.status !== STATUS.active) throw notActive([integration.name]);
    const { pair, row } = await insertToken(db, call, integration.consumer_id, { label, ...columns });
    await changed(db, call, id, 'token_issued', row, 'Issued');
    return showToken(call, row, null, pair);
  });
}

/** Changes label, expiry and limits; what is not given stays. The integration's own token keeps having no label. */
export async function updateToken(call: Call, id: number, tokenId: number, input: TokenInput) {
  const { label, ...limits } = tokenColumns(call, input);
  return call.db.transaction(async (db) => {
    const integration = await integrationRowToChange(db, id);
    await requireHeldOf(call, db, integration);
    const row = await tokenOf(db, integration, tokenId);
    const columns = { ...limits, ...(label === undefined || row.label === null ? {} : { label }) };
    // Whoever ends a token ends it for good: no later expiry brings it back.
    if (row.revoked === 1 || row.retired === 1 || hasExpired(call, tokenLimits(row)))
      throw accessTokenEnded([String(tokenId)]);
    if (Object.keys(columns).length > 0)
      await db.query.updateTable('oauth_token').set(columns).where('id', '=', tokenId).execute();
    const after = { ...row, ...columns };
    await changed(db, call, id, 'token_changed', after, 'Changed');
    return showToken(call, after, null);
  });
}

/** Ends a token at once, in all processes. */
export async function revokeToken(call: Call, id: number, tokenId: number): Promise<boolean> {
  return call.db.transaction(async (db) => {
    const row = await tokenOf(db, await integrationRowToChange(db, id), tokenId);
    if (row.revoked === 1) return true;
    await endToken(db, call, tokenId);
    await changed(db, call, id, 'token_revoked', { ...row, revoked: 1 }, 'Revoked');
    return true;
  });
}

const endToken = (db: Db, call: Call, tokenId: number): Promise<unknown> =>
  db.query
    .updateTable('oauth_token')
    .set({ revoked: 1, expires_at: dateTime(call.now()) })
    .where('id', '=', tokenId)
    .execute();

/**
 * Replaces a token by a new one with the same label, limits and lifetime.
 * @param overlapSeconds for how long the old one goes on; undefined for the setting's time, 0 ends it at once
 */
export async function rotateToken(call: Call, id: number, tokenId: number, overlapSeconds: number | undefined) {
  const overlap = overlapSeconds ?? call.settings.get(rotationOverlap);
  if (overlap < 0 || overlap > LONGEST_OVERLAP_SECONDS)
    throw invalidFieldValue({ value: String(overlap), fieldName: 'overlapSeconds' });
  return call.db.transaction(async (db) => {
    const integration = await integrationRowToChange(db, id);
    // In the place of the token that it calls with, an integration gets one with the same limits.
    if (!isOwnToken(call, tokenId)) await requireHeldOf(call, db, integration);
    const old = await tokenOf(db, integration, tokenId);
    if (old.revoked === 1 || old.retired === 1 || hasExpired(call, tokenLimits(old)))
      throw accessTokenEnded([String(tokenId)]);
    const { label, allowed_addresses, store_ids, read_only } = old;
    const lifetime = old.expires_at === null ? null : millisecondsOf(old.expires_at) - millisecondsOf(old.created_at);
    const expires_at = lifetime === null ? null : dateTime(call.now() + lifetime);
    const columns = { label, allowed_addresses, store_ids, read_only, expires_at };
    const { pair, row } = await insertToken(db, call, integration.consumer_id, columns);
    if (overlap === 0) await endToken(db, call, tokenId);
    else await letRunOut(db, old, dateTime(call.now() + overlap * 1000));
    await changed(
      db,
      call,
      id,
      'token_rotated',
      row,
      `Issued in the place of ${tokenId}, which goes on for ${overlap} seconds`,
    );
    return showToken(call, row, null, pair);
  });
}

const isOwnToken = ({ caller }: Call, tokenId: number): boolean =>
  caller.kind === 'integration' && caller.tokenId === tokenId;

const letRunOut = (db: Db, { id, expires_at }: TokenRow, until: string): Promise<unknown> =>
  db.query
    .updateTable('oauth_token')
    .set({ retired: 1, expires_at: expires_at !== null && expires_at < until ? expires_at : until })
    .where('id', '=', id)
    .execute();
