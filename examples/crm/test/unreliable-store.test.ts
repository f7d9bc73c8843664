import assert from 'node:assert/strict';
import { type TestContext, test } from 'node:test';
import { setTimeout as sleep } from 'node:timers/promises';
import { startFakeStore } from '../../../packages/connect/test/fake-store.ts';
import { type Connected, connected, integrationOf } from './connected.ts';
import { eventually, startCrm, Visitor } from './visitor.ts';

const FIELDS = { firstname: 'Grace', lastname: 'Hopper', email: 'grace@example.com' };
const idle = ({ crm, id }: Connected): Promise<void> =>
  eventually(() => crm.crm.progress.of(id).state === 'idle', 'the end of the synchronisation');
const failed = ({ crm, id }: Connected): Promise<void> =>
  eventually(() => crm.crm.progress.of(id).state === 'failed', 'the failure of the synchronisation');

/** A store that is away after so many answers. */
async function cutOffAfter(t: TestContext, answers: number): Promise<Connected> {
  const world = await connected(t, 1700);
  world.store.intercept = (_, count) => (count > answers ? { status: 503, headers: { 'retry-after': '3600' } } : null);
  world.store.restart();
  await world.visitor.post(`/stores/${world.id}/synchronise`, { everything: '1' });
  await failed(world);
  return world;
}

test('an import that the store cut off goes on where it was, and misses nothing', async (t) => {
  // One question how many there are, and two pages of 500.
  const world = await cutOffAfter(t, 3);
  const { store, visitor, crm, id } = world;
  const page = await visitor.get('/stores');
  assert.match(page.text, /Failed/);
  assert.match(page.text, /The store answered 503\. It is tried again by itself\./);
  const [early] = store.customers;
  assert.ok(early);
  Object.assign(early, { firstname: 'Changed', updated_at: '2030-01-01 00:00:00' });
  store.intercept = null;
  store.log.length = 0;
  await visitor.post(`/stores/${id}/synchronise`);
  await idle(world);
  assert.equal(crm.crm.contacts.count(id), 1700);
  const pages = store.log.filter((line) => line.includes('=gt&')).length;
  assert.equal(pages, 2, 'only the pages that were missing');
  assert.equal(crm.crm.contacts.find(id, early.id)?.firstname, 'First1');
  await visitor.post(`/stores/${id}/synchronise`);
  await eventually(() => crm.crm.contacts.find(id, early.id)?.firstname === 'Changed', 'what changed meanwhile');
});

test('an import whose token ends in the middle goes on where it was once the store is authorised anew', async (t) => {
  const world = await connected(t, 1700);
  const { store, integration, visitor, crm, id } = world;
  let link: Promise<string> | undefined;
  store.intercept = (_, count) => {
    if (count === 3) link = integration.activate({ reauthorize: true });
    return null;
  };
  store.restart();
  await visitor.post(`/stores/${id}/synchronise`, { everything: '1' });
  await failed(world);
  assert.match((await visitor.get('/stores')).text, /Revoked/);
  store.intercept = null;
  store.log.length = 0;
  assert.ok(link);
  assert.equal((await visitor.agree(await link)).status, 303);
  await idle(world);
  assert.equal(crm.crm.contacts.count(id), 1700);
  const pages = store.log.filter((line) => line.includes('=gt&')).length;
  assert.equal(pages, 3, 'only the pages that were missing');
});

test('importing all again begins anew, also after an import that was cut off', async (t) => {
  const world = await cutOffAfter(t, 3);
  const { store, visitor, crm, id } = world;
  store.intercept = null;
  store.customers.splice(0, 10);
  await visitor.post(`/stores/${id}/synchronise`, { everything: '1' });
  await idle(world);
  assert.equal(crm.crm.contacts.count(id), 1690);
});

test('a store that asks to wait a little is waited for', async (t) => {
  const world = await connected(t, 600);
  const { store, visitor, id, crm } = world;
  store.restart();
  store.intercept = (_, count) => (count % 2 === 1 ? { status: 429, headers: { 'retry-after': '0' } } : null);
  await visitor.post(`/stores/${id}/synchronise`, { everything: '1' });
  await idle(world);
  assert.equal(crm.crm.progress.of(id).error, null);
});

test('a store that is gone is told, with what was imported still there', async (t) => {
  const world = await connected(t);
  const { store, visitor, id } = world;
  await store.close();
  await visitor.post(`/stores/${id}/synchronise`);
  await failed(world);
  const page = await visitor.get('/stores');
  assert.match(page.text, /was not reached/);
  assert.match(page.text, /3 contacts/);
  const refused = await visitor.edit(`/stores/${id}/contacts/1`, FIELDS);
  assert.equal(refused.status, 422);
  assert.match(refused.text, /The store did not take the change: .* was not reached/);
});

test('disconnecting while an import runs leaves nothing behind, however late the store answers', async (t) => {
  const world = await connected(t, 1700);
  const { store, visitor, id, crm } = world;
  store.log.length = 0;
  store.slow = 100;
  await visitor.post(`/stores/${id}/synchronise`, { everything: '1' });
  await eventually(() => store.log.length >= 2, 'the first page');
  await visitor.post(`/stores/${id}/disconnect`);
  await sleep(500);
  for (const table of ['contacts', 'synchronisation_progress', 'connect_connections'])
    assert.deepEqual(crm.db.prepare(`select * from ${table}`).all(), [], table);
  assert.ok(store.log.length <= 4, 'and the store is left alone');
});

test('a contact that changed at the store meanwhile is not written over unseen', async (t) => {
  const { store, visitor, id } = await connected(t);
  const path = `/stores/${id}/contacts/2`;
  const customer = store.customers[1];
  assert.ok(customer);
  customer.lastname = 'Lovelace';
  const warned = await visitor.edit(path, FIELDS);
  assert.equal(warned.status, 409);
  assert.match(warned.text, /was changed in the store meanwhile: First2 Lovelace, customer2@example\.com/);
  assert.match(warned.text, /value="Hopper"/, 'what was typed is still there');
  assert.equal(customer.lastname, 'Lovelace');
  const shown = /name="shown" value="([^"]+)"/.exec(warned.text)?.[1] ?? '';
  assert.equal((await visitor.post(path, { ...FIELDS, shown })).status, 303);
  assert.equal(customer.lastname, 'Hopper');
});

test('two users who connect the same store have contacts of their own', async (t) => {
  const crm = await startCrm(t);
  const store = await startFakeStore(3);
  t.after(store.close);
  const users = [];
  for (const [index, email] of ['ann@example.com', 'bob@example.com'].entries()) {
    const visitor = new Visitor(crm.origin);
    await visitor.signUp(email);
    assert.equal((await visitor.agree(await integrationOf(crm, store).activate())).status, 303);
    const [connection] = await crm.crm.connect.connections(String(index + 1));
    assert.ok(connection);
    await eventually(() => crm.crm.progress.of(connection.id).finishedAt !== null, 'import');
    users.push({ visitor, id: connection.id });
  }
  const [ann, bob] = users;
  assert.ok(ann && bob);
  assert.notEqual(ann.id, bob.id);
  await ann.visitor.get('/stores');
  await ann.visitor.post(`/stores/${ann.id}/disconnect`);
  assert.equal(crm.crm.contacts.count(ann.id), 0);
  assert.equal(crm.crm.contacts.count(bob.id), 3);
  assert.match((await bob.visitor.get('/stores')).text, /3 contacts/);
});
