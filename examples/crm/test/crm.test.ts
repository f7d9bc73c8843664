import assert from 'node:assert/strict';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { test } from 'node:test';
import { startFakeStore } from '../../../packages/connect/test/fake-store.ts';
import { createCrm } from '../src/application.ts';
import { connected, integrationOf } from './connected.ts';
import { eventually, startCrm, testKey, Visitor } from './visitor.ts';

test('a connected store brings its customers', async (t) => {
  const { visitor, id, store } = await connected(t, 1203);
  const stores = await visitor.get('/stores');
  assert.match(stores.text, /Connected/);
  assert.ok(stores.text.includes(store.url));
  assert.match(stores.text, /1203 contacts/);
  const contacts = await visitor.get(`/stores/${id}/contacts?search=customer1203%40`);
  assert.match(contacts.text, /First1203 Last1203/);
  assert.match(contacts.text, /1 contact</);
});

test('a page shows how far an import is, and loads itself again until it is done', async (t) => {
  const { visitor, id, store, crm } = await connected(t);
  store.intercept = (_, count) => (count % 2 === 1 ? { status: 503, headers: { 'retry-after': '1' } } : null);
  await visitor.post(`/stores/${id}/synchronise`, { everything: '1' });
  const during = await visitor.get('/stores');
  assert.match(during.text, /Importing/);
  assert.match(during.text, /<progress max="\d+" value="\d+">/);
  assert.match(during.text, /http-equiv="refresh"/);
  store.intercept = null;
  await eventually(() => crm.crm.progress.of(id).state === 'idle', 'the end');
  assert.doesNotMatch((await visitor.get('/stores')).text, /Importing|http-equiv="refresh"/);
});

test('a reauthorisation whose callback got lost is waited for, then explained, and the store is shown as revoked', async (t) => {
  const { visitor, integration } = await connected(t);
  const link = await integration.activate({ reauthorize: true, post: false });
  const waiting = await visitor.get(link);
  assert.equal(waiting.status, 200);
  assert.match(
    waiting.text,
    /Waiting for the credentials of your store\..*press Activate \(or Reauthorize\) there again/,
  );
  const later = await visitor.get(`${link}&waited=30`);
  assert.match(later.text, /The store has not sent its credentials.*press Activate \(or Reauthorize\)/);
  assert.match((await visitor.get('/stores')).text, /Revoked/);
  await integration.post();
  assert.equal((await visitor.agree(link)).status, 303);
  assert.match((await visitor.get('/stores')).text, /Connected|Importing/);
});

test('only what changed is fetched afterwards', async (t) => {
  const { visitor, id, store, crm } = await connected(t, 700);
  const [customer] = store.customers;
  assert.ok(customer);
  customer.firstname = 'Grace';
  customer.updated_at = '2030-01-01 00:00:00';
  store.log.length = 0;
  await visitor.post(`/stores/${id}/synchronise`);
  await eventually(() => crm.crm.contacts.find(id, customer.id)?.firstname === 'Grace', 'the change');
  assert.ok(store.log.every((line) => line.includes('updated_at')));
  await eventually(() => crm.crm.progress.of(id).state === 'idle', 'the end');
  assert.equal(crm.crm.contacts.count(id), 700);
});

test('importing all again removes contacts that the store no longer has', async (t) => {
  const { visitor, id, store, crm } = await connected(t);
  store.customers.pop();
  await visitor.post(`/stores/${id}/synchronise`, { everything: '1' });
  await eventually(() => crm.crm.contacts.count(id) === 2, 'removal');
});

test('an edited contact is pushed to the store, and what the store refuses is shown', async (t) => {
  const { visitor, id, store, crm } = await connected(t);
  const path = `/stores/${id}/contacts/2`;
  const edit = (fields: Record<string, string>) => visitor.edit(path, fields);
  const fields = { firstname: 'Grace', lastname: '<Hopper>', email: 'grace@example.com' };
  const saved = await edit(fields);
  assert.equal(saved.location, `${path}?saved=1`);
  assert.deepEqual(
    [store.customers[1]?.firstname, store.customers[1]?.lastname, store.customers[1]?.email],
    ['Grace', '<Hopper>', 'grace@example.com'],
  );
  assert.match((await visitor.get(path)).text, /Grace &lt;Hopper&gt;/);
  store.customers.splice(1, 1);
  const refused = await edit({ ...fields, firstname: 'Ada' });
  assert.equal(refused.status, 422);
  assert.match(refused.text, /The store did not take the change: No such entity/);
  assert.equal(crm.crm.contacts.find(id, 2)?.firstname, 'Grace');
});

test('a store that deleted the integration is shown as revoked', async (t) => {
  const { visitor, id, integration, crm } = await connected(t);
  integration.delete();
  await visitor.post(`/stores/${id}/synchronise`);
  await eventually(() => crm.crm.progress.of(id).state === 'failed', 'failure');
  const stores = await visitor.get('/stores');
  assert.match(stores.text, /Revoked/);
  assert.match(stores.text, /Activate or reauthorize it/);
});

test('disconnecting removes the contacts and the tokens', async (t) => {
  const { visitor, id, crm } = await connected(t);
  assert.match((await visitor.get(`/stores/${id}/disconnect`)).text, /Disconnect/);
  await visitor.post(`/stores/${id}/disconnect`);
  assert.equal(crm.crm.contacts.count(id), 0);
  assert.match((await visitor.get('/stores')).text, /No store is connected yet/);
});

test('one user never sees or changes what is another’s', async (t) => {
  const { crm, id, store } = await connected(t);
  const other = new Visitor(crm.origin);
  await other.signUp('bob@example.com');
  for (const path of [`/stores/${id}/contacts`, `/stores/${id}/contacts/1`, `/stores/${id}/disconnect`]) {
    const seen = await other.get(path);
    assert.equal(seen.status, 404, path);
    assert.ok(!seen.text.includes('customer1@example.com') && !seen.text.includes(store.url));
  }
  for (const path of [`/stores/${id}/synchronise`, `/stores/${id}/disconnect`, `/stores/${id}/contacts/1`]) {
    const fields = { firstname: 'Mallory', lastname: 'M', email: 'm@example.com' };
    assert.equal((await other.post(path, fields)).status, 404, path);
  }
  assert.equal(store.customers[0]?.firstname, 'First1');
  assert.equal(crm.crm.contacts.count(id), 3);
  assert.ok(!(await other.get('/stores')).text.includes(store.url));
});

test('a callback that names no store in public is refused, and nothing is kept of it', async (t) => {
  const { origin, db } = await startCrm(t, { allowPrivate: false });
  const post = async (store_base_url: string): Promise<number> => {
    const secret = 'k'.repeat(32);
    const form = { oauth_consumer_key: secret, oauth_consumer_secret: secret, store_base_url, oauth_verifier: secret };
    const answer = await fetch(`${origin}/connect/callback`, { method: 'POST', body: new URLSearchParams(form) });
    return answer.status;
  };
  for (const address of [
    'http://shop.example.com/',
    'https://127.0.0.1/',
    'https://10.0.0.1/',
    'https://intranet/',
    '',
  ])
    assert.equal(await post(address), 400, address);
  assert.deepEqual(db.prepare('select * from connect_pending').all(), []);
  assert.equal(await post('https://shop.example.com/'), 200);
  assert.equal(db.prepare('select * from connect_pending').all().length, 1);
});

test('whoever is signed in with another account changes it in the popup and comes back', async (t) => {
  const { crm, integration, visitor, store } = await connected(t);
  const other = new Visitor(crm.origin);
  await other.signUp('bob@example.com');
  const link = await integration.activate({ reauthorize: true });
  const refused = await other.get(link);
  assert.match(refused.text, /connected to another account here/);
  const back = /name="return_to" value="([^"]+)"/.exec(refused.text)?.[1]?.replaceAll('&amp;', '&') ?? '';
  const out = await other.post('/sign-out', { return_to: back });
  const { pathname, search } = new URL(link);
  assert.equal(out.location, `/sign-in?return_to=${encodeURIComponent(pathname + search)}`);
  await other.get(out.location ?? '');
  const again = await other.post('/sign-in', { email: 'ann@example.com', password: 'correct horse', return_to: back });
  assert.equal(again.location, pathname + search);
  assert.equal((await other.agree(link)).location, `${store.url}admin/integration/loginSuccessCallback/`);
  assert.match((await visitor.get('/stores')).text, /Connected|Importing/);
});

test('nobody who is not signed in sees anything', async (t) => {
  const { crm, id } = await connected(t);
  const stranger = new Visitor(crm.origin);
  for (const path of ['/stores', `/stores/${id}/contacts`, `/stores/${id}/contacts/1`]) {
    const seen = await stranger.get(path);
    assert.equal(seen.status, 303);
    assert.equal(seen.location, `/sign-in?return_to=${encodeURIComponent(path)}`);
  }
});

test('forms without the token of their visitor are refused', async (t) => {
  const { crm, visitor, id } = await connected(t);
  const other = new Visitor(crm.origin);
  await other.signUp('bob@example.com');
  for (const csrf of ['', 'x', other.csrf]) {
    for (const path of ['/sign-out', '/sign-in', `/stores/${id}/disconnect`, '/connect/login']) {
      assert.equal((await visitor.post(path, { csrf })).status, 403, path);
    }
  }
  assert.equal((await visitor.get('/stores')).status, 200);
});

test('the session changes with the sign-in and ends with the sign-out', async (t) => {
  const { origin } = await startCrm(t);
  const visitor = new Visitor(origin);
  await visitor.get('/sign-up');
  const before = visitor.cookies.get('crm');
  await visitor.signUp('ann@example.com');
  const during = visitor.cookies.get('crm');
  assert.notEqual(before, during);
  await visitor.post('/sign-out');
  assert.equal((await visitor.get('/stores')).status, 303);
  const thief = await fetch(`${origin}/stores`, { headers: { cookie: `crm=${during}` }, redirect: 'manual' });
  assert.equal(thief.status, 303, 'the old cookie is worth nothing');
});

test('the cookie is out of reach of scripts, other sites and plain http', async (t) => {
  const { app } = await createCrm({
    database: ':memory:',
    origin: 'https://crm.example',
    secretKey: testKey,
    interval: 0,
  });
  t.after(() => app.close());
  const { headers } = await app.inject('/sign-in');
  assert.match(
    String(headers['set-cookie']),
    /^__Host-crm=[\w-]{43}; Path=\/; HttpOnly; SameSite=Lax; Max-Age=\d+; Secure$/,
  );
  assert.match(String(headers['content-security-policy']), /default-src 'none'.*frame-ancestors 'none'/);
});

test('a wrong password is refused, and after many attempts the right one as well', async (t) => {
  const { origin } = await startCrm(t);
  await new Visitor(origin).signUp('ann@example.com');
  const visitor = new Visitor(origin);
  await visitor.get('/sign-in');
  const signIn = (password: string) => visitor.post('/sign-in', { email: 'ANN@example.com', password });
  for (let attempt = 0; attempt < 10; attempt++) assert.match((await signIn('wrong password')).text, /is wrong/);
  assert.match((await signIn('correct horse')).text, /Too many attempts/);
});

test('of many wrong passwords at once no more than the limit are looked at', async (t) => {
  const { origin } = await startCrm(t);
  await new Visitor(origin).signUp('ann@example.com');
  const visitor = new Visitor(origin);
  await visitor.get('/sign-in');
  const answers = await Promise.all(
    Array.from({ length: 14 }, () =>
      visitor.post('/sign-in', { email: 'ann@example.com', password: 'wrong password' }),
    ),
  );
  assert.equal(answers.filter(({ text }) => /is wrong/.test(text)).length, 10);
});

test('after signing in a visitor stays in this CRM', async (t) => {
  const { origin } = await startCrm(t);
  const addresses = ['https://evil.example/', '//evil.example/', '/\\evil.example/', 'javascript:alert(1)', ''];
  for (const [index, address] of addresses.entries()) {
    const seen = await new Visitor(origin).signUp(`ann${index}@example.com`, address);
    assert.equal(seen.location, '/stores', address);
  }
});

test('a connection survives a restart of the CRM, and so does a callback nobody has come for', async (t) => {
  const folder = mkdtempSync(join(tmpdir(), 'crm-test-'));
  t.after(() => rmSync(folder, { recursive: true }));
  const database = join(folder, 'crm.sqlite');
  const first = await startCrm(t, { database });
  const store = await startFakeStore();
  t.after(store.close);
  const visitor = new Visitor(first.origin);
  await visitor.signUp('ann@example.com');
  const link = await integrationOf(first, store).activate();
  await first.close();

  const second = await startCrm(t, { database, origin: first.origin });
  const seen = await visitor.agree(link);
  assert.equal(seen.location, `${store.url}admin/integration/loginSuccessCallback/`);
  await second.close();

  await startCrm(t, { database, origin: first.origin, interval: 3_600_000 });
  assert.match((await visitor.get('/stores')).text, /Connected|Importing/);
});

test('whoever comes from a store without an account signs up and is led back', async (t) => {
  const crm = await startCrm(t);
  const store = await startFakeStore();
  t.after(store.close);
  const link = await integrationOf(crm, store).activate();
  const visitor = new Visitor(crm.origin);
  const first = await visitor.get(link);
  const { pathname, search } = new URL(link);
  assert.equal(first.location, `/sign-in?return_to=${encodeURIComponent(pathname + search)}`);
  const signedUp = await visitor.signUp('ann@example.com', pathname + search);
  assert.equal(signedUp.location, pathname + search);
  assert.equal((await visitor.agree(link)).status, 303);
});
