import assert from 'node:assert/strict';
import { dateTime } from '@tessera/database';
import { ensureFirstAdmin } from '@tessera/modules';
import {
  allow,
  anonymous,
  defineModule,
  get,
  implement,
  int,
  type Module,
  mixed,
  operation,
  self,
  service,
} from '@tessera/webapi';
import { hashPassword } from '../../modules/src/encryption/password-hash.ts';
import type { TestApplication, TestResponse } from './application.ts';

export const PASSWORD = 'Admin123!x';
export const CUSTOMER_PASSWORD = 'Password1!';

const WhoAmI = service('Tessera\\Test\\Api\\WhoAmIInterface', {
  get: operation({}, mixed),
  self: operation({ customerId: int }, mixed),
});

/** Routes that answer who the server takes the caller for. */
export const whoAmI: Module = defineModule({
  name: 'Tessera_WhoAmI',
  routes: [
    get('/V1/whoami', WhoAmI.get, anonymous),
    get('/V1/whoami/self', WhoAmI.self, self({ customerId: '%customer_id%' })),
    get('/V1/whoami/stores', WhoAmI.get, allow('Magento_Backend::store')),
  ],
  services: [
    implement(WhoAmI, {
      get: (_, { caller }) => ({ kind: caller.kind, id: caller.kind === 'guest' ? 0 : caller.id, proof: caller.proof }),
      self: ({ customerId }) => customerId,
    }),
  ],
});

const requestToken = (
  { send }: TestApplication,
  who: 'admin' | 'customer',
  username: string,
  password: string,
  store = '',
): Promise<TestResponse> =>
  send({ method: 'POST', url: `/rest/${store}V1/integration/${who}/token`, body: { username, password } });

export const requestAdminToken = (context: TestApplication, username = 'admin', password = PASSWORD) =>
  requestToken(context, 'admin', username, password);
export const requestCustomerToken = (
  context: TestApplication,
  email: string,
  password = CUSTOMER_PASSWORD,
  store = '',
) => requestToken(context, 'customer', email, password, store);

/** The token of a good answer. */
export function tokenOf({ status, json, text }: TestResponse): string {
  assert.equal(status, 200, text);
  assert.equal(typeof json, 'string');
  return json as string;
}

/** Creates the first admin user and gives its access token. */
export async function firstAdminToken(context: TestApplication): Promise<string> {
  await ensureFirstAdmin(context.call(), { password: PASSWORD });
  return tokenOf(await requestAdminToken(context));
}

/** Creates a role and an admin user who has it; gives the user's id. */
export async function createAdmin(
  { send }: TestApplication,
  bearer: string,
  username: string,
  resources: readonly string[] | 'all',
): Promise<{ id: number; roleId: number }> {
  const role = await send({
    method: 'POST',
    url: '/rest/V1/adminRoles',
    bearer,
    body: { role: { name: `role of ${username}`, ...(resources === 'all' ? { all_resources: true } : { resources }) } },
  });
  assert.equal(role.status, 200, role.text);
  const roleId = (role.json as { id: number }).id;
  const user = await send({
    method: 'POST',
    url: '/rest/V1/adminUsers',
    bearer,
    body: { user: { ...person(username), role_id: roleId } },
  });
  assert.equal(user.status, 200, user.text);
  return { id: (user.json as { id: number }).id, roleId };
}

export const person = (username: string) => ({
  username,
  password: PASSWORD,
  email: `${username}@example.com`,
  firstname: 'F',
  lastname: 'L',
});

/** Stores a customer, past the Web API. */
export async function createCustomer(
  { call, clock }: TestApplication,
  email: string,
  scope: { readonly websiteId: number; readonly storeId: number } = { websiteId: 1, storeId: 1 },
): Promise<number> {
  const password_hash = await hashPassword(CUSTOMER_PASSWORD);
  const now = dateTime(clock.now);
  const { id } = await call()
    .db.query.insertInto('customer')
    .values({
      email,
      password_hash,
      website_id: scope.websiteId,
      store_id: scope.storeId,
      group_id: 1,
      firstname: 'Jane',
      lastname: 'Doe',
      created_at: now,
      updated_at: now,
      disable_auto_group_change: 0,
      is_subscribed: 0,
    })
    .returning('id')
    .executeTakeFirstOrThrow();
  return id;
}
