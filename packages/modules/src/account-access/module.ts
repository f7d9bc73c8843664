import { allow, defineModule, del, get, post } from '@tessera/webapi';
import { AccountAccess } from './contract/account-access.ts';
import { accountAccess } from './services/account-access.ts';

const locks = allow('Magento_User::locks');
const users = allow('Magento_User::acl_users');
const customers = allow('Magento_Customer::invalidate_tokens');
const ours = { extension: true, synchronousOnly: true };
const guarded = { ...ours, identityCheck: true };

/** Access tokens and forced sign-in of customers and admin users, and locked users. */
export const accountAccessModule = defineModule({
  name: 'Tessera_AccountAccess',
  requires: ['Magento_Security', 'Magento_User', 'Magento_Customer', 'Magento_JwtUserToken'],
  routes: [
    get('/V1/lockedUsers', AccountAccess.getLocked, locks, ours),
    del('/V1/lockedUsers/:id', AccountAccess.unlock, locks, guarded),
    post('/V1/adminUsers/:id/forceSignIn', AccountAccess.forceUserSignIn, users, guarded),
    get('/V1/adminUsers/:id/tokens', AccountAccess.getUserTokens, users, ours),
    del('/V1/adminUsers/:id/tokens/:tokenId', AccountAccess.endUserToken, users, guarded),
    post('/V1/customers/:customerId/forceSignIn', AccountAccess.forceCustomerSignIn, customers, ours),
    get('/V1/customers/:customerId/tokens', AccountAccess.getCustomerTokens, customers, ours),
    del('/V1/customers/:customerId/tokens/:tokenId', AccountAccess.endCustomerToken, customers, ours),
  ],
  services: [accountAccess],
});
