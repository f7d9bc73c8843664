import assert from 'node:assert/strict';
import { type TestContext, test } from 'node:test';
import { type Client, createClient, criteria } from '../src/index.ts';
import { startApplication, startStore } from './application.ts';
import type { FakeStore } from './fake-store.ts';

/** Signatures as Magento 2.4.7 takes them: by its own rule, HMAC-SHA256 only; and below a folder, with index.php. */
async function startMagento(t: TestContext, customers = 3): Promise<FakeStore> {
  const store = await startStore(t, customers, 'shop/index.php/');
  store.rule = 'magento';
  store.methods = ['HMAC-SHA256'];
  return store;
}

async function startClient(t: TestContext): Promise<{ store: FakeStore; client: Client }> {
  const store = await startMagento(t);
  const credentials = store.addIntegration('', '').grant();
  return { store, client: createClient({ storeUrl: store.url, credentials, allowPrivate: true }) };
}

test('Magento below a folder is connected and called where it lies', async (t) => {
  const store = await startMagento(t);
  const application = await startApplication(t);
  const integration = store.addIntegration(application.callbackUrl, application.identityLink);
  assert.equal((await application.agree(await integration.activate())).kind, 'connected');
  assert.deepEqual(store.log.slice(-2), [
    'POST /shop/index.php/oauth/token/request',
    'POST /shop/index.php/oauth/token/access',
  ]);
  const [connection] = await application.connect.connections('ann');
  const call = { path: { customerId: 1 }, storeView: 'fr' };
  assert.equal((await connection?.client().get('/V1/customers/:customerId', call))?.id, 1);
  assert.equal(store.log.at(-1), 'GET /shop/index.php/rest/fr/V1/customers/1');
});

test('a search with more conditions than digits is signed well at once', async (t) => {
  const { store, client } = await startClient(t);
  let search = criteria().pageSize(2);
  for (let id = 0; id < 14; id++) search = search.where('entity_id', 'gt', id - 14);
  const ids: (number | undefined)[] = [];
  for await (const { id } of client.each('/V1/customers/search', search)) ids.push(id);
  assert.deepEqual(ids, [1, 2, 3]);
  assert.equal(store.log.length, 2, 'a page each, none refused');
});

test('a value in the path that Magento decodes before it compares passes at the second attempt, then at the first', async (t) => {
  const { store, client } = await startClient(t);
  for (const sku of ['a/b c', 'a+b'])
    assert.equal((await client.raw('GET', '/V1/x/:sku', { path: { sku } })).status, 404);
  assert.equal(store.log.length, 3);
});

test('HMAC-SHA1 is refused by Magento 2.4.7, and both ends say so', async (t) => {
  const store = await startMagento(t);
  const application = await startApplication(t, { signatureMethod: 'HMAC-SHA1' });
  const integration = store.addIntegration(application.callbackUrl, application.identityLink);
  const completion = await application.agree(await integration.activate());
  assert.ok(completion.kind === 'problem');
  assert.equal(completion.problem.code, 'refused');
  assert.equal(completion.problem.detail, 'Signature method HMAC-SHA1 is not supported');
  const client = createClient({
    storeUrl: store.url,
    credentials: integration.grant(),
    signatureMethod: 'HMAC-SHA1',
    allowPrivate: true,
  });
  await assert.rejects(client.get('/V1/customers/:customerId', { path: { customerId: 1 } }), {
    kind: 'invalid',
    status: 400,
    message: 'Signature method HMAC-SHA1 is not supported',
  });
});

test('the header that Magento adds by mistake to its callback does no harm', async (t) => {
  const store = await startMagento(t);
  const application = await startApplication(t);
  const integration = store.addIntegration(application.callbackUrl, application.identityLink);
  const link = await integration.activate({ post: false });
  const { hostname, port } = new URL(application.callbackUrl);
  const headers = { [hostname]: port, 'User-Agent': 'Laminas\\Http\\Client' };
  const answer = await fetch(application.callbackUrl, { method: 'POST', body: integration.callbackForm(), headers });
  assert.equal(answer.status, 200);
  assert.equal((await application.agree(link)).kind, 'connected');
});
