import assert from 'node:assert/strict';
import { test } from 'node:test';
import { isCompatible } from './licences.ts';

test('one good choice is enough, and of what comes together everything has to be good', () => {
  for (const good of ['MIT', '(MIT OR CC0-1.0)', 'GPL-3.0-only OR Apache-2.0', 'MIT AND ISC'])
    assert.equal(isCompatible(good), true, good);
  for (const bad of ['GPL-3.0-only', '(AGPL-3.0-only OR SSPL-1.0)', 'MIT AND GPL-2.0-only', 'UNLICENSED', ''])
    assert.equal(isCompatible(bad), false, bad);
});
