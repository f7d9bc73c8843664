import assert from 'node:assert/strict';
import { test } from 'node:test';
import { isSecretName } from '@tessera/webapi';
import fc from 'fast-check';
import { changesText, MAX_CHANGES } from './changes-text.ts';

const long = (letter: string): string => letter.repeat(3000);

test('whatever is sent along with it, a plain field of a change is in its entry', () => {
  const noise = [
    {
      addresses: Array.from({ length: 12 }, (_, n) => ({ n, city: long('c'), street: [long('s')], region: { a: 1 } })),
    },
    {
      custom_attributes: Array.from({ length: 20 }, (_, n) => ({
        attribute_code: `${n}${long('k')}`,
        value: long('v'),
      })),
    },
    { custom_attributes: [{ attribute_code: 'a', value: Array(5000).fill(Array(20).fill(long('v'))) }] },
    Object.fromEntries(Array.from({ length: 24 }, (_, n) => [`field_${n}`, '\u0001'.repeat(255)])),
  ];
  for (const more of [...noise, Object.assign({}, ...noise)]) {
    const text = changesText({ customer: { ...more, email: 'someone@example.com' }, id: 7 }, isSecretName);
    const { id, customer } = JSON.parse(text) as { id: number; customer: Record<string, unknown> };
    assert.deepEqual([id, customer['email']], [7, 'someone@example.com']);
    for (const name of Object.keys(more)) assert.ok(Object.hasOwn(customer, name), name);
    assert.match(text, /…/);
    assert.ok(text.length <= MAX_CHANGES, String(text.length));
  }
});

test('whatever is given, its text fits without being given up', () => {
  fc.assert(
    fc.property(
      fc.object({ maxDepth: 6, maxKeys: 30, withBigInt: true, size: 'large' }),
      fc.nat(300),
      (given, times) => {
        const heavy = Object.entries(given).map(([name, value]) => [name.repeat(times + 1), Array(times).fill(value)]);
        const text = changesText({ given, heavy: Object.fromEntries(heavy), heavier: heavy }, isSecretName);
        assert.ok(text.length <= MAX_CHANGES && !text.includes('left out: everything'));
      },
    ),
    { numRuns: 50 },
  );
});

test('an object of any number of fields is not looked through', () => {
  const value = Object.fromEntries(Array.from({ length: 100_000 }, (_, n) => [`field ${n}`, 'x'.repeat(50)]));
  const started = performance.now();
  const text = changesText({ customer: { custom_attributes: [{ attribute_code: 'a', value }] } }, isSecretName);
  assert.match(text, /more"/);
  assert.ok(performance.now() - started < 2000, `${performance.now() - started} ms`);
});
