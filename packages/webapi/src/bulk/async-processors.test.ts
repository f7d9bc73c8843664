import assert from 'node:assert/strict';
import { test } from 'node:test';
import { bookShop, jsonOf, type Sent, toShop } from '../../test/book-shop.ts';
import { tooManyRequests } from '../errors/catalogue.ts';
import type { HttpResponse } from '../http/message.ts';
import { createRest } from '../rest/rest.ts';
import { createAsyncProcessors } from './async-processors.ts';
import type { BulkRequest } from './bulk-queue.ts';
import { dataHash, operationInput } from './operation-data.ts';

const JSON_BODY = { 'content-type': 'application/json' };

/** The book shop with a queue that remembers what it was given. */
function shop(most = 3) {
  const { kernel } = bookShop();
  const queued: BulkRequest[] = [];
  const rest = createRest(
    kernel,
    createAsyncProcessors(kernel, {
      admit: (items) => {
        if (items > most) throw tooManyRequests();
      },
      enqueue: async (bulk) => {
        queued.push(bulk);
        return 'uuid';
      },
    }),
  );
  const send = (method: string, path: string, body?: unknown, sent: Sent = { as: 'admin' }): Promise<HttpResponse> =>
    rest(
      toShop(`/rest/${path}`, {
        ...sent,
        method,
        headers: JSON_BODY,
        ...(body === undefined ? {} : { body: JSON.stringify(body) }),
      }),
    );
  return { send, queued, inputs: () => queued.at(-1)?.operations.map(({ data }) => operationInput(data)) };
}

test('a single call is accepted with the hash of what is stored, under the topic of its operation', async () => {
  const { send, queued, inputs } = shop();
  const response = await send('PUT', 'async/V1/books/7', { book: { title: 'A' } });
  assert.equal(response.status, 202);
  const [operation] = queued[0]?.operations ?? [];
  const hash = dataHash(operation?.data ?? '');
  assert.deepEqual(jsonOf(response), {
    bulk_uuid: 'uuid',
    request_items: [{ id: 0, data_hash: hash, status: 'accepted' }],
    errors: false,
  });
  assert.equal(queued[0]?.description, 'Topic async.acme.books.api.bookrepositoryinterface.save.put');
  assert.equal(operation?.key, 0);
  assert.deepEqual(inputs(), [{ book: { title: 'A', id: '7' }, id: '7' }]);
});

test('what a synchronous call would be refused for is refused at once, and nothing is queued', async () => {
  const { send, queued } = shop();
  for (const [method, path, status, as] of [
    ['GET', 'async/V1/books/1', 400, 'admin'],
    ['GET', 'async/bulk/V1/books/1', 400, 'admin'],
    ['POST', 'async/V1/nope', 404, 'admin'],
    ['POST', 'async/V1/books/re-index', 404, 'admin'],
    ['PATCH', 'async/V1/books', 405, 'admin'],
    ['POST', 'async/V1/books', 401, 'customer'],
    ['POST', 'async/bulk/V1/books', 401, undefined],
    ['POST', 'async/V1/books', 400, 'admin'],
  ] as const) {
    const response = await send(method, path, {}, as === undefined ? {} : { as });
    assert.equal(response.status, status, `${method} ${path}`);
  }
  assert.equal(queued.length, 0);
});

test('in a bulk path every variable stands as byName, and its value is in the items', async () => {
  const { send, inputs } = shop();
  assert.equal((await send('DELETE', 'async/bulk/V1/books/byBookId', [{ bookId: 1 }, { book_id: 2 }])).status, 202);
  assert.deepEqual(inputs(), [{ bookId: '1' }, { bookId: '2' }]);
  assert.equal((await send('DELETE', 'async/bulk/V1/books/1', [{}])).status, 404);
  assert.equal((await send('PUT', 'async/bulk/V1/books/byId', [{ id: 4, book: { title: 'T' } }])).status, 202);
  assert.deepEqual(inputs(), [{ book: { title: 'T', id: '4' }, id: '4' }]);
});

test('one bad item refuses all, with the error that it would get alone and its place in a header', async () => {
  const { send, queued } = shop();
  const response = await send('POST', 'async/bulk/V1/books', [{ book: {} }, { book: { price: 'x' } }]);
  assert.equal(response.status, 400);
  assert.match(String(jsonOf(response)['message']), /^Error occurred during "price" processing\./);
  assert.equal(response.headers['x-bulk-items'], '1');
  assert.equal(queued.length, 0);
});

test('several bad items are all named, each with its place', async () => {
  const { send } = shop();
  const response = await send('POST', 'async/bulk/V1/books', [{ foo: 1 }, { book: {} }, { book: { nope: 1 } }]);
  assert.equal(response.status, 400);
  assert.deepEqual(jsonOf(response), {
    message: 'One or more input exceptions have occurred.',
    errors: [
      { message: '"%fieldName" is required. Enter and try again.', parameters: { fieldName: 'book', item: 0 } },
      {
        message: '"%fieldName" is not supported. Correct the field name and try again.',
        parameters: { fieldName: 'Nope', item: 2 },
      },
    ],
  });
  assert.equal(response.headers['x-bulk-items'], '0, 2');
});

test('an empty list is a bulk without operations, anything but a list is refused, and so is too long a one', async () => {
  const { send, queued } = shop();
  for (const body of [[], {}, undefined]) assert.equal((await send('POST', 'async/bulk/V1/books', body)).status, 202);
  assert.deepEqual(
    queued.map((bulk) => bulk.operations),
    [[], [], []],
  );
  for (const body of [{ book: {} }, 'text', 7])
    assert.equal((await send('POST', 'async/bulk/V1/books', body)).status, 400);
  assert.equal((await send('POST', 'async/bulk/V1/books', [{}, {}, {}, {}])).status, 429);
});
