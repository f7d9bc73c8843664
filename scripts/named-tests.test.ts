import assert from 'node:assert/strict';
import { test } from 'node:test';
import { namedTests } from './named-tests.ts';

test('the titles behind a link to a test file are the tests that are named', () => {
  const text = [
    'Held by [`a`](../x/a.test.ts): “one thing”, “another thing”; [`b`](../y/b.test.ts): “a third”.',
    '“not this one”, and [a page](a.md) neither “nor this”.',
  ].join('\n');
  assert.deepEqual(namedTests(text), [
    { file: 'x/a.test.ts', title: 'one thing' },
    { file: 'x/a.test.ts', title: 'another thing' },
    { file: 'y/b.test.ts', title: 'a third' },
  ]);
});
