import { type Db, dateTime } from '@tessera/database';
import type { Call, Output } from '@tessera/webapi';
import { countHandshake } from '../../observability/count.ts';
import type { Activation } from '../contract/data.ts';
import { accessSnapshot } from '../oauth/access.ts';
import { openConsumerSecret } from '../oauth/secrets.ts';
import { endTokens, openHandshake } from '../oauth/tokens.ts';
import { type IntegrationRow, integrationRow, keepIntegration } from '../services/integration-rows.ts';
import { STATUS } from '../tables.ts';
import { storeBaseUrl, successCallback } from './addresses.ts';
import { type CallbackOutcome, type CallbackPost, callbackError, postCredentials } from './callback.ts';
import { note } from './timeline.ts';

export type Activated = Output<typeof Activation>;

interface Anew {
  readonly anew: boolean;
  /** Seconds for which the old tokens go on once the new one is there; 0: they stop when the post got through. */
  readonly overlap?: number;
}
interface Prepared {
  readonly post: CallbackPost;
  /** The token row that walks this handshake. */
  readonly rowId: number;
}

/**
 * Starts a handshake: prepares its verifier, posts the credentials, and settles what became of the post. Three steps,
 * since nothing is sent while a transaction is open; after a failure at any of them the handshake can be started again.
 * Ours: when an integration is authorized anew, its old tokens stop only once the post got through, so that a callback
 * that is down does not cost a working connection.
 */
export async function exchangeTokens(call: Call, row: IntegrationRow, { anew, overlap = 0 }: Anew): Promise<Activated> {
  storeBaseUrl(call);
  const { post, rowId } = await call.db.transaction((db) => prepare(db, call, row, anew, overlap));
  const outcome = await postCredentials(call, post);
  countHandshake(call, 'callback', outcome.ok ? 'ok' : 'failed');
  await call.db.transaction((db) => settle(db, call, row.id, outcome, rowId, overlap));
  if (!outcome.ok) throw callbackError(outcome);
  return {
    identity_link_url: row.identity_link_url,
    oauth_consumer_key: post.consumerKey,
    success_call_back: successCallback(call),
  };
}

/** A request token that was never exchanged, or a verifier that is to be replaced, makes room for a new verifier. */
async function prepare(
  db: Db,
  call: Call,
  { id, endpoint }: IntegrationRow,
  anew: boolean,
  overlap: number,
): Promise<Prepared> {
  const now = dateTime(call.now());
  await db.query.updateTable('integration').set({ updated_at: now }).where('id', '=', id).execute();
  const { consumer_id } = await integrationRow(db, id);
  const consumer = await db.query
    .updateTable('oauth_consumer')
    .set({ posted_at: now })
    .where('id', '=', consumer_id)
    .returningAll()
    .executeTakeFirstOrThrow();
  await endTokens(db, consumer_id, anew ? ['request', 'verifier'] : ['request']);
  const { rowId, verifier } = await openHandshake(db, call, consumer_id, overlap === 0 ? null : overlap);
  await db.touch(accessSnapshot);
  const consumerSecret = openConsumerSecret(call.ports.keys, consumer.secret, consumer.consumer_key);
  return { rowId, post: { endpoint: endpoint ?? '', consumerKey: consumer.consumer_key, consumerSecret, verifier } };
}

/** The third party may have done both token calls already, while its answer was awaited (behaviour D17). */
async function settle(
  db: Db,
  call: Call,
  id: number,
  outcome: CallbackOutcome,
  rowId: number,
  overlap: number,
): Promise<void> {
  if (!(await keepIntegration(db, id))) return;
  await note(db, call.now(), {
    integrationId: id,
    step: 'callback',
    outcome: outcome.ok ? 'ok' : 'failed',
    detail: outcome.detail,
    httpStatus: outcome.ok ? outcome.status : undefined,
  });
  const walking = await db.query
    .selectFrom('oauth_token')
    .select(['type', 'consumer_id'])
    .where('id', '=', rowId)
    .executeTakeFirst();
  // Without its row, the handshake was started again in the meantime, and that one counts.
  // With overlap the old tokens go on until the new one is there.
  if (!outcome.ok || walking === undefined || overlap > 0) return;
  await endTokens(db, walking.consumer_id, ['access'], rowId);
  if (walking.type !== 'access')
    await db.query.updateTable('integration').set({ status: STATUS.inactive }).where('id', '=', id).execute();
  await db.touch(accessSnapshot);
}
