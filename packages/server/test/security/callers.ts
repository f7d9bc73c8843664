import { aclIds } from '@tessera/webapi';
import type { TestApplication, TestRequest, TestResponse } from '../application.ts';
import {
  createAdmin,
  createCustomer,
  firstAdminToken,
  requestAdminToken,
  requestCustomerToken,
  tokenOf,
} from '../people.ts';
import { activeIntegration, manage, type ShownCredentials, signed } from '../third-party.ts';

/** Somebody who tries what is not theirs. */
export interface Attacker {
  readonly name: string;
  /** Segment in front of `V1`: a store code with a slash behind it, or nothing. */
  readonly store: '' | 'all/';
  readonly send: (request: TestRequest) => Promise<TestResponse>;
  /** By the rules of the house, said again here: whether a list of resources is more than this caller holds. */
  readonly lacks: (resources: readonly string[]) => boolean;
}

/** Held by every admin with a role, and by an integration that was granted anything. */
const ALWAYS = 'Magento_Backend::admin';
/** In a list it stands for what no list can name: `self`. */
const ALL = 'Magento_Backend::all';
const beyond =
  (...held: string[]): Attacker['lacks'] =>
  (resources) =>
    resources.some((resource) => !held.includes(resource));

export const bearer =
  (context: TestApplication, token: string): Attacker['send'] =>
  (request) =>
    context.send({ ...request, bearer: token });
export const signing =
  (context: TestApplication, credentials: Parameters<typeof signed>[1]): Attacker['send'] =>
  (request) =>
    context.send(signed(context, credentials, request));

/** The two ways in which an integration calls, with the same rights. */
export function bothWays(
  context: TestApplication,
  name: string,
  credentials: Parameters<typeof signed>[1] & { token: string },
  lacks: Attacker['lacks'],
): Attacker[] {
  return [
    { name: `${name}, signed`, store: '', send: signing(context, credentials), lacks },
    { name: `${name}, by its bare token`, store: '', send: bearer(context, credentials.token), lacks },
  ];
}

/** Everything that a list can name, one resource excepted. */
export const allBut = (context: TestApplication, resource: string): string[] =>
  aclIds(context.application.kernel.acl).filter((id) => id !== (resource === 'self' ? ALL : resource));

/** Guest, customer, customer elsewhere, admin and integration without any resource. */
export async function poorCallers(context: TestApplication): Promise<Attacker[]> {
  const root = await firstAdminToken(context);
  await createCustomer(context, 'eve@example.com');
  const customer = bearer(context, tokenOf(await requestCustomerToken(context, 'eve@example.com')));
  await createAdmin(context, root, 'nobody', []);
  const admin = bearer(context, tokenOf(await requestAdminToken(context, 'nobody')));
  const { credentials } = await activeIntegration(context, root, {
    name: 'nothing',
    all_resources: false,
    resources: [],
  });
  return [
    { name: 'guest', store: '', send: context.send, lacks: beyond('anonymous') },
    { name: 'customer', store: '', send: customer, lacks: beyond('anonymous', 'self') },
    { name: 'customer at the admin scope', store: 'all/', send: customer, lacks: beyond('anonymous') },
    { name: 'admin without resources', store: '', send: admin, lacks: beyond('anonymous', ALWAYS) },
    ...bothWays(context, 'integration without resources', credentials, beyond('anonymous')),
  ];
}

/** An admin and an integration that hold everything but one resource. */
export async function almostMighty(context: TestApplication, root: string, resource: string): Promise<Attacker[]> {
  const name = `all but ${resource}`;
  const resources = allBut(context, resource);
  const user = `no-${resource.toLowerCase().replace(/[^a-z]/g, '')}`.slice(0, 32);
  await createAdmin(context, root, user, resources);
  const { credentials } = await activeIntegration(context, root, { name, all_resources: false, resources });
  const lacks: Attacker['lacks'] = (needed) => needed.includes(resource) && resource !== ALWAYS;
  const token = tokenOf(await requestAdminToken(context, user));
  return [
    { name: `admin, ${name}`, store: '', send: bearer(context, token), lacks },
    ...bothWays(context, `integration, ${name}`, credentials, lacks),
  ];
}

/** An integration that may do everything, with a token that has limits. */
export async function limitedCallers(
  context: TestApplication,
  root: string,
  name: string,
  limits: object,
): Promise<Attacker[]> {
  const { id, credentials } = await activeIntegration(context, root, { name });
  const issued = await manage<ShownCredentials>(context, root, {
    method: 'POST',
    url: `integrations/${id}/tokens`,
    body: { token: { label: name, ...limits } },
  });
  const own = { ...credentials, token: issued.access_token, tokenSecret: issued.access_token_secret };
  return bothWays(context, name, own, () => false);
}

/** Somebody who is allowed to. Some calls end the very token they come with; `renewed` signs in again. */
export interface Entitled extends Attacker {
  readonly renewed: () => Promise<Attacker['send']>;
}

let counted = 0;
/** An admin and an integration with exactly these resources, the customer or the guest where it is theirs. */
export async function justEnough(context: TestApplication, resources: readonly string[]): Promise<Entitled[]> {
  const store = '';
  const lacks: Attacker['lacks'] = () => false;
  const granted = resources.filter((resource) => resource !== 'anonymous');
  if (granted.length === 0)
    return [{ name: 'guest', store, lacks, send: context.send, renewed: async () => context.send }];
  const username = `enough${counted++}`;
  const email = `${username}@example.com`;
  // Tokens are dead that were issued in the second in which the user's were ended.
  const person = async (name: string, request: () => Promise<TestResponse>): Promise<Entitled> => {
    const renewed = async () => {
      context.clock.now += 1000;
      return bearer(context, tokenOf(await request()));
    };
    return { name, store, lacks, send: await renewed(), renewed };
  };
  if (granted.includes('self')) {
    await createCustomer(context, email);
    return [await person('customer', () => requestCustomerToken(context, email))];
  }
  const root = await firstAdminToken(context);
  await createAdmin(context, root, username, granted);
  const integration = { name: username, all_resources: false, resources: granted };
  const { credentials } = await activeIntegration(context, root, integration);
  return [
    await person('admin', () => requestAdminToken(context, username)),
    ...bothWays(context, 'integration', credentials, lacks).map((way) => ({ ...way, renewed: async () => way.send })),
  ];
}
