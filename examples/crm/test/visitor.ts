import assert from 'node:assert/strict';
import { randomBytes } from 'node:crypto';
import { type AddressInfo, createServer } from 'node:net';
import type { TestContext } from 'node:test';
import { type CrmOptions, createCrm } from '../src/application.ts';
import type { Crm } from '../src/crm.ts';
import type { Db } from '../src/database.ts';

export interface RunningCrm {
  readonly origin: string;
  readonly crm: Crm;
  readonly db: Db;
  readonly close: () => Promise<void>;
}

export const testKey = randomBytes(32);

/** A CRM on a free port, which does nothing by itself unless an interval is given. */
export async function startCrm(context: TestContext, options: Partial<CrmOptions> = {}): Promise<RunningCrm> {
  const port = options.origin === undefined ? await freePort() : Number(new URL(options.origin).port);
  const origin = `http://127.0.0.1:${port}`;
  const { app, crm, db } = await createCrm({
    database: ':memory:',
    origin,
    secretKey: testKey,
    allowPrivate: true,
    interval: 0,
    ...options,
  });
  await app.listen({ port, host: '127.0.0.1' });
  let closed = false;
  const close = async (): Promise<void> => {
    if (!closed) await app.close();
    closed = true;
  };
  context.after(close);
  return { origin, crm, db, close };
}

export async function freePort(): Promise<number> {
  const server = createServer();
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const { port } = server.address() as AddressInfo;
  await new Promise((resolve) => server.close(resolve));
  return port;
}

export interface Seen {
  readonly status: number;
  readonly text: string;
  readonly location: string | null;
}

/** Somebody with a browser that keeps cookies and fills in forms, and no scripts. */
export class Visitor {
  readonly #origin: string;
  readonly #cookies = new Map<string, string>();
  #csrf = '';

  constructor(origin: string) {
    this.#origin = origin;
  }

  get cookies(): ReadonlyMap<string, string> {
    return this.#cookies;
  }
  get csrf(): string {
    return this.#csrf;
  }

  async get(path: string): Promise<Seen> {
    const seen = await this.#send(path, {});
    this.#csrf = /name="csrf" value="([^"]+)"/.exec(seen.text)?.[1] ?? this.#csrf;
    return seen;
  }

  /** Posts a form with the token of the page that was seen last. */
  post(path: string, fields: Record<string, string> = {}): Promise<Seen> {
    return this.#send(path, { method: 'POST', body: new URLSearchParams({ csrf: this.#csrf, ...fields }) });
  }

  /** Opens the form of a contact, fills it in and saves it. */
  async edit(path: string, fields: Record<string, string>): Promise<Seen> {
    const form = await this.get(path);
    return this.post(path, { ...fields, shown: /name="shown" value="([^"]+)"/.exec(form.text)?.[1] ?? '' });
  }

  async signUp(email: string, returnTo = '/stores'): Promise<Seen> {
    await this.get(`/sign-up?return_to=${encodeURIComponent(returnTo)}`);
    const seen = await this.post('/sign-up', { email, password: 'correct horse', return_to: returnTo });
    assert.equal(seen.status, 303, seen.text);
    await this.get('/stores');
    return seen;
  }

  /** Opens an identity link and agrees; gives the answer to that. */
  async agree(link: string): Promise<Seen> {
    const consent = await this.get(link);
    const pending = /name="pending" value="([^"]+)"/.exec(consent.text)?.[1];
    assert.ok(pending, consent.text);
    return this.post(link, { pending, decision: 'allow' });
  }

  async #send(path: string, init: RequestInit): Promise<Seen> {
    const cookie = [...this.#cookies].map(([name, value]) => `${name}=${value}`).join('; ');
    const response = await fetch(new URL(path, this.#origin), {
      ...init,
      redirect: 'manual',
      headers: { cookie, connection: 'close' },
    });
    for (const header of response.headers.getSetCookie()) {
      const [pair = ''] = header.split(';');
      const [name = '', ...value] = pair.split('=');
      this.#cookies.set(name, value.join('='));
    }
    return { status: response.status, text: await response.text(), location: response.headers.get('location') };
  }
}

/** Waits until a condition holds, at most five seconds. */
export async function eventually(holds: () => boolean | Promise<boolean>, what: string): Promise<void> {
  for (let attempt = 0; attempt < 200; attempt++) {
    if (await holds()) return;
    await new Promise((resolve) => setTimeout(resolve, 25));
  }
  assert.fail(`did not happen: ${what}`);
}
