import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import { readTarget } from '../rest/request-target.ts';
import {
  bodyReferences,
  hasStrayBraces,
  parseReference,
  resolve,
  resolveBody,
  resolveUrl,
  urlReferences,
} from './references.ts';
import { Results } from './results.ts';

const resultsOf = (bodies: Readonly<Record<string, unknown>>): Results => {
  const results = new Results(1_000_000, 10_000);
  for (const [id, body] of Object.entries(bodies)) results.set(id, body);
  return results;
};
const results = resultsOf({
  customer: { id: 7, name: 'a/b c', addresses: [{ id: 3 }, { id: 4 }], nothing: null, empty: '' },
  token: 'abc',
});

test('a reference is the id of a call and a way into its answer', () => {
  assert.deepEqual(parseReference('customer.addresses.1.id'), {
    text: 'customer.addresses.1.id',
    call: 'customer',
    path: ['addresses', '1', 'id'],
  });
  for (const bad of ['', '.', 'a..b', 'a.', 'a b.c', '$x', 7, null]) assert.equal(parseReference(bad), null);
});

test('a URL takes references in braces, percent-encoded; other braces are no data', () => {
  assert.equal(
    resolveUrl('/V1/customers/{customer.id}?name={customer.name}', results),
    '/V1/customers/7?name=a%2Fb%20c',
  );
  assert.deepEqual(
    urlReferences('/V1/x/{customer.id}').map((reference) => reference?.call),
    ['customer'],
  );
  assert.equal(hasStrayBraces('/V1/x/{customer.id}'), false);
  for (const url of ['/V1/{', '/V1/}', '/V1/{{a}}']) assert.equal(hasStrayBraces(url), true, url);
});

test('what cannot stand in a URL is refused, so that no value leads to another route', () => {
  for (const reference of ['customer', 'customer.nothing', 'customer.addresses', 'customer.missing', 'other.id'])
    assert.throws(() => resolveUrl(`/V1/customers/{${reference}}`, results), /leads to nothing/, reference);
  assert.throws(() => resolveUrl('/V1/customers/{customer.empty}', results), /leads to nothing/);
  assert.equal(resolveUrl('/V1/customers?name={customer.empty}', results), '/V1/customers?name=');
});

test('whatever a result holds, it stays one segment of the path', () => {
  fc.assert(
    fc.property(fc.string({ minLength: 1, unit: 'grapheme' }), (value) => {
      if (!value.isWellFormed()) return;
      const url = resolveUrl('/rest/V1/customers/{a.b}/permissions', resultsOf({ a: { b: value } }));
      const { segments } = readTarget(url, { basePath: '', storeExists: () => false });
      assert.deepEqual(segments, ['V1', 'customers', value, 'permissions']);
    }),
  );
});

test('a body takes a reference in the place of a value, and no text is ever taken for one', () => {
  const body = {
    id: { $ref: 'customer.id' },
    text: '{customer.id} {"$ref": "customer.id"} {{customer.id}}',
    list: [{ $ref: 'customer.addresses.0' }, { $literal: { $ref: 'customer.id' } }],
    both: { $ref: 'customer.id', other: 1 },
  };
  assert.deepEqual(resolveBody(body, results), {
    id: 7,
    text: body.text,
    list: [{ id: 3 }, { $ref: 'customer.id' }],
    both: { $ref: 'customer.id', other: 1 },
  });
  assert.deepEqual(
    bodyReferences(body).map((reference) => reference?.text),
    ['customer.id', 'customer.addresses.0'],
  );
});

test('the way into an answer does not lead to what every object has', () => {
  for (const path of ['__proto__', 'constructor', 'toString', 'addresses.length.toFixed'])
    assert.throws(() => resolve({ text: path, call: 'customer', path: path.split('.') }, results), /leads to nothing/);
});

test('a body without references is handed on as it is', () => {
  fc.assert(
    fc.property(fc.jsonValue(), (value) => {
      const text = JSON.stringify(value);
      if (!/"\$(?:ref|literal)"|"__proto__"/.test(text))
        assert.equal(JSON.stringify(resolveBody(JSON.parse(text), results)), text);
    }),
  );
});
