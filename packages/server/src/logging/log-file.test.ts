import assert from 'node:assert/strict';
import { execFileSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { type TestContext, test } from 'node:test';
import { LogFile } from './log-file.ts';

const MEGABYTE = 1024 * 1024;

/** A file system of its own with room for a megabyte; null where this machine does not let us mount one. */
function smallDisk(context: TestContext): string | null {
  const folder = mkdtempSync(join(tmpdir(), 'tessera-log-file-'));
  let unmount = (): void => {};
  context.after(() => {
    unmount();
    rmSync(folder, { recursive: true, force: true });
  });
  const disk = join(folder, 'disk');
  mkdirSync(disk);
  try {
    execFileSync('mount', ['-t', 'tmpfs', '-o', 'size=1m', 'tmpfs', disk], { stdio: 'ignore' });
  } catch {
    return null;
  }
  // Lazily, since the log is still open.
  unmount = () => void execFileSync('umount', ['--lazy', disk]);
  return disk;
}

test('on a full disk lines are lost and counted; when there is room again, lines are whole', (context) => {
  const disk = smallDisk(context);
  if (disk === null) return context.skip('no file system can be mounted here');
  const [path, other] = [join(disk, 'log'), join(disk, 'other')];
  const notes: string[] = [];
  const file = new LogFile(path, (sentence) => notes.push(sentence));
  writeFileSync(other, Buffer.alloc(MEGABYTE - 4096));
  file.write(`${'a'.repeat(4000)}\n`);
  file.write(`${'b'.repeat(500)}\n${'c'.repeat(500)}\n`);
  file.write('d\ne\n');
  assert.deepEqual(notes, [`${path} cannot be written: The disk is full. Log lines are lost until it can.`]);
  rmSync(other);
  file.write('f\n');
  file.write('g\n');
  assert.deepEqual(notes.slice(1), [`${path} can be written again; 4 log lines were lost.`]);
  const lines = readFileSync(path, 'utf8').split('\n');
  assert.equal(lines[0], 'a'.repeat(4000));
  assert.match(lines[1] ?? '', /^b+$/);
  assert.deepEqual(lines.slice(2), ['f', 'g', '']);
});

test('a device that is always full is told of once', () => {
  const notes: string[] = [];
  const file = new LogFile('/dev/full', (sentence) => notes.push(sentence));
  for (let i = 0; i < 5; i++) file.write('line\n');
  assert.deepEqual(notes, ['/dev/full cannot be written: The disk is full. Log lines are lost until it can.']);
});
