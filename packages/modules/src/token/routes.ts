import { anonymous, post, self } from '@tessera/webapi';
import { AdminTokenService, CustomerTokenService, GoogleAuthenticate } from './contract/token-services.ts';

export const routes = [
  post('/V1/integration/admin/token', AdminTokenService.createAdminAccessToken, anonymous, { synchronousOnly: true }),
  post('/V1/tfa/provider/google/authenticate', GoogleAuthenticate.createAdminAccessToken, anonymous, {
    synchronousOnly: true,
  }),
  post('/V1/integration/customer/token', CustomerTokenService.createCustomerAccessToken, anonymous, {
    synchronousOnly: true,
  }),
  post(
    '/V1/integration/customer/revoke-customer-token',
    CustomerTokenService.revokeCustomerAccessToken,
    self({ customerId: '%customer_id%' }),
  ),
];
