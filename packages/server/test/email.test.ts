import assert from 'node:assert/strict';
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { type AddressInfo, createServer } from 'node:net';
import { join } from 'node:path';
import { test } from 'node:test';
import { closePostOffice, type Mail, sendMail, shopLink } from '@tessera/modules';
import { type Call, callAs } from '@tessera/webapi';
import { type TestApplication, withApplication } from './application.ts';

const to = { email: 'ann@example.com', name: 'Ann' };
const welcome: Mail<'welcome'> = { template: 'welcome', to, variables: { customerName: 'Ann' } };

/** The mails in the outbox, once all are written. */
async function outbox({ varFolder }: TestApplication, call: Call): Promise<string[]> {
  await closePostOffice(call.ports);
  const folder = join(varFolder, 'outbox');
  if (!existsSync(folder)) return [];
  return readdirSync(folder)
    .sort()
    .map((name) => readFileSync(join(folder, name), 'utf8'));
}

async function configure({ application, call }: TestApplication, values: Record<string, string>): Promise<void> {
  const route = application.kernel.match('PUT', ['V1', 'config'])?.route;
  for (const [path, value] of Object.entries(values)) await route?.invoke({ path, value }, call());
}

/** A mail server that takes everything; resolves with what it was told. */
async function mailServer(): Promise<{ port: number; heard: () => string; close: () => void }> {
  let heard = '';
  const server = createServer((socket) => {
    let inData = false;
    socket.write('220 test\r\n');
    socket.on('data', (bytes) => {
      const text = bytes.toString();
      heard += text;
      if (inData) {
        if (heard.endsWith('\r\n.\r\n')) {
          inData = false;
          socket.write('250 taken\r\n');
        }
      } else if (text.startsWith('EHLO')) socket.write('250-test\r\n250 AUTH PLAIN\r\n');
      else if (text.startsWith('AUTH')) socket.write('235 welcome\r\n');
      else if (text.startsWith('DATA')) {
        inData = true;
        socket.write('354 go on\r\n');
      } else socket.write('250 fine\r\n');
    });
    socket.on('error', () => {});
  });
  await new Promise<void>((ready) => server.listen(0, '127.0.0.1', ready));
  return { port: (server.address() as AddressInfo).port, heard: () => heard, close: () => void server.close() };
}

test('a mail is kept in the outbox once its transaction is committed, and not at all when it is undone', () =>
  withApplication(async (context) => {
    const call = context.call();
    await call.db.transaction(async (db) => {
      await sendMail(callAs(call, { db }), welcome);
      assert.deepEqual(await outbox(context, call), []);
    });
    await call.db
      .transaction(async (db) => {
        await sendMail(callAs(call, { db }), welcome);
        throw new Error('undone');
      })
      .catch(() => {});
    const mails = await outbox(context, call);
    assert.equal(mails.length, 1);
    assert.match(mails[0] ?? '', /^From: Owner <owner@example\.com>\r\n/m);
    assert.match(mails[0] ?? '', /^To: Ann <ann@example\.com>\r\n/m);
    assert.match(mails[0] ?? '', /^Auto-Submitted: auto-generated\r\n/m);
    assert.match(mails[0] ?? '', /^Content-Type: multipart\/alternative/m);
  }));

test('no name, subject or address can add a header or a recipient', () =>
  withApplication(async (context) => {
    const call = context.call();
    const evil = 'Ann\r\nBcc: eve@example.com';
    await configure(context, { 'general/store_information/name': 'Shop' });
    await sendMail(call, { ...welcome, to: { ...to, name: evil }, variables: { customerName: evil } });
    const logged: object[] = [];
    const ports = Object.assign(Object.create(call.ports) as Call['ports'], {
      log: { error: (entry: object) => logged.push(entry), info: () => {} },
    });
    for (const email of ['a@b.c, eve@example.com', 'a@b.c\r\nBcc: eve@example.com', '<a@b.c>', 'nobody', ''])
      await sendMail(callAs(call, { ports }), { ...welcome, to: { email, name: 'X' } });
    assert.equal(logged.length, 5, 'such mails are not sent');
    const [mail = '', ...more] = await outbox(context, call);
    assert.equal(more.length, 0);
    const headers = mail.slice(0, mail.indexOf('\r\n\r\n'));
    assert.doesNotMatch(headers, /^Bcc/im);
  }));

test('a store that has switched mails off sends and keeps none', () =>
  withApplication(async (context) => {
    await configure(context, { 'system/smtp/disable': '1' });
    const call = context.call();
    await sendMail(call, welcome);
    assert.deepEqual(await outbox(context, call), []);
  }));

test('mails go to the mail server with the account of the settings, whose password is stored encrypted', () =>
  withApplication(async (context) => {
    const server = await mailServer();
    try {
      await configure(context, {
        'system/smtp/transport': 'smtp',
        'system/smtp/host': '127.0.0.1',
        'system/smtp/port': String(server.port),
        'system/smtp/username': 'shop',
        'system/smtp/password': 'secret-word',
      });
      const call = context.call();
      const stored = await call.db.query.selectFrom('config_value').select('value').execute();
      assert.equal(JSON.stringify(stored).includes('secret-word'), false);
      await sendMail(call, welcome);
      assert.deepEqual(await outbox(context, call), []);
      assert.match(server.heard(), /RCPT TO:<ann@example\.com>/);
      assert.ok(server.heard().includes(Buffer.from('\0shop\0secret-word').toString('base64')));
    } finally {
      server.close();
    }
  }));

test('a mail server that is away does not fail the call; the log tells, without the address', () =>
  withApplication(async (context) => {
    const server = await mailServer();
    server.close();
    await configure(context, {
      'system/smtp/transport': 'smtp',
      'system/smtp/host': '127.0.0.1',
      'system/smtp/port': String(server.port),
    });
    const call = context.call();
    const logged: object[] = [];
    const ports = Object.assign(Object.create(call.ports) as Call['ports'], {
      log: { error: (entry: object) => logged.push(entry), info: () => {} },
    });
    await sendMail(callAs(call, { ports }), welcome);
    await closePostOffice(ports);
    assert.equal(logged.length, 1);
    assert.equal(JSON.stringify(logged).includes('ann@example.com'), false);
  }));

test('links lead to the configured address of the shop, never to that of a request', () =>
  withApplication(async (context) => {
    const asked = context.call({ baseUrl: 'https://evil.example/' });
    const store = { id: 1, websiteId: 1 };
    assert.equal(shopLink(asked, store, 'reset', { token: 'a b' }), null);
    await configure(context, { 'web/unsecure/base_url': 'https://shop.example/eu' });
    assert.equal(shopLink(asked, store, 'reset', { token: 'a b' }), 'https://shop.example/eu/reset?token=a+b');
  }));
