import assert from 'node:assert/strict';
import { test } from 'node:test';
import { createApplication } from '../src/application.ts';
import { type TestApplication, type TestResponse, testDialect, withApplication } from './application.ts';
import { createCustomer, firstAdminToken, requestCustomerToken, tokenOf } from './people.ts';
import { slow, tallied, module as tally } from './tally.ts';

interface Context extends TestApplication {
  readonly token: string;
  /** Sends a request with a key. */
  readonly keyed: (
    key: string,
    name: string,
    more?: { url?: string; bearer?: string | null; method?: string },
  ) => Promise<TestResponse>;
}
const keys = [Buffer.alloc(32, 7)];

const withTally = (run: (context: Context) => Promise<void>) =>
  withApplication(
    async (context) => {
      const token = await firstAdminToken(context);
      await run({
        ...context,
        token,
        keyed: (key, name, { url = 'V1/tally', bearer = token, method = 'POST' } = {}) =>
          context.send({
            method,
            url: `/rest/${url}`,
            headers: { 'idempotency-key': key },
            body: { name },
            ...(bearer === null ? {} : { bearer }),
          }),
      });
    },
    { modules: [tally], keys },
  );
const isReplay = ({ headers }: TestResponse): boolean => headers['idempotency-replayed'] === 'true';

test('the same key with the same request gets the first answer again, and nothing is done twice', () =>
  withTally(async ({ keyed, application, send, token }) => {
    const first = await keyed('k1', 'a');
    const again = await keyed('k1', 'a');
    assert.equal(first.status, 200);
    assert.deepEqual([again.status, again.text], [first.status, first.text]);
    assert.deepEqual([isReplay(first), isReplay(again)], [false, true]);
    assert.equal(again.headers['content-type'], first.headers['content-type']);
    assert.equal(isReplay(await keyed('k2', 'a')), false);
    assert.equal(
      (await send({ method: 'POST', url: '/rest/V1/tally', bearer: token, body: { name: 'a' } })).status,
      200,
    );
    assert.equal((await tallied(application.database.db)).total, 3);
    const { body } = await application.database.db.query
      .selectFrom('idempotency_record')
      .select('body')
      .executeTakeFirstOrThrow();
    assert.ok(!body.includes('name'), 'answers are encrypted, since they may hold tokens');
  }));

test('the same key with another body, URL or method is refused with 422', () =>
  withTally(async ({ keyed }) => {
    assert.equal((await keyed('k', 'a')).status, 200);
    assert.equal((await keyed('k', 'b')).status, 422);
    assert.equal((await keyed('k', 'a', { url: 'default/V1/tally' })).status, 422);
    assert.equal((await keyed('k', 'a', { url: 'V1/tally/1', method: 'PUT' })).status, 422);
  }));

test('a key belongs to its caller', () =>
  withTally(async (context) => {
    const { keyed, application, send } = context;
    await createCustomer(context, 'jane@example.com');
    const jane = tokenOf(await requestCustomerToken(context, 'jane@example.com'));
    for (const bearer of [undefined, jane, null])
      assert.equal(
        isReplay(await keyed('k', 'a', { url: 'V1/tally/guest', ...(bearer === undefined ? {} : { bearer }) })),
        false,
      );
    const guest = (remoteAddress: string) =>
      send({
        method: 'POST',
        url: '/rest/V1/tally/guest',
        headers: { 'idempotency-key': 'k' },
        body: { name: 'a' },
        remoteAddress,
      });
    assert.equal(isReplay(await guest('127.0.0.1')), true);
    assert.equal(isReplay(await guest('192.0.2.1')), false);
    assert.equal((await tallied(application.database.db)).total, 4);
  }));

test('of requests at the same time one is executed, and the others get its answer', () =>
  withTally(async ({ keyed, application }) => {
    slow.wait = () => new Promise((soon) => setTimeout(soon, 5));
    try {
      const answers = await Promise.all(Array.from({ length: 8 }, () => keyed('k', 'slow')));
      assert.equal(new Set(answers.map(({ text }) => text)).size, 1);
      assert.equal(answers.filter(isReplay).length, 7);
    } finally {
      slow.wait = async () => {};
    }
    assert.equal((await tallied(application.database.db)).total, 1);
  }));

// In one process a second SQLite writer would wait for the first, which could not go on meanwhile.
const twoWriters = testDialect === 'sqlite' ? { skip: 'two writers of a SQLite file need two processes' } : {};
test('two processes that get the same at the same time do it once', twoWriters, () =>
  withTally(async ({ application, varFolder, database, token, clock }) => {
    const other = await createApplication({
      database,
      varFolder,
      basePath: '',
      keys,
      modules: [tally],
      now: () => clock.now,
      log: { error: () => {}, info: () => {} },
    });
    const bytes = Buffer.from('{"name":"slow"}');
    const post = ({ handle }: Pick<typeof other, 'handle'>) =>
      handle({
        method: 'POST',
        url: '/rest/V1/tally',
        remoteAddress: '127.0.0.1',
        scheme: 'http',
        host: 'localhost',
        body: async () => bytes,
        headers: {
          'content-type': 'application/json',
          'content-length': String(bytes.length),
          authorization: `Bearer ${token}`,
          'idempotency-key': 'k',
        },
      });
    try {
      const answers = await Promise.all([post(application), post(other)]);
      assert.deepEqual(
        answers.map(({ status }) => status),
        [200, 200],
      );
      assert.equal(answers[0]?.body.toString(), answers[1]?.body.toString());
      assert.equal((await tallied(application.database.db)).total, 1);
    } finally {
      await other.close();
    }
  }),
);

test('a mistake of the client is answered the same again; what failed on our side is tried again', () =>
  withTally(async ({ keyed, application }) => {
    const first = await keyed('k', 'refused');
    const again = await keyed('k', 'refused');
    assert.deepEqual([first.status, again.status, again.text], [400, 400, first.text]);
    assert.equal(isReplay(again), true);
    for (let i = 0; i < 2; i++) await assert.rejects(keyed('f', 'fault'), /500/);
    assert.deepEqual(await tallied(application.database.db), { names: [], total: 0 });
  }));

test('the record and the data stand or fall together', () =>
  withTally(async ({ keyed, application }) => {
    await keyed('k', 'loose', { url: 'V1/tally/remember' });
    const { db } = application.database;
    await db.query.deleteFrom('idempotency_record').execute();
    // Somebody else's record appears while the request is executed: what it did is undone.
    await db.query
      .insertInto('idempotency_record')
      .values({
        scope: 'admin 1',
        key: 'other',
        fingerprint: '',
        status: 200,
        headers: '{}',
        body: '',
        created_at: 9e9,
      })
      .execute();
    assert.equal((await keyed('other', 'undone', { url: 'V1/tally/remember' })).status, 422);
    assert.deepEqual((await tallied(db)).names, ['loose']);
  }));

test('asynchronous calls, and operations that no transaction may surround, are repeated safely as well', () =>
  withTally(async ({ keyed, application }) => {
    const [first, again] = [
      await keyed('a', 'x', { url: 'async/V1/tally' }),
      await keyed('a', 'x', { url: 'async/V1/tally' }),
    ];
    assert.deepEqual([first.status, again.status, again.text], [202, 202, first.text]);
    assert.equal(await application.bulkWorker.drain(), 1);
    for (let i = 0; i < 2; i++) assert.equal((await keyed('s', 'y', { url: 'V1/tally/alone' })).status, 200);
    assert.deepEqual(await tallied(application.database.db), { names: ['x', 'y'], total: 2 });
  }));

test('a key is forgotten after its lifetime, and reading pays no attention to it', () =>
  withTally(async (context) => {
    const { keyed, clock, application, call, send } = context;
    await keyed('k', 'a');
    clock.now += 25 * 3_600_000;
    const token = tokenOf(
      await send({
        method: 'POST',
        url: '/rest/V1/integration/admin/token',
        body: { username: 'admin', password: 'Admin123!x' },
      }),
    );
    assert.equal(isReplay(await keyed('k', 'b', { bearer: token })), false);
    assert.equal(isReplay(await keyed('k', 'b', { bearer: token })), true);
    clock.now += 25 * 3_600_000;
    const jobs = application.kernel.modules.flatMap((entry) => entry.jobs ?? []);
    await jobs.find((job) => job.name === 'webapi-clean-up')?.run(call());
    assert.deepEqual(await application.database.db.query.selectFrom('idempotency_record').select('key').execute(), []);
  }));

test('a key has to be one', () =>
  withTally(async ({ keyed }) => {
    for (const key of ['', ' ', 'é', 'x'.repeat(256)]) assert.equal((await keyed(key, 'a')).status, 400, key);
    for (const key of ['"8e03978e-40d5-43dd-bc93-6894a57f9324"', 'x'.repeat(255)])
      assert.equal((await keyed(key, 'a')).status, 200);
  }));
