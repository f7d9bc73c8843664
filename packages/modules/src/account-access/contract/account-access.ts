import { boolean, data, int, list, operation, required, service, string } from '@tessera/webapi';

/** An admin user who gave a wrong password too often. */
export const LockedUser = data('Tessera\\AccountAccess\\Api\\Data\\LockedUserInterface', {
  id: required(int),
  username: required(string),
  failures: required(int),
  locked_until: required(string),
});

/** An access token of a user that is good; the token itself is not kept anywhere. */
export const IssuedToken = data('Tessera\\AccountAccess\\Api\\Data\\IssuedTokenInterface', {
  id: required(int),
  issued_at: required(string),
  expires_at: required(string),
  remote_address: required(string),
});

/** Ours: Magento does these in its admin panel only. */
export const AccountAccess = service('Tessera\\AccountAccess\\Api\\AccountAccessInterface', {
  getLocked: operation({}, list(LockedUser), 'Admin users who are locked just now.'),
  unlock: operation({ id: int }, boolean, 'Lets a locked admin user in again.'),
  getUserTokens: operation({ id: int }, list(IssuedToken), 'Access tokens of an admin user that are good.'),
  endUserToken: operation({ id: int, tokenId: int }, boolean, 'Ends one access token of an admin user.'),
  getCustomerTokens: operation({ customerId: int }, list(IssuedToken), 'Access tokens of a customer that are good.'),
  endCustomerToken: operation({ customerId: int, tokenId: int }, boolean, 'Ends one access token of a customer.'),
  forceUserSignIn: operation({ id: int }, boolean, 'Ends all sessions and tokens of an admin user.'),
  forceCustomerSignIn: operation({ customerId: int }, boolean, 'Ends all sessions and tokens of a customer.'),
});
