import assert from 'node:assert/strict';
import { execFile } from 'node:child_process';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { after, before, describe, it } from 'node:test';
import { promisify } from 'node:util';
import { createClientAsync } from 'soap';
import { commandOf } from '../../../../test/other-languages.ts';
import { type BookShop, bookShop } from '../../test/book-shop.ts';
import { createSoap } from './soap.ts';

// Whether clients in the field understand the WSDL and the answers. They speak HTTP, so the shop gets a socket here.

const SERVICE = 'acmeBooksBookRepositoryV1';
const run = promisify(execFile);
let shop: BookShop;
let wsdl = '';
const server = createServer(async (incoming, outgoing) => {
  const chunks: Buffer[] = [];
  for await (const chunk of incoming) chunks.push(chunk as Buffer);
  const response = await createSoap(shop.kernel)({
    method: incoming.method ?? '',
    url: incoming.url ?? '',
    headers: incoming.headers as Record<string, string>,
    body: async () => Buffer.concat(chunks),
    remoteAddress: '127.0.0.1',
    scheme: 'http',
    host: incoming.headers.host ?? '',
  });
  outgoing.writeHead(response.status, response.headers as Record<string, string>).end(response.body);
});

before(async () => {
  shop = bookShop();
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  wsdl = `http://127.0.0.1:${(server.address() as AddressInfo).port}/soap/default?wsdl&services=${SERVICE}`;
});
after(() => {
  server.closeAllConnections();
  server.close();
});

const AUTHORIZED = { Authorization: 'Bearer admin' };

describe('the npm package soap', () => {
  const client = async () => {
    const made = await createClientAsync(wsdl, { wsdl_headers: AUTHORIZED, forceSoap12Headers: true });
    made.addHttpHeader('Authorization', AUTHORIZED.Authorization);
    return made as typeof made & Record<string, (args: object) => Promise<[Record<string, unknown>]>>;
  };

  it('gets', async () => {
    const [answer] = await (await client())[`${SERVICE}GetByIdAsync`]!({ bookId: 1 });
    assert.deepEqual(answer['result'], {
      id: 1,
      title: 'Faust & <Co>',
      price: 12.5,
      inStock: true,
      authors: { item: [{ name: 'Goethe', pupils: { item: ['Eckermann'] } }] },
      keyWords: null,
      extensionAttributes: { shelf: 'A1', cost: 3 },
      customAttributes: { item: [{ attributeCode: 'binding', value: 'cloth' }] },
    });
  });

  it('saves', async () => {
    const book = { title: 'Ä & B', price: 2, inStock: false, authors: { item: [{ name: 'A' }, { name: 'B' }] } };
    await (await client())[`${SERVICE}SaveAsync`]!({ book });
    assert.deepEqual(shop.saved.book, {
      title: 'Ä & B',
      price: 2,
      in_stock: false,
      authors: [{ name: 'A' }, { name: 'B' }],
    });
  });

  it('searches', async () => {
    const filters = { item: [{ field: 'title', value: 'F%', conditionType: 'like' }] };
    const [answer] = await (await client())[`${SERVICE}GetListAsync`]!({
      searchCriteria: { filterGroups: { item: [{ filters }] }, pageSize: 5 },
    });
    assert.equal((answer['result'] as { totalCount: number }).totalCount, 1);
  });

  it('is told what went wrong', async () => {
    await assert.rejects((await client())[`${SERVICE}GetByIdAsync`]!({ bookId: 999 }), /No such entity/);
  });
});

const PHP = `
$options = ['soap_version' => SOAP_1_2, 'cache_wsdl' => WSDL_CACHE_NONE, 'exceptions' => true,
  'stream_context' => stream_context_create(['http' => ['header' => 'Authorization: Bearer admin']])];
$client = new SoapClient($argv[1], $options);
$service = 'acmeBooksBookRepositoryV1';
$book = $client->{$service.'GetById'}(['bookId' => 1])->result;
$found = $client->{$service.'GetList'}(['searchCriteria' => ['filterGroups' => [['filters' => [['field' => 'title', 'value' => 'F%', 'conditionType' => 'like']]]], 'pageSize' => 5]])->result;
$client->{$service.'Save'}(['book' => ['title' => 'PHP', 'price' => 1.5, 'inStock' => true, 'authors' => [['name' => 'A'], ['name' => 'B']]]]);
try { $client->{$service.'GetById'}(['bookId' => 999]); $fault = null; } catch (SoapFault $caught) { $fault = $caught; }
echo json_encode([$book->title, $book->price, $book->inStock, $book->authors->item, $found->totalCount,
  $found->searchCriteria->filterGroups->item->filters->item->conditionType, $fault->getMessage(), $fault->detail->GenericFault->Parameters->GenericFaultParameter]);
`;
const PYTHON = `
import json, sys, zeep, requests
session = requests.Session()
session.headers['Authorization'] = 'Bearer admin'
client = zeep.Client(sys.argv[1], transport=zeep.Transport(session=session))
call = lambda name, **args: getattr(client.service, 'acmeBooksBookRepositoryV1' + name)(**args)
book = call('GetById', bookId=1)
found = call('GetList', searchCriteria={'filterGroups': {'item': [{'filters': {'item': [{'field': 'title', 'value': 'F%', 'conditionType': 'like'}]}}]}, 'pageSize': 5})
call('Save', book={'title': 'PHP', 'price': 1.5, 'inStock': True, 'authors': {'item': [{'name': 'A'}, {'name': 'B'}]}})
try:
    call('GetById', bookId=999)
    fault = None
except zeep.exceptions.Fault as caught:
    fault = caught
pairs = [{'key': p[0].text, 'value': p[1].text} for p in fault.detail[0][0]]
authors = [{'name': a['name'], 'pupils': {'item': a['pupils']['item'][0]}} for a in book['authors']['item']]
print(json.dumps([book['title'], book['price'], book['inStock'], authors[0], found['totalCount'],
  found['searchCriteria']['filterGroups']['item'][0]['filters']['item'][0]['conditionType'], fault.message, pairs]))
`;
const EXPECTED = [
  'Faust & <Co>',
  12.5,
  true,
  { name: 'Goethe', pupils: { item: 'Eckermann' } },
  1,
  'like',
  'No such entity with %fieldName = %fieldValue',
  [
    { key: 'fieldName', value: 'bookId' },
    { key: 'fieldValue', value: '999' },
  ],
];

for (const [name, language, available, script] of [
  ['PHP SoapClient', 'php', ['-r', 'exit(extension_loaded("soap") ? 0 : 1);'], ['-r', PHP, '--']],
  ['Python zeep', 'python', ['-c', 'import zeep'], ['-c', PYTHON]],
] as const)
  it(`${name} gets, searches, saves and is told what went wrong`, async (t) => {
    const command = commandOf(language, available);
    if (command === null) return t.skip(`${name} is not installed`);
    const { stdout } = await run(command, [...script, wsdl], { timeout: 20_000 });
    assert.deepEqual(JSON.parse(stdout), EXPECTED);
    assert.deepEqual(shop.saved.book, {
      title: 'PHP',
      price: 1.5,
      in_stock: true,
      authors: [{ name: 'A' }, { name: 'B' }],
    });
  });
