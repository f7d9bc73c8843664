import assert from 'node:assert/strict';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { test } from 'node:test';
import { runTessera } from './running-server.ts';

test('the command line sets up, seeds, changes settings and manages users, customers, tokens and integrations', {
  timeout: 240_000,
}, async () => {
  const folder = mkdtempSync(join(tmpdir(), 'tessera-cli-'));
  const ok = async (...args: string[]): Promise<unknown> => {
    const { code, stdout, stderr } = await runTessera([...args, '--json'], folder);
    assert.equal(code, 0, `${args.join(' ')}: ${stderr}`);
    return JSON.parse(stdout);
  };
  const refused = async (...args: string[]): Promise<string> => {
    const { code, stderr } = await runTessera(args, folder);
    assert.equal(code, 1, args.join(' '));
    return stderr;
  };
  try {
    await ok('setup');
    assert.equal(((await ok('seed', '--customers', '7')) as { customers: number }).customers, 7);
    assert.equal(
      ((await ok('config:set', 'oauth/consumer/expiration_period', '600')) as { value: string }).value,
      '600',
    );
    assert.equal(((await ok('config:show', 'oauth/consumer/expiration_period')) as { value: string }).value, '600');
    assert.match(await refused('config:set', 'oauth/consumer/expiration_period', 'soon'), /Invalid value of "soon"/);
    assert.match(await refused('config:set', 'general/locale/timezone', 'UTC', '--scope-id', '1'), /scopeId/);
    assert.match(
      await refused('config:set', 'general/locale/timezone', 'UTC', '--scope-id', 'b2b'),
      /--scope-id: "b2b"/,
    );
    assert.equal(
      (
        (await ok(
          'admin:user:create',
          '--username',
          'eve',
          '--password',
          'Secret123',
          '--email',
          'eve@example.com',
        )) as { username: string }
      ).username,
      'eve',
    );
    assert.match(
      await refused('admin:user:create', '--username', 'EVE', '--password', 'Secret123', '--email', 'eve2@example.com'),
      /EVE|same|exists/i,
    );
    const customer = (await ok(
      'customer:create',
      '--email',
      'c@example.com',
      '--firstname',
      'C',
      '--lastname',
      'D',
    )) as { id: number };
    assert.deepEqual(await ok('token:revoke', '--customer', 'C@example.com'), { revoked: true, id: customer.id });
    assert.match(await refused('token:revoke', '--admin', 'nobody'), /no admin user "nobody"/);
    const made = (await ok('integration:create', '--name', 'CRM', '--resource', 'Magento_Customer::customer')) as {
      id: number;
    };
    const credentials = (await ok('integration:activate', String(made.id))) as Record<string, string>;
    assert.deepEqual(
      Object.values(credentials).map((value) => /^[0-9a-z]{32}$/.test(value)),
      [true, true, true, true],
    );
    assert.equal(
      ((await ok('integration:list')) as { status: string }[]).find((entry) => entry.status === 'active') !== undefined,
      true,
    );
    const shown = JSON.stringify(await ok('integration:show', String(made.id)));
    assert.ok(
      !shown.includes(credentials['access_token_secret'] ?? '-') &&
        !shown.includes(credentials['consumer_secret'] ?? '-'),
    );
    assert.notEqual(
      ((await ok('integration:reauthorize', String(made.id))) as Record<string, string>)['access_token'],
      credentials['access_token'],
    );
    const { stdout } = await runTessera(['integration:activate', String(made.id)], folder);
    assert.match(
      stdout,
      new RegExp(
        `^CONSUMER_KEY=${credentials['consumer_key']}\\nCONSUMER_SECRET=\\w{32}\\nACCESS_TOKEN=\\w{32}\\nACCESS_TOKEN_SECRET=\\w{32}\\n$`,
      ),
      'to paste as it is',
    );
    for (const id of [`${made.id}/tokens/1`, `${made.id}?x`, 'CRM', ''])
      assert.match(await refused('integration:delete', id), /the integration: ".*" is not a number/);
    for (const store of ['german', '', '1.5'])
      assert.match(
        await refused('credentials:issue', String(made.id), '--label', 'x', '--store-id', store),
        /--store-id: ".*" is not a number/,
      );
    assert.deepEqual(await ok('integration:delete', String(made.id)), { deleted: true });
    assert.ok(
      ((await ok('module:status')) as { module: string }[]).some((entry) => entry.module === 'Magento_Customer'),
    );
    assert.match((await runTessera(['--help'], folder)).stdout, /integration:reauthorize/);
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
});
