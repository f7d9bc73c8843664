import { type Db, dateTime, epochSeconds } from '@tessera/database';
import type { BackgroundJob, Call } from '@tessera/webapi';
import { cleanupProbability, nonceLifetime } from '../settings.ts';
import { accessSnapshot } from './access.ts';
import { moveHorizon } from './nonce-horizon.ts';

const ROWS_AT_ONCE = 500;
const breathe = (): Promise<void> => new Promise((resolve) => setImmediate(resolve));

/** Removes nonces that are as old as the timestamps that are refused, and request tokens that nobody exchanged. */
export async function cleanUp(call: Call): Promise<void> {
  if (call.settings.get(cleanupProbability) === 0) return;
  const lifetime = call.settings.get(nonceLifetime) * 60;
  const until = epochSeconds(call.now()) - lifetime;
  await moveHorizon(call.db, until);
  // In slices, with requests in between: on SQLite a statement holds up everything else.
  while ((await forgetSome(call.db, until)) === ROWS_AT_ONCE) await breathe();
  await removeStaleRequestTokens(call.db, dateTime(call.now() - lifetime * 1000));
}

async function forgetSome(db: Db, until: number): Promise<number> {
  const { numDeletedRows } = await db.query
    .deleteFrom('oauth_nonce')
    .where(({ eb, refTuple, selectFrom }) =>
      eb(
        refTuple('consumer_id', 'nonce'),
        'in',
        selectFrom('oauth_nonce as old')
          .select(['old.consumer_id', 'old.nonce'])
          .where('old.timestamp', '<=', until)
          .orderBy('old.timestamp')
          .limit(ROWS_AT_ONCE)
          .$asTuple('consumer_id', 'nonce'),
      ),
    )
    .executeTakeFirst();
  return Number(numDeletedRows);
}

const removeStaleRequestTokens = (db: Db, before: string): Promise<void> =>
  db.transaction(async (inner) => {
    const { numDeletedRows } = await inner.query
      .deleteFrom('oauth_token')
      .where('type', '=', 'request')
      .where('created_at', '<=', before)
      .executeTakeFirst();
    if (numDeletedRows > 0n) await inner.touch(accessSnapshot);
  });

export const cleanUpJob: BackgroundJob = { name: 'oauth-clean-up', everySeconds: 300, run: cleanUp };
