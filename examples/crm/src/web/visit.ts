import type { FastifyReply, FastifyRequest } from 'fastify';
import type { User } from '../accounts/accounts.ts';
import { SESSION_LIFETIME, type Sessions } from '../accounts/sessions.ts';
import { readCookie, writeCookie } from './cookies.ts';

/** Who is there: the session of a request's cookie. */
export interface Visit {
  readonly token: string;
  readonly user: User | null;
  readonly csrf: string;
}

const TOKEN = /^[\w-]{43}$/;

/** Reads and writes the session cookie. */
export class Visits {
  readonly #sessions: Sessions;
  readonly #secure: boolean;
  readonly #name: string;

  /** @param secure whether the CRM is served over https */
  constructor(sessions: Sessions, secure: boolean) {
    this.#sessions = sessions;
    this.#secure = secure;
    this.#name = secure ? '__Host-crm' : 'crm';
  }

  /** The visit that a Cookie header tells of; null when it has no session. */
  read(cookies: string | undefined): Visit | null {
    const token = readCookie(cookies, this.#name);
    return token !== null && TOKEN.test(token) ? this.#visit(token) : null;
  }

  /** As `read`, but gives a cookie to whoever has none. */
  open(request: FastifyRequest, reply: FastifyReply): Visit {
    return this.read(request.headers.cookie) ?? this.#keep(reply, this.#sessions.newToken());
  }

  signIn(reply: FastifyReply, user: User): void {
    this.#keep(reply, this.#sessions.begin(user));
  }

  signOut(reply: FastifyReply, visit: Visit): void {
    this.#sessions.end(visit.token);
    this.#keep(reply, this.#sessions.newToken());
  }

  isCsrf(visit: Visit, given: string): boolean {
    return this.#sessions.isCsrf(visit.token, given);
  }

  #keep(reply: FastifyReply, token: string): Visit {
    reply.header('Set-Cookie', writeCookie(this.#name, token, { secure: this.#secure, maxAge: SESSION_LIFETIME }));
    return this.#visit(token);
  }

  #visit(token: string): Visit {
    return { token, user: this.#sessions.userOf(token), csrf: this.#sessions.csrfOf(token) };
  }
}
