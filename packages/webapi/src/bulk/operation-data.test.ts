import assert from 'node:assert/strict';
import { createHash } from 'node:crypto';
import { test } from 'node:test';
import fc from 'fast-check';
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
    ),
  );
  assert.deepEqual(shown, {
    password: '******',
    customer: { firstname: 'A', passwordHash: '******', list: [{ reset_token: '******', id: 1 }] },
    hash: null,
  });
});
