import { allow, get } from '@tessera/webapi';
import { AddressMetadata, CustomerMetadata } from './contract/metadata.ts';

const customer = allow('Magento_Customer::customer');

export const metadataRoutes = [
  get('/V1/attributeMetadata/customer/attribute/:attributeCode', CustomerMetadata.getAttributeMetadata, customer),
  get('/V1/attributeMetadata/customer/form/:formCode', CustomerMetadata.getAttributes, customer),
  get('/V1/attributeMetadata/customer', CustomerMetadata.getAllAttributesMetadata, customer),
  get('/V1/attributeMetadata/customer/custom', CustomerMetadata.getCustomAttributesMetadata, customer),
  get('/V1/attributeMetadata/customerAddress/attribute/:attributeCode', AddressMetadata.getAttributeMetadata, customer),
  get('/V1/attributeMetadata/customerAddress/form/:formCode', AddressMetadata.getAttributes, customer),
  get('/V1/attributeMetadata/customerAddress', AddressMetadata.getAllAttributesMetadata, customer),
  get('/V1/attributeMetadata/customerAddress/custom', AddressMetadata.getCustomAttributesMetadata, customer),
];
