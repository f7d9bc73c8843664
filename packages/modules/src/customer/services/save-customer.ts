import { type Db, dateTime, type Refusals, refusedAs } from '@tessera/database';
import { type Call, type Input, noSuchEntity, problem } from '@tessera/webapi';
import { storeName, storesOf } from '../../store/stores.ts';
import type { Customer } from '../contract/data.ts';
import { customerAttributes, writeAttributes } from '../customer-attributes.ts';
import { customerFromRows } from '../customers.ts';
import { defaultGroupId, groupById } from '../groups.ts';
import {
  accountsWithEmail,
  addCustomerRow,
  addressRows,
  changeCustomerRow,
  customerRowToChange,
  keepEmail,
} from '../rows.ts';
import { createdAt, customerValues } from '../rules/customer-values.ts';
import { defaultAddresses } from '../rules/default-addresses.ts';
import { homeOf } from '../rules/home-store.ts';
import { customerProblem, emailMissing } from '../rules/validation.ts';
import { accountSharing } from '../settings.ts';
import type { CustomerOnTheWire, CustomerRow } from '../wire-form.ts';
import { customerCreated, customerUpdated } from './customer-events.ts';
import { sendEmailChanged } from './notifications.ts';
import { NO_TOKEN, storedToken } from './reset-token.ts';
import { keepAddresses, saveAddresses } from './save-addresses.ts';

export const emailTaken = problem(
  'customer_email_taken',
  400,
  'A customer with the same email address already exists in an associated website.',
  'E-mail addresses are unique within a website (or at all, where accounts are shared), letter case aside.',
);
export const groupUnknown = problem(
  'customer_group_unknown',
  400,
  'The specified customer group id does not exist.',
  'A customer is given a group that does not exist.',
);

type CustomerInput = Input<typeof Customer>;
/** What the service decides, not the client. */
export interface NewAccount {
  readonly passwordHash: string | null;
  /** Key that the customer has to confirm with; null for none. */
  readonly confirmation: string | null;
  /** Token with which the customer chooses a password; null for none. */
  readonly resetToken: string | null;
}
export const NO_ACCOUNT: NewAccount = Object.freeze({ passwordHash: null, confirmation: null, resetToken: null });

/** Whether the caller acts for others: a customer's own changes have to be complete and touch no dates. */
const actsForOthers = ({ caller }: Call): boolean => caller.kind === 'admin' || caller.kind === 'integration';

async function rowToChange(db: Db, id: number): Promise<CustomerRow> {
  const found = await customerRowToChange(db, id);
  if (found === null) throw noSuchEntity({ fieldName: 'customerId', fieldValue: id });
  return found;
}

async function refuseTakenEmail(
  call: Call,
  db: Db,
  { email, website_id }: Pick<CustomerRow, 'email' | 'website_id'>,
  before: CustomerRow | null,
): Promise<void> {
  const shared = call.settings.get(accountSharing) === 0;
  // Within a website the index holds that an address which is kept is nobody else's.
  if (!shared && email === before?.email && website_id === before.website_id) return;
  if (shared) await keepEmail(db, email);
  const rows = await accountsWithEmail(db, email);
  if (rows.some((row) => row.id !== before?.id && (shared || row.website_id === website_id))) throw emailTaken();
}

/** A customer as it will be stored, found good. The checks come in the reference's order: clients see which is first. */
async function checkedRow(call: Call, db: Db, given: CustomerInput, before: CustomerRow | null) {
  const home = homeOf(storesOf(call), given, before);
  const settings = call.settings.at({ id: home.store_id, websiteId: home.website_id });
  const values = customerValues(given, before, {
    defaultGroup: defaultGroupId(settings),
    keepsNames: actsForOthers(call),
  });
  if (values.email === '') throw emailMissing();
  if (groupById(call, values.group_id) === null) throw groupUnknown();
  await refuseTakenEmail(call, db, { ...home, email: values.email }, before);
  const invalid = customerProblem(values);
  if (invalid !== null) throw invalid;
  const now = dateTime(call.now());
  const created = actsForOthers(call) ? createdAt(given.created_at) : null;
  return { ...values, ...home, created_at: created ?? before?.created_at ?? now, updated_at: now };
}

/**
 * Holds on to a group that a customer is given until the transaction ends, so that its deletion finds the customer in it
 * and moves it on. Nobody can delete the group of new customers.
 */
async function keepGroup(db: Db, given: CustomerInput, id: number, before: CustomerRow | null): Promise<void> {
  if (given.group_id === undefined || given.group_id === null || id === before?.group_id) return;
  const group = db.query.selectFrom('customer_group').select('id').where('id', '=', id);
  const kept = await (db.dialect === 'postgres' ? group.forKeyShare() : group).executeTakeFirst();
  if (kept === undefined) throw groupUnknown();
}

/** Refuses a new customer that could not be saved, before anything costly is done for it. */
export const checkNewCustomer = (call: Call, given: CustomerInput): Promise<unknown> =>
  checkedRow(call, call.db, given, null);

/**
 * Creates a customer or changes the one with the given id, with addresses, subscription and attributes, in one
 * transaction.
 * @param account password and confirmation key of a new customer; an existing one keeps its own
 * @param finish what else belongs to the transaction
 */
export async function saveCustomer(
  call: Call,
  given: CustomerInput,
  account: NewAccount,
  finish?: (db: Db, saved: CustomerOnTheWire) => Promise<void>,
): Promise<CustomerOnTheWire> {
  return call.db.transaction(async (db) => {
    const saved = await write(call, db, given, account);
    await finish?.(db, saved);
    return saved;
  });
}

/** Two requests at once took the same address: the index refuses the second. */
const ADDRESS_TAKEN: Refusals = { taken: () => emailTaken() };

async function write(call: Call, db: Db, given: CustomerInput, account: NewAccount): Promise<CustomerOnTheWire> {
  return given.id ? change(call, db, given, given.id) : add(call, db, given, account);
}

async function add(call: Call, db: Db, given: CustomerInput, account: NewAccount): Promise<CustomerOnTheWire> {
  const checked = await checkedRow(call, db, given, null);
  await keepGroup(db, given, checked.group_id, null);
  const added = await addCustomerRow(db, {
    ...checked,
    created_in: storeName(storesOf(call), checked.store_id),
    password_hash: account.passwordHash,
    confirmation: account.confirmation,
    ...(account.resetToken === null ? NO_TOKEN : storedToken(call, account.resetToken)),
  }).catch(refusedAs(ADDRESS_TAKEN));
  const { id } = added;
  const { saved, ids } = given.addresses ? await saveAddresses(call, db, id, given.addresses, []) : keepAddresses([]);
  const defaults = defaultAddresses(added, given, saved, ids);
  const hasDefaults = defaults.default_billing !== null || defaults.default_shipping !== null;
  const row = hasDefaults ? await changeCustomerRow(db, added, { ...added, ...defaults }) : added;
  await writeAttributes(db, id, given.custom_attributes ?? [], customerAttributes(call));
  const customer = await customerFromRows(
    { db, ports: call.ports },
    row,
    ids.size > 0 ? await addressRows(db, id) : [],
  );
  await customerCreated(call, db, customer);
  return customer;
}

async function change(call: Call, db: Db, given: CustomerInput, id: number): Promise<CustomerOnTheWire> {
  const reading = { db, ports: call.ports };
  const before = await rowToChange(db, id);
  const stored = await addressRows(db, id);
  const shownBefore = await customerFromRows(reading, before, stored);
  const values = await checkedRow(call, db, given, before);
  await keepGroup(db, given, values.group_id, before);
  const { saved, ids } = given.addresses
    ? await saveAddresses(call, db, id, given.addresses, stored)
    : keepAddresses(stored);
  const changed = { ...values, ...defaultAddresses(before, given, saved, ids) };
  const row = await changeCustomerRow(db, before, changed).catch(refusedAs(ADDRESS_TAKEN));
  if (row.email !== before.email) await endPasswordReset(db, id);
  await writeAttributes(db, id, given.custom_attributes ?? [], customerAttributes(call));
  const customer = await customerFromRows(reading, row, given.addresses ? await addressRows(db, id) : stored);
  await customerUpdated(call, db, shownBefore, customer);
  if (row.email !== before.email && !actsForOthers(call)) await sendEmailChanged(call, db, shownBefore, row.email);
  return customer;
}

/** A new e-mail address ends a password reset that was mailed to the old one. */
async function endPasswordReset(db: Db, id: number): Promise<void> {
  await db.query.updateTable('customer').set(NO_TOKEN).where('id', '=', id).execute();
}
