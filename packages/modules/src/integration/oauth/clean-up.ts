import { type Db, dateTime, deleteInSlices, epochSeconds, inSlices, SLICE_ROWS } from '@tessera/database';
import type { BackgroundJob, Call } from '@tessera/webapi';
import { nonceLifetime } from '../settings.ts';
import { accessSnapshot } from './access.ts';
import { moveHorizon } from './nonce-horizon.ts';

/** Nonces outlive the horizon a little, until every process has heard that it has moved. */
const MARGIN_SECONDS = 60;
const ENDED_SHOWN_MS = 30 * 86_400_000;

/** Removes nonces that are as old as the timestamps that are refused, and request tokens that nobody exchanged. */
export async function cleanUp(call: Call): Promise<void> {
  const lifetime = call.settings.get(nonceLifetime) * 60;
  const until = epochSeconds(call.now()) - lifetime;
  await moveHorizon(call.db, until);
  const forget = call.db.dialect === 'sqlite' ? shortenLog : emptyTable;
  await forget(call.db, until - MARGIN_SECONDS);
  await removeStaleRequestTokens(call.db, dateTime(call.now() - lifetime * 1000));
  await removeEndedTokens(call.db, dateTime(call.now() - ENDED_SHOWN_MS));
}

/** Removes batches from the beginning of the log, but never the last one: the next position follows it. */
const shortenLog = (db: Db, until: number): Promise<void> => inSlices(() => removeBatches(db, until));

async function removeBatches(db: Db, until: number): Promise<number> {
  const oldest = await db.query
    .selectFrom('oauth_nonce_log')
    .select(['position', 'newest'])
    .orderBy('position')
    .limit(SLICE_ROWS + 1)
    .execute();
  const kept = oldest.findIndex(({ newest }) => newest > until);
  const removable = oldest.slice(0, kept < 0 ? -1 : Math.min(kept, oldest.length - 1));
  const last = removable.at(-1);
  if (last !== undefined) await db.query.deleteFrom('oauth_nonce_log').where('position', '<=', last.position).execute();
  return removable.length;
}

const emptyTable = (db: Db, until: number): Promise<void> =>
  deleteInSlices((rows) =>
    db.query
      .deleteFrom('oauth_nonce')
      .where(({ eb, refTuple, selectFrom }) =>
        eb(
          refTuple('consumer_id', 'nonce'),
          'in',
          selectFrom('oauth_nonce as old')
            .select(['old.consumer_id', 'old.nonce'])
            .where('old.timestamp', '<=', until)
            .orderBy('old.timestamp')
            .limit(rows)
            .$asTuple('consumer_id', 'nonce'),
        ),
      ),
  );

const removeStaleRequestTokens = (db: Db, before: string): Promise<void> =>
  db.transaction(async (inner) => {
    const { numDeletedRows } = await inner.query
      .deleteFrom('oauth_token')
      .where('type', '=', 'request')
      .where('created_at', '<=', before)
      .executeTakeFirst();
    if (numDeletedRows > 0n) await inner.touch(accessSnapshot);
  });

/** Ended access tokens are shown for a while, then nobody asks for them any more. */
const removeEndedTokens = (db: Db, before: string): Promise<void> =>
  db.transaction(async (inner) => {
    const { numDeletedRows } = await inner.query
      .deleteFrom('oauth_token')
      .where('type', '=', 'access')
      .where('expires_at', '<=', before)
      .executeTakeFirst();
    await inner.query
      .deleteFrom('oauth_token_use')
      .where('token_id', 'not in', inner.query.selectFrom('oauth_token').select('id'))
      .execute();
    if (numDeletedRows > 0n) await inner.touch(accessSnapshot);
  });

export const cleanUpJob: BackgroundJob = { name: 'oauth-clean-up', everySeconds: 300, run: cleanUp };
