import { createHmac } from 'node:crypto';
import { type ConnectEvent, createConnect, sqlConnectionStore } from '@tessera/connect';
import { type FastifyInstance, fastify } from 'fastify';
import { Accounts } from './accounts/accounts.ts';
import { Sessions } from './accounts/sessions.ts';
import { Contacts } from './contacts/contacts.ts';
import { ProgressBook } from './contacts/progress.ts';
import { Synchronisation } from './contacts/synchronisation.ts';
import { type Crm, synchronise } from './crm.ts';
import { type Db, openDatabase } from './database.ts';
import { connectPages } from './pages/connect.ts';
import { contactsPages } from './pages/contacts.ts';
import { signInPages } from './pages/sign-in.ts';
import { storesPages } from './pages/stores.ts';
import { acceptForms } from './web/forms.ts';
import { securityHeaders } from './web/security-headers.ts';
import { accountOf, notFound } from './web/signed-in.ts';
import { STYLE } from './web/style.ts';
import { Visits } from './web/visit.ts';

export interface CrmOptions {
  /** File of the SQLite database, or `:memory:`. */
  readonly database: string;
  /** Where browsers and stores reach the CRM: `https://crm.example`. */
  readonly origin: string;
  /** 32 bytes: encrypts the secrets of connections and signs forms. */
  readonly secretKey: Buffer;
  /** For development: stores on http and in the own network. */
  readonly allowPrivate?: boolean;
  /** How often changes are fetched from the stores, in milliseconds; 0 for never. */
  readonly interval?: number;
  /** Milliseconds since 1970. */
  readonly now?: () => number;
}

/** Builds the CRM; `app.listen` starts it, `app.close` ends it. */
export async function createCrm(options: CrmOptions): Promise<{ app: FastifyInstance; crm: Crm; db: Db }> {
  const { database, origin, secretKey, allowPrivate = false, interval = 60_000, now = Date.now } = options;
  const db = openDatabase(database);
  const connections = sqlConnectionStore({
    query: (sql, parameters) => {
      const statement = db.prepare(sql);
      if (statement.reader) return statement.all(...parameters) as Record<string, unknown>[];
      statement.run(...parameters);
      return [];
    },
  });
  await connections.createTables();

  const csrfKey = createHmac('sha256', secretKey).update('forms').digest();
  const visits = new Visits(new Sessions(db, csrfKey, now), origin.startsWith('https:'));
  const contacts = new Contacts(db);
  const progress = new ProgressBook(db);
  const synchronisation = new Synchronisation(contacts, progress, now);
  const connect = createConnect({
    store: connections,
    secretKey,
    allowPrivate,
    now,
    identity: (request) => accountOf(visits.read(request.headers.get('cookie') ?? undefined)),
    onEvent: (event) => heed(event),
  });
  const crm: Crm = { origin, accounts: new Accounts(db, now), visits, connect, contacts, progress, synchronisation };
  const heed = (event: ConnectEvent): void => {
    if (event.type === 'connected') synchronise(crm, event.connection, true);
    if (event.type === 'reauthorized') synchronise(crm, event.connection);
    if (event.type === 'disconnected') synchronisation.forget(event.connection.id);
  };

  const app = fastify({ bodyLimit: 64 * 1024, forceCloseConnections: true });
  securityHeaders(app);
  acceptForms(app, visits);
  app.get('/style.css', (_request, reply) => reply.type('text/css; charset=utf-8').send(STYLE));
  signInPages(app, crm);
  connectPages(app, crm);
  storesPages(app, crm);
  contactsPages(app, crm);
  app.setNotFoundHandler((request, reply) => notFound(reply, visits.open(request, reply)));

  const everybody = async (): Promise<void> => {
    const accounts = db.prepare('select distinct account from connect_connections').all() as { account: string }[];
    for (const { account } of accounts)
      for (const connection of await connect.connections(account))
        if (connection.status === 'active') synchronise(crm, connection);
  };
  const timer = interval > 0 ? setInterval(() => void everybody(), interval) : undefined;
  app.addHook('onReady', () => (interval > 0 ? everybody() : undefined));
  app.addHook('onClose', async () => {
    clearInterval(timer);
    await synchronisation.close();
    db.close();
  });
  return { app, crm, db };
}
