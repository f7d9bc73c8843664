import { queryOptions } from '@tanstack/react-query';
import { deleteAt, getFrom, postTo, putTo } from '../api/client.ts';
import { type Found, type Search, searchQuery } from '../api/search.ts';

export interface Address {
  readonly id?: number;
  readonly firstname?: string;
  readonly lastname?: string;
  readonly company?: string;
  readonly street?: readonly string[];
  readonly city?: string;
  readonly postcode?: string;
  readonly country_id?: string;
  readonly region?: {
    readonly region?: string | null;
    readonly region_id?: number | null;
    readonly region_code?: string | null;
  };
  readonly region_id?: number;
  readonly telephone?: string;
  readonly vat_id?: string;
  readonly default_billing?: boolean;
  readonly default_shipping?: boolean;
}
export interface Customer {
  readonly id: number;
  readonly email: string;
  readonly firstname: string;
  readonly lastname: string;
  readonly middlename?: string;
  readonly prefix?: string;
  readonly suffix?: string;
  readonly dob?: string;
  readonly gender?: number;
  readonly taxvat?: string;
  readonly group_id?: number;
  readonly website_id?: number;
  readonly store_id?: number;
  readonly created_at?: string;
  readonly created_in?: string;
  readonly updated_at?: string;
  readonly confirmation?: string;
  readonly addresses?: readonly Address[];
  readonly extension_attributes?: { readonly is_subscribed?: boolean };
}
export type CustomerDraft = Partial<Omit<Customer, 'id'>> & { readonly id?: number };

export const customersKey = ['customers'] as const;
export const findCustomers = (search: Search, signal?: AbortSignal): Promise<Found<Customer>> =>
  getFrom(`/V1/customers/search?${searchQuery(search)}`, signal);
export const customerQuery = (id: number) =>
  queryOptions({
    queryKey: [...customersKey, id],
    queryFn: ({ signal }) => getFrom<Customer>(`/V1/customers/${id}`, signal),
  });
export const createCustomer = (customer: CustomerDraft, password: string): Promise<Customer> =>
  postTo('/V1/customers', { customer, ...(password === '' ? {} : { password }) });
export const updateCustomer = (id: number, customer: CustomerDraft): Promise<Customer> =>
  putTo(`/V1/customers/${id}`, { customer: { ...customer, id } });
export const deleteCustomer = (id: number): Promise<boolean> => deleteAt(`/V1/customers/${id}`);
export const forceCustomerSignIn = (id: number): Promise<boolean> => postTo(`/V1/customers/${id}/forceSignIn`);

export interface Group {
  readonly id?: number;
  readonly code: string;
  readonly tax_class_id: number;
  readonly tax_class_name?: string;
}
export const groupsKey = ['customer-groups'] as const;
export const findGroups = (search: Search, signal?: AbortSignal): Promise<Found<Group>> =>
  getFrom(`/V1/customerGroups/search?${searchQuery(search)}`, signal);
export const groupsQuery = queryOptions({
  queryKey: [...groupsKey, 'all'],
  queryFn: ({ signal }) => findGroups({}, signal),
  staleTime: 60_000,
});

interface Country {
  readonly id: string;
  readonly full_name_english: string | null;
  readonly available_regions?: readonly { readonly id: string; readonly code: string; readonly name: string }[];
}
export const countriesQuery = queryOptions({
  queryKey: ['countries'],
  queryFn: ({ signal }) => getFrom<Country[]>('/V1/directory/countries', signal),
  staleTime: 3_600_000,
});
