import { createHash, randomBytes } from 'node:crypto';
import { type Db, epochSeconds, statement } from '@tessera/database';
import type { Call } from '@tessera/webapi';
import type { Selectable } from 'kysely';
import { absoluteSessionLifetime } from './settings.ts';
import type { SessionTable } from './tables.ts';

export type Session = Selectable<SessionTable>;

const TOKEN_BYTES = 32;
const AGENT_LENGTH = 255;
const hashOf = (token: string): string => createHash('sha256').update(token).digest('hex');
const secret = (): string => randomBytes(TOKEN_BYTES).toString('base64url');

/** Who a new session is for. */
export interface SessionOwner {
  readonly userType: number;
  readonly userId: number;
  /** Whether the session counts only together with a second token that the caller has to send. */
  readonly csrf: boolean;
}

/**
 * Begins a session. The id is always a new one, so an id that somebody planted before the sign-in is worth nothing.
 * @returns the secret for the cookie (256 random bits), which only the caller gets, and the stored session
 */
export async function openSession(call: Call, owner: SessionOwner): Promise<{ token: string; session: Session }> {
  const token = secret();
  const now = epochSeconds(call.now());
  const session = await call.db.query
    .insertInto('session')
    .values({
      token_hash: hashOf(token),
      user_type: owner.userType,
      user_id: owner.userId,
      csrf_token: owner.csrf ? secret() : null,
      created_at: now,
      used_at: now,
      confirmed_at: null,
      remote_address: call.remoteAddress,
      user_agent: call.userAgent.slice(0, AGENT_LENGTH),
    })
    .returningAll()
    .executeTakeFirstOrThrow();
  return { token, session };
}

const sessionByToken = statement<{ hash: string; type: number }>()((db, slot) =>
  db.selectFrom('session').selectAll().where('token_hash', '=', slot('hash')).where('user_type', '=', slot('type')),
);

/** Whether a session may still be used: neither left idle nor kept for too long. Moments in seconds. */
export const isAlive = (
  session: Pick<Session, 'created_at' | 'used_at'>,
  now: number,
  idle: number,
  absolute: number,
) => now - session.used_at < idle && now - session.created_at < absolute;

/** A use is written down at most this often (seconds), so that reading costs no write. */
const USE_INTERVAL = 30;

/**
 * The living session of a cookie, null where there is none; its use is remembered.
 * @param idle seconds after which an unused session ends
 */
export async function findSession(call: Call, userType: number, token: string, idle: number): Promise<Session | null> {
  if (token.length !== 43) return null;
  const [session] = await call.db.run(sessionByToken, { hash: hashOf(token), type: userType });
  if (session === undefined) return null;
  const now = epochSeconds(call.now());
  if (!isAlive(session, now, idle, call.settings.get(absoluteSessionLifetime))) return null;
  if (now - session.used_at >= Math.min(USE_INTERVAL, idle / 10)) {
    await call.db.query.updateTable('session').set({ used_at: now }).where('id', '=', session.id).execute();
  }
  return session;
}

/** Ends one session of a user; false where the user has no such session. */
export async function endSession(db: Db, userType: number, userId: number, id: number): Promise<boolean> {
  const ended = await db.query
    .deleteFrom('session')
    .where('id', '=', id)
    .where('user_type', '=', userType)
    .where('user_id', '=', userId)
    .executeTakeFirst();
  return Number(ended.numDeletedRows) > 0;
}

/** Ends all sessions of a user, the one that is kept excepted. */
export async function endSessions(db: Db, userType: number, userId: number, kept: number | null = null): Promise<void> {
  const sessions = db.query.deleteFrom('session').where('user_type', '=', userType).where('user_id', '=', userId);
  await (kept === null ? sessions : sessions.where('id', '<>', kept)).execute();
}
