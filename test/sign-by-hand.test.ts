import assert from 'node:assert/strict';
import { spawn } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { text } from 'node:stream/consumers';
import { test } from 'node:test';
import { startTessera } from './tessera.ts';

const guide = readFileSync(new URL('../docs/sign-by-hand.md', import.meta.url), 'utf8');
/** The commands under each heading. */
const sections = guide.split(/^## /m).map((section) => ({
  title: section.split('\n')[0] ?? '',
  commands: [...section.matchAll(/^```sh\n(.*?)^```/gms)].map((match) => match[1] ?? ''),
}));

test('the commands of "Sign a request by hand" work as they stand', async (t) => {
  const folder = mkdtempSync(join(tmpdir(), 'by-hand-'));
  const form = join(folder, 'form');
  const receiver = createServer(async (request, response) => {
    writeFileSync(form, await text(request));
    response.end();
  });
  await new Promise<void>((resolve) => receiver.listen(0, '127.0.0.1', resolve));
  const store = await startTessera();
  t.after(async () => {
    receiver.closeAllConnections();
    receiver.close();
    await store.stop();
    rmSync(folder, { recursive: true });
  });
  await store.api('POST', '/V1/customers', {
    customer: { email: 'grace@example.com', firstname: 'Grace', lastname: 'Hopper' },
  });

  const script = sections
    .map(({ title, commands }) => [`printf '\\n== %s ==\\n' ${JSON.stringify(title)}`, ...commands].join('\n'))
    .join('\n');
  const { port } = receiver.address() as AddressInfo;
  const bash = spawn('bash', ['--norc', '-u', '-c', `received() { cat ${form}; }\n${script}`], {
    stdio: ['ignore', 'pipe', 'pipe'],
    env: {
      PATH: process.env['PATH'],
      LANG: 'C.UTF-8',
      STORE: store.url.slice(0, -1),
      PASSWORD: 'Admin123!x',
      CALLBACK: `http://127.0.0.1:${port}/`,
    },
  });
  const [said, complaints] = await Promise.all([text(bash.stdout), text(bash.stderr)]);
  assert.equal(complaints, '');
  const outputs = said.split(/^== /m);
  const outputOf = (title: string): string => outputs.find((output) => output.startsWith(title)) ?? '';
  assert.match(outputOf('Percent-encoding'), /^a%20b%2Bc%3D%C3%A9$/m);
  assert.match(outputOf('A call without a query'), /^\["Magento_/m);
  assert.match(outputOf('A call with a query'), /"email":"grace@example\.com"/);
  assert.match(outputOf('The handshake'), /^oauth_token=\w{32}&oauth_token_secret=\w{32}$/m);
  assert.match(outputOf('The handshake'), /^1$/m);
});
