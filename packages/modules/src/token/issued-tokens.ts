import { type Db, deleteInSlices, epochSeconds, snapshot } from '@tessera/database';
import type { BackgroundJob, Call } from '@tessera/webapi';
import type { TokenClaims } from './jwt.ts';

const nameOf = ({ utypid, uid, iat }: Pick<TokenClaims, 'utypid' | 'uid' | 'iat'>): string => `${utypid}:${uid}:${iat}`;

/** The tokens that were ended one by one. They are few: an expired one is no longer among them. */
export const revokedTokensSnapshot = snapshot('revoked-tokens', async (db): Promise<ReadonlySet<string>> => {
  const rows = await db
    .selectFrom('issued_token')
    .select(['user_type as utypid', 'user_id as uid', 'issued_at'])
    .where('revoked_at', 'is not', null)
    .execute();
  return new Set(rows.map(({ utypid, uid, issued_at }) => nameOf({ utypid, uid, iat: Number(issued_at) })));
});

/** Whether this one token was ended. */
export function isRevoked(call: Pick<Call, 'db'>, claims: TokenClaims): boolean {
  const revoked = call.db.snapshot(revokedTokensSnapshot);
  return revoked.size > 0 && revoked.has(nameOf(claims));
}

/** Notes that a token was issued, so that it can be ended by itself. One of the same second is the same token. */
export async function noteIssued({ db, remoteAddress }: Call, { utypid, uid, iat, exp }: TokenClaims): Promise<void> {
  await db.query
    .insertInto('issued_token')
    .values({ user_type: utypid, user_id: uid, issued_at: iat, expires_at: exp, remote_address: remoteAddress })
    .onConflict((conflict) => conflict.columns(['user_type', 'user_id', 'issued_at']).doNothing())
    .execute();
}

/** The tokens of a user that are good at this moment, the last issued first. */
export const goodTokens = (db: Db, userType: number, userId: number, now: number) =>
  db.query
    .selectFrom('issued_token')
    .leftJoin('token_revocation', (join) =>
      join
        .onRef('token_revocation.user_type', '=', 'issued_token.user_type')
        .onRef('token_revocation.user_id', '=', 'issued_token.user_id'),
    )
    .select(['id', 'issued_at', 'expires_at', 'remote_address'])
    .where('issued_token.user_type', '=', userType)
    .where('issued_token.user_id', '=', userId)
    .where('expires_at', '>', epochSeconds(now))
    .where('revoked_at', 'is', null)
    .where((eb) => eb.or([eb('revoke_before', 'is', null), eb('issued_at', '>', eb.ref('revoke_before'))]))
    .orderBy('id', 'desc')
    .execute();

/**
 * Ends one token of a user, in every process from its next request on.
 * @returns false where the user has no such token that is good
 */
export const endToken = (door: Db, userType: number, userId: number, id: number, now: number): Promise<boolean> =>
  door.transaction(async (db) => {
    const good = await goodTokens(db, userType, userId, now);
    if (!good.some((token) => token.id === id)) return false;
    await db.query
      .updateTable('issued_token')
      .set({ revoked_at: epochSeconds(now) })
      .where('id', '=', id)
      .execute();
    await db.touch(revokedTokensSnapshot);
    return true;
  });

/** Forgets tokens that have expired. Those that were ended by themselves leave the snapshot with its next reading. */
export const issuedTokensCleanUp: BackgroundJob = {
  name: 'issued-tokens-clean-up',
  everySeconds: 900,
  run: async ({ db, now }) => {
    const expired = db.query.selectFrom('issued_token').select('id').where('expires_at', '<=', epochSeconds(now()));
    await deleteInSlices((rows) => db.query.deleteFrom('issued_token').where('id', 'in', expired.limit(rows)));
  },
};
