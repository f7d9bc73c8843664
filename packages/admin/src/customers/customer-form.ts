import { atMost, required, wrong } from '../ui/use-api-form.ts';
import type { Address, Customer, CustomerDraft } from './customers.ts';

export interface AddressForm {
  /** Of the form only, to tell the addresses apart. */
  readonly key: string;
  id: number | null;
  firstname: string;
  lastname: string;
  company: string;
  street: string;
  city: string;
  postcode: string;
  country_id: string;
  region_id: string;
  region: string;
  telephone: string;
  vat_id: string;
  default_billing: boolean;
  default_shipping: boolean;
}
export interface CustomerForm {
  firstname: string;
  middlename: string;
  lastname: string;
  email: string;
  group_id: string;
  website_id: string;
  dob: string;
  gender: string;
  taxvat: string;
  is_subscribed: boolean;
  password: string;
  addresses: readonly AddressForm[];
}

const addressForm = (address: Address): AddressForm => ({
  key: `a${address.id}`,
  id: address.id ?? null,
  firstname: address.firstname ?? '',
  lastname: address.lastname ?? '',
  company: address.company ?? '',
  street: (address.street ?? []).join('\n'),
  city: address.city ?? '',
  postcode: address.postcode ?? '',
  country_id: address.country_id ?? '',
  region_id: address.region_id ? String(address.region_id) : '',
  region: address.region?.region ?? '',
  telephone: address.telephone ?? '',
  vat_id: address.vat_id ?? '',
  default_billing: address.default_billing ?? false,
  default_shipping: address.default_shipping ?? false,
});

let next = 1;
export const emptyAddress = ({ firstname, lastname, addresses }: CustomerForm): AddressForm => ({
  ...addressForm({ firstname, lastname, country_id: 'US' }),
  key: `n${next++}`,
  default_billing: addresses.length === 0,
  default_shipping: addresses.length === 0,
});

export const formOf = (customer: Customer | null): CustomerForm => ({
  firstname: customer?.firstname ?? '',
  middlename: customer?.middlename ?? '',
  lastname: customer?.lastname ?? '',
  email: customer?.email ?? '',
  group_id: String(customer?.group_id ?? 1),
  website_id: String(customer?.website_id ?? 1),
  dob: customer?.dob?.slice(0, 10) ?? '',
  gender: customer?.gender ? String(customer.gender) : '',
  taxvat: customer?.taxvat ?? '',
  is_subscribed: customer?.extension_attributes?.is_subscribed ?? false,
  password: '',
  addresses: (customer?.addresses ?? []).map(addressForm),
});

const draftAddress = (address: AddressForm): Address => ({
  ...(address.id === null ? {} : { id: address.id }),
  firstname: address.firstname.trim(),
  lastname: address.lastname.trim(),
  company: address.company.trim(),
  street: address.street
    .split('\n')
    .map((line) => line.trim())
    .filter((line) => line !== ''),
  city: address.city.trim(),
  postcode: address.postcode.trim(),
  country_id: address.country_id,
  region:
    address.region_id === ''
      ? { region: address.region.trim() === '' ? null : address.region.trim(), region_id: 0 }
      : { region_id: Number(address.region_id) },
  telephone: address.telephone.trim(),
  vat_id: address.vat_id.trim(),
  default_billing: address.default_billing,
  default_shipping: address.default_shipping,
});

/** What is sent: the fields of the form, and nothing else of the customer. */
export const draftOf = (form: CustomerForm): CustomerDraft => ({
  firstname: form.firstname.trim(),
  middlename: form.middlename.trim(),
  lastname: form.lastname.trim(),
  email: form.email.trim(),
  group_id: Number(form.group_id),
  website_id: Number(form.website_id),
  ...(form.dob === '' ? {} : { dob: form.dob }),
  gender: Number(form.gender),
  taxvat: form.taxvat.trim(),
  extension_attributes: { is_subscribed: form.is_subscribed },
  addresses: form.addresses.map(draftAddress),
});

const ADDRESS_FIELDS = ['firstname', 'lastname', 'street', 'city', 'country_id', 'telephone'] as const;
const ADDRESS_LABELS = {
  firstname: 'First Name',
  lastname: 'Last Name',
  street: 'Street Address',
  city: 'City',
  country_id: 'Country',
  telephone: 'Phone Number',
};

const LONGEST = 255;
const LONGEST_TAX_NUMBER = 50;

const addressProblem = (address: AddressForm, index: number): string | undefined => {
  const labels = (isMeant: (text: string) => boolean): string =>
    ADDRESS_FIELDS.filter((name) => isMeant(address[name].trim()))
      .map((name) => ADDRESS_LABELS[name])
      .join(', ');
  const missing = labels((text) => text === '');
  if (missing !== '') return `Address ${index + 1}: please fill in ${missing}.`;
  const long = labels((text) => text.length > LONGEST);
  return long === '' ? undefined : `Address ${index + 1}: please enter at most ${LONGEST} characters in ${long}.`;
};

export const checkCustomer = (form: CustomerForm) =>
  wrong<CustomerForm>({
    firstname: required(form.firstname) ?? atMost(form.firstname.trim(), LONGEST),
    middlename: atMost(form.middlename.trim(), LONGEST),
    lastname: required(form.lastname) ?? atMost(form.lastname.trim(), LONGEST),
    taxvat: atMost(form.taxvat.trim(), LONGEST_TAX_NUMBER),
    email:
      required(form.email) ??
      (/^[^\s@]+@[^\s@]+$/.test(form.email.trim())
        ? atMost(form.email.trim(), LONGEST)
        : 'Please enter a valid email address (Ex: johndoe@domain.com).'),
    addresses: form.addresses.map(addressProblem).find((problem) => problem !== undefined),
  });
