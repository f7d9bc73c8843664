import { Customer } from './contract/data.ts';

const customer = { resource: 'Magento_Customer::customer', data: Customer };

export const events = [
  { name: 'customer.created', description: 'A customer was created.', ...customer },
  { name: 'customer.updated', description: 'A customer or one of the addresses was changed.', ...customer },
  { name: 'customer.deleted', description: 'A customer was deleted; the data are the last ones.', ...customer },
];
