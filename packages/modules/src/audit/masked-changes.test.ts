import assert from 'node:assert/strict';
import { test } from 'node:test';
import { isSecretName } from '@tessera/webapi';
import fc from 'fast-check';
import { maskedChanges, WIDEST } from './masked-changes.ts';

test('secrets are masked wherever they stand, and what was not given is left out', () => {
  assert.deepEqual(
    maskedChanges({
      customer: { email: 'a@b.c', prefix: null, custom_attributes: [{ attribute_code: 'api_token', value: 'abc' }] },
      password: 'Secret1',
      redirectUrl: undefined,
    }),
    {
      customer: { email: 'a@b.c', custom_attributes: [{ attribute_code: 'api_token', value: '******' }] },
      password: '******',
    },
  );
  assert.deepEqual(
    maskedChanges({ path: 'smtp/credentials_of', value: 'x' }, (name) => name === 'smtp/credentials_of'),
    { path: 'smtp/credentials_of', value: '******' },
  );
});

test('long texts, long lists and deep objects are cut', () => {
  assert.equal((maskedChanges({ note: 'x'.repeat(5000) }) as { note: string }).note.length, 201);
  assert.equal((maskedChanges({ list: Array(500).fill(1) }) as { list: unknown[] }).list.length, 21);
  let deep: unknown = 'bottom';
  for (let i = 0; i < 1000; i++) deep = { deep };
  assert.doesNotThrow(() => JSON.stringify(maskedChanges(deep)));
});

test('plain fields come before lists and objects, and what is left out is marked', () => {
  const limits = { ...WIDEST, fields: 5 };
  const addresses = Array.from({ length: 12 }, () => ({ city: 'x', street: ['y'] }));
  assert.deepEqual(maskedChanges({ customer: { addresses, email: 'a@b.c' }, id: 7 }, isSecretName, limits), {
    id: 7,
    customer: { email: 'a@b.c', addresses: ['…', '… 11 more'] },
  });
  assert.deepEqual(maskedChanges({ a: 1, b: 2, c: 3 }, isSecretName, { ...WIDEST, fields: 1, names: 1 }), {
    a: 1,
    '…': 'left out: b, 1 more',
  });
  assert.match(JSON.stringify(maskedChanges(JSON.parse('{"__proto__":"x"}'))), /__proto__/);
});

test('names that are cut to the same do not hide one another', () => {
  const limits = { ...WIDEST, outer: 3, inner: 3 };
  assert.deepEqual(maskedChanges({ abcd: 1, abce: 2 }, isSecretName, limits), { 'abc…': 1, '…': 'left out: abc…' });
});

test('whatever is given, no value of a secret field is in the text that is kept', () => {
  fc.assert(
    fc.property(fc.array(fc.constantFrom('a', 'customer', 'items'), { maxLength: 4 }), (path) => {
      const value = path.reduce<unknown>((inner, name) => ({ [name]: [inner] }), { password: 'sentinel-7' });
      return !JSON.stringify(maskedChanges(value)).includes('sentinel-7');
    }),
  );
});
