import assert from 'node:assert/strict';
import { mkdtemp, readdir, readFile, rm, stat } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { test } from 'node:test';
import { keepMail } from './outbox.ts';

test('mails are kept in the order of their time, for the owner only, and the oldest make room', async () => {
  const varFolder = await mkdtemp(join(tmpdir(), 'tessera-outbox-'));
  try {
    const start = Date.UTC(2030, 0, 1);
    for (let i = 0; i < 120; i++) {
      const file = await keepMail({ varFolder, size: 20 }, Buffer.from(`mail ${i}`), start + i * 500);
      if (i === 0) assert.equal((await stat(file)).mode & 0o777, 0o600);
    }
    const names = (await readdir(join(varFolder, 'outbox'))).sort();
    assert.ok(names.length >= 20 && names.length < 70, `${names.length} kept`);
    assert.equal(await readFile(join(varFolder, 'outbox', names.at(-1) ?? ''), 'utf8'), 'mail 119');
    const texts = await Promise.all(names.map((name) => readFile(join(varFolder, 'outbox', name), 'utf8')));
    const numbers = texts.map((text) => Number(text.slice(5)));
    assert.deepEqual(
      numbers,
      numbers.toSorted((a, b) => a - b),
    );
  } finally {
    await rm(varFolder, { recursive: true });
  }
});
