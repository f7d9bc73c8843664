import assert from 'node:assert/strict';
import { test } from 'node:test';
import { Validator } from '@seriousme/openapi-schema-validator';
import { bookShop, jsonOf, type Sent, toShop } from '../../test/book-shop.ts';
import { createRest } from '../rest/rest.ts';
import { createSchemaProcessors } from './schema-processors.ts';

const rest = () => {
  const { kernel } = bookShop();
  const handle = createRest(kernel, createSchemaProcessors(kernel));
  return (url: string, sent: Sent = {}) => handle(toShop(url, sent));
};
type Document = {
  host: string;
  basePath: string;
  schemes: string[];
  servers: { url: string }[];
  paths: Record<string, Record<string, Record<string, never>>>;
  definitions: Record<string, { properties?: object; required?: string[] }>;
  components: { schemas: Record<string, { properties: Record<string, object> }> };
};
const read = async (url: string, sent: Sent = {}, send = rest()): Promise<Document> => {
  const response = await send(url, sent);
  assert.equal(response.status, 200, String(response.body));
  assert.equal(response.headers['content-type'], 'application/json');
  return jsonOf(response) as unknown as Document;
};
const pathsOf = (document: Document): string[] =>
  Object.entries(document.paths).flatMap(([path, methods]) =>
    Object.keys(methods).map((method) => `${method} ${path}`),
  );

test('an admin of everything sees every route of the module', async () => {
  const document = await read('/rest/default/schema', { as: 'admin' });
  assert.deepEqual(pathsOf(document), [
    'get /V1/books/{bookId}',
    'delete /V1/books/{bookId}',
    'put /V1/books/{id}',
    'post /V1/books',
    'get /V1/books',
    'get /V1/books/mine',
    'post /V1/books/re-index',
    'get /V1/book-count',
    'get /V1/book-motto',
  ]);
});

test('a caller sees what it may call, and nothing else', async () => {
  const send = rest();
  assert.deepEqual(pathsOf(await read('/rest/schema', {}, send)), ['get /V1/book-count', 'get /V1/book-motto']);
  assert.deepEqual(pathsOf(await read('/rest/schema?services=acmeBooksBookRepositoryV1', { as: 'clerk' }, send)), [
    'get /V1/books/{bookId}',
    'get /V1/books',
  ]);
  assert.deepEqual(pathsOf(await read('/rest/schema?services=acmeBooksBookRepositoryV1', { as: 'customer' }, send)), [
    'get /V1/books/mine',
  ]);
});

test('a caller that may call nothing of a service is told so', async () => {
  const response = await rest()('/rest/default/schema?services=acmeBooksBookRepositoryV1');
  assert.equal(response.status, 401);
  assert.deepEqual(jsonOf(response), {
    message: "The consumer isn't authorized to access %resources.",
    parameters: { resources: 'acmeBooksBookRepositoryV1' },
  });
});

test('names of services are checked', async () => {
  const send = rest();
  for (const services of ['book-repository', '', 'aV1,,bV1', 'aV1, bV1', 'all,aV1']) {
    const response = await send(`/rest/default/schema?services=${services}`, { as: 'admin' });
    assert.equal(response.status, 400, services);
    assert.match(String(response.body), /Requested services are missing/);
  }
  assert.equal((await send('/rest/default/schema?services=nopeV1', { as: 'admin' })).status, 404);
  assert.equal((await send('/rest/default/schema?services[]=a', { as: 'admin' })).status, 400);
});

test('our own services are shown by name, and in the OpenAPI document of all', async () => {
  assert.deepEqual(pathsOf(await read('/rest/schema?services=acmeBooksBookKeepingV1', { as: 'admin' })), [
    'post /V1/book-keeping',
  ]);
  assert.ok(pathsOf(await read('/rest/openapi', { as: 'admin' })).includes('post /V1/book-keeping'));
});

test('what later releases of Magento brought is in the OpenAPI document only', async () => {
  const service = 'services=acmeBooksBookInformationV1';
  assert.ok(!pathsOf(await read(`/rest/schema?${service}`)).includes('get /V1/book-number'));
  assert.ok(pathsOf(await read(`/rest/openapi?${service}`)).includes('get /V1/book-number'));
});

test('operations are named and described as Magento does', async () => {
  const { paths } = await read('/rest/schema', { as: 'admin' });
  assert.deepEqual(paths['/V1/books/{id}']?.['put'], {
    tags: ['acmeBooksBookRepositoryV1'],
    operationId: 'PutV1BooksId',
    consumes: ['application/json', 'application/xml'],
    produces: ['application/json', 'application/xml'],
    parameters: [
      { name: 'id', in: 'path', type: 'string', required: true },
      {
        name: 'PutV1BooksIdBody',
        in: 'body',
        schema: {
          required: ['book'],
          properties: { book: { $ref: '#/definitions/acme-books-data-book-interface' }, comment: { type: 'string' } },
          type: 'object',
          xml: { name: 'request' },
        },
      },
    ],
    responses: {
      200: { description: '200 Success.', schema: { $ref: '#/definitions/acme-books-data-book-interface' } },
      400: { description: '400 Bad Request', schema: { $ref: '#/definitions/error-response' } },
      401: { description: '401 Unauthorized', schema: { $ref: '#/definitions/error-response' } },
      default: { description: 'Unexpected error', schema: { $ref: '#/definitions/error-response' } },
    },
  });
  assert.equal(paths['/V1/books/re-index']?.['post']?.['operationId'], 'PostV1BooksReindex');
  assert.deepEqual(
    (paths['/V1/books']?.['get']?.['parameters'] as { name: string }[] | undefined)?.map(({ name }) => name),
    [
      'searchCriteria[filterGroups][0][filters][0][field]',
      'searchCriteria[filterGroups][0][filters][0][value]',
      'searchCriteria[filterGroups][0][filters][0][conditionType]',
      'searchCriteria[sortOrders][0][field]',
      'searchCriteria[sortOrders][0][direction]',
      'searchCriteria[pageSize]',
      'searchCriteria[currentPage]',
    ],
  );
  assert.deepEqual(paths['/V1/book-count']?.['get']?.['parameters'], [
    { name: 'prefixes', in: 'query', type: 'array', items: { type: 'string' }, required: false },
  ]);
  assert.equal(paths['/V1/books/mine']?.['get']?.['parameters'], undefined, 'forced arguments are hidden');
});

test('definitions show what an answer holds', async () => {
  const { definitions } = await read('/rest/schema', { as: 'admin' });
  assert.deepEqual(definitions['acme-books-data-book-interface']?.required, ['title', 'price', 'in_stock', 'authors']);
  assert.deepEqual(Object.keys(definitions['acme-books-data-book-interface']?.properties ?? {}), [
    'id',
    'title',
    'price',
    'in_stock',
    'main_author',
    'authors',
    'key_words',
    'review_count',
    'extension_attributes',
    'custom_attributes',
  ]);
});

test('asynchronous documents leave out reading and answer 202', async () => {
  const document = await read('/rest/all/async/schema?services=acmeBooksBookRepositoryV1', { as: 'admin' });
  assert.equal(document.basePath, '/rest/all/async');
  assert.deepEqual(pathsOf(document), ['put /V1/books/{id}', 'post /V1/books', 'delete /V1/books/{bookId}']);
  assert.deepEqual(Object.keys(document.paths['/V1/books']?.['post']?.['responses'] ?? {}), ['202', '401', 'default']);
});

test('bulk documents have literals for variables and lists for bodies', async () => {
  const document = await read('/rest/all/async/bulk/schema', { as: 'admin' });
  assert.equal(document.basePath, '/rest/all/async/bulk');
  assert.deepEqual(pathsOf(document), ['put /V1/books/byId', 'post /V1/books', 'delete /V1/books/byBookId']);
  const parameters = document.paths['/V1/books/byBookId']?.['delete']?.['parameters'] as
    | { schema: object }[]
    | undefined;
  assert.deepEqual(parameters?.[0]?.schema, {
    type: 'array',
    items: {
      required: ['bookId'],
      properties: { bookId: { type: 'integer' } },
      type: 'object',
      xml: { name: 'request' },
    },
  });
});

test('host and scheme are those of the request, the base path that of the first', async () => {
  const send = rest();
  const first = await read('/rest/schema', { as: 'admin' }, send);
  assert.deepEqual([first.host, first.basePath, first.schemes], ['shop.example', '/rest', ['http']]);
  const second = await read('/rest/default/schema', { as: 'admin', host: 'other.example:8080' }, send);
  assert.deepEqual([second.host, second.basePath], ['other.example:8080', '/rest']);
  const elsewhere = await read('/rest/all/schema', { as: 'admin' }, send);
  assert.equal(elsewhere.basePath, '/rest/all');
  const open = await read('/rest/all/openapi', { as: 'admin', host: 'other.example' }, send);
  assert.deepEqual(open.servers, [{ url: 'http://other.example/rest/all' }]);
});

test('the OpenAPI document tells what is only sent and what only received', async () => {
  const { components } = await read('/rest/openapi', { as: 'admin' });
  const book = components.schemas['acme-books-data-book-interface']?.properties;
  assert.deepEqual(book?.['review_count'], { type: 'integer', readOnly: true });
  assert.deepEqual(book?.['secret_note'], { type: 'string', writeOnly: true });
});

for (const kind of ['schema', 'openapi', 'async/schema', 'async/bulk/openapi', 'async/openapi'])
  test(`a validator accepts the document at ${kind}`, async () => {
    const document = await read(`/rest/default/${kind}`, { as: 'admin' });
    const result = await new Validator().validate(document);
    assert.ok(result.valid, JSON.stringify(result.errors));
  });
