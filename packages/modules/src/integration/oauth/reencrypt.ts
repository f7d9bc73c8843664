import type { BackgroundJob, Call } from '@tessera/webapi';
import { needsReencryption } from '../../encryption/secret-box.ts';
import { accessSnapshot } from './access.ts';
import {
  openConsumerSecret,
  openTokenPair,
  openVerifier,
  sealConsumerSecret,
  sealTokenPair,
  sealVerifier,
} from './secrets.ts';

/** Encrypts with the newest key what an older one has encrypted, so that the older one can be retired. */
export async function reencrypt({ db: door, ports: { keys } }: Call): Promise<void> {
  await door.transaction(async (db) => {
    let changed = false;
    for (const row of await db.query.selectFrom('oauth_consumer').select(['id', 'consumer_key', 'secret']).execute()) {
      if (!needsReencryption(keys, row.secret)) continue;
      const secret = sealConsumerSecret(keys, openConsumerSecret(keys, row.secret, row.consumer_key), row.consumer_key);
      await db.query.updateTable('oauth_consumer').set({ secret }).where('id', '=', row.id).execute();
      changed = true;
    }
    for (const row of await db.query.selectFrom('oauth_token').selectAll().execute()) {
      if (!needsReencryption(keys, row.secret)) continue;
      const { consumer_id: consumer } = row;
      const verifier =
        row.verifier === null ? null : sealVerifier(keys, openVerifier(keys, row.verifier, consumer), consumer);
      await db.query
        .updateTable('oauth_token')
        .set({ ...sealTokenPair(keys, openTokenPair(keys, row)), verifier })
        .where('id', '=', row.id)
        .execute();
      changed = true;
    }
    if (changed) await db.touch(accessSnapshot);
  });
}

export const reencryptJob: BackgroundJob = { name: 'oauth-reencrypt', everySeconds: 3600, run: reencrypt };
