import { type Db, epochSeconds, snapshot } from '@tessera/database';
import { USER_TYPE } from '@tessera/webapi';

/**
 * Revocations of admin users by user id, in memory. Those of customers are many and are read together with the
 * customer, who has to be looked up anyway.
 */
export const adminRevocationsSnapshot = snapshot(
  'admin-revocations',
  async (db): Promise<ReadonlyMap<number, number>> => {
    const rows = await db.selectFrom('token_revocation').selectAll().where('user_type', '=', USER_TYPE.admin).execute();
    return new Map(rows.map((row) => [row.user_id, Number(row.revoke_before)]));
  },
);

/**
 * Ends all bearer tokens that a user has at this moment; tokens issued in the same second are dead as well (B14).
 * @param userType as in the claim `utypid`: 2 admin, 3 customer; @param now milliseconds since the epoch
 */
export async function revokeTokens(db: Db, userType: number, userId: number, now: number): Promise<void> {
  await db.transaction(async (inside) => {
    const revoke_before = epochSeconds(now);
    await inside.query
      .insertInto('token_revocation')
      .values({ user_type: userType, user_id: userId, revoke_before })
      .onConflict((conflict) => conflict.columns(['user_type', 'user_id']).doUpdateSet({ revoke_before }))
      .execute();
    if (userType === USER_TYPE.admin) await inside.touch(adminRevocationsSnapshot);
  });
}

/** Ends everything by which a user can call: bearer tokens and sessions. For deactivated and deleted users. */
export async function endAccess(db: Db, userType: number, userId: number, now: number): Promise<void> {
  await db.transaction(async (inside) => {
    await revokeTokens(inside, userType, userId, now);
    await inside.query.deleteFrom('session').where('user_type', '=', userType).where('user_id', '=', userId).execute();
  });
}
