import assert from 'node:assert/strict';
import { createHash } from 'node:crypto';
import { test } from 'node:test';
import fc from 'fast-check';
import { isSecretName } from '../secrets/secret-names.ts';
import { dataHash, operationInput, serializeOperation, withoutSecrets } from './operation-data.ts';

const store = { id: 2, code: 'fr', websiteId: 1, groupId: 1 };

test('an operation is stored in the recorded form and gives its input back', () => {
  const data = serializeOperation({ customer: { id: 1 } }, store);
  assert.equal(
    data,
    '{"entity_id":null,"entity_link":"","meta_information":"{\\"customer\\":{\\"id\\":1}}","store_id":2}',
  );
  assert.equal(dataHash(data), createHash('sha256').update(data).digest('hex'));
  fc.assert(
    fc.property(fc.dictionary(fc.string(), fc.jsonValue()), (input) => {
      const plain = JSON.parse(JSON.stringify(input)) as Record<string, unknown>;
      assert.deepEqual(operationInput(serializeOperation(plain, store)), plain);
    }),
  );
});

test('passwords and tokens are hidden wherever they stand; everything else is shown', () => {
  const shown = operationInput(
    withoutSecrets(
      serializeOperation(
        {
          password: 'x',
          customer: { firstname: 'A', passwordHash: 'y', list: [{ reset_token: 'z', id: 1 }] },
          hash: null,
        },
        store,
      ),
      isSecretName,
    ),
  );
  assert.deepEqual(shown, {
    password: '******',
    customer: { firstname: 'A', passwordHash: '******', list: [{ reset_token: '******', id: 1 }] },
    hash: null,
  });
});

test('what a queued operation hides, it hides whatever its type and wherever it is named', () => {
  const isSecret = (name: string): boolean => isSecretName(name) || name === 'acme/erp/login';
  const shown = (input: Record<string, unknown>): string => withoutSecrets(serializeOperation(input, store), isSecret);
  for (const [input, secret] of [
    [{ password: 98765432101 }, '98765432101'],
    [{ password: ['s3cret'] }, 's3cret'],
    [{ path: 'system/smtp/password', value: 's3cret', scope: 'stores' }, 's3cret'],
    [{ path: 'acme/erp/login', value: 's3cret' }, 's3cret'],
    [{ a: { custom_attributes: [{ attribute_code: 'api_token', value: { deep: 's3cret' } }] } }, 's3cret'],
    [{ a: { customAttributes: [{ attributeCode: 'api_token', value: 's3cret' }] } }, 's3cret'],
    [{ a: { custom_attributes: { api_token: { deep: 's3cret' } } } }, 's3cret'],
  ] as const)
    assert.ok(!shown(input).includes(secret), JSON.stringify(input));
});
