import assert from 'node:assert/strict';
import { dirname, resolve } from 'node:path';
import { test } from 'node:test';
import { fileURLToPath } from 'node:url';
import { checkSync } from 'recheck';
import { composedExpressions, writtenExpressions } from './regular-expressions.ts';

const root = resolve(dirname(fileURLToPath(import.meta.url)), '..');

/** Not linear, and harmless where they are used: by what bounds their text. */
const BOUNDED: Readonly<Record<string, string>> = {
  '/^(.+?) \\[(.+)\\] (.+)$/': 'a table of demo data of our own',
  '/^\\/+|\\/+$/g': 'a path of the configuration',
  '/T.*(?:Z|[+-]\\d\\d:?\\d\\d)$/': 'an argument of the command line',
  '/^assets\\/.+-[\\w-]{8,}\\.\\w+$/': 'names of files of the built panel',
  '/=+$/': 'base64 of a hash of our own',
  '/^(?:[\\p{L}\\p{N}](?:[\\p{L}\\p{N}-]{0,61}[\\p{L}\\p{N}])?\\.)+(?:\\p{L}{2,63}|xn--[a-z0-9-]{1,59})$/iu':
    'at most 254 characters; a test holds the time',
  '/\\.?0+e/': 'a number of at most 25 characters',
  '/(\\b[a-z][a-z0-9+.-]{0,20}:\\/\\/)[^\\s/@"\':]{0,256}:[^\\s/@"\']{1,256}@/gi':
    'at most 532 characters from each place',
  '/(Unexpected (?:token|non-whitespace|end)[^\\r\\n]*?|Expected [^\\r\\n]*?) in JSON[^\\r\\n]*|Unexpected token [^\\r\\n]*is not valid JSON/g':
    'a text for the log of at most 16,000 characters',
  '/(?:^|[&?])([^=&]{1,100})=([^&]+)/g': 'at most 100 characters from each place',
};

test('every regular expression is linear in the text that a client sends, or its text is short', {
  timeout: 240_000,
}, () => {
  const written = writtenExpressions(root);
  assert.ok(written.length > 100);
  const risky = written.flatMap(({ literal, source, flags, files }) => {
    const { status } = checkSync(source, flags, { timeout: 60_000 });
    return status === 'safe' ? [] : [{ literal, why: `${status} in ${files.join(', ')}` }];
  });
  const unknown = risky.filter(({ literal }) => !(literal in BOUNDED));
  assert.deepEqual(unknown, []);
  const literals = new Set(written.map(({ literal }) => literal));
  assert.deepEqual(
    Object.keys(BOUNDED).filter((literal) => !literals.has(literal)),
    [],
    'no longer there',
  );
});

test('no regular expression is put together from texts', () => assert.deepEqual(composedExpressions(root), []));
