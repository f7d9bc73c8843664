import assert from 'node:assert/strict';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { test } from 'node:test';
import { startServer } from '../running-server.ts';

const FORGED = '{"level":30,"msg":"forged"}';
const TEXTS = [
  `\n${FORGED}\n`,
  `\r\n${FORGED}\r\n`,
  `"}\n${FORGED}`,
  `\u2028${FORGED}\u2029`,
  '\u001b[2J\u001b[31m',
  '\0\b\f',
];

test('whatever a client writes into a request, a log entry stays one line of JSON', { timeout: 60_000 }, async () => {
  const folder = mkdtempSync(join(tmpdir(), 'tessera-log-'));
  const server = await startServer(folder, {
    args: ['--module', join(import.meta.dirname, 'faulty-module.ts')],
    environment: { TESSERA_LOG_LEVEL: 'info' },
  });
  try {
    for (const text of TEXTS) {
      const answer = await fetch(`${server.base}/rest/V1/faulty?x=%0a${encodeURIComponent(FORGED)}`, {
        method: 'POST',
        headers: { 'content-type': 'application/json', 'user-agent': 'a\tb', 'x-request-id': FORGED },
        body: JSON.stringify({ text }),
      });
      assert.equal(answer.status, 500);
      assert.ok(!(await answer.text()).includes('forged'));
    }
    await server.stop();
    const entries = server
      .output()
      .split(/[\n\r]/)
      .filter((line) => line.startsWith('{'))
      .map((line) => JSON.parse(line) as { msg: string; err?: { message: string } });
    // What came in the query besides counts as secret, and is masked wherever it stands.
    const messages = entries.flatMap(({ err }) => err?.message ?? []);
    assert.equal(messages.length, TEXTS.length);
    assert.ok(messages.every((message) => message.startsWith('cannot say ')));
    assert.ok(entries.every(({ msg }) => msg !== 'forged'));
    assert.doesNotMatch(server.output(), /[\u001b\0\b\f]/);
  } finally {
    await server.stop('SIGKILL');
    rmSync(folder, { recursive: true, force: true });
  }
});
