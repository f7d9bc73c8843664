import { randomBytes } from 'node:crypto';
import { type Db, epochSeconds, refusedAs, rowsToChange } from '@tessera/database';
import { type AdminCaller, type Call, implement, notAuthorized } from '@tessera/webapi';
import { encryptSecret } from '../../encryption/secret-box.ts';
import { attempt } from '../../security/attempts.ts';
import { accountById } from '../../user/services/accounts.ts';
import { SecondFactor } from '../contract/own-second-factor.ts';
import { invalidCode, notBegun } from '../errors.ts';
import { renewRecoveryCodes } from '../recovery-codes.ts';
import { codeAttempts, factorOf, hasSecondFactor, secretContext, spendCode } from '../second-factor.ts';
import { base32, otpauthUri } from '../totp.ts';

const SECRET_BYTES = 20;

function callingAdmin({ caller }: Call): AdminCaller {
  if (caller.kind !== 'admin') throw notAuthorized({ resources: 'Magento_Backend::admin' });
  return caller;
}

async function removeFactor(db: Db, userId: number): Promise<boolean> {
  return db.transaction(async ({ query }) => {
    await query.deleteFrom('admin_recovery_code').where('user_id', '=', userId).execute();
    const { numDeletedRows } = await query
      .deleteFrom('admin_two_factor')
      .where('user_id', '=', userId)
      .executeTakeFirst();
    return numDeletedRows > 0n;
  });
}

/** Begins anew as long as no code was given; a factor that holds stays until it is removed. */
async function begin(call: Call) {
  const { id, username } = callingAdmin(call);
  if (await hasSecondFactor(call.db, id)) throw notBegun();
  const secret = randomBytes(SECRET_BYTES);
  const sealed = encryptSecret(call.ports.keys, secret.toString('base64'), secretContext(id));
  // Looked at again in the same statement: a code may have been given meanwhile, and the app that gave it has to go on.
  const begun = await call.db.query
    .insertInto('admin_two_factor')
    .values({ user_id: id, secret: sealed, confirmed_at: null, last_step: 0 })
    .onConflict((conflict) =>
      conflict
        .column('user_id')
        .doUpdateSet({ secret: sealed, last_step: 0 })
        .where('admin_two_factor.confirmed_at', 'is', null),
    )
    .returning('user_id')
    .executeTakeFirst()
    .catch(refusedAs({ missing: () => notAuthorized({ resources: 'Magento_Backend::admin' }) }));
  if (begun === undefined) throw notBegun();
  const issuer = call.baseUrl === '' ? 'Tessera' : `Tessera ${new URL(call.baseUrl).host}`;
  return { secret: base32(secret), uri: otpauthUri(secret, issuer, username) };
}

async function activate(call: Call, code: string): Promise<string[]> {
  const { id, username } = callingAdmin(call);
  const factor = await factorOf(call.db, id);
  if (factor === undefined || factor.confirmed_at !== null) throw notBegun();
  const isRight = await attempt(call, codeAttempts(call, username), async () =>
    (await spendCode(call, factor, code)) ? true : null,
  );
  if (isRight === null) throw invalidCode();
  return call.db.transaction(async (db) => {
    // The code was of this secret: another that was begun meanwhile is not confirmed by it.
    const { numUpdatedRows } = await db.query
      .updateTable('admin_two_factor')
      .set({ confirmed_at: epochSeconds(call.now()) })
      .where('user_id', '=', id)
      .where('secret', '=', factor.secret)
      .where('confirmed_at', 'is', null)
      .executeTakeFirst();
    if (numUpdatedRows === 0n) throw notBegun();
    return renewRecoveryCodes(db, id);
  });
}

/** The second factor of admin users. */
export const secondFactorService = implement(SecondFactor, {
  get: async (_, call) => {
    const { id } = callingAdmin(call);
    const { count } = await call.db.query
      .selectFrom('admin_recovery_code')
      .select((eb) => eb.fn.countAll<number>().as('count'))
      .where('user_id', '=', id)
      .executeTakeFirstOrThrow();
    return { enrolled: await hasSecondFactor(call.db, id), recovery_codes: Number(count) };
  },
  begin: (_, call) => begin(call),
  activate: ({ otp }, call) => activate(call, otp),
  renewRecoveryCodes: async (_, call) => {
    const { id } = callingAdmin(call);
    return call.db.transaction(async (db) => {
      const factor = db.query.selectFrom('admin_two_factor').select('confirmed_at').where('user_id', '=', id);
      const held = await rowsToChange(db, factor).executeTakeFirst();
      if ((held?.confirmed_at ?? null) === null) throw notBegun();
      return renewRecoveryCodes(db, id);
    });
  },
  remove: (_, call) => removeFactor(call.db, callingAdmin(call).id),
  reset: async ({ userId }, { db }) => {
    await accountById(db, userId);
    return removeFactor(db, userId);
  },
});
