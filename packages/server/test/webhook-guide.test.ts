import assert from 'node:assert/strict';
import { spawn } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { test } from 'node:test';
import { fileURLToPath } from 'node:url';
import { freePort } from './running-server.ts';
import { manage } from './third-party.ts';
import { createCustomer, deliver, deliveries, subscribe, withEndpoint } from './webhook-endpoint.ts';

/** The code blocks of a language in the guide, in their order. */
const guide = readFileSync(fileURLToPath(new URL('../../../docs/webhooks.md', import.meta.url)), 'utf8');
const blocks = (language: string): string[] =>
  [...guide.matchAll(new RegExp(`\`\`\`${language}\\n([\\s\\S]*?)\`\`\``, 'g'))].map((match) => match[1] ?? '');

test('what the guide shows works as it stands there', { timeout: 20_000 }, () =>
  withEndpoint(async (setting) => {
    const { context, token } = setting;
    const { webhook: wanted } = JSON.parse(blocks('json')[0] ?? '') as { webhook: object };
    const root = fileURLToPath(new URL('../../..', import.meta.url));
    const port = await freePort();
    const { secret = '' } = await subscribe(setting, { ...wanted, url: `http://127.0.0.1:${port}/tessera` });
    const receiver = spawn(process.execPath, ['--input-type=module', '--eval', blocks('js')[0] ?? ''], {
      cwd: root,
      env: { ...process.env, WEBHOOK_SECRET: secret, PORT: String(port) },
      stdio: ['ignore', 'pipe', 'inherit'],
    });
    try {
      let output = '';
      receiver.stdout.on('data', (chunk: Buffer) => {
        output += chunk.toString();
      });
      const says = async (text: string): Promise<void> => {
        const until = performance.now() + 5000;
        while (!output.includes(text) && performance.now() < until) await new Promise((soon) => setTimeout(soon, 10));
        assert.ok(output.includes(text), output);
      };
      await says('listening');
      await createCustomer(setting);
      await deliver(setting);
      await says('customer.created jane@example.com');
      const forged = await fetch(`http://127.0.0.1:${port}/tessera`, { method: 'POST', body: '{}' });
      assert.equal(forged.status, 400);
      await manage(context, token, { method: 'POST', url: 'webhooks/1/test', body: {} });
      await deliver(setting);
      assert.deepEqual(
        (await deliveries(setting)).map((entry) => [entry.event, entry.status]),
        [
          ['webhook.test', 'delivered'],
          ['customer.created', 'delivered'],
        ],
      );
    } finally {
      receiver.kill();
    }
  }),
);
