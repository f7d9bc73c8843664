import { bool, int, maybe, operation, service, string } from '@tessera/webapi';
import { Address, Customer, ValidationResults } from './data.ts';

export const AccountManagement = service('Magento\\Customer\\Api\\AccountManagementInterface', {
  createAccount: operation(
    { customer: Customer, password: maybe(string), redirectUrl: maybe(string, '') },
    Customer,
    'Registers a customer.',
  ),
  activate: operation({ email: string, confirmationKey: string }, Customer, 'Confirms an account, by its e-mail.'),
  activateById: operation({ customerId: int, confirmationKey: string }, Customer, 'Confirms the own account.'),
  changePasswordById: operation(
    { customerId: int, currentPassword: string, newPassword: string },
    bool,
    'Changes the own password.',
  ),
  validateResetPasswordLinkToken: operation(
    { customerId: int, resetPasswordLinkToken: string },
    bool,
    'Whether the token of a password reset is good.',
  ),
  initiatePasswordReset: operation(
    { email: string, template: string, websiteId: maybe(int) },
    bool,
    'Mails a token with which the password can be set anew.',
  ),
  resetPassword: operation(
    { email: string, resetToken: string, newPassword: string },
    bool,
    'Sets a password with the token that was mailed.',
  ),
  getConfirmationStatus: operation(
    { customerId: int },
    string,
    'account_confirmed, account_confirmation_required or account_confirmation_not_required.',
  ),
  resendConfirmation: operation(
    { email: string, websiteId: int, redirectUrl: maybe(string, '') },
    bool,
    'Mails the key that confirms an account once more.',
  ),
  validate: operation({ customer: Customer }, ValidationResults, 'What is wrong with a customer that is not saved.'),
  isReadonly: operation({ customerId: int }, bool, 'Whether a customer cannot be changed; no customer is.'),
  isEmailAvailable: operation(
    { customerEmail: string, websiteId: maybe(int) },
    bool,
    'Whether an e-mail address is free; always true unless guests may learn it.',
  ),
  getDefaultBillingAddress: operation({ customerId: int }, Address, 'The default billing address, if there is one.'),
  getDefaultShippingAddress: operation({ customerId: int }, Address, 'The default shipping address, if there is one.'),
});
