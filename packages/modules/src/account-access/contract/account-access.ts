import { boolean, data, int, list, operation, required, service, string } from '@tessera/webapi';

/** An admin user who gave a wrong password too often. */
export const LockedUser = data('Tessera\\AccountAccess\\Api\\Data\\LockedUserInterface', {
  id: required(int),
  username: required(string),
  failures: required(int),
  locked_until: required(string),
});

/** Ours: Magento does these in its admin panel only. */
export const AccountAccess = service('Tessera\\AccountAccess\\Api\\AccountAccessInterface', {
  getLocked: operation({}, list(LockedUser), 'Admin users who are locked just now.'),
  unlock: operation({ id: int }, boolean, 'Lets a locked admin user in again.'),
  forceUserSignIn: operation({ id: int }, boolean, 'Ends all sessions and tokens of an admin user.'),
  forceCustomerSignIn: operation({ customerId: int }, boolean, 'Ends all sessions and tokens of a customer.'),
});
