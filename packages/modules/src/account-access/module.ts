import { allow, defineModule, del, get, post } from '@tessera/webapi';
import { AccountAccess } from './contract/account-access.ts';
import { accountAccess } from './services/account-access.ts';

const locks = allow('Magento_User::locks');
const ours = { extension: true, synchronousOnly: true };
const guarded = { ...ours, identityCheck: true };

/** Forced sign-in of customers and admin users, and locked users. */
export const accountAccessModule = defineModule({
  name: 'Tessera_AccountAccess',
  requires: ['Magento_Security', 'Magento_User', 'Magento_Customer'],
  routes: [
    get('/V1/lockedUsers', AccountAccess.getLocked, locks, ours),
    del('/V1/lockedUsers/:id', AccountAccess.unlock, locks, guarded),
    post('/V1/adminUsers/:id/forceSignIn', AccountAccess.forceUserSignIn, allow('Magento_User::acl_users'), guarded),
    post(
      '/V1/customers/:customerId/forceSignIn',
      AccountAccess.forceCustomerSignIn,
      allow('Magento_Customer::invalidate_tokens'),
      ours,
    ),
  ],
  services: [accountAccess],
});
