import { bool, int, operation, service } from '@tessera/webapi';
import { Address } from './data.ts';

export const AddressRepository = service('Magento\\Customer\\Api\\AddressRepositoryInterface', {
  getById: operation({ addressId: int }, Address, 'One address of a customer.'),
  deleteById: operation({ addressId: int }, bool, 'Deletes an address; it is no default address any more.'),
});
