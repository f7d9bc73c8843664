import { type Db, type Id, idColumn } from '@tessera/database';
import {
  allow,
  anonymous,
  boolean,
  data,
  defineModule,
  get,
  implement,
  inputInvalid,
  int,
  list,
  maybe,
  operation,
  optional,
  post,
  put,
  required,
  self,
  service,
  string,
} from '@tessera/webapi';

// A module whose every execution leaves a trace: what was done twice, or only half, shows in its tables.

declare module '@tessera/database' {
  interface Schema {
    tally: { id: Id; name: string; store_id: number; caller: string };
    tally_total: { id: number; total: number };
  }
}

export const TALLY_RESOURCE = 'Magento_Customer::manage';

const Entry = data('Tessera\\Test\\Api\\Data\\TallyEntryInterface', {
  id: required(int),
  name: required(string),
  store_id: required(int),
  caller: optional(string),
});

const Tally = service('Tessera\\Test\\Api\\TallyInterface', {
  count: operation({ name: string, customerId: maybe(int), tags: maybe(list(Entry)) }, Entry),
  get: operation({ id: int }, Entry),
  rename: operation({ id: int, name: string }, Entry),
  total: operation({}, int),
  wait: operation({}, int),
  remember: operation({ name: string }, boolean),
});

/** What is thrown while a name that begins with `busy` is counted: passes, as the database's own troubles do. */
const BUSY = (): Error => Object.assign(new Error('database is locked'), { code: 'SQLITE_BUSY' });
/** How often names that begin with `busy` were tried. */
export const tries = new Map<string, number>();
/** Names in the order in which they were counted, in this process. */
export const counted: string[] = [];
/** Lets a test hold up waiting, and the counting of names that begin with `slow`. */
export const slow = { wait: async (): Promise<void> => {} };

async function count(db: Db, name: string, storeId: number, caller: string) {
  counted.push(name);
  const entry = await db.query
    .insertInto('tally')
    .values({ name, store_id: storeId, caller })
    .returningAll()
    .executeTakeFirstOrThrow();
  if (name.startsWith('fault')) throw new Error('this is a fault of the tests making');
  if (name.startsWith('refused')) throw inputInvalid([`"${name}" is not counted.`]);
  if (name.startsWith('busy')) {
    tries.set(name, (tries.get(name) ?? 0) + 1);
    if ((tries.get(name) ?? 0) <= Number(name.split('-')[1] ?? 1)) throw BUSY();
  }
  if (name.startsWith('slow')) await slow.wait();
  await db.query
    .updateTable('tally_total')
    .set((eb) => ({ total: eb('total', '+', 1) }))
    .where('id', '=', 1)
    .execute();
  return entry;
}

const resource = allow(TALLY_RESOURCE);

/** Also loaded by the processes that the crash tests kill. */
export const module = defineModule({
  name: 'Tessera_Tally',
  migrations: [
    {
      name: '0001-tally',
      up: async (db, dialect) => {
        await db.schema
          .createTable('tally')
          .addColumn('id', 'integer', idColumn(dialect))
          .addColumn('name', 'text', (c) => c.notNull())
          .addColumn('store_id', 'integer', (c) => c.notNull())
          .addColumn('caller', 'text', (c) => c.notNull())
          .execute();
        await db.schema
          .createTable('tally_total')
          .addColumn('id', 'integer', (c) => c.primaryKey())
          .addColumn('total', 'integer', (c) => c.notNull())
          .execute();
        await db.insertInto('tally_total').values({ id: 1, total: 0 }).execute();
      },
    },
  ],
  routes: [
    post('/V1/tally', Tally.count, resource),
    post('/V1/tally/guest', Tally.count, anonymous),
    post('/V1/tally/mine', Tally.count, self({ customerId: '%customer_id%', name: '%customer_id%' })),
    post('/V1/tally/alone', Tally.count, resource, { synchronousOnly: true }),
    post('/V1/tally/remember', Tally.remember, resource),
    get('/V1/tally/wait', Tally.wait, resource),
    get('/V1/tally/total', Tally.total, resource),
    get('/V1/tally/:id', Tally.get, resource),
    put('/V1/tally/:id', Tally.rename, resource),
  ],
  services: [
    implement(Tally, {
      count: ({ name }, call) =>
        call.db.transaction((db) => {
          const { caller, store } = call;
          return count(db, name, store.id, caller.kind === 'guest' ? 'guest' : `${caller.kind} ${caller.id}`);
        }),
      get: ({ id }, { db }) =>
        db.query
          .selectFrom('tally')
          .selectAll()
          .where('id', '=', id)
          .executeTakeFirstOrThrow(() => inputInvalid([`no ${id}`])),
      rename: async ({ id, name }, { db }) => {
        if (name.startsWith('refused')) throw inputInvalid([`"${name}" is no name.`]);
        return db.query
          .updateTable('tally')
          .set({ name })
          .where('id', '=', id)
          .returningAll()
          .executeTakeFirstOrThrow(() => inputInvalid([`no ${id}`]));
      },
      total: async (_, { db }) =>
        (await db.query.selectFrom('tally_total').select('total').executeTakeFirstOrThrow()).total,
      wait: async () => {
        await slow.wait();
        return 1;
      },
      // Writes outside of a transaction of its own.
      remember: async ({ name }, { db }) => {
        await db.query.insertInto('tally').values({ name, store_id: 0, caller: '' }).execute();
        return true;
      },
    }),
  ],
});

/** The names in the table, and how often something was counted to its end. */
export async function tallied(db: Db): Promise<{ readonly names: readonly string[]; readonly total: number }> {
  const rows = await db.query.selectFrom('tally').select('name').orderBy('id').execute();
  const { total } = await db.query.selectFrom('tally_total').select('total').executeTakeFirstOrThrow();
  return { names: rows.map((row) => row.name), total };
}
