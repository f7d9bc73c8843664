import assert from 'node:assert/strict';
import { lstatSync, mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, symlinkSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { test } from 'node:test';
import { addKey, loadKeys, makeKey } from './keys.ts';

function withFolders(work: (varFolder: string, shared: string) => void): void {
  const folder = mkdtempSync(join(tmpdir(), 'tessera-keys-'));
  const [varFolder, shared] = [join(folder, 'var'), join(folder, 'shared')];
  mkdirSync(varFolder);
  mkdirSync(shared);
  try {
    work(varFolder, shared);
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

test('a key file that is a link stays one: key and rotation go into the file that others share', () =>
  withFolders((varFolder, shared) => {
    const [link, file] = [join(varFolder, 'key'), join(shared, 'master')];
    symlinkSync(join('..', 'shared', 'master'), link);
    assert.equal(loadKeys(varFolder, undefined), null);
    assert.equal(makeKey(varFolder, false).length, 1);
    addKey(varFolder);
    assert.ok(lstatSync(link).isSymbolicLink());
    assert.equal(readFileSync(file, 'utf8').trim().split('\n').length, 2);
    assert.equal(loadKeys(varFolder, undefined)?.length, 2);
    assert.deepEqual([readdirSync(varFolder), readdirSync(shared)], [['key'], ['master']]);
  }));
