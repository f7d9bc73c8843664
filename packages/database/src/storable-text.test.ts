import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import { storableText } from './storable-text.ts';

test('whatever is written, what is kept has no NUL and no half character, and is no longer than allowed', () => {
  fc.assert(
    fc.property(fc.string({ unit: 'binary' }), fc.nat(20), (text, most) => {
      const kept = storableText(`\0${text}\ud83d`, most);
      assert.ok(!kept.includes('\0') && kept.isWellFormed() && kept.length <= most);
    }),
  );
  assert.equal(storableText('a\0b\ud800c'), 'a\ufffdb\ufffdc');
  assert.equal(storableText('ab\u{1f600}', 3), 'ab\ufffd');
});
