import { type Db, epochSeconds, rowsToChange } from '@tessera/database';
import type { Call } from '@tessera/webapi';
import { inTurn } from './in-turn.ts';

/** Whose attempts are counted together, and when it is enough. */
export interface AttemptRule {
  /** `admin-token`, `customer-token`, `admin-session`, …: each is counted for itself. */
  readonly kind: string;
  /** The user's name as the client gave it; letter case does not count (observed). */
  readonly name: string;
  readonly maxFailures: number;
  readonly lockSeconds: number;
}
export interface AttemptCount {
  readonly failures: number;
  /** Seconds since the epoch. */
  readonly expires_at: number;
}

/**
 * Decides whether one more attempt is allowed (behaviour B18). It is counted as a failure at once, so that attempts at
 * the same time cannot exceed the limit together; a success clears the count.
 * @param now seconds since the epoch
 * @returns the count with this attempt, null where the name is locked
 */
export function decideAttempt(before: AttemptCount | null, now: number, rule: AttemptRule): AttemptCount | null {
  const failures = before !== null && before.expires_at > now ? before.failures : 0;
  return failures >= rule.maxFailures ? null : { failures: failures + 1, expires_at: now + rule.lockSeconds };
}

const NAME_LENGTH = 255;
const keyOf = ({ kind, name }: AttemptRule) => ({ kind, name: name.toLowerCase().slice(0, NAME_LENGTH) });

async function countOf(db: Db, rule: AttemptRule): Promise<AttemptCount | null> {
  const { kind, name } = keyOf(rule);
  const query = db.query.selectFrom('sign_in_attempt').select(['failures', 'expires_at']);
  const row = query.where('kind', '=', kind).where('name', '=', name);
  return (await (db.inTransaction ? rowsToChange(db, row) : row).executeTakeFirst()) ?? null;
}

/** Whether a name is locked just now; counts nothing. */
export async function isLocked(call: Call, rule: AttemptRule): Promise<boolean> {
  return decideAttempt(await countOf(call.db, rule), epochSeconds(call.now()), rule) === null;
}

const beginAttempt = (call: Call, rule: AttemptRule): Promise<boolean> =>
  call.db.transaction(async (db) => {
    const key = keyOf(rule);
    const now = epochSeconds(call.now());
    await db.query
      .insertInto('sign_in_attempt')
      .values({ ...key, failures: 0, expires_at: now })
      .onConflict((conflict) => conflict.doNothing())
      .execute();
    const next = decideAttempt(await countOf(db, rule), now, rule);
    if (next === null) return false;
    await db.query
      .updateTable('sign_in_attempt')
      .set({ ...next })
      .where('kind', '=', key.kind)
      .where('name', '=', key.name)
      .execute();
    return true;
  });

const NOBODY = { kind: 'nobody', name: '' };
const REMEMBERED_SECONDS = 60;

/**
 * Writes what nobody reads: where there is no account whose failures could be counted, this costs what counting them
 * would. @param now seconds since the epoch
 */
export async function countForNobody(db: Db, now: number): Promise<void> {
  const { query } = db;
  const known = await query.selectFrom('sign_in_attempt').select('failures').where('kind', '=', NOBODY.kind).execute();
  const counted = { failures: ((known[0]?.failures ?? 0) % 1000) + 1, expires_at: now + REMEMBERED_SECONDS };
  await query
    .insertInto('sign_in_attempt')
    .values({ ...NOBODY, ...counted })
    .onConflict((conflict) => conflict.columns(['kind', 'name']).doUpdateSet(counted))
    .execute();
}

/** Forgets the failures of a name, as a success does. */
export async function forgetFailures(db: Db, rule: Pick<AttemptRule, 'kind' | 'name'>): Promise<void> {
  const { kind, name } = keyOf({ ...rule, maxFailures: 0, lockSeconds: 0 });
  await db.query.deleteFrom('sign_in_attempt').where('kind', '=', kind).where('name', '=', name).execute();
}

/**
 * Makes an attempt to prove an identity: counted, refused while the name is locked, and one after the other for one
 * name, so that the right password sent several times at once is not taken for a series of failures.
 * @param prove gives what was proved, null for a failure; not called while the name is locked
 * @returns what was proved, null for a failure or a locked name
 */
export function attempt<T>(call: Call, rule: AttemptRule, prove: () => Promise<T | null>): Promise<T | null> {
  const { kind, name } = keyOf(rule);
  return inTurn(`${kind} ${name}`, async () => {
    if (!(await beginAttempt(call, rule))) return null;
    const proved = await prove();
    if (proved !== null) await forgetFailures(call.db, rule);
    return proved;
  });
}
