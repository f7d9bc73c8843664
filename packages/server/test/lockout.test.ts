import assert from 'node:assert/strict';
import { test } from 'node:test';
import { createApplication } from '../src/application.ts';
import { type TestApplication, type TestRequest, withApplication } from './application.ts';
import {
  CUSTOMER_PASSWORD,
  createAdmin,
  createCustomer,
  firstAdminToken,
  PASSWORD,
  requestAdminToken,
  requestCustomerToken,
  tokenOf,
} from './people.ts';

const REFUSED = {
  message:
    'The account sign-in was incorrect or your account is disabled temporarily. Please wait and try again later.',
};

test('after five failures the right password works and starts the count anew, after six it is refused for half an hour', () =>
  withApplication(async (context) => {
    await firstAdminToken(context);
    const good = async () => (await requestAdminToken(context)).status;
    const wrong = async (times: number) => {
      for (let i = 0; i < times; i++)
        assert.deepEqual((await requestAdminToken(context, 'admin', 'nope')).json, REFUSED);
    };
    await wrong(5);
    assert.equal(await good(), 200);
    await wrong(6);
    assert.equal(await good(), 401);
    context.clock.now += 1_799_000;
    assert.equal(await good(), 401);
    context.clock.now += 1000;
    assert.equal(await good(), 200);
  }));

test('the count is kept by user name, letter case aside, and for admins and customers apart', () =>
  withApplication(async (context) => {
    const bearer = await firstAdminToken(context);
    await createAdmin(context, bearer, 'calm', ['Magento_Backend::store']);
    await createCustomer(context, 'jane@example.com');
    await createCustomer(context, 'bob@example.com');
    for (let i = 0; i < 6; i++) await requestCustomerToken(context, 'jane@example.com', 'nope');
    assert.equal((await requestCustomerToken(context, 'jane@example.com')).status, 401);
    assert.equal((await requestCustomerToken(context, 'JANE@example.com')).status, 401);
    assert.equal((await requestCustomerToken(context, 'bob@example.com')).status, 200);
    for (let i = 0; i < 6; i++) await requestCustomerToken(context, 'calm', 'nope');
    assert.equal((await requestAdminToken(context, 'calm')).status, 200);
  }));

test('names that do not exist are counted and answered like those that do', () =>
  withApplication(async (context) => {
    const bearer = await firstAdminToken(context);
    for (let i = 0; i < 7; i++) assert.deepEqual((await requestAdminToken(context, 'ghost', 'nope')).json, REFUSED);
    await createAdmin(context, bearer, 'ghost', ['Magento_Backend::store']);
    assert.equal((await requestAdminToken(context, 'ghost')).status, 401);
  }));

test('empty credentials are not counted, and named even while the name is locked', () =>
  withApplication(async (context) => {
    await firstAdminToken(context);
    for (let i = 0; i < 10; i++) assert.equal((await requestAdminToken(context, 'admin', '')).status, 400);
    assert.equal((await requestAdminToken(context)).status, 200);
    for (let i = 0; i < 6; i++) await requestAdminToken(context, 'admin', 'nope');
    assert.equal((await requestAdminToken(context, 'admin', '')).status, 400);
  }));

test('the limit and the time are settings', () =>
  withApplication(async (context) => {
    const bearer = await firstAdminToken(context);
    const set = (path: string, value: string) =>
      context.send({ method: 'PUT', url: '/rest/V1/config', bearer, body: { path, value } });
    await set('oauth/authentication_lock/max_failures_count', '2');
    await set('oauth/authentication_lock/timeout', '60');
    assert.equal((await set('oauth/authentication_lock/max_failures_count', '0')).status, 400);
    for (let i = 0; i < 2; i++) await requestAdminToken(context, 'admin', 'nope');
    assert.equal((await requestAdminToken(context)).status, 401);
    context.clock.now += 60_000;
    assert.equal((await requestAdminToken(context)).status, 200);
  }));

type Sends = (url: string, body: object, request?: Partial<TestRequest>) => Promise<{ status: number; text: string }>;

/** Runs a test with two processes over one database; each sends requests with a body. */
const withTwoProcesses = (
  run: (context: TestApplication, processes: readonly [Sends, Sends]) => Promise<void>,
): Promise<void> =>
  withApplication(async (context) => {
    const other = await createApplication({
      ...{ database: context.database, varFolder: context.varFolder, basePath: '', keys: context.call().ports.keys },
      now: () => context.clock.now,
      log: { error: () => {}, info: () => {} },
    });
    const elsewhere: Sends = async (url, content, { method = 'POST', headers = {}, bearer } = {}) => {
      const body = Buffer.from(JSON.stringify(content));
      const answer = await other.handle({
        ...{ method, url, body: async () => body, remoteAddress: '', scheme: 'http', host: 'localhost' },
        headers: {
          ...{ 'content-type': 'application/json', 'content-length': String(body.length), ...headers },
          ...(bearer === undefined ? {} : { authorization: `Bearer ${bearer}` }),
        },
      });
      return { status: answer.status, text: answer.body.toString() };
    };
    try {
      await run(context, [(url, body, more) => context.send({ method: 'POST', url, body, ...more }), elsewhere]);
    } finally {
      await other.close();
    }
  });

test('of many guesses at once, in several processes, no more than the limit are looked at', () =>
  withTwoProcesses(async (context, processes) => {
    await firstAdminToken(context);
    const guess = (send: Sends) => send('/rest/V1/integration/admin/token', { username: 'admin', password: 'nope' });
    await Promise.all(Array.from({ length: 15 }, () => processes.map(guess)).flat());
    const counted = await context.call().db.query.selectFrom('sign_in_attempt').selectAll().execute();
    assert.deepEqual(
      counted.map(({ failures, name }) => [name, failures]),
      [['admin', 6]],
    );
    assert.equal((await requestAdminToken(context)).status, 401);
  }));

test('of many guesses of a customer’s own password at once, by every way, no more than the limit are looked at', () =>
  withTwoProcesses(async (context, processes) => {
    const email = 'jane@example.com';
    await createCustomer(context, email);
    const bearer = tokenOf(await requestCustomerToken(context, email));
    const change = (send: Sends, currentPassword: string) =>
      send('/rest/V1/customers/me/password', { currentPassword, newPassword: 'Another1!' }, { method: 'PUT', bearer });
    const headers = { 'x-requested-with': 'XMLHttpRequest' };
    const signIn = (send: Sends) => send('/customer/ajax/login', { username: email, password: 'nope' }, { headers });
    const answers = await Promise.all(
      Array.from({ length: 12 }, (_, i) =>
        processes.flatMap((send) => [change(send, `nope${i}`), signIn(send)]),
      ).flat(),
    );
    const known = answers.filter(({ text }) => /doesn't match this account/.test(text)).length;
    assert.ok(known <= 10, `${known} guesses were compared`);
    for (const send of processes) assert.match((await change(send, CUSTOMER_PASSWORD)).text, /The account is locked/);
    const counted = await context.call().db.query.selectFrom('customer').select('failures').execute();
    assert.deepEqual(counted, [{ failures: 10 }]);
    context.clock.now += 600_000;
    assert.equal((await change(processes[0], CUSTOMER_PASSWORD)).text, 'true');
  }));

test('the right password sent many times at once is not taken for a series of failures', () =>
  withApplication(async (context) => {
    await firstAdminToken(context);
    const answers = await Promise.all(Array.from({ length: 12 }, () => requestAdminToken(context)));
    assert.deepEqual([...new Set(answers.map(({ status }) => status))], [200]);
    assert.equal((await context.call().db.query.selectFrom('sign_in_attempt').selectAll().execute()).length, 0);
  }));

test('an admin user who is locked at the sign-in of sessions gets no token either, but not the other way round', () =>
  withApplication(async (context) => {
    await firstAdminToken(context);
    const signIn = async (password: string) =>
      (await context.send({ method: 'POST', url: '/rest/V1/session', body: { username: 'admin', password } })).status;
    for (let i = 0; i < 6; i++) await requestAdminToken(context, 'admin', 'nope');
    assert.equal((await requestAdminToken(context)).status, 401);
    assert.equal(await signIn(PASSWORD), 200);
    context.clock.now += 1_800_000;
    for (let i = 0; i < 6; i++) assert.equal(await signIn('nope'), 401);
    assert.equal(await signIn(PASSWORD), 401);
    assert.equal((await requestAdminToken(context)).status, 401);
    context.clock.now += 1_800_000;
    assert.equal((await requestAdminToken(context)).status, 200);
  }));

test('another administrator unlocks a user by setting a new password', () =>
  withApplication(async (context) => {
    const bearer = await firstAdminToken(context);
    const { id } = await createAdmin(context, bearer, 'bob', ['Magento_Backend::store']);
    for (let i = 0; i < 6; i++) await requestAdminToken(context, 'bob', 'nope');
    assert.equal((await requestAdminToken(context, 'bob')).status, 401);
    const body = { user: { password: 'Other456!y' } };
    await context.send({ method: 'PUT', url: `/rest/V1/adminUsers/${id}`, bearer, body });
    assert.equal((await requestAdminToken(context, 'bob', 'Other456!y')).status, 200);
  }));
