import { implement, USER_TYPE } from '@tessera/webapi';
import { endAccess } from '../../security/revocations.ts';
import { CustomerRepository } from '../contract/customer-repository.ts';
import { existingCustomer } from '../customers.ts';
import { customerDeleted } from './customer-events.ts';
import { searchCustomers } from './customer-search.ts';
import { NO_ACCOUNT, saveCustomer } from './save-customer.ts';

export const customerRepository = implement(CustomerRepository, {
  getById: ({ customerId }, call) => existingCustomer(call, customerId),
  getList: ({ searchCriteria }, call) => searchCustomers(call, searchCriteria),

  save: ({ customer, passwordHash }, call) =>
    saveCustomer(call, customer, { ...NO_ACCOUNT, passwordHash: passwordHash ?? null }),

  deleteById: ({ customerId }, call) =>
    call.db.transaction(async (db) => {
      const customer = await existingCustomer({ db, ports: call.ports }, customerId);
      await customerDeleted(call, db, customer);
      await db.query.deleteFrom('customer').where('id', '=', customerId).execute();
      await endAccess(db, USER_TYPE.customer, customerId, call.now());
      return true;
    }),
});
