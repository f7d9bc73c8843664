import { type Db, dateTime } from '@tessera/database';
import { hashPassword, storesOf } from '@tessera/modules';
import type { Call } from '@tessera/webapi';
import { type Person, person } from './person.ts';

/** Customers of a demo installation. */
export const DEMO_CUSTOMERS = 60;
/** The first of them can sign in: `demo1@example.com` to `demo5@example.com`. */
export const DEMO_ACCOUNTS = 5;
export const DEMO_PASSWORD = 'Demo123!x';
export const MAX_SEEDED = 1_000_000;

export interface Seeded {
  readonly customers: number;
  readonly addresses: number;
}
export interface SeedOptions {
  /** Told after every chunk how many customers are there so far. */
  readonly progress?: (customers: number) => void;
}

/** Rows that one INSERT takes: 500 rows of 20 columns stay below SQLite's 32,766 parameters. */
const CHUNK = 500;
const START = Date.UTC(2024, 0, 1, 8);
const DAY = 86_400_000;
/** The accounts are spread over this time, at most six hours apart. */
const SPREAD = 600 * DAY;

interface Batch {
  /** Number of the first person, from 1. */
  readonly first: number;
  readonly count: number;
  /** Everybody's hash: hashing a million passwords one by one would take hours. */
  readonly passwordHash: (index: number) => string | null;
  readonly email?: (index: number) => string | undefined;
}

async function insertChunk(db: Db, persons: readonly { customer: CustomerRow; person: Person }[]): Promise<number> {
  const inserted = await db.query
    .insertInto('customer')
    .values(persons.map((entry) => entry.customer))
    .returning(['id', 'email'])
    .execute();
  const ids = new Map(inserted.map((row) => [row.email, row.id]));
  const addresses = persons.flatMap(({ customer, person: { addresses: list } }) => {
    const customer_id = ids.get(customer.email) as number;
    return list.map((entry) => ({ customer_id, ...entry }));
  });
  for (let at = 0; at < addresses.length; at += CHUNK)
    await db.query
      .insertInto('customer_address')
      .values(addresses.slice(at, at + CHUNK))
      .execute();
  const numbers = inserted.map((row) => row.id);
  // The first address is that of the bills, the last one that of the parcels.
  await db.query
    .updateTable('customer')
    .set((eb) => ({
      default_billing: eb
        .selectFrom('customer_address')
        .select((of) => of.fn.min('customer_address.id').as('id'))
        .whereRef('customer_address.customer_id', '=', 'customer.id'),
      default_shipping: eb
        .selectFrom('customer_address')
        .select((of) => of.fn.max('customer_address.id').as('id'))
        .whereRef('customer_address.customer_id', '=', 'customer.id'),
    }))
    .where('id', '>=', Math.min(...numbers))
    .where('id', '<=', Math.max(...numbers))
    .where('default_billing', 'is', null)
    .execute();
  return addresses.length;
}

type CustomerRow = ReturnType<Awaited<ReturnType<typeof rowMaker>>>;

/** Makes rows for the default store view, in the groups that are there. */
async function rowMaker(call: Call, { first, count, passwordHash, email }: Batch) {
  const { defaultStore, stores } = storesOf(call);
  const groups = await call.db.query.selectFrom('customer_group').select('id').where('id', 'in', [1, 2, 3]).execute();
  const has = (id: number): boolean => groups.some((group) => group.id === id);
  const groupIds = [1, 2, 3].map((id) => (has(id) ? id : (groups[0]?.id ?? 0)));
  const createdIn = stores.find((store) => store.id === defaultStore.id)?.name ?? null;
  const apart = Math.min(DAY / 4, SPREAD / count);
  return (n: number, { firstname, lastname, gender, dob, subscribed, kind, ...rest }: Person) => {
    const index = n - first;
    const created = START + Math.floor(index * apart);
    return {
      website_id: defaultStore.websiteId,
      store_id: defaultStore.id,
      group_id: groupIds[kind] ?? 1,
      email: email?.(index) ?? rest.email,
      firstname,
      lastname,
      gender,
      dob,
      created_in: createdIn,
      created_at: dateTime(created),
      updated_at: dateTime(created + (n % 90) * DAY),
      disable_auto_group_change: 0 as const,
      is_subscribed: subscribed ? (1 as const) : (0 as const),
      password_hash: passwordHash(index),
    };
  };
}

async function insertPersons(call: Call, batch: Batch, options: SeedOptions): Promise<Seeded> {
  const toRow = await rowMaker(call, batch);
  let addresses = 0;
  for (let done = 0; done < batch.count; ) {
    const size = Math.min(CHUNK, batch.count - done);
    const from = batch.first + done;
    const entries = Array.from({ length: size }, (_, index) => {
      const someone = person(from + index);
      return { customer: toRow(from + index, someone), person: someone };
    });
    addresses += await call.db.transaction((db) => insertChunk(db, entries));
    done += size;
    options.progress?.(done);
  }
  return { customers: batch.count, addresses };
}

/** The largest id so far: what is added continues behind it, so that no e-mail address comes twice. */
async function lastId(call: Call): Promise<number> {
  const { last } = await call.db.query
    .selectFrom('customer')
    .select((eb) => eb.fn.max('id').as('last'))
    .executeTakeFirstOrThrow();
  return Number(last ?? 0);
}

/**
 * Fills an empty store with 60 customers, always the same; five of them can sign in with `DEMO_PASSWORD`.
 * @param call an internal call of the application
 * @returns null where there are customers already: nothing is done then
 */
export async function seedDemo(call: Call): Promise<Seeded | null> {
  if ((await lastId(call)) > 0) return null;
  const hash = await hashPassword(DEMO_PASSWORD);
  const isAccount = (index: number): boolean => index < DEMO_ACCOUNTS;
  return insertPersons(
    call,
    {
      first: 1,
      count: DEMO_CUSTOMERS,
      passwordHash: (index) => (isAccount(index) ? hash : null),
      email: (index) => (isAccount(index) ? `demo${index + 1}@example.com` : undefined),
    },
    {},
  );
}

/**
 * Adds invented customers, each with one or two addresses. All have `DEMO_PASSWORD`.
 * @param count from 1 to a million
 * @throws RangeError for another count
 */
export async function seedCustomers(call: Call, count: number, options: SeedOptions = {}): Promise<Seeded> {
  if (!Number.isInteger(count) || count < 1 || count > MAX_SEEDED)
    throw new RangeError(`the number of customers must be from 1 to ${MAX_SEEDED}`);
  const hash = await hashPassword(DEMO_PASSWORD);
  const first = (await lastId(call)) + 1;
  return insertPersons(call, { first, count, passwordHash: () => hash }, options);
}
