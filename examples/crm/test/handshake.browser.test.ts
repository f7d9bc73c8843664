import assert from 'node:assert/strict';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, before, test } from 'node:test';
import { setTimeout as sleep } from 'node:timers/promises';
import type { Browser } from 'playwright-core';
import { launchBrowser } from '../../../test/browser.ts';
import { type RunningTessera, startTessera } from '../../../test/tessera.ts';
import { activate, addIntegration, isActive, startRelay } from './merchant.ts';
import { Person } from './person.ts';
import { eventually, startCrm } from './visitor.ts';

/** Where a single page takes long, the machine is busy with other things: the second is then so many of such pages. */
const BUSY_PAGES = 15;
const timed = async (work: () => Promise<unknown>): Promise<number> => {
  const start = performance.now();
  await work();
  return performance.now() - start;
};

let browser: Browser;
let red: RunningTessera;
let blue: RunningTessera;

before(async () => {
  // One after the other: whatever was started before a failure is known to `after`.
  browser = await launchBrowser();
  red = await startTessera();
  blue = await startTessera();
  for (const [store, name] of [[red, 'Red'] as const, [blue, 'Blue'] as const])
    for (const number of [1, 2, 3])
      await store.api('POST', '/V1/customers', {
        customer: { email: `customer${number}@${name}.example`, firstname: name, lastname: `Customer${number}` },
      });
});
after(async () => {
  await browser?.close();
  await Promise.all([red?.stop(), blue?.stop()]);
});

test('two stores, two users: every connection lands with the right user and the right store', async (t) => {
  const crm = await startCrm(t);
  const ann = await Person.signedUp(t, browser, crm, 'ann@example.com');
  const bob = await Person.signedUp(t, browser, crm, 'bob@example.com');
  await ann.connect(red, await addIntegration(red, crm));
  await bob.connect(blue, await addIntegration(blue, crm));
  for (const [user, mine, name, other] of [
    [ann, red, 'Red', blue],
    [bob, blue, 'Blue', red],
  ] as const) {
    await user.openStores();
    await user.card(mine).getByText('3 contacts').waitFor();
    assert.equal(await user.card(other).count(), 0);
    await user.card(mine).getByRole('link', { name: 'Contacts' }).click();
    assert.equal(await user.page.getByRole('link', { name: `${name} Customer` }).count(), 3);
    assert.equal(await user.page.getByRole('link', { name: 'Customer' }).count(), 3, 'and nobody else’s');
  }
  await bob.page.goto(ann.page.url());
  await bob.reads('There is no such page.');
});

test('one user connects both stores, and two users one', async (t) => {
  const crm = await startCrm(t);
  const ann = await Person.signedUp(t, browser, crm, 'ann@example.com');
  for (const store of [red, blue]) await ann.connect(store, await addIntegration(store, crm));
  await ann.openStores();
  for (const store of [red, blue]) await ann.card(store).getByText('3 contacts').waitFor();
  const bob = await Person.signedUp(t, browser, crm, 'bob@example.com');
  await bob.connect(red, await addIntegration(red, crm));
  await bob.openStores();
  await bob.card(red).getByText('3 contacts').waitFor();
  assert.equal(await bob.card(blue).count(), 0);
});

test('a user who signs up during the popup, and one who signs in there', async (t) => {
  const crm = await startCrm(t);
  const ann = await Person.open(t, browser, crm, 'ann@example.com');
  const first = await addIntegration(red, crm);
  await ann.page.goto(await activate(red, first));
  await ann.page.getByRole('link', { name: 'Sign up' }).click();
  await ann.identify('Sign up');
  await ann.agree(red);
  assert.equal(await isActive(red, first), true);

  await ann.context.clearCookies();
  const second = await addIntegration(blue, crm);
  await ann.page.goto(await activate(blue, second));
  await ann.identify('Sign in');
  await ann.agree(blue);
  assert.equal(await isActive(blue, second), true);
  await ann.openStores();
  assert.equal(await ann.card(red).count(), 1);
  assert.equal(await ann.card(blue).count(), 1);
});

test('consent refused: nothing is connected, and the integration stays inactive', async (t) => {
  const crm = await startCrm(t);
  const ann = await Person.signedUp(t, browser, crm);
  const integration = await addIntegration(red, crm);
  await ann.page.goto(await activate(red, integration));
  await ann.page.getByRole('button', { name: 'Do not connect' }).click();
  await ann.reads('Nothing was connected');
  assert.equal(await isActive(red, integration), false);
  await ann.openStores();
  await ann.reads('No store is connected yet');
  await ann.connect(red, integration);
});

test('a callback that comes after the popup, and then again', async (t) => {
  const crm = await startCrm(t);
  const ann = await Person.signedUp(t, browser, crm);
  const relay = await startRelay(t, `${crm.origin}/connect/callback`);
  const integration = await addIntegration(red, crm, relay.url);
  await ann.page.goto(await activate(red, integration));
  await ann.reads('Waiting for the credentials of your store');
  assert.equal(await relay.forward(), 200);
  assert.equal(await relay.forward(), 200);
  await ann.agree(red);
  assert.equal(await isActive(red, integration), true);
  assert.equal(await relay.forward(), 200);
  await ann.openStores();
  await ann.imported(red);
  assert.equal(await ann.page.getByText('Connected').count(), 1);
});

test('the CRM is restarted between callback and login', async (t) => {
  const folder = mkdtempSync(join(tmpdir(), 'crm-'));
  t.after(() => rmSync(folder, { recursive: true }));
  const database = join(folder, 'crm.sqlite');
  const crm = await startCrm(t, { database });
  const ann = await Person.signedUp(t, browser, crm);
  const integration = await addIntegration(red, crm);
  const link = await activate(red, integration);
  await crm.close();
  await startCrm(t, { database, origin: crm.origin });
  await ann.page.goto(link);
  await ann.agree(red);
  assert.equal(await isActive(red, integration), true);
});

test('an expired verifier says what to do, and activating again in the panel mends it', async (t) => {
  const crm = await startCrm(t);
  const ann = await Person.signedUp(t, browser, crm);
  const integration = await addIntegration(blue, crm);
  const lifetime = (seconds: string) =>
    blue.api('PUT', '/V1/config', { path: 'oauth/consumer/expiration_period', value: seconds });
  await lifetime('1');
  await ann.page.goto(await activate(blue, integration));
  await sleep(2100);
  await ann.page.getByRole('button', { name: 'Connect', exact: true }).click();
  await ann.reads('Press Activate (or Reauthorize) in your store again');
  assert.equal(await isActive(blue, integration), false);
  await lifetime('300');
  await ann.connect(blue, integration);
});

test('a reauthorisation replaces the old tokens and the CRM goes on', async (t) => {
  const crm = await startCrm(t);
  const ann = await Person.signedUp(t, browser, crm);
  const integration = await addIntegration(red, crm);
  await ann.connect(red, integration);
  await ann.openStores();
  await ann.imported(red);
  const [old] = await crm.crm.connect.connections('1');
  const link = await activate(red, integration, 'reauthorize');

  await ann.openStores();
  await ann.page.getByRole('button', { name: 'Synchronise now' }).click();
  await ann.card(red).getByText('Revoked').waitFor();

  await ann.page.goto(link);
  await ann.reads('asks to be connected anew');
  await ann.agree(red);
  await ann.openStores();
  await ann.card(red).getByText('Connected').waitFor();
  const [renewed, ...more] = await crm.crm.connect.connections('1');
  assert.equal(more.length, 0);
  assert.equal(renewed?.id, old?.id);

  await ann.card(red).getByRole('link', { name: 'Contacts' }).click();
  await ann.page.getByRole('link', { name: 'Red Customer1' }).click();
  await ann.page.getByLabel('Last name').fill('Customer1 Hopper');
  await ann.page.getByRole('button', { name: 'Save' }).click();
  await ann.reads('Saved here and in the store.');
  const customer = await red.api<{ lastname: string }>('GET', '/V1/customers/1');
  assert.equal(customer.lastname, 'Customer1 Hopper');
});

test('the merchant deletes the integration and the CRM says so', async (t) => {
  const crm = await startCrm(t);
  const ann = await Person.signedUp(t, browser, crm);
  const integration = await addIntegration(blue, crm);
  await ann.connect(blue, integration);
  await ann.openStores();
  await ann.imported(blue);
  await blue.api('DELETE', `/V1/integrations/${integration.id}`);
  await ann.openStores();
  await ann.page.getByRole('button', { name: 'Synchronise now' }).click();
  await ann.card(blue).getByText('no longer accepts this connection').waitFor();
});

test('forged callbacks change nothing', async (t) => {
  const crm = await startCrm(t);
  const ann = await Person.signedUp(t, browser, crm, 'ann@example.com');
  const mallory = await Person.signedUp(t, browser, crm, 'mallory@example.com');
  const relay = await startRelay(t, `${crm.origin}/connect/callback`);
  const integration = await addIntegration(red, crm, relay.url);
  const link = await activate(red, integration);
  await relay.forward();
  const forge = async (changes: Record<string, string>): Promise<void> => {
    const body = new URLSearchParams({ ...Object.fromEntries(new URLSearchParams(relay.forms.at(-1))), ...changes });
    await fetch(`${crm.origin}/connect/callback`, { method: 'POST', body });
  };
  const forgeries = [
    {},
    { oauth_verifier: 'f'.repeat(32) },
    { oauth_consumer_secret: 'f'.repeat(32) },
    { store_base_url: blue.url },
    { store_base_url: 'http://127.0.0.1:9/' },
  ];
  for (const changes of forgeries) await forge(changes);
  await ann.page.goto(link);
  await ann.reads(red.url);
  await ann.agree(red);
  assert.equal(await isActive(red, integration), true);

  const [connection] = await crm.crm.connect.connections('1');
  const stored = () => crm.db.prepare('select * from connect_connections').all();
  const before = stored();
  for (const changes of forgeries) await forge(changes);
  for (const user of [mallory, ann]) {
    await user.page.goto(link);
    const button = user.page.getByRole('button', { name: 'Connect', exact: true });
    if (await button.isVisible()) {
      await button.click();
      await user.reads('The store was not connected');
    }
  }
  assert.deepEqual(stored(), before);
  assert.equal((await connection?.client().raw('GET', '/V1/customers/1'))?.status, 200);
});

test('from Activate to Active takes less than a second for a user who is signed in', async (t) => {
  const crm = await startCrm(t);
  const ann = await Person.signedUp(t, browser, crm);
  const [pages, times]: [number[], number[]] = [[], []];
  const allowed = (): number => Math.max(1000, BUSY_PAGES * Math.min(...pages));
  // The quickest of a few counts: other work on the machine makes single ones slow.
  while (times.length < 6 && !times.some((time) => time < 1000)) {
    const integration = await addIntegration(red, crm);
    pages.push(await timed(() => ann.openStores()));
    const activation = async (): Promise<void> => {
      await ann.page.goto(await activate(red, integration));
      await ann.page.getByRole('button', { name: 'Connect', exact: true }).click();
      await eventually(() => isActive(red, integration), 'active');
    };
    times.push(await timed(activation));
  }
  const said = `${times.map(Math.round).join(', ')} ms, a page ${pages.map(Math.round).join(', ')} ms`;
  t.diagnostic(said);
  assert.ok(Math.min(...times) < allowed(), said);
});
