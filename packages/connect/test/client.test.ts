import assert from 'node:assert/strict';
import { type TestContext, test } from 'node:test';
import { type Client, type ClientOptions, createClient, criteria, StoreError } from '../src/index.ts';
import { startStore } from './application.ts';
import type { FakeIntegration, FakeStore } from './fake-store.ts';

async function startClient(
  t: TestContext,
  options: Partial<ClientOptions> = {},
  customers?: number,
): Promise<{ store: FakeStore; integration: FakeIntegration; client: Client }> {
  const store = await startStore(t, customers);
  const integration = store.addIntegration('', '');
  const credentials = integration.grant();
  const client = createClient({
    storeUrl: store.url,
    credentials,
    allowPrivate: true,
    retry: { pause: 1 },
    ...options,
  });
  return { store, integration, client };
}

test('calls are signed and answered with data of the contract', async (t) => {
  const { client } = await startClient(t);
  const customer = await client.get('/V1/customers/:customerId', { path: { customerId: 2 } });
  assert.equal(customer.email, 'customer2@example.com');
  const saved = await client.put('/V1/customers/:customerId', {
    path: { customerId: 2 },
    body: { customer: { ...customer, firstname: 'Grace' } },
  });
  assert.equal(saved.firstname, 'Grace');
});

test('both signature methods are at hand', async (t) => {
  const { client } = await startClient(t, { signatureMethod: 'HMAC-SHA1' });
  assert.equal((await client.get('/V1/customers/:customerId', { path: { customerId: 1 } })).id, 1);
});

test('a refusal is an error that says which store, which call and why', async (t) => {
  const { store, client } = await startClient(t);
  await assert.rejects(client.get('/V1/customers/:customerId', { path: { customerId: 99 } }), (error: unknown) => {
    assert.ok(error instanceof StoreError);
    assert.equal(error.message, 'No such entity with customerId = 99');
    assert.deepEqual(
      [error.kind, error.status, error.store, error.request],
      ['not-found', 404, store.url, 'GET /V1/customers/:customerId'],
    );
    return true;
  });
});

test('a list is read page by page until its end, in an order that does not change', async (t) => {
  const { store, client } = await startClient(t, {}, 45);
  const ids: (number | undefined)[] = [];
  for await (const customer of client.each('/V1/customers/search', criteria().pageSize(20))) ids.push(customer.id);
  assert.deepEqual(
    ids,
    store.customers.map(({ id }) => id),
  );
  assert.equal(store.log.length, 3);
  assert.ok(store.log.every((line) => line.includes('sort_orders%5D%5B0%5D%5Bfield%5D=entity_id')));
});

test('an empty list has one empty page, and a full last page is not asked for twice', async (t) => {
  const { store, client } = await startClient(t, {}, 0);
  const pages = [];
  for await (const page of client.pages('/V1/customers/search')) pages.push(page.items.length);
  assert.deepEqual(pages, [0]);
  store.log.length = 0;
  const full = await startClient(t, {}, 40);
  for await (const page of full.client.pages('/V1/customers/search', criteria().pageSize(20)))
    assert.equal(page.items.length, 20);
  assert.equal(full.store.log.length, 2);
});

test('a call that is safe to repeat is repeated while the store is away', async (t) => {
  const { store, client } = await startClient(t);
  store.intercept = (_, count) => (count < 3 ? { status: 503 } : null);
  assert.equal((await client.get('/V1/customers/:customerId', { path: { customerId: 1 } })).id, 1);
  assert.equal(store.log.length, 3);
  store.intercept = () => ({ status: 503 });
  const fails = client.get('/V1/customers/:customerId', { path: { customerId: 1 } });
  await assert.rejects(fails, { kind: 'unavailable', status: 503 });
  assert.equal(store.log.length, 7);
});

test('a call that creates something is sent once', async (t) => {
  const { store, client } = await startClient(t);
  store.intercept = () => ({ status: 503 });
  await assert.rejects(client.post('/V1/customers', { body: { customer: { email: 'a@example.com' } } }), {
    kind: 'unavailable',
  });
  assert.equal(store.log.length, 1);
});

test('a store that asks to wait is waited for', async (t) => {
  const { store, client } = await startClient(t);
  store.intercept = (_, count) => (count === 1 ? { status: 429, headers: { 'retry-after': '0' } } : null);
  assert.equal((await client.raw('GET', '/V1/customers/1')).status, 200);
  store.intercept = () => ({ status: 429, headers: { 'retry-after': '3600' } });
  assert.equal((await client.raw('GET', '/V1/customers/1')).status, 429, 'but not for an hour');
});

test('a store that is not there is an error of its own kind', async (t) => {
  const { store, client } = await startClient(t);
  await store.close();
  await assert.rejects(client.raw('GET', '/V1/customers/1'), { kind: 'unavailable', status: null, store: store.url });
});

test('the rule of the store is found out when it makes a difference', async (t) => {
  const query = Object.fromEntries(Array.from({ length: 12 }, (_, index) => [`a[${index}]`, 'x y']));
  const { store, client } = await startClient(t);
  store.rule = 'magento';
  assert.equal((await client.raw('GET', '/V1/customers/1', { query })).status, 200);
  assert.equal(store.log.length, 2, 'the first attempt followed the RFC');
  assert.equal((await client.raw('GET', '/V1/customers/1', { query })).status, 200);
  assert.equal(store.log.length, 3, 'the second call knows');
  const pinned = await startClient(t, { rule: 'rfc5849' });
  pinned.store.rule = 'magento';
  assert.equal((await pinned.client.raw('GET', '/V1/customers/1', { query })).status, 401);
});

test('a bulk is submitted and waited for', async (t) => {
  const { store, client } = await startClient(t);
  const items = [1, 2, 3].map((id) => ({ customerId: id, customer: { id } }));
  const bulk = await client.submitBulk('PUT', '/V1/customers/:customerId', items, { storeView: 'all' });
  assert.equal(store.log[0], 'PUT /rest/all/async/bulk/V1/customers/byCustomerId');
  assert.deepEqual(
    bulk.items.map(({ status }) => status),
    ['accepted', 'accepted', 'accepted'],
  );
  const progress: number[] = [];
  const operations = await client.waitForBulk(bulk.uuid, { onProgress: (done) => progress.push(done) });
  assert.deepEqual(
    operations.map(({ status }) => status),
    ['complete', 'failed', 'complete'],
  );
  assert.deepEqual(progress, [1, 2, 3]);
});

test('a bulk that does not end is not waited for longer than asked', async (t) => {
  const { client } = await startClient(t);
  const bulk = await client.submitBulk('POST', '/V1/customers', [{}, {}, {}, {}]);
  await assert.rejects(client.waitForBulk(bulk.uuid, { timeout: 50 }), { kind: 'unavailable' });
});

test('a bulk is sent once, though it is a PUT; a POST is repeated when that is safe', async (t) => {
  const { store, client } = await startClient(t);
  store.intercept = () => ({ status: 503 });
  await assert.rejects(client.submitBulk('PUT', '/V1/customers/:customerId', [{}]), { kind: 'unavailable' });
  assert.equal(store.log.length, 1);
  store.intercept = (_, count) => (count < 3 ? { status: 503 } : null);
  const headers = { 'Idempotency-Key': 'k' };
  await client.raw('post', '/V1/customers', { body: {}, headers, repeat: true });
  assert.equal(store.log.length, 3);
  store.intercept = () => ({ status: 503 });
  await client.raw('GET', '/V1/customers/1', { repeat: false });
  assert.equal(store.log.length, 4);
});

test('calls that run at the same time find out the rule of the store together', async (t) => {
  const query = Object.fromEntries(Array.from({ length: 12 }, (_, index) => [`a[${index}]`, 'x y']));
  const { store, client } = await startClient(t);
  store.rule = 'magento';
  const calls = Array.from({ length: 5 }, () => client.raw('GET', '/V1/customers/1', { query }));
  assert.deepEqual(
    (await Promise.all(calls)).map(({ status }) => status),
    [200, 200, 200, 200, 200],
  );
});

test('a store that is slow is given up, and the error says so', async (t) => {
  const { store, client } = await startClient(t, { timeout: 50, retry: { attempts: 2, pause: 1 } });
  for (const delay of ['before', 'within'] as const) {
    store.delay = delay;
    await assert.rejects(client.get('/V1/customers/:customerId', { path: { customerId: 1 } }), {
      kind: 'unavailable',
      status: null,
      message: `${store.url} did not answer within 0.05 s.`,
    });
  }
  assert.equal(store.log.length, 4);
});

test('an address that is not the public one of a store is refused before anything is sent', async (t) => {
  const { integration } = await startClient(t);
  const credentials = integration.grant();
  for (const storeUrl of ['http://shop.example/', 'https://127.0.0.1/', 'https://db.internal/', 'shop.example', ''])
    assert.throws(() => createClient({ storeUrl, credentials }), TypeError, storeUrl);
  const { storeUrl } = createClient({ storeUrl: 'https://shop.example/magento', credentials });
  assert.equal(storeUrl, 'https://shop.example/magento/', 'the folder stays');
});

test('a route that would lose its query, or is none, is a mistake of the program', async (t) => {
  const { store, client } = await startClient(t);
  for (const route of ['/V1/customers/search?searchCriteria=', 'V1/customers/1', '/V1/x#y', ''])
    await assert.rejects(client.raw('GET', route), TypeError, route);
  assert.equal(store.log.length, 0);
});

test('what was given up is not sent again', async (t) => {
  const { store, client } = await startClient(t);
  store.intercept = () => ({ status: 503 });
  const signal = AbortSignal.abort(new Error('enough'));
  await assert.rejects(client.raw('GET', '/V1/customers/1', { signal }), /enough/);
  assert.equal(store.log.length, 0);
});
