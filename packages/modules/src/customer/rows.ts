// The statements of the hot path: compiled once, executed for every customer.
import { type Db, idList, isInIdList, statement } from '@tessera/database';
import { type Selectable, sql } from 'kysely';
import { emailIs, spelledFirst } from './email-match.ts';
import type { CustomerTable } from './tables.ts';
import { ADDRESS_COLUMNS, type AddressRow, CUSTOMER_COLUMNS, type CustomerRow } from './wire-form.ts';

const LARGEST_ID = 2_147_483_647;
/** Whether a number can be the id of a row at all; PostgreSQL refuses to compare others with one. */
export const isRowId = (id: number): boolean => id > 0 && id <= LARGEST_ID;

const customerById = statement<{ id: number }>()((db, slot) =>
  db.selectFrom('customer').select(CUSTOMER_COLUMNS).where('id', '=', slot('id')),
);
const lockedCustomerById = statement<{ id: number }>()((db, slot) =>
  db.selectFrom('customer').select(CUSTOMER_COLUMNS).where('id', '=', slot('id')).forUpdate(),
);
const addressesOf = statement<{ customerId: number }>()((db, slot) =>
  db.selectFrom('customer_address').select(ADDRESS_COLUMNS).where('customer_id', '=', slot('customerId')).orderBy('id'),
);
const addressesOfAll = statement<{ ids: string }>()((db, slot, dialect) =>
  db
    .selectFrom('customer_address')
    .select(ADDRESS_COLUMNS)
    .where(isInIdList('customer_id', slot('ids'), dialect))
    .orderBy('id'),
);
const idsByEmail = statement<{ email: string }>()((db, slot, dialect) =>
  db
    .selectFrom('customer')
    .select(['id', 'website_id', 'email'])
    .where(emailIs(slot('email'), dialect))
    .orderBy('id'),
);

/** null where there is none. */
export async function customerRow(db: Db, id: number): Promise<CustomerRow | null> {
  return isRowId(id) ? ((await db.run(customerById, { id }))[0] ?? null) : null;
}

/** The same, changed by nobody else until the transaction ends. SQLite has one writer anyway. */
export async function customerRowToChange(db: Db, id: number): Promise<CustomerRow | null> {
  if (!isRowId(id)) return null;
  return (await db.run(db.dialect === 'postgres' ? lockedCustomerById : customerById, { id }))[0] ?? null;
}

/** A customer's addresses, the oldest first. */
export const addressRows = (db: Db, customerId: number): Promise<AddressRow[]> => db.run(addressesOf, { customerId });

/** Addresses of some customers, by customer, the oldest first: one query, not one a customer. */
export async function addressesOfCustomers(
  db: Db,
  customerIds: readonly number[],
): Promise<ReadonlyMap<number, AddressRow[]>> {
  const rows = await db.run(addressesOfAll, { ids: idList(customerIds, db.dialect) });
  return Map.groupBy(rows, (row) => row.customer_id);
}

/** Accounts of all websites with an e-mail address, letter case aside. */
export const accountsWithEmail = async (db: Db, email: string): Promise<{ id: number; website_id: number }[]> =>
  spelledFirst(await db.run(idsByEmail, { email }), email);

const lockedEmail = statement<{ email: string }>()((db, slot) =>
  db.selectNoFrom(
    sql`pg_advisory_xact_lock(hashtext('customer email'), hashtext(lower(${slot('email')}::text)))`.as('kept'),
  ),
);

/**
 * Holds on to an e-mail address until the transaction ends: two websites may not give it away at once where accounts
 * are shared, and the index knows one website only. SQLite has one writer anyway.
 */
export async function keepEmail(db: Db, email: string): Promise<void> {
  if (db.inTransaction && db.dialect === 'postgres') await db.run(lockedEmail, { email });
}

const WITHOUT_ADDRESSES = CUSTOMER_COLUMNS.filter(
  (column) => column !== 'id' && column !== 'default_billing' && column !== 'default_shipping',
);
const SECRETS = ['password_hash', 'reset_token_hash', 'reset_token_at'] as const;

/** A customer who has no addresses yet. */
export type NewCustomerRow = Omit<CustomerRow, 'id' | 'default_billing' | 'default_shipping'> &
  Pick<Selectable<CustomerTable>, (typeof SECRETS)[number]>;

const addCustomer = statement<NewCustomerRow>()((db, slot) =>
  db
    .insertInto('customer')
    .values(Object.fromEntries([...WITHOUT_ADDRESSES, ...SECRETS].map((column) => [column, slot(column)])) as never)
    .returning(CUSTOMER_COLUMNS),
);

/** @returns the row as it is stored */
export async function addCustomerRow(db: Db, values: NewCustomerRow): Promise<CustomerRow> {
  const [row] = await db.run(addCustomer, values);
  if (row === undefined) throw new Error('a new customer was not stored');
  return row;
}

/** What a change of a customer may set. */
export type ChangedRow = Omit<CustomerRow, 'id' | 'created_in'>;
type Changeable = readonly (keyof ChangedRow)[];

const CHANGEABLE = CUSTOMER_COLUMNS.filter((column) => column !== 'id' && column !== 'created_in');
/** To set these costs an entry of an index each, also where the value stays the same. */
const INDEXED: Changeable = ['email', 'website_id', 'group_id', 'created_at'];

const changing = (columns: Changeable) =>
  statement<CustomerRow>()((db, slot) =>
    db
      .updateTable('customer')
      .set(Object.fromEntries(columns.map((column) => [column, slot(column)])))
      .where('id', '=', slot('id'))
      .returning(CUSTOMER_COLUMNS),
  );
const changeAll = changing(CHANGEABLE);
const changeUnindexed = changing(CHANGEABLE.filter((column) => !INDEXED.includes(column)));

/** Stores a customer's columns. @returns the row as it is stored now */
export async function changeCustomerRow(db: Db, before: CustomerRow, changed: ChangedRow): Promise<CustomerRow> {
  const moved = INDEXED.some((column) => changed[column] !== before[column]);
  const [row] = await db.run(moved ? changeAll : changeUnindexed, { ...before, ...changed });
  if (row === undefined) throw new Error(`customer ${before.id} is gone while its row is locked`);
  return row;
}
