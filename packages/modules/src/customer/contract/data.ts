import { bool, boolean, data, int, list, optional, required, searchResults, string } from '@tessera/webapi';

export const Region = data('Magento\\Customer\\Api\\Data\\RegionInterface', {
  region_code: required(string),
  region: required(string),
  region_id: required(int),
  extension_attributes: optional(data('Magento\\Customer\\Api\\Data\\RegionExtensionInterface', {})),
});

export const Address = data(
  'Magento\\Customer\\Api\\Data\\AddressInterface',
  {
    id: optional(int),
    customer_id: optional(int),
    region: optional(Region),
    region_id: optional(int),
    country_id: optional(string, { description: 'Two letters.' }),
    street: optional(list(string), { description: 'One entry a line.' }),
    company: optional(string),
    telephone: optional(string),
    fax: optional(string),
    postcode: optional(string),
    city: optional(string),
    firstname: optional(string),
    lastname: optional(string),
    middlename: optional(string),
    prefix: optional(string),
    suffix: optional(string),
    vat_id: optional(string),
    default_shipping: optional(bool, { description: 'Whether it is the default shipping address of its customer.' }),
    default_billing: optional(bool, { description: 'Whether it is the default billing address of its customer.' }),
    extension_attributes: optional(data('Magento\\Customer\\Api\\Data\\AddressExtensionInterface', {})),
  },
  { customAttributes: true },
);

export const Customer = data(
  'Magento\\Customer\\Api\\Data\\CustomerInterface',
  {
    id: optional(int),
    group_id: optional(int),
    default_billing: optional(string, { description: 'Id of the default billing address.' }),
    default_shipping: optional(string, { description: 'Id of the default shipping address.' }),
    confirmation: optional(string, {
      description: 'Key that confirms the account, while it is not confirmed.',
      // It proves that a mail has arrived: who registers must not be told it.
      aclToSee: 'Magento_Customer::customer',
    }),
    created_at: optional(string, { description: 'YYYY-MM-DD HH:MM:SS in UTC.' }),
    updated_at: optional(string, { description: 'YYYY-MM-DD HH:MM:SS in UTC.' }),
    created_in: optional(string, { description: 'Name of the store view of the registration.' }),
    dob: optional(string, { description: 'Date of birth, YYYY-MM-DD.' }),
    email: required(string),
    firstname: required(string),
    lastname: required(string),
    middlename: optional(string),
    prefix: optional(string),
    suffix: optional(string),
    gender: optional(int, { description: '1 male, 2 female, 3 not specified.' }),
    store_id: optional(int),
    taxvat: optional(string),
    website_id: optional(int),
    addresses: optional(list(Address)),
    disable_auto_group_change: optional(int),
    extension_attributes: optional(
      data('Magento\\Customer\\Api\\Data\\CustomerExtensionInterface', {
        is_subscribed: optional(boolean, { description: 'Whether the customer wants the newsletter.' }),
        assistance_allowed: optional(int, { description: '2: an employee may sign in as this customer, 1: not.' }),
      }),
    ),
  },
  { customAttributes: true },
);

export const CustomerSearchResults = searchResults(
  'Magento\\Customer\\Api\\Data\\CustomerSearchResultsInterface',
  Customer,
);

export const ValidationResults = data('Magento\\Customer\\Api\\Data\\ValidationResultsInterface', {
  valid: required(bool),
  messages: required(list(string)),
});
