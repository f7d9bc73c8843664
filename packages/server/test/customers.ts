import { type TestApplication, type TestResponse, withApplication } from './application.ts';
import { firstAdminToken } from './people.ts';

/** Sends a request as the first admin user; the path is without `/rest/V1/`. */
export type Send = (method: string, path: string, body?: unknown) => Promise<TestResponse>;

export interface CustomerAnswer {
  readonly id: number;
  readonly email: string;
  readonly firstname: string;
  readonly lastname: string;
  readonly website_id: number;
  readonly confirmation?: string;
  readonly default_billing?: string;
  readonly default_shipping?: string;
  readonly created_at: string;
  readonly addresses: readonly { readonly id: number; readonly city: string; readonly street: readonly string[] }[];
  readonly custom_attributes?: readonly { readonly attribute_code: string; readonly value: unknown }[];
}

export const address = (changes: object = {}) => ({
  ...{ region: { region_id: 57 }, country_id: 'US', street: ['123 Main St'], telephone: '1', postcode: '78701' },
  ...{ city: 'Austin', firstname: 'Jane', lastname: 'Doe', default_billing: true, default_shipping: true },
  ...changes,
});

/** The body of a registration. */
export const newCustomer = (email: string, changes: object = {}) => ({
  customer: { email, firstname: 'Jane', lastname: 'Doe', ...changes },
});

export async function adminSends(context: TestApplication): Promise<Send> {
  const bearer = await firstAdminToken(context);
  return (method, path, body) =>
    context.send({ method, url: `/rest/V1/${path}`, bearer, ...(body === undefined ? {} : { body }) });
}

/** Runs a test against an empty installation, with a first admin user. */
export const withCustomers = (
  run: (context: TestApplication & { readonly admin: Send }) => Promise<void>,
): Promise<void> => withApplication(async (context) => run({ ...context, admin: await adminSends(context) }));
