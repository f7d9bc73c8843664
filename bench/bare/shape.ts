import type { Row } from './statements.ts';

const withValues = (entries: Record<string, unknown>): Record<string, unknown> => {
  for (const name of Object.keys(entries))
    if (entries[name] === null || entries[name] === undefined) delete entries[name];
  return entries;
};

/** A customer as the Web API shows it. */
export function shape(customer: Row, addresses: readonly Row[]): unknown {
  return withValues({
    id: customer['id'],
    group_id: customer['group_id'],
    default_billing: customer['default_billing'] === null ? null : String(customer['default_billing']),
    default_shipping: customer['default_shipping'] === null ? null : String(customer['default_shipping']),
    created_at: customer['created_at'],
    updated_at: customer['updated_at'],
    created_in: customer['created_in'],
    dob: customer['dob'],
    email: customer['email'],
    firstname: customer['firstname'],
    lastname: customer['lastname'],
    middlename: customer['middlename'],
    gender: customer['gender'],
    store_id: customer['store_id'],
    website_id: customer['website_id'],
    addresses: addresses.map((address) =>
      withValues({
        id: address['id'],
        customer_id: address['customer_id'],
        region: {
          region_code: address['region_code'],
          region: address['region'],
          region_id: address['region_id'] ?? 0,
        },
        region_id: address['region_id'],
        country_id: address['country_id'],
        street: String(address['street'] ?? '').split('\n'),
        company: address['company'],
        telephone: address['telephone'],
        postcode: address['postcode'],
        city: address['city'],
        firstname: address['firstname'],
        lastname: address['lastname'],
        default_shipping: customer['default_shipping'] === address['id'] ? true : null,
        default_billing: customer['default_billing'] === address['id'] ? true : null,
      }),
    ),
    disable_auto_group_change: customer['disable_auto_group_change'],
    extension_attributes: { is_subscribed: customer['is_subscribed'] === 1 },
  });
}
