import type { Db } from '@tessera/database';
import { type Call, problem } from '@tessera/webapi';
import { storesOf } from '../../store/stores.ts';
import { existingCustomer, existingIdByEmail } from '../customers.ts';
import { customerRowToChange } from '../rows.ts';
import { confirmationRequired } from '../settings.ts';
import type { CustomerOnTheWire } from '../wire-form.ts';
import { customerUpdated } from './customer-events.ts';
import { sendConfirmationKey, sendConfirmed } from './notifications.ts';
import { sameSecret } from './reset-token.ts';

export const accountActive = problem(
  'account_active',
  400,
  'The account is already active.',
  'An account is to be confirmed that needs no confirmation.',
);
export const confirmationInvalid = problem(
  'confirmation_token_invalid',
  400,
  'The confirmation token is invalid. Verify the token and try again.',
  'The key that is to confirm an account is wrong.',
);
export const confirmationNotNeeded = problem(
  'confirmation_not_needed',
  400,
  "Confirmation isn't needed.",
  'The key of an account is to be mailed that is confirmed already.',
);

/** Confirms an account with the key that was mailed. @throws account_active, confirmation_token_invalid */
export function confirmAccount(call: Call, id: number, key: string): Promise<CustomerOnTheWire> {
  return call.db.transaction(async (db: Db) => {
    const reading = { db, ports: call.ports };
    await customerRowToChange(db, id);
    const before = await existingCustomer(reading, id);
    if (!before.confirmation) throw accountActive();
    if (!sameSecret(before.confirmation, key)) throw confirmationInvalid();
    await db.query.updateTable('customer').set({ confirmation: null }).where('id', '=', id).execute();
    const customer = await existingCustomer(reading, id);
    await customerUpdated(call, db, before, customer);
    await sendConfirmed(call, db, customer);
    return customer;
  });
}

/** Mails the key once more. @throws confirmation_not_needed, no_such_entity_two_fields */
export async function resendConfirmation(call: Call, email: string, websiteId: number): Promise<void> {
  const customer = await existingCustomer(call, await existingIdByEmail(call, email, websiteId));
  if (!customer.confirmation) throw confirmationNotNeeded();
  await sendConfirmationKey(call, call.db, customer, customer.confirmation);
}

/** How an account stands: the reference's three words. */
export async function confirmationStatus(call: Call, id: number): Promise<string> {
  const customer = await existingCustomer(call, id);
  const store = storesOf(call).byId.get(customer.store_id ?? -1) ?? storesOf(call).defaultStore;
  if (!call.settings.at(store).get(confirmationRequired)) return 'account_confirmation_not_required';
  return customer.confirmation ? 'account_confirmation_required' : 'account_confirmed';
}
