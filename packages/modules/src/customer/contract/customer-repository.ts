import { bool, int, maybe, operation, SearchCriteria, service, string } from '@tessera/webapi';
import { Customer, CustomerSearchResults } from './data.ts';

export const CustomerRepository = service('Magento\\Customer\\Api\\CustomerRepositoryInterface', {
  save: operation(
    { customer: Customer, passwordHash: maybe(string) },
    Customer,
    'Changes the customer with the given id, or creates one; fields that are not given keep their values.',
  ),
  getById: operation({ customerId: int }, Customer, 'One customer.'),
  getList: operation({ searchCriteria: SearchCriteria }, CustomerSearchResults, 'Customers by search criteria.'),
  deleteById: operation({ customerId: int }, bool, 'Deletes a customer with all addresses.'),
});
