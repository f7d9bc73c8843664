import assert from 'node:assert/strict';
import { test } from 'node:test';
import { createConnect, memoryConnectionStore } from '../src/index.ts';
import { startBoth, startStore, testKey } from './application.ts';

const key = 'k'.repeat(32);
const form = (changes: Record<string, string> = {}): URLSearchParams =>
  new URLSearchParams({
    oauth_consumer_key: key,
    oauth_consumer_secret: 's'.repeat(32),
    store_base_url: 'https://shop.example.com/',
    oauth_verifier: 'v'.repeat(32),
    ...changes,
  });
const post = (body: URLSearchParams | string, headers: Record<string, string> = {}): Request =>
  new Request('https://app.example/callback', { method: 'POST', body, headers });

test('only https addresses that may be public are taken', async () => {
  const storage = memoryConnectionStore();
  const connect = createConnect({ store: storage, secretKey: testKey, identity: () => null });
  for (const address of [
    'http://shop.example.com/',
    'https://127.0.0.1/',
    'https://2130706433/',
    'https://0x7f.1/',
    'https://10.1.2.3/',
    'https://169.254.169.254/latest/meta-data/',
    'https://[::1]/',
    'https://[::ffff:10.0.0.1]/',
    'https://[fd00::1]/',
    'https://[64:ff9b::7f00:1]/',
    'https://localhost/',
    'https://db.internal/',
    'https://intranet/',
    'https://user:password@shop.example.com/',
    'https://shop.example.com/?a=1',
    'https://shop.example.com/#a',
    'ftp://shop.example.com/',
    'javascript:alert(1)',
    `https://shop.example.com/${'a'.repeat(300)}`,
    'shop.example.com',
    '',
  ]) {
    const answer = await connect.callback(post(form({ store_base_url: address })));
    assert.equal(answer.status, 400, address);
  }
  assert.deepEqual(await storage.pendingOf(key), []);
  assert.equal((await connect.callback(post(form()))).status, 200);
  assert.equal((await storage.pendingOf(key)).length, 1);
});

test('what is not the form of a store is refused by its shape', async () => {
  const storage = memoryConnectionStore();
  const connect = createConnect({ store: storage, secretKey: testKey, identity: () => null });
  const status = async (request: Request): Promise<number> => (await connect.callback(request)).status;
  assert.equal(await status(new Request('https://app.example/callback')), 405);
  assert.equal(await status(post('{}', { 'content-type': 'application/json' })), 415);
  assert.equal(await status(post(form({ more: 'x'.repeat(5000) }))), 413);
  for (const name of ['oauth_consumer_key', 'oauth_consumer_secret', 'oauth_verifier', 'store_base_url']) {
    const missing = form();
    missing.delete(name);
    assert.equal(await status(post(missing)), 400, `without ${name}`);
    const twice = form();
    twice.append(name, twice.get(name) ?? '');
    assert.equal(await status(post(twice)), 400, `${name} twice`);
    if (name !== 'store_base_url') assert.equal(await status(post(form({ [name]: "' or 1=1 --" }))), 400);
  }
  assert.deepEqual(await storage.pendingOf(key), []);
});

test('the application has the last word on a store', async () => {
  const storage = memoryConnectionStore();
  const allowStore = ({ hostname }: URL): boolean => hostname.endsWith('.example.com');
  const connect = createConnect({ store: storage, secretKey: testKey, identity: () => null, allowStore });
  assert.equal((await connect.callback(post(form({ store_base_url: 'https://shop.example.org/' })))).status, 400);
  assert.equal((await connect.callback(post(form()))).status, 200);
});

test('a forged callback for a running handshake does not take the place of the true one', async (t) => {
  const { store, application, integration } = await startBoth(t);
  const thief = await startStore(t);
  const link = await integration.activate();
  const other = integration.callbackForm();
  other.set('store_base_url', thief.url);
  await integration.post(other);
  const wrongSecret = integration.callbackForm();
  wrongSecret.set('oauth_consumer_secret', 'x'.repeat(32));
  await integration.post(wrongSecret);
  const wrongVerifier = integration.callbackForm();
  wrongVerifier.set('oauth_verifier', 'x'.repeat(32));
  await integration.post(wrongVerifier);

  const completion = await application.agree(link);
  assert.equal(completion.kind, 'connected');
  assert.equal(completion.kind === 'connected' && completion.connection.storeUrl, store.url);
  assert.deepEqual(thief.log, [], 'the other store is not even asked');
});

test('forged callbacks do not touch a connection', async (t) => {
  const { store, application, integration } = await startBoth(t);
  const link = await integration.activate();
  const replay = integration.callbackForm();
  await application.agree(link);
  const [connection] = await application.connect.connections('ann');
  const before = await application.storage.connection(connection?.id ?? '');

  const thief = await startStore(t);
  const mismatched = integration.callbackForm();
  mismatched.set('oauth_verifier', 'f'.repeat(32));
  const elsewhere = integration.callbackForm();
  elsewhere.set('store_base_url', thief.url);
  for (const forged of [replay, mismatched, elsewhere]) {
    await integration.post(forged);
    for (const account of ['ann', 'bob']) {
      const handover = await application.open(link, account);
      if (handover.kind !== 'consent') continue;
      const completion = await application.connect.complete(application.request(link, account), handover.pending.id);
      assert.equal(completion.kind, 'problem');
    }
  }
  assert.deepEqual(await application.storage.connection(connection?.id ?? ''), before);
  assert.equal((await application.connect.connections('bob')).length, 0);
  assert.equal((await connection?.client().raw('GET', '/V1/customers/1'))?.status, 200);
  assert.deepEqual(thief.log, []);
  assert.ok(store.log.length > 0);
});

test('the browser is sent to the address of the store only', async (t) => {
  const { application, integration } = await startBoth(t);
  const link = new URL(await integration.activate());
  for (const address of [
    'https://evil.example/admin/integration/loginSuccessCallback/',
    'http://127.0.0.1:1/',
    'javascript:alert(1)',
    '//evil.example/',
    '',
  ]) {
    link.searchParams.set('success_call_back', address);
    const handover = await application.open(link.href);
    assert.equal(handover.kind, 'problem', address);
  }
});

test('however many forged callbacks come, the true one is found', async (t) => {
  const { application, integration } = await startBoth(t);
  const link = await integration.activate();
  for (let index = 0; index < 12; index++) {
    const forged = integration.callbackForm();
    forged.set('oauth_consumer_secret', String(index).padStart(32, '0'));
    await integration.post(forged);
  }
  assert.equal((await application.storage.pendingOf(integration.key)).length, 8);
  assert.equal((await application.agree(link)).kind, 'connected');
});
