import type { Db } from '../database.ts';
import { hashPassword, verifyPassword } from './password.ts';

export interface User {
  readonly id: number;
  readonly email: string;
}
/** An account, or why there is none. */
export type AccountResult = { readonly user: User } | { readonly refusal: string };

export const MINIMUM_PASSWORD = 10;
const MAXIMUM_FAILURES = 10;
const FAILURE_WINDOW = 15 * 60_000;

/** Signs users up and in. */
export class Accounts {
  readonly #db: Db;
  readonly #now: () => number;
  /** By visitor and e-mail address: how often a sign-in failed, and since when. */
  readonly #failures = new Map<string, { count: number; since: number }>();

  constructor(db: Db, now: () => number) {
    this.#db = db;
    this.#now = now;
  }

  async signUp(email: string, password: string): Promise<AccountResult> {
    if (!/^[^\s@]+@[^\s@]+\.[^\s@]+$/.test(email)) return { refusal: 'Enter a valid e-mail address.' };
    if (password.length < MINIMUM_PASSWORD)
      return { refusal: `The password must have at least ${MINIMUM_PASSWORD} characters.` };
    const hash = await hashPassword(password);
    const row = this.#db
      .prepare(
        'insert into users (email, password_hash, created_at) values (?, ?, ?) on conflict do nothing returning id',
      )
      .get(email, hash, this.#now()) as { id: number } | undefined;
    return row === undefined
      ? { refusal: 'There is an account with this e-mail address. Sign in instead.' }
      : { user: { id: row.id, email } };
  }

  /** @param from the visitor's IP address: failures are counted for it and the e-mail address together */
  async signIn(email: string, password: string, from: string): Promise<AccountResult> {
    const key = `${from} ${email.toLowerCase()}`;
    if (this.#isBlocked(key)) return { refusal: 'Too many attempts. Try again in a quarter of an hour.' };
    const row = this.#db.prepare('select id, email, password_hash from users where email = ?').get(email) as
      | { id: number; email: string; password_hash: string }
      | undefined;
    // Counted before the slow comparison, so that attempts at the same time cannot exceed the limit together.
    this.#countFailure(key);
    if (!(await verifyPassword(row?.password_hash ?? null, password)) || row === undefined)
      return { refusal: 'The e-mail address or the password is wrong.' };
    this.#failures.delete(key);
    return { user: { id: row.id, email: row.email } };
  }

  #isBlocked(key: string): boolean {
    const failures = this.#failures.get(key);
    return (
      failures !== undefined && failures.count >= MAXIMUM_FAILURES && this.#now() - failures.since < FAILURE_WINDOW
    );
  }

  #countFailure(key: string): void {
    for (const [other, { since }] of this.#failures)
      if (this.#now() - since >= FAILURE_WINDOW) this.#failures.delete(other);
    const failures = this.#failures.get(key) ?? { count: 0, since: this.#now() };
    this.#failures.set(key, { ...failures, count: failures.count + 1 });
  }
}
