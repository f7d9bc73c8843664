import assert from 'node:assert/strict';
import {
  chmodSync,
  chownSync,
  lstatSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  statSync,
  symlinkSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { test } from 'node:test';
import { addKey, loadKeys, makeKey } from './key-file.ts';

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

/** A key file of another user, which only root can make. */
const withForeignKey = (mode: number, work: (varFolder: string, file: string) => void): void =>
  withFolders((varFolder) => {
    makeKey(varFolder, false);
    const file = join(varFolder, 'key');
    chownSync(file, 65534, 65533);
    chmodSync(file, mode);
    work(varFolder, file);
  });

test(
  'a rotation by another user leaves the key file to its owner, with its mode',
  { skip: process.getuid?.() !== 0 },
  () =>
    withForeignKey(0o640, (varFolder, file) => {
      addKey(varFolder);
      const { uid, gid, mode } = statSync(file);
      assert.deepEqual([uid, gid, mode & 0o777], [65534, 65533, 0o640]);
    }),
);

test(
  'a rotation that could not leave the key file to its owner changes nothing',
  { skip: process.getuid?.() !== 0 },
  () =>
    withForeignKey(0o644, (varFolder, file) => {
      chmodSync(varFolder, 0o777);
      chmodSync(dirname(varFolder), 0o755);
      const known = readFileSync(file, 'utf8');
      process.seteuid?.(65532);
      try {
        assert.throws(
          () => addKey(varFolder),
          /key belongs to the user 65534 and the group 65533: rotate the key as that/,
        );
      } finally {
        process.seteuid?.(0);
      }
      assert.equal(readFileSync(file, 'utf8'), known);
      assert.deepEqual(readdirSync(varFolder), ['key']);
    }),
);
