import { byCodePoint, type Db, dateTime, epochSeconds } from '@tessera/database';
import { type Call, implement, noSuchEntity, USER_TYPE } from '@tessera/webapi';
import { sql } from 'kysely';
import { forgetFailures } from '../../security/attempts.ts';
import { endAccess } from '../../security/revocations.ts';
import { endToken, goodTokens } from '../../token/issued-tokens.ts';
import { accountById } from '../../user/services/accounts.ts';
import { lockoutFailures } from '../../user/settings.ts';
import { AccountAccess } from '../contract/account-access.ts';

/** Attempts by which an admin user can be locked; those for tokens have limits of their own. */
const PANEL_KINDS = ['admin-session', 'admin-identity', 'admin-otp'] as const;
const KINDS = [...PANEL_KINDS, 'admin-token'] as const;

async function lockedUsers({ db, now, settings }: Call) {
  const rows = await db.query
    .selectFrom('sign_in_attempt')
    .innerJoin('admin_user', 'admin_user.username_key', 'sign_in_attempt.name')
    .select(['admin_user.id', 'username', 'failures', 'expires_at'])
    .where('kind', 'in', PANEL_KINDS)
    .where('failures', '>=', settings.get(lockoutFailures))
    .where('expires_at', '>', epochSeconds(now()))
    .orderBy(byCodePoint(sql.ref('username_key'), db.dialect))
    .orderBy('expires_at', 'desc')
    .execute();
  const byUser = Map.groupBy(rows, (row) => row.id);
  return [...byUser.values()].flatMap(([row]) =>
    row === undefined
      ? []
      : [
          {
            id: row.id,
            username: row.username,
            failures: row.failures,
            locked_until: dateTime(Number(row.expires_at) * 1000),
          },
        ],
  );
}

async function requireCustomer(db: Db, id: number): Promise<void> {
  const row = await db.query.selectFrom('customer').select('id').where('id', '=', id).executeTakeFirst();
  if (row === undefined) throw noSuchEntity({ fieldName: 'customerId', fieldValue: id });
}

/** Moments as the panel and Magento write them. */
async function tokensOf({ db, now }: Call, userType: number, userId: number) {
  const tokens = await goodTokens(db, userType, userId, now());
  return tokens.map(({ id, issued_at, expires_at, remote_address }) => ({
    id,
    issued_at: dateTime(Number(issued_at) * 1000),
    expires_at: dateTime(Number(expires_at) * 1000),
    remote_address,
  }));
}

async function endOne({ db, now }: Call, userType: number, userId: number, tokenId: number): Promise<boolean> {
  const ended = await endToken(db, userType, userId, tokenId, now());
  if (!ended) throw noSuchEntity({ fieldName: 'tokenId', fieldValue: tokenId });
  return true;
}

/** Ends the access of accounts, and gives it back to those who locked themselves out. */
export const accountAccess = implement(AccountAccess, {
  getLocked: (_, call) => lockedUsers(call),
  unlock: async ({ id }, { db }) => {
    const { username } = await accountById(db, id);
    for (const kind of KINDS) await forgetFailures(db, { kind, name: username });
    return true;
  },
  getUserTokens: async ({ id }, call) => {
    await accountById(call.db, id);
    return tokensOf(call, USER_TYPE.admin, id);
  },
  endUserToken: ({ id, tokenId }, call) => endOne(call, USER_TYPE.admin, id, tokenId),
  getCustomerTokens: async ({ customerId }, call) => {
    await requireCustomer(call.db, customerId);
    return tokensOf(call, USER_TYPE.customer, customerId);
  },
  endCustomerToken: ({ customerId, tokenId }, call) => endOne(call, USER_TYPE.customer, customerId, tokenId),
  forceUserSignIn: async ({ id }, { db, now }) => {
    await accountById(db, id);
    await endAccess(db, USER_TYPE.admin, id, now());
    return true;
  },
  forceCustomerSignIn: async ({ customerId }, { db, now }) => {
    await requireCustomer(db, customerId);
    await endAccess(db, USER_TYPE.customer, customerId, now());
    return true;
  },
});
