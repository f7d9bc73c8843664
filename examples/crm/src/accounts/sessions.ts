import { createHash, createHmac, randomBytes, timingSafeEqual } from 'node:crypto';
import type { Db } from '../database.ts';
import type { User } from './accounts.ts';

/** Seconds. */
export const SESSION_LIFETIME = 14 * 24 * 3600;

/** Everybody has a session token in a cookie; it is in the database, hashed, once its owner has signed in. */
export class Sessions {
  readonly #db: Db;
  readonly #csrfKey: Buffer;
  readonly #now: () => number;

  constructor(db: Db, csrfKey: Buffer, now: () => number) {
    this.#db = db;
    this.#csrfKey = csrfKey;
    this.#now = now;
  }

  newToken(): string {
    return randomBytes(32).toString('base64url');
  }

  userOf(token: string): User | null {
    const sql = `select users.id, users.email from sessions join users on users.id = user_id
      where token_hash = ? and expires_at > ?`;
    return (this.#db.prepare(sql).get(hashOf(token), this.#now()) as User | undefined) ?? null;
  }

  /** Begins a session under a token of its own: one that was known before the sign-in is worth nothing after it. */
  begin(user: User): string {
    const token = this.newToken();
    this.#db.prepare('delete from sessions where expires_at <= ?').run(this.#now());
    this.#db
      .prepare('insert into sessions (token_hash, user_id, expires_at) values (?, ?, ?)')
      .run(hashOf(token), user.id, this.#now() + SESSION_LIFETIME * 1000);
    return token;
  }

  end(token: string): void {
    this.#db.prepare('delete from sessions where token_hash = ?').run(hashOf(token));
  }

  /** What forms must carry that are posted with this session. */
  csrfOf(token: string): string {
    return createHmac('sha256', this.#csrfKey).update(`csrf ${token}`).digest('base64url');
  }

  isCsrf(token: string, given: string): boolean {
    const expected = Buffer.from(this.csrfOf(token));
    const bytes = Buffer.from(given);
    return bytes.length === expected.length && timingSafeEqual(bytes, expected);
  }
}

const hashOf = (token: string): string => createHash('sha256').update(token).digest('base64url');
