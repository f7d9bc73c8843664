import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { after, before, test } from 'node:test';
import { setTimeout as sleep } from 'node:timers/promises';
import { type RunningTessera, startTessera } from '../../../test/tessera.ts';
import { type Client, type ClientOptions, createClient, criteria, type ListRoute } from '../src/index.ts';

let store: RunningTessera;
let integrationId: number;
let credentials: ClientOptions['credentials'];

before(async () => {
  store = await startTessera();
  const integration = { name: 'By hand', all_resources: true, resources: [] };
  integrationId = (await store.api<{ id: number }>('POST', '/V1/integrations', { integration })).id;
  credentials = await grantedTo(integrationId);
});
after(() => store?.stop());

async function grantedTo(id: number): Promise<ClientOptions['credentials']> {
  const granted = await store.api<Record<string, string>>('POST', `/V1/integrations/${id}/activate`, {});
  return {
    consumerKey: granted['consumer_key'] ?? '',
    consumerSecret: granted['consumer_secret'] ?? '',
    token: granted['access_token'] ?? '',
    tokenSecret: granted['access_token_secret'] ?? '',
  };
}

const clientWith = (options: Partial<ClientOptions> = {}): Client =>
  createClient({ storeUrl: store.url, credentials, allowPrivate: true, ...options });

test('a bulk is submitted, worked off and told item by item', async () => {
  const client = clientWith();
  const items = Array.from({ length: 25 }, (_, index) => ({
    customer: { email: `bulk${index}@example.com`, firstname: 'Bulk', lastname: `Nr ${index}` },
  }));
  const bulk = await client.submitBulk('POST', '/V1/customers', [...items, items[0]]);
  assert.equal(bulk.items.length, 26);
  const operations = await client.waitForBulk(bulk.uuid, { timeout: 20_000 });
  assert.deepEqual(
    operations.map(({ status }) => status),
    [...items.map(() => 'complete'), 'failed'],
    'the last has an e-mail address that is taken',
  );
});

test('who may submit a bulk but not read its state is told which right that needs, and that nothing is lost', async () => {
  const integration = { name: 'Few rights', all_resources: false, resources: ['Magento_Customer::manage'] };
  const { id } = await store.api<{ id: number }>('POST', '/V1/integrations', { integration });
  const client = clientWith({ credentials: await grantedTo(id) });
  const item = { customer: { email: 'few@example.com', firstname: 'Few', lastname: 'Rights' } };
  const { uuid } = await client.submitBulk('POST', '/V1/customers', [item]);
  for (const ask of [client.waitForBulk, client.bulkStatus])
    await assert.rejects(ask(uuid), {
      kind: 'not-authorized',
      message: /Magento_Logging::system_magento_logging_bulk_operations.*the bulk is worked off all the same/,
    });
  assert.equal((await clientWith().waitForBulk(uuid))[0]?.status, 'complete');
});

test('a list is read to its end, narrowed by more conditions than the digits of one number', async () => {
  const client = clientWith();
  let search = criteria().where('firstname', 'eq', 'Bulk').pageSize(10);
  for (let index = 0; index < 12; index++) search = search.where('lastname', 'neq', `Nr ${index}`);
  const names: string[] = [];
  for await (const { lastname } of client.each('/V1/customers/search', search)) names.push(lastname);
  assert.deepEqual(
    names,
    Array.from({ length: 13 }, (_, index) => `Nr ${index + 12}`),
  );
});

test('whatever is in an address, the store finds the signature good: by both rules and both methods', async () => {
  for (const rule of ['rfc5849', 'magento'] as const) {
    for (const signatureMethod of ['HMAC-SHA256', 'HMAC-SHA1'] as const) {
      const client = clientWith({ rule, signatureMethod });
      for (const sku of ['a/b', 'a b+c', '100%', 'é&=?#', 'a;b:@$,']) {
        const answer = await client.raw('GET', '/V1/customers/:customerId', {
          path: { customerId: sku },
          query: { sku },
        });
        assert.notEqual(answer.status, 401, `${rule} ${signatureMethod} ${sku}`);
      }
    }
  }
});

test('a refusal has the values of its message filled in', async () => {
  await assert.rejects(clientWith().get('/V1/customers/:customerId', { path: { customerId: 9999 } }), {
    name: 'StoreError',
    kind: 'not-found',
    message: 'No such entity with customerId = 9999',
  });
  const narrow = clientWith({ credentials: { ...credentials, tokenSecret: 'x'.repeat(32) } });
  await assert.rejects(narrow.get('/V1/modules'), { kind: 'not-authorized', status: 401 });
});

test('every list of the store is sorted by a field that numbers its entries', async () => {
  const source = readFileSync(new URL('../src/generated/routes.ts', import.meta.url), 'utf8');
  const lists = [...source.matchAll(/'GET (\S+)': \{.*?answer: (\w+) \};/g)].filter(([, , type]) =>
    new RegExp(`interface ${type} \\{[^}]*total_count: number`).test(source),
  );
  const routes = lists.map(([, route = '']) => route as ListRoute);
  assert.ok(routes.includes('/V1/bulk') && routes.includes('/V1/customers/search'), String(routes));
  const asked: URL[] = [];
  const watched: ClientOptions['fetch'] = (url, request) => {
    asked.push(url);
    return fetch(url, request);
  };
  const client = clientWith({ fetch: watched });
  const webhook = { url: 'https://app.example/hook', events: ['customer.created'] };
  const { id } = await client.post('/V1/webhooks', { body: { webhook } });
  for (const route of routes) {
    const path = { id: route.startsWith('/V1/webhooks') ? id : integrationId };
    for await (const _ of client.each(route, criteria(), { path })) break;
    const field = asked.at(-1)?.searchParams.get('searchCriteria[sort_orders][0][field]') ?? '';
    // A field that is unknown is passed over when it is sorted by, and refused when it is filtered by.
    const matching = { path, criteria: criteria().where(field, 'notnull') };
    assert.equal((await client.raw('GET', route, matching)).status, 200, `${route} by ${field}`);
    assert.match(field, /id$/);
    assert.ok(field !== 'entity_id' || route === '/V1/customers/search', `${route} by ${field}`);
  }
});

test('a token whose time is over is told as revoked', async () => {
  const integration = { name: 'For a second', all_resources: true, resources: [] };
  const { id } = await store.api<{ id: number }>('POST', '/V1/integrations', { integration });
  const client = clientWith({ credentials: await grantedTo(id) });
  const [token] = await store.api<{ id: number }[]>('GET', `/V1/integrations/${id}/tokens`);
  const change = { token: { expires_at: new Date(Date.now() + 2000).toISOString() } };
  await store.api('PUT', `/V1/integrations/${id}/tokens/${token?.id}`, change);
  assert.ok((await client.get('/V1/modules')).length > 0);
  await sleep(2500);
  await assert.rejects(client.get('/V1/modules'), { kind: 'revoked', message: 'The access token has expired' });
});

test('a token whose integration is gone is told as revoked', async () => {
  await store.api('DELETE', `/V1/integrations/${integrationId}`);
  await assert.rejects(clientWith().get('/V1/modules'), { kind: 'revoked', status: 401 });
});
