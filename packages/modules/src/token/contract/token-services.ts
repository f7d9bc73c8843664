import { boolean, int, operation, service, string } from '@tessera/webapi';

const credentials = { username: string, password: string };

export const AdminTokenService = service('Magento\\Integration\\Api\\AdminTokenServiceInterface', {
  createAdminAccessToken: operation(credentials, string, 'An access token for an admin user.'),
});
/** For admin users who have a second factor. */
export const GoogleAuthenticate = service('Magento\\TwoFactorAuth\\Api\\GoogleAuthenticateInterface', {
  createAdminAccessToken: operation({ ...credentials, otp: string }, string, 'An access token for an admin user.'),
});
export const CustomerTokenService = service('Magento\\Integration\\Api\\CustomerTokenServiceInterface', {
  createCustomerAccessToken: operation(
    credentials,
    string,
    'An access token for a customer; the user name is the e-mail address.',
  ),
  revokeCustomerAccessToken: operation({ customerId: int }, boolean, 'Ends all access tokens of the customer.'),
});
