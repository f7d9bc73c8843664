import { type Db, dateTime } from '@tessera/database';
import type { Call } from '@tessera/webapi';
import { randomSecret, sealConsumerSecret } from './secrets.ts';

/** Makes the consumer of a new integration: key and secret stay the same for its life. */
export async function createConsumer(db: Db, call: Pick<Call, 'ports' | 'now'>): Promise<{ id: number; key: string }> {
  const key = randomSecret();
  const { id } = await db.query
    .insertInto('oauth_consumer')
    .values({
      consumer_key: key,
      secret: sealConsumerSecret(call.ports.keys, randomSecret(), key),
      created_at: dateTime(call.now()),
      posted_at: null,
    })
    .returning('id')
    .executeTakeFirstOrThrow();
  return { id, key };
}

/** Deletes a consumer; its tokens go with it, its nonces when their time has come. */
export async function deleteConsumer(db: Db, id: number): Promise<void> {
  await db.query.deleteFrom('oauth_consumer').where('id', '=', id).execute();
}
