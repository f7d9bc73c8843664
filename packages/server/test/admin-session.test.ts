import assert from 'node:assert/strict';
import { test } from 'node:test';
import { type TestApplication, type TestResponse, withApplication } from './application.ts';
import { createAdmin, firstAdminToken, PASSWORD, person, requestAdminToken, whoAmI } from './people.ts';

interface Browser {
  readonly cookie: string;
  readonly csrf: string;
}
type Method = 'GET' | 'POST' | 'PUT' | 'DELETE';
type Send = (method: Method, path: string, body?: unknown, headers?: Record<string, string>) => Promise<TestResponse>;

const INVALID = 'The password entered for the current user is invalid. Verify the password and try again.';
const LOCKED = 'Your account is temporarily disabled. Please try again later.';
const message = ({ json }: TestResponse): string => (json as { message: string }).message;
const cookieOf = ({ headers }: TestResponse): string => String(headers['set-cookie']).split(';')[0] ?? '';

const open = (
  { send }: TestApplication,
  username = 'admin',
  password = PASSWORD,
  headers: Record<string, string> = {},
) => send({ method: 'POST', url: '/rest/V1/session', headers, body: { username, password } });

/** Calls as a page of ours does that has signed in. */
const as =
  ({ send }: TestApplication, { cookie, csrf }: Browser): Send =>
  (method, path, body, headers = {}) =>
    send({
      method,
      url: `/rest/V1${path}`,
      headers: { cookie, 'x-csrf-token': csrf, ...headers },
      ...(body === undefined ? {} : { body }),
    });

async function signIn(context: TestApplication, username = 'admin', password = PASSWORD): Promise<Browser> {
  const response = await open(context, username, password);
  assert.equal(response.status, 200, response.text);
  return { cookie: cookieOf(response), csrf: (response.json as { csrf_token: string }).csrf_token };
}

const withAdmin = (work: (context: TestApplication, bearer: string) => Promise<void>, basePath = '') =>
  withApplication(async (context) => work(context, basePath === '' ? await firstAdminToken(context) : ''), {
    modules: [whoAmI],
    basePath,
  });

test('an admin user signs in with a cookie that scripts and other sites do not get', () =>
  withAdmin(async (context) => {
    const response = await open(context);
    assert.match(
      String(response.headers['set-cookie']),
      /^tessera_admin=[\w-]{43}; Path=\/; HttpOnly; SameSite=Strict$/,
    );
    const { csrf_token, user, idle_lifetime, ...rest } = response.json as Record<string, unknown>;
    assert.match(csrf_token as string, /^[\w-]{43}$/);
    assert.equal(idle_lifetime, 900);
    assert.deepEqual(rest, {});
    assert.deepEqual(user, {
      ...{
        id: 1,
        username: 'admin',
        email: 'admin@localhost',
        firstname: 'First',
        lastname: 'Administrator',
        role_id: 1,
      },
      ...{ all_resources: true, resources: ['Magento_Backend::all'] },
    });
    const call = as(context, { cookie: cookieOf(response), csrf: csrf_token as string });
    assert.deepEqual((await call('GET', '/session')).json, response.json);
    assert.deepEqual((await call('GET', '/whoami')).json, { kind: 'admin', id: 1, proof: 'session' });
    assert.equal((await call('GET', '/store/websites')).status, 200);
  }));

test('wrong credentials, an unknown, an inactive and a role-less user do not sign in', () =>
  withAdmin(async (context, bearer) => {
    const { roleId } = await createAdmin(context, bearer, 'lost', ['Magento_Backend::store']);
    const post = (url: string, body: unknown) => context.send({ method: 'POST', url, bearer, body });
    await post('/rest/V1/adminUsers', { user: { ...person('inact'), role_id: 1, is_active: 0 } });
    await context.send({ method: 'DELETE', url: `/rest/V1/adminRoles/${roleId}`, bearer });
    for (const [username, password] of [
      ['admin', 'nope'],
      ['ghost', PASSWORD],
      ['inact', PASSWORD],
      ['lost', PASSWORD],
    ] as const) {
      const response = await open(context, username, password);
      assert.equal(response.status, 401);
      assert.equal(response.headers['set-cookie'], undefined);
    }
    assert.equal((await open(context, 'admin', '')).status, 400);
  }));

test('the cookie alone is nothing: reading and writing need the token, and a page of ours', () =>
  withAdmin(async (context) => {
    const browser = await signIn(context);
    const other = await signIn(context);
    const who = async (headers: Record<string, string>) =>
      ((await context.send({ url: '/rest/V1/whoami', headers })).json as { kind: string }).kind;
    const { cookie, csrf } = browser;
    assert.equal(await who({ cookie, 'x-csrf-token': csrf }), 'admin');
    assert.equal(
      await who({ cookie, 'x-csrf-token': csrf, origin: 'http://localhost', 'sec-fetch-site': 'same-origin' }),
      'admin',
    );
    for (const headers of [
      { cookie },
      { cookie, 'x-csrf-token': '' },
      { cookie, 'x-csrf-token': other.csrf },
      { cookie, 'x-csrf-token': csrf.slice(1) },
      { 'x-csrf-token': csrf },
      { cookie: `tessera_admin=${csrf}`, 'x-csrf-token': csrf },
      { cookie, 'x-csrf-token': csrf, origin: 'https://evil.example' },
      { cookie, 'x-csrf-token': csrf, 'sec-fetch-site': 'cross-site' },
      { cookie, 'x-csrf-token': csrf, 'sec-fetch-site': 'same-site' },
      {
        cookie: cookie.replace('tessera_admin', 'PHPSESSID'),
        'x-csrf-token': csrf,
        'x-requested-with': 'XMLHttpRequest',
      },
    ])
      assert.equal(await who(headers), 'guest', JSON.stringify(headers));
  }));

test('another site cannot sign somebody in', () =>
  withAdmin(async (context) => {
    for (const headers of [{ origin: 'https://evil.example' }, { 'sec-fetch-site': 'cross-site' }]) {
      const response = await open(context, 'admin', PASSWORD, headers);
      assert.equal(response.status, 400);
      assert.equal(response.headers['set-cookie'], undefined);
    }
  }));

test('a session ends by signing out, by not being used, after half a day, and with the user', () =>
  withAdmin(async (context, bearer) => {
    const alive = async (browser: Browser) => (await as(context, browser)('GET', '/session')).status === 200;
    const left = await signIn(context);
    const bye = await as(context, left)('DELETE', '/session');
    assert.equal(bye.json, true);
    assert.match(String(bye.headers['set-cookie']), /^tessera_admin=deleted; .*Max-Age=0$/);
    assert.equal(await alive(left), false);

    const idle = await signIn(context);
    context.clock.now += 899_000;
    assert.equal(await alive(idle), true);
    context.clock.now += 900_000;
    assert.equal(await alive(idle), false);

    const busy = await signIn(context);
    let minutes = 0;
    for (; minutes < 1000 && (await alive(busy)); minutes += 10) context.clock.now += 600_000;
    assert.equal(minutes, 720);

    const fresh = (await requestAdminToken(context)).json as string;
    const { id } = await createAdmin(context, fresh, 'bob', ['Magento_Backend::store']);
    const bob = await signIn(context, 'bob');
    await context.send({
      method: 'PUT',
      url: `/rest/V1/adminUsers/${id}`,
      bearer: fresh,
      body: { user: { is_active: 0 } },
    });
    assert.equal(await alive(bob), false);
    assert.notEqual(fresh, bearer);
  }));

test('the lifetime of sessions is a setting', () =>
  withAdmin(async (context, bearer) => {
    const body = { path: 'admin/security/session_lifetime', value: '7200' };
    await context.send({ method: 'PUT', url: '/rest/V1/config', bearer, body });
    const browser = await signIn(context);
    context.clock.now += 7_000_000;
    assert.equal((await as(context, browser)('GET', '/session')).status, 200);
  }));

test('below a base path the cookie stays there', () =>
  withApplication(
    async (context) => {
      await firstAdminToken({
        ...context,
        send: (request) => context.send({ ...request, url: `/magento${request.url}` }),
      });
      const response = await context.send({
        method: 'POST',
        url: '/magento/rest/V1/session',
        body: { username: 'admin', password: PASSWORD },
      });
      assert.match(String(response.headers['set-cookie']), /; Path=\/magento; HttpOnly/);
    },
    { basePath: '/magento' },
  ));

test('a user sees and ends its own sessions only', () =>
  withAdmin(async (context, bearer) => {
    await createAdmin(context, bearer, 'bob', ['Magento_Backend::store']);
    const [first, second, bob] = [await signIn(context), await signIn(context), await signIn(context, 'bob')];
    const list = async (browser: Browser) =>
      (await as(context, browser)('GET', '/sessions')).json as {
        id: number;
        current: boolean;
        remote_address: string;
      }[];
    const mine = await list(first);
    assert.deepEqual(
      mine.map(({ id, current }) => [id, current]),
      [
        [2, false],
        [1, true],
      ],
    );
    assert.equal(mine[0]?.remote_address, '127.0.0.1');
    assert.deepEqual(
      (await list(bob)).map(({ id }) => id),
      [3],
    );
    assert.equal((await as(context, first)('DELETE', '/sessions/3')).status, 404);
    assert.equal((await list(bob)).length, 1);
    assert.equal((await as(context, first)('DELETE', '/sessions/2')).json, true);
    assert.equal((await as(context, second)('GET', '/session')).status, 401);
    assert.equal((await list(first)).length, 1);
  }));

test('signing out everywhere ends all sessions and tokens of the user', () =>
  withAdmin(async (context, bearer) => {
    const [first, second] = [await signIn(context), await signIn(context)];
    assert.equal((await as(context, first)('DELETE', '/sessions')).json, true);
    for (const browser of [first, second]) assert.equal((await as(context, browser)('GET', '/session')).status, 401);
    assert.equal((await context.send({ url: '/rest/V1/store/websites', bearer })).status, 401);
  }));

test('over a session, roles and users change only with the current password', () =>
  withAdmin(async (context, bearer) => {
    await createAdmin(context, bearer, 'bob', ['Magento_Backend::store']);
    const call = as(context, await signIn(context));
    const attempts: [Method, string, unknown][] = [
      ['POST', '/adminRoles', { role: { name: 'x', resources: [] } }],
      ['PUT', '/adminRoles/2', { role: { name: 'y' } }],
      ['DELETE', '/adminRoles/2', undefined],
      ['POST', '/adminUsers', { user: { ...person('eve'), role_id: 1 } }],
      ['PUT', '/adminUsers/2', { user: { role_id: 1 } }],
      ['DELETE', '/adminUsers/2', undefined],
    ];
    for (const [method, path, body] of attempts) {
      const response = await call(method, path, body);
      assert.deepEqual([response.status, message(response)], [400, INVALID], `${method} ${path}`);
    }
    assert.equal((await call('GET', '/adminUsers?searchCriteria=')).status, 200);
    const wrong = await call('POST', '/adminRoles', { role: { name: 'x' } }, { 'x-current-password': 'nope' });
    assert.deepEqual([wrong.status, message(wrong)], [400, INVALID]);
    const good = await call('POST', '/adminRoles', { role: { name: 'x' } }, { 'x-current-password': PASSWORD });
    assert.equal(good.status, 200);
    // The header is good for this one call.
    assert.equal((await call('DELETE', '/adminRoles/3')).status, 400);
    // A token needs none.
    assert.equal((await context.send({ method: 'DELETE', url: '/rest/V1/adminRoles/3', bearer })).json, true);
  }));

test('a confirmed password is not asked for again for five minutes, in this session only', () =>
  withAdmin(async (context) => {
    const [browser, other] = [await signIn(context), await signIn(context)];
    const call = as(context, browser);
    const create = async (name: string, by = call) => (await by('POST', '/adminRoles', { role: { name } })).status;
    assert.equal((await call('POST', '/session/confirm', { password: 'nope' })).status, 400);
    assert.equal(await create('a'), 400);
    const confirmed = await call('POST', '/session/confirm', { password: PASSWORD });
    const until = new Date(context.clock.now + 300_000).toISOString().slice(0, 19).replace('T', ' ');
    assert.equal((confirmed.json as { confirmed_until: string }).confirmed_until, until);
    assert.equal(((await call('GET', '/session')).json as { confirmed_until: string }).confirmed_until, until);
    assert.deepEqual([await create('a'), await create('b', as(context, other))], [200, 400]);
    context.clock.now += 299_000;
    assert.equal(await create('c'), 200);
    context.clock.now += 1000;
    assert.equal(await create('d'), 400);
    assert.equal(((await call('GET', '/session')).json as { confirmed_until?: string }).confirmed_until, undefined);
  }));

test('too many wrong passwords inside a session lock the account and end its sessions', () =>
  withAdmin(async (context) => {
    const [browser, other] = [await signIn(context), await signIn(context)];
    const call = as(context, browser);
    for (let i = 0; i < 5; i++)
      assert.equal(message(await call('POST', '/session/confirm', { password: 'nope' })), INVALID);
    const sixth = await call('POST', '/adminRoles', { role: { name: 'x' } }, { 'x-current-password': 'nope' });
    assert.deepEqual([sixth.status, message(sixth)], [401, LOCKED]);
    for (const each of [browser, other]) assert.equal((await as(context, each)('GET', '/session')).status, 401);
    assert.equal((await open(context)).status, 401);
    assert.equal((await requestAdminToken(context)).status, 401);
    context.clock.now += 1_800_000;
    assert.equal((await open(context)).status, 200);
  }));

test('whoever guesses passwords from outside does not disturb those who are signed in', () =>
  withAdmin(async (context) => {
    const call = as(context, await signIn(context));
    for (let i = 0; i < 8; i++) await open(context, 'admin', 'nope');
    assert.equal((await open(context)).status, 401);
    assert.equal((await call('POST', '/session/confirm', { password: PASSWORD })).status, 200);
  }));

test('a user changes its own password, which ends everything but this session', () =>
  withAdmin(async (context, bearer) => {
    const [browser, other] = [await signIn(context), await signIn(context)];
    const change = (currentPassword: string, password: string) =>
      as(context, browser)('PUT', '/session/password', { current_password: currentPassword, password });
    assert.equal(message(await change('nope', 'Other456!y')), INVALID);
    assert.equal((await change(PASSWORD, 'short1')).status, 400);
    assert.equal((await change(PASSWORD, 'Other456!y')).json, true);
    assert.equal((await as(context, browser)('GET', '/session')).status, 200);
    assert.equal((await as(context, other)('GET', '/session')).status, 401);
    assert.equal((await context.send({ url: '/rest/V1/store/websites', bearer })).status, 401);
    assert.equal((await open(context)).status, 401);
    assert.equal((await open(context, 'admin', 'Other456!y')).status, 200);
  }));

test('with a token there is no session to look at or to confirm', () =>
  withAdmin(async (context, bearer) => {
    assert.equal((await context.send({ url: '/rest/V1/session', bearer })).status, 400);
    const confirm = { method: 'POST', url: '/rest/V1/session/confirm', bearer, body: { password: PASSWORD } };
    assert.equal((await context.send(confirm)).status, 400);
    assert.deepEqual((await context.send({ url: '/rest/V1/sessions', bearer })).json, []);
    assert.equal((await context.send({ url: '/rest/V1/session' })).status, 401);
  }));
