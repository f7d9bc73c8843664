import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import { cut, firstOf, isLonger } from './texts.ts';

test('texts are cut and measured by characters, not by halves of them', () => {
  fc.assert(
    fc.property(fc.string({ unit: 'binary', maxLength: 30 }), fc.integer({ min: 0, max: 12 }), (text, count) => {
      const characters = [...text];
      assert.equal(firstOf(text, count), characters.slice(0, count).join(''));
      assert.equal(isLonger(text, count), characters.length > count);
    }),
  );
});

test('megabytes are not taken apart to count some hundred characters', () => {
  // Read from bytes, as a body is: a repeated text would be put together only while it is measured.
  const huge = Buffer.from('😀'.repeat(5_000_000)).toString();
  const began = performance.now();
  assert.equal(cut(huge), '😀'.repeat(255));
  assert.equal(isLonger(huge, 255), true);
  assert.ok(performance.now() - began < 200);
});
