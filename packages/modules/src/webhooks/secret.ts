import type { BackgroundJob } from '@tessera/webapi';
import { decryptSecret, encryptSecret, needsReencryption } from '../encryption/secret-box.ts';

/** Where a webhook's secret belongs; it cannot be decrypted elsewhere. */
export const secretContext = (webhookId: number): string => `webhook.secret:${webhookId}`;

/** Encrypts with the newest key what an older one has encrypted, so that the older one can be retired. */
export const reencryptJob: BackgroundJob = {
  name: 'webhooks-reencrypt',
  everySeconds: 3600,
  run: async ({ db, ports: { keys } }) => {
    for (const { id, secret } of await db.query.selectFrom('webhook').select(['id', 'secret']).execute()) {
      if (!needsReencryption(keys, secret)) continue;
      const context = secretContext(id);
      await db.query
        .updateTable('webhook')
        .set({ secret: encryptSecret(keys, decryptSecret(keys, secret, context), context) })
        .where('id', '=', id)
        .execute();
    }
  },
};
