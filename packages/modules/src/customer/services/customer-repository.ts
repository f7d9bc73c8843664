import { implement, problem, USER_TYPE } from '@tessera/webapi';
import { isStorableHash, LARGEST_COST } from '../../encryption/password-hash.ts';
import { endAccess } from '../../security/revocations.ts';
import { CustomerRepository } from '../contract/customer-repository.ts';
import { existingCustomer } from '../customers.ts';
import { customerRowToChange } from '../rows.ts';
import { customerDeleted } from './customer-events.ts';
import { searchCustomers } from './customer-search.ts';
import { NO_ACCOUNT, saveCustomer } from './save-customer.ts';

export const passwordHashRefused = problem(
  'customer_password_hash_refused',
  400,
  'The value provided for the %fieldName field is no password hash that can be compared with. The costs of argon2id can be up to m=%memory, t=%passes, p=%parallelism.',
  'A client gives a password hash of a form or at a cost that nobody could sign in with.',
);

/** The value is a secret, so the answer does not repeat it. */
function checkedHash(hash: string | null): string | null {
  if (hash !== null && !isStorableHash(hash)) throw passwordHashRefused({ fieldName: 'passwordHash', ...LARGEST_COST });
  return hash;
}

export const customerRepository = implement(CustomerRepository, {
  getById: ({ customerId }, call) => existingCustomer(call, customerId),
  getList: ({ searchCriteria }, call) => searchCustomers(call, searchCriteria),

  save: ({ customer, passwordHash }, call) =>
    saveCustomer(call, customer, { ...NO_ACCOUNT, passwordHash: checkedHash(passwordHash ?? null) }),

  deleteById: ({ customerId }, call) =>
    call.db.transaction(async (db) => {
      await customerRowToChange(db, customerId);
      const customer = await existingCustomer({ db, ports: call.ports }, customerId);
      await customerDeleted(call, db, customer);
      await db.query.deleteFrom('customer').where('id', '=', customerId).execute();
      await endAccess(db, USER_TYPE.customer, customerId, call.now());
      return true;
    }),
});
