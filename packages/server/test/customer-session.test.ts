import assert from 'node:assert/strict';
import { test } from 'node:test';
import { type TestApplication, type TestRequest, type TestResponse, withApplication } from './application.ts';
import { CUSTOMER_PASSWORD, createCustomer, firstAdminToken, requestCustomerToken, tokenOf, whoAmI } from './people.ts';

const XHR = { 'X-Requested-With': 'XMLHttpRequest' };
const withCustomer = (work: (context: TestApplication) => Promise<void>, basePath = '') =>
  withApplication(
    async (context) => {
      await createCustomer(context, 'jane@example.com');
      await work(context);
    },
    { modules: [whoAmI], basePath },
  );

const setCookie = ({ headers }: TestResponse): string => String(headers['set-cookie'] ?? '');
/** `name=value` of a `Set-Cookie` header. */
const cookieOf = (response: TestResponse): string => setCookie(response).split(';')[0] ?? '';

const ajaxLogin = ({ send }: TestApplication, body: unknown, headers: Record<string, string> = XHR) =>
  send({ method: 'POST', url: '/customer/ajax/login', headers, body });
const signedIn = async (context: TestApplication): Promise<string> =>
  cookieOf(await ajaxLogin(context, { username: 'jane@example.com', password: CUSTOMER_PASSWORD }));
const who = async (
  { send }: TestApplication,
  cookie: string,
  headers: Record<string, string> = XHR,
  url = '/rest/V1/whoami',
) => (await send({ url, headers: { ...headers, cookie } })).json as { kind: string; id: number; proof: string };
const form = (fields: Record<string, string>): Pick<TestRequest, 'body'> => ({
  body: new URLSearchParams(fields).toString(),
});
const FORM = { 'content-type': 'application/x-www-form-urlencoded' };

/** Opens the sign-in page; gives what a browser would know then. */
async function openPage({ send }: TestApplication, path = '/customer/account/login') {
  const page = await send({ url: path });
  const key = /name="form_key" value="([^"]+)"/.exec(page.text)?.[1] ?? '';
  return { page, key, cookie: cookieOf(page) };
}
const submit = (
  context: TestApplication,
  fields: Record<string, string>,
  cookie: string,
  headers: Record<string, string> = {},
) =>
  context.send({
    method: 'POST',
    url: '/customer/account/login',
    headers: { ...FORM, cookie, ...headers },
    ...form({ 'login[username]': 'jane@example.com', 'login[password]': CUSTOMER_PASSWORD, ...fields }),
  });

test('a script of the storefront signs a customer in, who then calls what is its own', () =>
  withCustomer(async (context) => {
    const response = await ajaxLogin(context, { username: 'jane@example.com', password: CUSTOMER_PASSWORD });
    assert.equal(response.headers['content-type'], 'application/json');
    assert.deepEqual(response.json, { errors: false, message: 'Login successful.' });
    assert.match(setCookie(response), /^PHPSESSID=[\w-]{43}; Path=\/; HttpOnly; SameSite=Lax$/);
    const cookie = cookieOf(response);
    assert.deepEqual(await who(context, cookie), { kind: 'customer', id: 1, proof: 'session' });
    const self = async (store: string) =>
      (await context.send({ url: `/rest/${store}V1/whoami/self`, headers: { ...XHR, cookie } })).status;
    assert.deepEqual([await self(''), await self('default/'), await self('all/')], [200, 200, 401]);
  }));

test('a wrong password, no credentials or a request of another site sign nobody in', () =>
  withCustomer(async (context) => {
    const good = { username: 'jane@example.com', password: CUSTOMER_PASSWORD };
    const wrong = await ajaxLogin(context, { ...good, password: 'bad' });
    assert.deepEqual([wrong.status, (wrong.json as { errors: boolean }).errors], [200, true]);
    for (const response of [
      wrong,
      await ajaxLogin(context, good, {}),
      await ajaxLogin(context, 'not json'),
      await ajaxLogin(context, { username: ['jane@example.com'], password: {} }),
      await ajaxLogin(context, 'null'),
    ])
      assert.equal(response.headers['set-cookie'], undefined);
  }));

test('the cookie counts only with exactly X-Requested-With: XMLHttpRequest', () =>
  withCustomer(async (context) => {
    const cookie = await signedIn(context);
    for (const value of ['xmlhttprequest', 'fetch', '', 'XMLHttpRequest, XMLHttpRequest'])
      assert.equal((await who(context, cookie, { 'X-Requested-With': value })).kind, 'guest', value);
    assert.equal((await who(context, cookie, {})).kind, 'guest');
    assert.equal((await who(context, 'PHPSESSID=0123456789abcdef0123456789')).kind, 'guest');
    assert.equal((await who(context, `other=1; ${cookie}; more=2`)).kind, 'customer');
  }));

test('a good bearer beats the cookie, a bad one does not matter', () =>
  withCustomer(async (context) => {
    await createCustomer(context, 'bob@example.com');
    const cookie = await signedIn(context);
    const bob = tokenOf(await requestCustomerToken(context, 'bob@example.com'));
    const admin = await firstAdminToken(context);
    const bearer = async (token: string) => who(context, cookie, { ...XHR, authorization: `Bearer ${token}` });
    assert.deepEqual([(await bearer(bob)).id, (await bearer('junk')).id, (await bearer(admin)).kind], [2, 1, 'admin']);
  }));

test('plain calls of the Web API set no cookie', () =>
  withCustomer(async ({ send }) => {
    const response = await send({ url: '/rest/V1/whoami', headers: { cookie: 'PHPSESSID=abc', ...XHR } });
    assert.equal(response.headers['set-cookie'], undefined);
  }));

test('a session that is not used ends, and so does one that is used for too long', () =>
  withCustomer(async (context) => {
    const idle = await signedIn(context);
    context.clock.now += 3_599_000;
    assert.equal((await who(context, idle)).kind, 'customer');
    context.clock.now += 3_600_000;
    assert.equal((await who(context, idle)).kind, 'guest');
    const busy = await signedIn(context);
    let hours = 0;
    for (; hours < 24 && (await who(context, busy)).kind === 'customer'; hours += 0.5) context.clock.now += 1_800_000;
    assert.equal(hours, 12);
  }));

test('the sign-in gives a new id and ends the session that the browser had', () =>
  withCustomer(async (context) => {
    const planted = `PHPSESSID=${'a'.repeat(43)}`;
    const sign = async (cookie: string) =>
      cookieOf(
        await ajaxLogin(context, { username: 'jane@example.com', password: CUSTOMER_PASSWORD }, { ...XHR, cookie }),
      );
    const first = await sign(planted);
    assert.notEqual(first, planted);
    assert.equal((await who(context, planted)).kind, 'guest');
    const second = await sign(first);
    assert.deepEqual([(await who(context, first)).kind, (await who(context, second)).kind], ['guest', 'customer']);
  }));

test('the database does not hold what the cookie holds', () =>
  withCustomer(async (context) => {
    const token = (await signedIn(context)).split('=')[1] ?? '';
    const rows = JSON.stringify(await context.call().db.query.selectFrom('session').selectAll().execute());
    assert.equal(rows.includes(token), false);
  }));

test('a visitor signs in and out on pages without a script', () =>
  withCustomer(async (context) => {
    const { page, key, cookie } = await openPage(context);
    assert.equal(page.status, 200);
    assert.match(page.headers['content-type'] as string, /^text\/html/);
    assert.match(page.headers['content-security-policy'] as string, /default-src 'none'.*frame-ancestors 'none'/);
    assert.doesNotMatch(page.text, /<script|javascript:|\son\w+=|style="/);
    assert.match(page.text, /<html lang="en-US">/);
    assert.match(page.text, /<label for="email">/);
    assert.match(setCookie(page), /^form_key=[\w-]{22}; Path=\/; HttpOnly; SameSite=Lax$/);

    const response = await submit(context, { form_key: key }, cookie);
    assert.deepEqual([response.status, response.headers['location']], [302, '/customer/account']);
    const session = `${cookie}; ${cookieOf(response)}`;
    const account = await context.send({ url: '/customer/account', headers: { cookie: session } });
    assert.match(account.text, /signed in as Jane Doe \(jane@example\.com\)/);
    assert.equal((await who(context, session)).kind, 'customer');

    const signOut = (fields: Record<string, string>) =>
      context.send({
        method: 'POST',
        url: '/customer/account/logout',
        headers: { ...FORM, cookie: session },
        ...form(fields),
      });
    assert.equal((await signOut({})).headers['set-cookie'], undefined);
    assert.equal((await who(context, session)).kind, 'customer');
    const left = await signOut({ form_key: key });
    assert.equal(left.headers['location'], '/customer/account/login');
    assert.match(setCookie(left), /^PHPSESSID=deleted; .*Max-Age=0$/);
    assert.equal((await who(context, session)).kind, 'guest');
    const again = await context.send({ url: '/customer/account', headers: { cookie: session } });
    assert.deepEqual([again.status, again.headers['location']], [302, '/customer/account/login']);
  }));

test('the page says what is wrong, keeps the address and never shows the password', () =>
  withCustomer(async (context) => {
    const { key, cookie } = await openPage(context);
    const sent = async (fields: Record<string, string>) => submit(context, { form_key: key, ...fields }, cookie);
    const wrong = await sent({ 'login[password]': 'Wr0ng"<b>' });
    assert.equal(wrong.status, 401);
    assert.match(wrong.text, /role="alert">The email address or the password is wrong/);
    assert.match(wrong.text, /value="jane@example\.com"/);
    assert.equal(wrong.text.includes('Wr0ng'), false);
    const empty = await sent({ 'login[password]': '' });
    assert.deepEqual([empty.status, /role="alert">Enter your email/.test(empty.text)], [400, true]);
    const hostile = await sent({ 'login[username]': '"><script>alert(1)</script>', 'login[password]': 'x' });
    assert.match(hostile.text, /value="&quot;&gt;&lt;script&gt;/);
  }));

test('a form that another site sends signs nobody in', () =>
  withCustomer(async (context) => {
    const { key, cookie } = await openPage(context);
    const foreign = { origin: 'https://evil.example' };
    for (const response of [
      await submit(context, {}, cookie),
      await submit(context, { form_key: 'guessed' }, cookie),
      await submit(context, { form_key: key }, ''),
      await submit(context, { form_key: '' }, 'form_key='),
      await submit(context, { form_key: key }, cookie, foreign),
      await submit(context, { form_key: key }, cookie, { 'sec-fetch-site': 'cross-site' }),
      await submit(context, { form_key: key }, cookie, { 'content-type': 'text/plain' }),
    ]) {
      assert.equal(response.status, 400);
      assert.doesNotMatch(setCookie(response), /PHPSESSID/);
    }
    assert.equal((await submit(context, { form_key: key }, cookie, { origin: 'http://localhost' })).status, 302);
  }));

test('below a base path, links and cookies stay there', () =>
  withCustomer(async (context) => {
    const { page, key, cookie } = await openPage(context, '/magento/customer/account/login');
    assert.match(page.text, /action="\/magento\/customer\/account\/login"/);
    assert.match(setCookie(page), /; Path=\/magento;/);
    const response = await context.send({
      method: 'POST',
      url: '/magento/customer/account/login',
      headers: { ...FORM, cookie },
      ...form({ form_key: key, 'login[username]': 'jane@example.com', 'login[password]': CUSTOMER_PASSWORD }),
    });
    assert.equal(response.headers['location'], '/magento/customer/account');
    assert.match(setCookie(response), /^PHPSESSID=[^;]+; Path=\/magento;/);
  }, '/magento'));

test('below a store code, customers of that store sign in and links keep the code', () =>
  withCustomer(async (context) => {
    const { page } = await openPage(context, '/default/customer/account/login');
    assert.match(page.text, /action="\/default\/customer\/account\/login"/);
  }));

test('a customer who was deleted is signed out', () =>
  withCustomer(async (context) => {
    const cookie = await signedIn(context);
    await context.call().db.query.deleteFrom('customer').execute();
    assert.equal((await who(context, cookie)).kind, 'guest');
    assert.equal((await context.send({ url: '/customer/account', headers: { cookie } })).status, 302);
  }));
