import { type Db, statement } from '@tessera/database';
import { type Call, noSuchEntity, noSuchEntityWithTwoFields } from '@tessera/webapi';
import { storesOf } from '../store/stores.ts';
import { attributesOfCustomers, customerAttributes } from './customer-attributes.ts';
import { emailIs } from './email-match.ts';
import { accountSharing } from './settings.ts';
import { ADDRESS_COLUMNS, CUSTOMER_COLUMNS, type CustomerOnTheWire, customerOnTheWire } from './wire-form.ts';

const customerRow = statement<{ id: number }>()((db, slot) =>
  db.selectFrom('customer').select(CUSTOMER_COLUMNS).where('id', '=', slot('id')),
);
const addressRows = statement<{ customerId: number }>()((db, slot) =>
  db.selectFrom('customer_address').select(ADDRESS_COLUMNS).where('customer_id', '=', slot('customerId')).orderBy('id'),
);
const idsByEmail = statement<{ email: string }>()((db, slot) =>
  db
    .selectFrom('customer')
    .select(['id', 'website_id'])
    .where(emailIs(slot('email')))
    .orderBy('id'),
);

const LARGEST_ID = 2_147_483_647;
/** Whether a number can be the id of a row at all; PostgreSQL refuses to compare others with one. */
export const isRowId = (id: number): boolean => id > 0 && id <= LARGEST_ID;

type Reading = Pick<Call, 'ports'> & { readonly db: Db };

/** A customer with all addresses, null where there is none. Two prepared statements, a third where modules declare attributes. */
export async function findCustomer({ db, ports }: Reading, id: number): Promise<CustomerOnTheWire | null> {
  if (!isRowId(id)) return null;
  const [[row], addresses] = await Promise.all([db.run(customerRow, { id }), db.run(addressRows, { customerId: id })]);
  if (row === undefined) return null;
  const attributes = customerAttributes({ ports }).length === 0 ? null : await attributesOfCustomers(db, [id]);
  return customerOnTheWire(row, addresses, attributes?.get(id));
}

/** @throws no_such_entity */
export async function existingCustomer(call: Reading, id: number): Promise<CustomerOnTheWire> {
  const customer = await findCustomer(call, id);
  if (customer === null) throw noSuchEntity({ fieldName: 'customerId', fieldValue: id });
  return customer;
}

/** Website whose accounts are meant: the admin scope stands for the default website. */
const websiteFor = (call: Call, websiteId: number | undefined): number =>
  websiteId || call.store.websiteId || storesOf(call).defaultStore.websiteId;

/**
 * Id of the customer with an e-mail address, letter case aside, null where there is none.
 * @param websiteId that of the call's store by default; where accounts are shared, any website will do
 */
export async function findIdByEmail(call: Call, email: string, websiteId?: number): Promise<number | null> {
  const rows = await call.db.run(idsByEmail, { email });
  const website = websiteFor(call, websiteId);
  const shared = call.settings.get(accountSharing) === 0;
  return (rows.find((row) => row.website_id === website) ?? (shared ? rows[0] : undefined))?.id ?? null;
}

/** @throws no_such_entity_two_fields */
export async function existingIdByEmail(call: Call, email: string, websiteId?: number): Promise<number> {
  const id = await findIdByEmail(call, email, websiteId);
  if (id !== null) return id;
  const field2Value = websiteFor(call, websiteId);
  throw noSuchEntityWithTwoFields({ fieldName: 'email', fieldValue: email, field2Name: 'websiteId', field2Value });
}
