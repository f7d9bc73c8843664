import { type Db, snapshot } from '@tessera/database';

/** The timestamp, in epoch seconds, up to which nonces have been forgotten. */
export const horizonSnapshot = snapshot('oauth-nonce-horizon', async (db): Promise<number> => {
  const row = await db.selectFrom('oauth_nonce_horizon').select('forgotten_until').executeTakeFirst();
  return row?.forgotten_until ?? 0;
});

/** Says, before anything is deleted, up to when nonces are about to be forgotten. */
export const moveHorizon = (db: Db, until: number): Promise<void> =>
  db.transaction(async (inner) => {
    const { numUpdatedRows } = await inner.query
      .updateTable('oauth_nonce_horizon')
      .set({ forgotten_until: until })
      .where('forgotten_until', '<', until)
      .executeTakeFirst();
    if (numUpdatedRows > 0n) await inner.touch(horizonSnapshot);
  });
