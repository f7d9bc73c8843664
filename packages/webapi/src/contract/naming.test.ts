import assert from 'node:assert/strict';
import { test } from 'node:test';
import {
  bulkPath,
  camelCase,
  definitionName,
  operationId,
  pascalCase,
  snakeCase,
  soapListName,
  soapOperationName,
  soapServiceName,
  soapTypeName,
  topicName,
} from './naming.ts';

test('fields', () => {
  assert.equal(pascalCase('group_id'), 'GroupId');
  assert.equal(camelCase('default_billing'), 'defaultBilling');
  assert.equal(snakeCase('ruleID'), 'rule_i_d');
});

test('SOAP services and operations', () => {
  for (const [name, expected] of [
    ['Magento\\Customer\\Api\\CustomerRepositoryInterface', 'customerCustomerRepositoryV1'],
    ['Magento\\Customer\\Api\\AccountManagementInterface', 'customerAccountManagementV1'],
    ['Magento\\Integration\\Api\\AdminTokenServiceInterface', 'integrationAdminTokenServiceV1'],
    ['Magento\\Catalog\\Api\\ProductRepositoryInterface', 'catalogProductRepositoryV1'],
  ] as const)
    assert.equal(soapServiceName(name), expected);
  assert.equal(soapOperationName('customerCustomerRepositoryV1', 'getById'), 'customerCustomerRepositoryV1GetById');
});

test('SOAP types', () => {
  assert.equal(soapTypeName('Magento\\Customer\\Api\\Data\\AddressInterface'), 'CustomerDataAddressInterface');
  assert.equal(soapTypeName('Magento\\Framework\\Api\\Search\\FilterGroup'), 'FrameworkSearchFilterGroup');
  assert.equal(soapTypeName('Acme\\Books\\Api\\Data\\BookInterface'), 'AcmeBooksDataBookInterface');
  assert.equal(soapListName('string'), 'ArrayOfString');
});

test('Swagger, topics and bulk paths', () => {
  assert.equal(operationId('GET', '/V1/customers/:customerId'), 'GetV1CustomersCustomerId');
  assert.equal(operationId('PUT', '/V1/guest-carts/:cartId/order'), 'PutV1GuestcartsCartIdOrder');
  assert.equal(operationId('GET', '/V1/carts/'), 'GetV1Carts');
  assert.equal(definitionName('Magento\\Customer\\Api\\Data\\AddressInterface'), 'customer-data-address-interface');
  assert.equal(definitionName('Magento\\Framework\\AttributeInterface'), 'framework-attribute-interface');
  assert.equal(
    topicName('Magento\\Catalog\\Api\\ProductRepositoryInterface', 'save', 'POST'),
    'async.magento.catalog.api.productrepositoryinterface.save.post',
  );
  assert.equal(bulkPath('/V1/carts/:quoteId/items'), '/V1/carts/byQuoteId/items');
});
