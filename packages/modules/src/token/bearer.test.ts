import assert from 'node:assert/strict';
import { test } from 'node:test';
import { bearerToken } from './bearer.ts';

const read = (authorization: string | undefined): string | null => bearerToken({ headers: { authorization } });

test('the scheme may be written in any letter case', () => {
  for (const scheme of ['Bearer', 'bearer', 'BEARER', 'bEaReR']) assert.equal(read(`${scheme} abc`), 'abc');
});

test('exactly one space and one word count', () => {
  for (const header of [
    undefined,
    '',
    'Bearer',
    'Bearer ',
    'Bearer  abc',
    'Bearer abc ',
    'Bearer abc x',
    ' Bearer abc',
    'Bearer\tabc',
    'abc',
    'Basic YTpi',
    'Token abc',
    'Bearerabc',
  ])
    assert.equal(read(header), null, header);
});
