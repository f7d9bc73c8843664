import assert from 'node:assert/strict';
import { DatabaseSync } from 'node:sqlite';
import { test } from 'node:test';
import pg from 'pg';
import type { ConnectionRecord, ConnectionStore, PendingRecord } from './connection-store.ts';
import { memoryConnectionStore } from './memory-store.ts';
import { sqlConnectionStore } from './sql-store.ts';

type Made = { store: ConnectionStore; end: () => Promise<void> };
const kinds: Record<string, () => Promise<Made>> = {
  memory: async () => ({ store: memoryConnectionStore(), end: async () => {} }),
  sqlite: async () => {
    const database = new DatabaseSync(':memory:');
    const store = sqlConnectionStore({
      query: (sql, parameters) => database.prepare(sql).all(...parameters) as Record<string, unknown>[],
    });
    await store.createTables();
    await store.createTables();
    return { store, end: async () => database.close() };
  },
};
if (process.env['TESSERA_TEST_DATABASE'] === 'postgres')
  kinds['postgres'] = async () => {
    const client = new pg.Client({
      connectionString: process.env['TESSERA_TEST_DATABASE_URL'] ?? 'postgres://postgres@127.0.0.1:5432/postgres',
    });
    await client.connect();
    const store = sqlConnectionStore({
      placeholders: '$1',
      prefix: `pg_temp.connect_`,
      query: async (sql, parameters) => (await client.query(sql, [...parameters])).rows,
    });
    await store.createTables();
    return { store, end: () => client.end() };
  };

const pending = (id: string, changes: Partial<PendingRecord> = {}): PendingRecord => ({
  id,
  consumerKey: 'key',
  storeUrl: 'https://shop.example/',
  fingerprint: `print ${id}`,
  secrets: 'sealed',
  receivedAt: 1_700_000_000_000,
  ...changes,
});
const connection = (id: string, changes: Partial<ConnectionRecord> = {}): ConnectionRecord => ({
  id,
  account: 'ann',
  storeUrl: 'https://shop.example/',
  consumerKey: `key ${id}`,
  status: 'active',
  fingerprint: 'print',
  secrets: 'sealed',
  revision: 'first',
  connectedAt: 1_700_000_000_000,
  ...changes,
});

for (const [kind, make] of Object.entries(kinds)) {
  test(`${kind}: pending records come newest first, are updated and forgotten`, async (t) => {
    const { store, end } = await make();
    t.after(end);
    await store.addPending(pending('a', { receivedAt: 1 }));
    await store.addPending(pending('b', { receivedAt: 2 }));
    await store.addPending(pending('c', { consumerKey: 'other', receivedAt: 3 }));
    assert.deepEqual(
      (await store.pendingOf('key')).map(({ id }) => id),
      ['b', 'a'],
    );
    const changed = pending('a', { secrets: 'new', receivedAt: 5 });
    await store.updatePending(changed);
    assert.deepEqual((await store.pendingOf('key'))[0], changed);
    await store.removePendingBefore(3);
    await store.removePending(['c']);
    assert.deepEqual(await store.pendingOf('key'), [changed]);
    assert.deepEqual(await store.pendingOf('other'), []);
  });

  test(`${kind}: a connection is found by its id, its consumer and its account`, async (t) => {
    const { store, end } = await make();
    t.after(end);
    const record = connection('1');
    await store.addConnection(record);
    assert.deepEqual(await store.connection('1'), record);
    assert.deepEqual(await store.connectionOf(record.storeUrl, record.consumerKey), record);
    assert.equal(await store.connectionOf('https://other.example/', record.consumerKey), null);
    assert.deepEqual(await store.connections('ann'), [record]);
    assert.deepEqual(await store.connections('bob'), []);
    await store.removeConnection('1');
    assert.equal(await store.connection('1'), null);
  });

  test(`${kind}: an account has one connection with a store, and an integration one account`, async (t) => {
    const { store, end } = await make();
    t.after(end);
    await store.addConnection(connection('1'));
    await assert.rejects(store.addConnection(connection('2')));
    await assert.rejects(store.addConnection(connection('2', { account: 'bob', consumerKey: 'key 1' })));
    await store.addConnection(connection('2', { account: 'bob' }));
    await store.addConnection(connection('3', { storeUrl: 'https://other.example/' }));
  });

  test(`${kind}: a write that comes too late changes nothing`, async (t) => {
    const { store, end } = await make();
    t.after(end);
    await store.addConnection(connection('1'));
    const second = connection('1', { revision: 'second', secrets: 'new' });
    assert.equal(await store.replaceConnection(second, 'first'), true);
    assert.equal(await store.replaceConnection(connection('1', { revision: 'third' }), 'first'), false);
    assert.deepEqual(await store.connection('1'), second);
    assert.equal(await store.replaceConnection(connection('9', { revision: 'x' }), 'first'), false);
  });
}
