import assert from 'node:assert/strict';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { test } from 'node:test';
import { snapshot } from '@tessera/database';
import { withApplication } from '../application.ts';
import { startServer } from '../running-server.ts';
import { acme } from './mistaken.ts';

test('an observer that throws, at once or later, and a warm-up that is not asynchronous end no process', {
  timeout: 60_000,
}, async () => {
  const folder = mkdtempSync(join(tmpdir(), 'tessera-modules-'));
  const file = join(folder, 'module.mjs');
  writeFileSync(
    file,
    `export const module = {
      name: 'Acme_Notes',
      warmUp: () => {},
      observers: [
        () => { throw new Error('at once'); },
        async () => { throw new Error('later'); },
      ],
    };`,
  );
  const server = await startServer(join(folder, 'var'), { args: ['--module', file] });
  try {
    for (let i = 0; i < 3; i++) assert.equal((await fetch(`${server.base}/rest/V1/directory/countries`)).status, 200);
    const lines = server
      .output()
      .split('\n')
      .filter((line) => line.includes('an observer failed'));
    assert.equal(lines.length, 6);
    for (const line of lines) assert.match(line, /"module":"Acme_Notes"/);
    assert.match(lines.join(), /at once/);
    assert.match(lines.join(), /later/);
  } finally {
    await server.stop();
    rmSync(folder, { recursive: true, force: true });
  }
});

test('a snapshot that cannot be read is named', () =>
  assert.rejects(
    withApplication(async () => {}, {
      modules: [
        acme({
          snapshots: [
            snapshot('acme-notes', (db) =>
              db
                .selectFrom('acme_nope' as never)
                .selectAll()
                .execute(),
            ),
          ],
        }),
      ],
    }),
    { message: /^The snapshot "acme-notes" cannot be read: .*acme_nope/ },
  ));
