import type { Db } from '@tessera/database';
import { type Call, noSuchEntity, noSuchEntityWithTwoFields } from '@tessera/webapi';
import { storesOf } from '../store/stores.ts';
import { attributesOfCustomers, customerAttributes } from './customer-attributes.ts';
import { accountsWithEmail, addressRows, customerRow, isRowId } from './rows.ts';
import { accountSharing } from './settings.ts';
import { type AddressRow, type CustomerOnTheWire, type CustomerRow, customerOnTheWire } from './wire-form.ts';

type Reading = Pick<Call, 'ports'> & { readonly db: Db };

/** A customer with all addresses, null where there is none. Two prepared statements, a third where modules declare attributes. */
export async function findCustomer(reading: Reading, id: number): Promise<CustomerOnTheWire | null> {
  const { db } = reading;
  const [row, addresses] = await Promise.all([customerRow(db, id), isRowId(id) ? addressRows(db, id) : []]);
  return row === null ? null : customerFromRows(reading, row, addresses);
}

/** A customer of whom the rows are known already, with the attributes that modules declare. */
export async function customerFromRows(
  { db, ports }: Reading,
  row: CustomerRow,
  addresses: readonly AddressRow[],
): Promise<CustomerOnTheWire> {
  const attributes = customerAttributes({ ports }).length === 0 ? null : await attributesOfCustomers(db, [row.id]);
  return customerOnTheWire(row, addresses, attributes?.get(row.id));
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
  const rows = await accountsWithEmail(call.db, email);
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
