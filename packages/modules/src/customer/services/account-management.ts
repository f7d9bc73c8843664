import { type Call, implement } from '@tessera/webapi';
import { storesOf } from '../../store/stores.ts';
import { AccountManagement } from '../contract/account-management.ts';
import { existingCustomer, existingIdByEmail, findIdByEmail } from '../customers.ts';
import { existingWebsite } from '../rules/home-store.ts';
import { customerMessages, missingAttributes } from '../rules/validation.ts';
import { guestSignIn } from '../settings.ts';
import type { AddressOnTheWire } from '../wire-form.ts';
import { confirmAccount, confirmationStatus, resendConfirmation } from './confirmation.ts';
import { changePassword, checkResetToken, initiatePasswordReset, resetPassword } from './passwords.ts';
import { createAccount } from './registration.ts';

async function defaultAddress(
  call: Call,
  customerId: number,
  flag: 'default_billing' | 'default_shipping',
): Promise<AddressOnTheWire | null> {
  const { addresses } = await existingCustomer(call, customerId);
  return addresses?.find((address) => address[flag] === true) ?? null;
}

type Text = string | null | undefined;
const named = (email: Text, firstname: Text, lastname: Text) => ({
  email: email ?? '',
  firstname: firstname ?? '',
  lastname: lastname ?? '',
});

export const accountManagement = implement(AccountManagement, {
  createAccount: async ({ customer, password }, call) => {
    const created = await createAccount(call, customer, password ?? null);
    // The key proves that somebody reads the mails to this address; who registers is not told it.
    return { ...created, confirmation: null };
  },

  activate: async ({ email, confirmationKey }, call) =>
    confirmAccount(call, await existingIdByEmail(call, email), confirmationKey),
  activateById: ({ customerId, confirmationKey }, call) => confirmAccount(call, customerId, confirmationKey),
  getConfirmationStatus: ({ customerId }, call) => confirmationStatus(call, customerId),
  resendConfirmation: async ({ email, websiteId }, call) => {
    await resendConfirmation(call, email, websiteId);
    return true;
  },

  changePasswordById: async ({ customerId, currentPassword, newPassword }, call) => {
    await changePassword(call, customerId, currentPassword, newPassword);
    return true;
  },
  initiatePasswordReset: async ({ email, template, websiteId }, call) => {
    await initiatePasswordReset(call, email, template, websiteId);
    return true;
  },
  validateResetPasswordLinkToken: async ({ customerId, resetPasswordLinkToken }, call) => {
    await checkResetToken(call, customerId, resetPasswordLinkToken);
    return true;
  },
  resetPassword: async ({ email, resetToken, newPassword }, call) => {
    await resetPassword(call, email, resetToken, newPassword);
    return true;
  },

  validate: ({ customer }) => {
    const { email, firstname, lastname, middlename, taxvat } = customer;
    const missing = missingAttributes(customer);
    const messages =
      missing.length > 0 ? missing : customerMessages({ ...named(email, firstname, lastname), middlename, taxvat });
    return { valid: messages.length === 0, messages };
  },
  isReadonly: async ({ customerId }, call) => {
    await existingCustomer(call, customerId);
    return false;
  },
  isEmailAvailable: async ({ customerEmail, websiteId }, call) => {
    if (websiteId !== undefined) existingWebsite(storesOf(call), websiteId);
    // Guests are not told who has an account, unless the shop wants it so.
    if (!call.settings.get(guestSignIn)) return true;
    return (await findIdByEmail(call, customerEmail, websiteId)) === null;
  },

  getDefaultBillingAddress: ({ customerId }, call) => defaultAddress(call, customerId, 'default_billing'),
  getDefaultShippingAddress: ({ customerId }, call) => defaultAddress(call, customerId, 'default_shipping'),
});
