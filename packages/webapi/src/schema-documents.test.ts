import assert from 'node:assert/strict';
import { test } from 'node:test';
import { XMLValidator } from 'fast-xml-parser';
import { bookShop } from '../test/book-shop.ts';
import { writeSchemaDocuments } from './schema-documents.ts';

test('documents for the repository: the same at every run, one WSDL a service', () => {
  const files = writeSchemaDocuments(bookShop().kernel);
  assert.deepEqual(
    [...files.keys()],
    [
      'swagger.json',
      'openapi.json',
      'swagger-async.json',
      'openapi-async.json',
      'swagger-async-bulk.json',
      'openapi-async-bulk.json',
      'wsdl/acmeBooksBookRepositoryV1.wsdl',
      'wsdl/acmeBooksBookInformationV1.wsdl',
      'wsdl/acmeBooksBookKeepingV1.wsdl',
    ],
  );
  assert.deepEqual(writeSchemaDocuments(bookShop().kernel), files);
  for (const [name, text] of files) {
    if (name.endsWith('.json')) assert.ok(Object.keys(JSON.parse(text).paths).length > 0, name);
    else assert.equal(XMLValidator.validate(text), true, name);
  }
  assert.ok(!files.get('swagger.json')?.includes('book-keeping'));
  assert.ok(files.get('openapi.json')?.includes('/V1/book-keeping'));
});
