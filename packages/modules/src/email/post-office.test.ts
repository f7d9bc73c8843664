import assert from 'node:assert/strict';
import { mkdtemp, readdir, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { test } from 'node:test';
import { PostOffice } from './post-office.ts';

test('more mails than the outbox keeps do not wait for one another, and the newest are kept', async () => {
  const varFolder = await mkdtemp(join(tmpdir(), 'tessera-office-'));
  try {
    const office = new PostOffice();
    const failures: unknown[] = [];
    const start = Date.UTC(2030, 0, 1);
    for (let n = 0; n < 300; n++) {
      const mail = { from: 'shop@example.com', to: 'ann@example.com', subject: `Mail ${n}`, text: 'x' };
      const delivery = { mail, smtp: null, varFolder, outboxSize: 20, moment: start + n };
      office.send(delivery, (error) => failures.push(error));
    }
    await office.close();
    assert.deepEqual(failures, []);
    const folder = join(varFolder, 'outbox');
    const names = (await readdir(folder)).sort();
    // Those under way and those that waited; the others were never written.
    assert.ok(names.length >= 20 && names.length <= 36, `${names.length} written`);
    assert.match(await readFile(join(folder, names.at(-1) ?? ''), 'utf8'), /^Subject: Mail 299\r$/m);
  } finally {
    await rm(varFolder, { recursive: true });
  }
});
