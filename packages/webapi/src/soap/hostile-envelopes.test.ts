import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import { XMLValidator } from 'fast-xml-parser';
import { bookShop, toShop } from '../../test/book-shop.ts';
import { createSoap } from './soap.ts';

const ENVELOPE = Buffer.from(
  `<?xml version="1.0"?><e:Envelope xmlns:e="http://www.w3.org/2003/05/soap-envelope"><e:Body><acmeBooksBookRepositoryV1SaveRequest>` +
    `<book><title>T</title><price>1</price><authors><item><name>N</name></item></authors><customAttributes><item><attributeCode>a</attributeCode><value>b</value></item></customAttributes></book>` +
    `</acmeBooksBookRepositoryV1SaveRequest></e:Body></e:Envelope>`,
);
const PIECES = [
  '<',
  '>',
  '</',
  '/>',
  '&',
  '&#0;',
  '&#x110000;',
  '<!--',
  '-->',
  '<![CDATA[',
  ']]>',
  '<?',
  '?>',
  '"',
  'xmlns:e="x"',
  '<item>',
  '\0',
  '\ud800',
  '__proto__',
  'constructor',
  '<!ENTITY',
  'xsi:nil="true"',
  '99999999999999999999',
  '[]',
];

test('whatever a client sends, it is told what is wrong with it, in XML', async () => {
  const shop = bookShop();
  const soap = createSoap(shop.kernel);
  const mutation = fc.record({
    at: fc.nat(ENVELOPE.length),
    remove: fc.nat(30),
    insert: fc.oneof(fc.constantFrom(...PIECES), fc.string({ unit: 'binary', maxLength: 8 })),
  });
  await fc.assert(
    fc.asyncProperty(fc.array(mutation, { minLength: 1, maxLength: 4 }), async (mutations) => {
      let body = ENVELOPE;
      for (const { at, remove, insert } of mutations)
        body = Buffer.concat([body.subarray(0, at), Buffer.from(insert), body.subarray(at + remove)]);
      const response = await soap(toShop('/soap/default?services=acmeBooksBookRepositoryV1', { as: 'admin', body }));
      assert.equal(response.status, 200);
      assert.equal(XMLValidator.validate(String(response.body)), true);
      assert.deepEqual(shop.faults, []);
    }),
    { numRuns: 500 },
  );
});

test('elements named like parts of a prototype are refused', async () => {
  const soap = createSoap(bookShop().kernel);
  for (const name of ['constructor', '__proto__', 'prototype']) {
    const body = String(ENVELOPE).replace('<title>T</title>', `<${name}><polluted>1</polluted></${name}>`);
    const response = await soap(toShop('/soap/default?services=acmeBooksBookRepositoryV1', { as: 'admin', body }));
    assert.match(String(response.body), /env:Sender/);
  }
  assert.equal(({} as { polluted?: string }).polluted, undefined);
});
