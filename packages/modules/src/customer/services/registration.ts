import { type Call, holds, type Input, notAuthorized, problem } from '@tessera/webapi';
import { hashPassword } from '../../encryption/password-hash.ts';
import { storesOf } from '../../store/stores.ts';
import type { Customer } from '../contract/data.ts';
import { existingIdByEmail } from '../customers.ts';
import { homeOf } from '../rules/home-store.ts';
import { passwordProblem } from '../rules/password-policy.ts';
import { confirmationRequired, minimumPasswordLength, passwordClasses } from '../settings.ts';
import type { CustomerOnTheWire } from '../wire-form.ts';
import { sendConfirmationKey, sendWelcome, sendWelcomeWithoutPassword } from './notifications.ts';
import { newToken } from './reset-token.ts';
import { checkNewCustomer, saveCustomer } from './save-customer.ts';

export const customerExists = problem(
  'customer_exists',
  400,
  'This customer already exists in this store.',
  'A registration names the id of a customer.',
);

type CustomerInput = Input<typeof Customer>;

/** Only who manages customers may say which group a new one is in (observed: any group, even the default one). */
function refuseGroup({ caller, store }: Call, { group_id }: CustomerInput): void {
  const resources = 'Magento_Customer::manage';
  if (group_id !== undefined && group_id !== null && !holds(caller, resources, store, 'website'))
    throw notAuthorized({ resources });
}

/** @throws what the password policy says against a new password */
export function checkNewPassword(call: Call, password: string, email: string): void {
  const found = passwordProblem(password, email, {
    minimumLength: call.settings.get(minimumPasswordLength),
    classes: call.settings.get(passwordClasses),
  });
  if (found !== null) throw found;
}

/** An id in a registration is that of somebody who is to be known by the e-mail address. */
async function refuseKnown(call: Call, { id, email, website_id }: CustomerInput): Promise<void> {
  if (!id) return;
  await existingIdByEmail(call, email ?? '', website_id ?? undefined);
  throw customerExists();
}

/**
 * Registers a customer. Without a password, a mail says how to choose one; where confirmation is required, the account
 * can be used once the mailed key has come back.
 */
export async function createAccount(
  call: Call,
  customer: CustomerInput,
  password: string | null,
): Promise<CustomerOnTheWire> {
  refuseGroup(call, customer);
  if (password !== null) checkNewPassword(call, password, customer.email ?? '');
  await refuseKnown(call, customer);
  const passwordHash = password === null ? null : await hashFor(call, customer, password);
  const home = homeOf(storesOf(call), customer, null);
  const settings = call.settings.at({ id: home.store_id, websiteId: home.website_id });
  const confirmation = settings.get(confirmationRequired) ? newToken() : null;
  const resetToken = password === null && confirmation === null ? newToken() : null;
  return saveCustomer(call, customer, { passwordHash, confirmation, resetToken }, (db, saved) => {
    if (confirmation !== null) return sendConfirmationKey(call, db, saved, confirmation);
    return resetToken === null ? sendWelcome(call, db, saved) : sendWelcomeWithoutPassword(call, db, saved, resetToken);
  });
}

/** A hash is costly: it is made for a customer who can be saved only. */
async function hashFor(call: Call, customer: CustomerInput, password: string): Promise<string> {
  await checkNewCustomer(call, customer);
  return hashPassword(password);
}
