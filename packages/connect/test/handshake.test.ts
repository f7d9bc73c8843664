import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { Completion } from '../src/index.ts';
import { startApplication, startBoth, startStore } from './application.ts';

const problemOf = (result: Completion | { kind: string }): string | undefined =>
  'problem' in result ? result.problem.code : result.kind;

test('a merchant activates, the user agrees, and the connection works', async (t) => {
  const { store, application, integration } = await startBoth(t);
  const link = await integration.activate();

  const handover = await application.open(link);
  assert.equal(handover.kind, 'consent');
  assert.equal(handover.kind === 'consent' && handover.pending.storeUrl, store.url);
  assert.equal(integration.isActive(), false, 'nothing is exchanged before the user agrees');

  const completion = await application.agree(link);
  assert.equal(completion.kind, 'connected');
  assert.ok(completion.kind === 'connected');
  assert.equal(completion.redirect, `${store.url}admin/integration/loginSuccessCallback/`);
  assert.equal(integration.isActive(), true);
  const answer = await completion.connection.client().raw('GET', '/V1/customers/1');
  assert.equal(answer.status, 200);
  assert.deepEqual(
    application.events.map(({ type }) => type),
    ['connected'],
  );
  assert.equal((await application.open(link)).kind, 'connected', 'loading the page again goes on to the store');
});

test('whoever is not signed in signs in first and comes back to the same address', async (t) => {
  const { application, integration } = await startBoth(t);
  const link = await integration.activate();
  const handover = await application.open(link, null);
  const { pathname, search } = new URL(link);
  assert.deepEqual(handover, { kind: 'sign-in', returnTo: pathname + search });
  assert.equal((await application.connect.complete(application.request(link, null), 'any')).kind, 'sign-in');
});

test('whatever an application says for nobody, nobody is signed in', async (t) => {
  for (const nobody of [null, undefined, ''] as (string | null)[]) {
    const { application, integration } = await startBoth(t, { identity: () => nobody });
    assert.equal((await application.open(await integration.activate())).kind, 'sign-in', String(nobody));
  }
  const { application, integration } = await startBoth(t, { identity: () => 7 as unknown as string });
  await assert.rejects(application.open(await integration.activate()), TypeError);
});

test('every connection lands with the user who agreed and the store that asked', async (t) => {
  const [first, second] = [await startStore(t), await startStore(t)];
  const application = await startApplication(t);
  for (const account of ['ann', 'bob']) {
    for (const store of [first, second]) {
      const integration = store.addIntegration(application.callbackUrl, application.identityLink);
      assert.equal((await application.agree(await integration.activate(), account)).kind, 'connected');
    }
  }
  for (const account of ['ann', 'bob']) {
    const connections = await application.connect.connections(account);
    assert.deepEqual(connections.map(({ storeUrl }) => storeUrl).sort(), [first.url, second.url].sort());
    assert.ok(connections.every((connection) => connection.account === account));
  }
});

test('one account cannot reach the connection of another', async (t) => {
  const { application, integration } = await startBoth(t);
  const link = await integration.activate();
  await application.agree(link, 'ann');
  const [connection] = await application.connect.connections('ann');
  const id = connection?.id ?? '';
  assert.equal(await application.connect.connection('bob', id), null);
  assert.equal(await application.connect.disconnect('bob', id), false);
  assert.notEqual(await application.connect.connection('ann', id), null);
  // The integration is ann's now: its reauthorisation cannot hand it to bob.
  const again = await integration.activate({ reauthorize: true });
  assert.equal(problemOf(await application.open(again, 'bob')), 'other-account');
  const pendingId = (await application.storage.pendingOf(integration.key))[0]?.id ?? '';
  assert.equal(
    problemOf(await application.connect.complete(application.request(again, 'bob'), pendingId)),
    'other-account',
  );
  assert.equal((await application.agree(again, 'ann')).kind, 'connected');
});

test('a callback that comes twice counts once', async (t) => {
  const { application, integration } = await startBoth(t);
  const link = await integration.activate();
  assert.equal((await integration.post()).status, 200);
  assert.equal((await application.storage.pendingOf(integration.key)).length, 1);
  await application.agree(link);
  assert.equal((await integration.post()).status, 200, 'a repetition after the end');
  assert.equal((await application.storage.pendingOf(integration.key)).length, 0);
  assert.equal((await application.open(link)).kind, 'connected');
});

test('a popup that is faster than the callback waits for it', async (t) => {
  const { application, integration } = await startBoth(t);
  const link = await integration.activate({ post: false });
  assert.equal((await application.open(link)).kind, 'waiting');
  await integration.post();
  assert.equal((await application.agree(link)).kind, 'connected');
});

test('the application may be restarted between callback and login', async (t) => {
  const { application, integration } = await startBoth(t);
  const link = await integration.activate();
  const restarted = await startApplication(t, { store: application.storage });
  assert.equal((await restarted.agree(link)).kind, 'connected');
});

test('an exchange that was cut off after its first half goes on', async (t) => {
  let cut = true;
  const { application, integration } = await startBoth(t, {
    fetch: (url, init) =>
      cut && url.pathname.endsWith('/access') ? Promise.reject(new Error('socket hang up')) : fetch(url, init),
  });
  const link = await integration.activate();
  assert.equal(problemOf(await application.agree(link)), 'unreachable');
  cut = false;
  assert.equal((await application.agree(link)).kind, 'connected');
});

test('an expired verifier says what to do, and pressing Activate again mends it', async (t) => {
  const { store, application, integration } = await startBoth(t);
  const link = await integration.activate();
  store.clock += 301_000;
  const completion = await application.agree(link);
  assert.equal(problemOf(completion), 'expired');
  assert.match(completion.kind === 'problem' ? completion.problem.message : '', /Press Activate/);
  assert.equal((await application.connect.connections('ann')).length, 0);
  assert.equal((await application.agree(await integration.activate())).kind, 'connected');
});

test('a handshake that somebody else began and left says to reauthorize', async (t) => {
  const { application, integration } = await startBoth(t);
  const link = await integration.activate();
  const other = await startApplication(t);
  await fetch(other.callbackUrl, { method: 'POST', body: integration.callbackForm() });
  assert.equal((await other.agree(link, 'mallory')).kind, 'connected');
  assert.equal(problemOf(await application.agree(link)), 'used');
});

test('a reauthorisation replaces the old tokens of the same connection', async (t) => {
  const { application, integration } = await startBoth(t);
  await application.agree(await integration.activate());
  const [before] = await application.connect.connections('ann');
  const client = before?.client();
  const link = await integration.activate({ reauthorize: true });
  const handover = await application.open(link);
  assert.equal(handover.kind === 'consent' && handover.pending.renews?.id, before?.id);
  await application.agree(link);
  const [after, ...others] = await application.connect.connections('ann');
  assert.equal(others.length, 0);
  assert.equal(after?.id, before?.id);
  assert.equal((await client?.raw('GET', '/V1/customers/1'))?.status, 200, 'a client made before goes on');
  assert.deepEqual(
    application.events.map(({ type }) => type),
    ['connected', 'reauthorized'],
  );
});

test('a reauthorisation whose callback got lost is no success', async (t) => {
  let now = Date.now();
  for (const minutes of [0, 10]) {
    const { application, integration } = await startBoth(t, { now: () => now });
    await application.agree(await integration.activate());
    now += minutes * 60_000;
    const link = await integration.activate({ reauthorize: true, post: false });
    const unknown = await application.connect.complete(application.request(link), 'unknown');
    assert.equal(problemOf(unknown), 'gone');
    const handover = await application.open(link);
    assert.ok(handover.kind === 'waiting');
    assert.match(handover.message, /Callback URL.*Reauthorize/);
    assert.equal(integration.isActive(), false);
    await integration.post();
    assert.equal((await application.agree(link)).kind, 'connected', 'it may come late');
  }
});

test('what the store has ended is told as revoked by the page that finds out', async (t) => {
  const { application, integration } = await startBoth(t);
  await application.agree(await integration.activate());
  await application.open(await integration.activate({ reauthorize: true, post: false }));
  assert.equal((await application.connect.connections('ann'))[0]?.status, 'revoked');
  assert.deepEqual(
    application.events.map(({ type }) => type),
    ['connected', 'revoked'],
  );
});

test('a reauthorisation that the user refused is no success when the page is loaded again', async (t) => {
  const { application, integration } = await startBoth(t);
  await application.agree(await integration.activate());
  const link = await integration.activate({ reauthorize: true });
  const handover = await application.open(link);
  assert.ok(handover.kind === 'consent');
  await application.connect.refuse(application.request(link), handover.pending.id);
  assert.equal((await application.open(link)).kind, 'waiting');
});

test('a page that is loaded again while the store does not answer says so, and changes nothing', async (t) => {
  const { store, application, integration } = await startBoth(t);
  const link = await integration.activate();
  await application.agree(link);
  store.intercept = () => ({ status: 503 });
  const before = store.log.length;
  assert.equal(problemOf(await application.open(link)), 'unreachable');
  assert.equal(store.log.length, before + 1, 'it is asked once');
  assert.equal((await application.connect.connections('ann'))[0]?.status, 'active');
  store.intercept = null;
  assert.equal((await application.open(link)).kind, 'connected');
});

test('calls that run while the token is replaced all go on, and nothing is taken for revoked', async (t) => {
  const { application, integration } = await startBoth(t);
  await application.agree(await integration.activate());
  const client = (await application.connect.connections('ann'))[0]?.client();
  await application.agree(await integration.activate({ reauthorize: true }));
  const answers = await Promise.all([1, 2, 3, 1, 2].map((id) => client?.raw('GET', `/V1/customers/${id}`)));
  assert.deepEqual(
    answers.map((answer) => answer?.status),
    [200, 200, 200, 200, 200],
  );
  assert.equal((await application.connect.connections('ann'))[0]?.status, 'active');
  assert.deepEqual(
    application.events.map(({ type }) => type),
    ['connected', 'reauthorized'],
  );
});

test('a reauthorisation that fails leaves the connection as it was', async (t) => {
  const { store, application, integration } = await startBoth(t);
  await application.agree(await integration.activate());
  const before = (await application.connect.connections('ann'))[0];
  const recorded = await application.storage.connection(before?.id ?? '');
  const link = await integration.activate({ reauthorize: true });
  store.clock += 301_000;
  assert.equal(problemOf(await application.agree(link)), 'expired');
  assert.deepEqual(await application.storage.connection(before?.id ?? ''), recorded);
});

test('a new integration of the same store takes the place of the old one', async (t) => {
  const { store, application, integration } = await startBoth(t);
  await application.agree(await integration.activate());
  const [before] = await application.connect.connections('ann');
  integration.delete();
  const next = store.addIntegration(application.callbackUrl, application.identityLink);
  await application.agree(await next.activate());
  const [after, ...others] = await application.connect.connections('ann');
  assert.equal(others.length, 0);
  assert.equal(after?.id, before?.id);
  assert.equal(after?.consumerKey, next.key);
});

test('a store that deleted its integration makes the connection revoked', async (t) => {
  const { application, integration } = await startBoth(t);
  await application.agree(await integration.activate());
  const [connection] = await application.connect.connections('ann');
  integration.delete();
  const answer = await connection?.client().raw('GET', '/V1/customers/1');
  assert.equal(answer?.status, 401);
  assert.equal((await application.connect.connections('ann'))[0]?.status, 'revoked');
  await connection?.client().raw('GET', '/V1/customers/1');
  assert.deepEqual(
    application.events.map(({ type }) => type),
    ['connected', 'revoked'],
    'it is told once',
  );
});

test('a copy of a store, with the same consumer key at another address, is a connection of its own', async (t) => {
  const { application, integration } = await startBoth(t);
  const link = await integration.activate();
  await application.agree(link);
  const copy = await startStore(t);
  const copied = copy.addIntegration(application.callbackUrl, application.identityLink, integration);
  const linkOfCopy = await copied.activate();
  assert.equal((await application.open(link)).kind, 'connected', 'its callback is not taken for one of the first');
  const handover = await application.open(linkOfCopy);
  assert.ok(handover.kind === 'consent');
  assert.deepEqual([handover.pending.storeUrl, handover.pending.renews], [copy.url, null]);
  await application.agree(linkOfCopy);
  // The copy is authorized anew and the callback gets lost: that is the copy's affair.
  assert.equal((await application.open(await copied.activate({ reauthorize: true, post: false }))).kind, 'waiting');
  const connections = await application.connect.connections('ann');
  assert.deepEqual(
    connections.map(({ status }) => status),
    ['active', 'revoked'],
  );
  assert.equal((await connections[0]?.client().raw('GET', '/V1/customers/1'))?.status, 200);
});

test('pressing the button twice makes one connection', async (t) => {
  const { application, integration } = await startBoth(t);
  const link = await integration.activate();
  const both = await Promise.all([application.agree(link), application.agree(link)]);
  assert.deepEqual(
    both.map(({ kind }) => kind),
    ['connected', 'connected'],
  );
  assert.equal((await application.connect.connections('ann')).length, 1);
});

test('a user who refuses leaves nothing behind', async (t) => {
  const { application, integration } = await startBoth(t);
  const link = await integration.activate();
  const handover = await application.open(link);
  assert.ok(handover.kind === 'consent');
  await application.connect.refuse(application.request(link), handover.pending.id);
  assert.equal((await application.storage.pendingOf(integration.key)).length, 0);
  assert.equal(problemOf(await application.connect.complete(application.request(link), handover.pending.id)), 'gone');
  assert.equal(integration.isActive(), false);
});

test('what is disconnected is forgotten, and can be connected again', async (t) => {
  const { application, integration } = await startBoth(t);
  await application.agree(await integration.activate());
  const [connection] = await application.connect.connections('ann');
  assert.equal(await application.connect.disconnect('ann', connection?.id ?? ''), true);
  assert.equal((await application.connect.connections('ann')).length, 0);
  assert.equal((await application.agree(await integration.activate({ reauthorize: true }))).kind, 'connected');
});

test('a callback that nobody came for is forgotten', async (t) => {
  let now = Date.now();
  const { application, integration } = await startBoth(t, { now: () => now });
  const link = await integration.activate();
  now += 3_600_001;
  assert.equal((await application.open(link)).kind, 'waiting');
});

test('the panel may put a second question mark into an identity link that has one', async (t) => {
  const { application, integration } = await startBoth(t);
  const link = (await integration.activate()).replace('/login?', '/login?from=panel?');
  assert.equal((await application.agree(link)).kind, 'connected');
});

test('secrets are not readable in the storage', async (t) => {
  const { application, integration } = await startBoth(t);
  const link = await integration.activate();
  const verifier = integration.callbackForm().get('oauth_verifier') ?? '';
  const pending = JSON.stringify(await application.storage.pendingOf(integration.key));
  assert.ok(!pending.includes(integration.secret) && !pending.includes(verifier));
  await application.agree(link);
  const stored = JSON.stringify(await application.storage.connections('ann'));
  assert.ok(!stored.includes(integration.secret) && !stored.includes(integration.accessToken() ?? 'none'));
});
