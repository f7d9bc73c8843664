import { allow, anonymous, del, get, post, put, self } from '@tessera/webapi';
import { AccountManagement } from './contract/account-management.ts';
import { AddressRepository } from './contract/address-repository.ts';
import { CustomerRepository } from './contract/customer-repository.ts';

const read = allow('Magento_Customer::customer');
const manage = allow('Magento_Customer::manage');
const own = self({ customerId: '%customer_id%' });
const ownCustomer = self({
  'customer.id': '%customer_id%',
  'customer.group_id': '%customer_group_id%',
  'customer.website_id': '%customer_website_id%',
  'customer.store_id': '%customer_store_id%',
});

export const routes = [
  get('/V1/customers/:customerId', CustomerRepository.getById, read),
  get('/V1/customers/search', CustomerRepository.getList, read),
  put('/V1/customers/:customerId', CustomerRepository.save, manage, { identifies: { customerId: 'customer.id' } }),
  del('/V1/customers/:customerId', CustomerRepository.deleteById, allow('Magento_Customer::delete')),
  get('/V1/customers/me', CustomerRepository.getById, own, { soapOperation: 'getSelf' }),
  put('/V1/customers/me', CustomerRepository.save, ownCustomer, { soapOperation: 'saveSelf' }),

  post('/V1/customers', AccountManagement.createAccount, anonymous),
  post('/V1/customers/isEmailAvailable', AccountManagement.isEmailAvailable, anonymous, { changesNothing: true }),
  put('/V1/customers/validate', AccountManagement.validate, manage, { changesNothing: true }),
  get('/V1/customers/:customerId/permissions/readonly', AccountManagement.isReadonly, read),

  put('/V1/customers/me/activate', AccountManagement.activateById, own),
  put('/V1/customers/:email/activate', AccountManagement.activate, manage),
  post('/V1/customers/activate', AccountManagement.activate, anonymous, { since: '2.4-develop' }),
  get('/V1/customers/:customerId/confirm', AccountManagement.getConfirmationStatus, manage),
  post('/V1/customers/confirm', AccountManagement.resendConfirmation, manage),

  put('/V1/customers/me/password', AccountManagement.changePasswordById, own, { severalTransactions: true }),
  put('/V1/customers/password', AccountManagement.initiatePasswordReset, anonymous, { severalTransactions: true }),
  post('/V1/customers/resetPassword', AccountManagement.resetPassword, anonymous, { severalTransactions: true }),
  get(
    '/V1/customers/:customerId/password/resetLinkToken/:resetPasswordLinkToken',
    AccountManagement.validateResetPasswordLinkToken,
    anonymous,
  ),

  get('/V1/customers/me/billingAddress', AccountManagement.getDefaultBillingAddress, own, {
    soapOperation: 'getMyDefaultBillingAddress',
  }),
  get('/V1/customers/:customerId/billingAddress', AccountManagement.getDefaultBillingAddress, manage),
  get('/V1/customers/me/shippingAddress', AccountManagement.getDefaultShippingAddress, own, {
    soapOperation: 'getMyDefaultShippingAddress',
  }),
  get('/V1/customers/:customerId/shippingAddress', AccountManagement.getDefaultShippingAddress, manage),
  get('/V1/customers/addresses/:addressId', AddressRepository.getById, manage),
  del('/V1/addresses/:addressId', AddressRepository.deleteById, manage),
];
