import { implement, USER_TYPE } from '@tessera/webapi';
import { authenticateCustomer } from '../../customer/services/authentication.ts';
import { attempt } from '../../security/attempts.ts';
import { revokeTokens } from '../../security/revocations.ts';
import { storesOf } from '../../store/stores.ts';
import { CustomerTokenService } from '../contract/token-services.ts';
import { signInIncorrect } from '../errors.ts';
import { issueToken } from '../issue.ts';
import { requireCredentials, tokenAttempts } from './admin-token-service.ts';

export const customerTokenService = implement(CustomerTokenService, {
  createCustomerAccessToken: async ({ username, password }, call) => {
    requireCredentials({ username, password });
    // At `all` the customers of the default website sign in (recorded).
    const { websiteId } = call.store.id === 0 ? storesOf(call).defaultStore : call.store;
    const customer = await attempt(call, tokenAttempts(call, 'customer-token', username), () =>
      authenticateCustomer(call, { email: username, password, websiteId }),
    );
    if (customer === null) throw signInIncorrect();
    return issueToken(call, 'customer', customer.id);
  },

  revokeCustomerAccessToken: async ({ customerId }, call) => {
    await revokeTokens(call.db, USER_TYPE.customer, customerId, call.now());
    return true;
  },
});
