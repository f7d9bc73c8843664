import assert from 'node:assert/strict';
import { test } from 'node:test';
import { type TestApplication, withApplication } from './application.ts';
import {
  createAdmin,
  createCustomer,
  firstAdminToken,
  requestAdminToken,
  requestCustomerToken,
  tokenOf,
  whoAmI,
} from './people.ts';
import { slow, TALLY_RESOURCE, tallied, module as tally } from './tally.ts';

interface Answer {
  id: string;
  status: number;
  body: unknown;
}
interface Context extends TestApplication {
  readonly token: string;
  readonly aggregate: (
    calls: unknown,
    options?: { atomic?: boolean; bearer?: string | null; url?: string },
  ) => Promise<Answer[]>;
  readonly refused: (calls: unknown, message: RegExp, atomic?: boolean) => Promise<void>;
}

const withTally = (run: (context: Context) => Promise<void>) =>
  withApplication(
    async (context) => {
      const token = await firstAdminToken(context);
      const send = (calls: unknown, atomic: boolean | undefined, bearer: string | null, url = '/rest/V1/aggregate') =>
        context.send({
          method: 'POST',
          url,
          body: { calls, ...(atomic === undefined ? {} : { atomic }) },
          ...(bearer === null ? {} : { bearer }),
        });
      await run({
        ...context,
        token,
        aggregate: async (calls, { atomic, bearer = token, url } = {}) => {
          const response = await send(calls, atomic, bearer, url);
          assert.equal(response.status, 200, response.text);
          return response.json as Answer[];
        },
        refused: async (calls, message, atomic) => {
          const response = await send(calls, atomic, token);
          assert.equal(response.status, 400, response.text);
          assert.match((response.json as { message: string }).message, message);
        },
      });
    },
    { modules: [tally, whoAmI] },
  );
const messageOf = (answer: Answer | undefined): string =>
  (answer?.body as { message: string } | undefined)?.message ?? '';
const count = (id: string, name: unknown) => ({ id, method: 'POST', url: '/V1/tally', body: { name } });

test('the answers stand in the order of the calls, each as if it were called alone', () =>
  withTally(async ({ aggregate, send, token }) => {
    const answers = await aggregate([
      { id: 'who', method: 'GET', url: '/V1/whoami' },
      { id: 'missing', method: 'GET', url: '/V1/nope' },
      { id: 'bad', method: 'POST', url: '/V1/tally', body: {} },
      count('a', 'one'),
      { method: 'GET', url: '/V1/store/storeViews?fields=code' },
    ]);
    assert.deepEqual(
      answers.map(({ id, status }) => [id, status]),
      [
        ['who', 200],
        ['missing', 404],
        ['bad', 400],
        ['a', 200],
        ['4', 200],
      ],
    );
    assert.deepEqual(answers[0]?.body, { kind: 'admin', id: 1, proof: 'token' });
    assert.deepEqual(answers[1]?.body, { message: 'Request does not match any route.' });
    const alone = await send({ method: 'POST', url: '/rest/V1/tally', bearer: token, body: {} });
    assert.deepEqual(answers[2]?.body, alone.json);
    assert.deepEqual(answers[4]?.body, [{ code: 'default' }, { code: 'admin' }]);
  }));

test('a call uses the result of another in its URL and its body, in whatever order they are given', () =>
  withTally(async ({ aggregate }) => {
    const answers = await aggregate([
      { id: 'again', method: 'GET', url: '/V1/tally/{first.id}?fields=name' },
      { id: 'renamed', method: 'PUT', url: '/V1/tally/{first.id}', body: { name: { $ref: 'second.name' } } },
      count('first', 'uno'),
      count('second', '{first.id} {"$ref":"first.id"}'),
    ]);
    assert.deepEqual(
      answers.map(({ status }) => status),
      [200, 200, 200, 200],
    );
    const [again, renamed, first, second] = answers.map(({ body }) => body as { id: number; name: string });
    assert.ok(again?.name === 'uno' || again?.name === second?.name);
    assert.equal(second?.name, '{first.id} {"$ref":"first.id"}');
    assert.deepEqual([renamed?.id, renamed?.name], [first?.id, second?.name]);
  }));

test('calls that do not need one another run at the same time, eight at most', () =>
  withTally(async ({ aggregate }) => {
    let together = 0;
    let most = 0;
    slow.wait = async () => {
      most = Math.max(most, ++together);
      await new Promise((soon) => setTimeout(soon, 5));
      together--;
    };
    const wait = (id: string, url = '/V1/tally/wait') => ({ id, method: 'GET', url });
    try {
      await aggregate(Array.from({ length: 20 }, (_, i) => wait(`w${i}`)));
      assert.equal(most, 8);
      most = 0;
      await aggregate([wait('a', '/V1/tally/wait?after={b}'), wait('b', '/V1/tally/wait?after={c}'), wait('c')]);
      assert.equal(most, 1);
    } finally {
      slow.wait = async () => {};
    }
  }));

test('a call that needs what is not there fails alone with 400', () =>
  withTally(async ({ aggregate }) => {
    const answers = await aggregate([
      count('bad', 'refused'),
      { id: 'a', method: 'GET', url: '/V1/tally/{bad.id}' },
      { id: 'b', method: 'GET', url: '/V1/tally/{good.nothing}' },
      count('good', 'fine'),
      { id: 'c', method: 'GET', url: '/V1/tally/{good.id}' },
    ]);
    assert.deepEqual(
      answers.map(({ status }) => status),
      [400, 400, 400, 200, 200],
    );
    assert.match(messageOf(answers[1]), /"bad\.id" leads to nothing: the call "bad" has failed/);
    assert.match(messageOf(answers[2]), /"good\.nothing" leads to nothing/);
  }));

test('every call has the rights of the caller, no more and no less than alone', () =>
  withTally(async (context) => {
    const { aggregate, token } = context;
    await createAdmin(context, token, 'clerk', [TALLY_RESOURCE]);
    const clerk = tokenOf(await requestAdminToken(context, 'clerk'));
    const customer = await createCustomer(context, 'jane@example.com');
    const jane = tokenOf(await requestCustomerToken(context, 'jane@example.com'));
    const calls = [
      count('tally', 'x'),
      { id: 'stores', method: 'GET', url: '/V1/store/storeViews' },
      { id: 'self', method: 'GET', url: '/V1/whoami/self?customerId=99' },
      { id: 'all', method: 'GET', url: '/rest/all/V1/whoami/self' },
      { id: 'open', method: 'GET', url: '/V1/whoami' },
    ];
    const statuses = async (bearer: string | null) => (await aggregate(calls, { bearer })).map(({ status }) => status);
    assert.deepEqual(await statuses(clerk), [200, 401, 401, 401, 200]);
    assert.deepEqual(await statuses(jane), [401, 401, 200, 401, 200]);
    assert.deepEqual(await statuses(null), [401, 401, 401, 401, 200]);
    assert.equal((await aggregate(calls, { bearer: jane }))[2]?.body, customer);
    // Together or not at all does not change who may what.
    const atomic = await aggregate([count('a', 'by jane')], { bearer: jane, atomic: true });
    assert.deepEqual(
      atomic.map(({ status }) => status),
      [401],
    );
  }));

test('a proof that is no good is refused as it would be alone', () =>
  withTally(async ({ send }) => {
    const header = 'OAuth oauth_consumer_key="x", oauth_signature="y"';
    const { status } = await send({
      method: 'POST',
      url: '/rest/V1/aggregate',
      headers: { authorization: header },
      body: { calls: [{ method: 'GET', url: '/V1/whoami' }] },
    });
    assert.equal(status, 400);
  }));

test('an aggregate that cannot be understood is refused as a whole, before anything is done', () =>
  withTally(async ({ refused, application }) => {
    const first = count('first', 'done too early');
    await refused(
      [first, { id: 'a', method: 'GET', url: '/V1/tally/{b.id}' }, { id: 'b', method: 'GET', url: '/V1/tally/{a.id}' }],
      /circle/,
    );
    await refused([first, { id: 'a', method: 'GET', url: '/V1/tally/{nobody.id}' }], /does not exist/);
    await refused(
      [first, { id: 'a', method: 'POST', url: '/V1/aggregate', body: { calls: [] } }],
      /cannot be a part of an aggregate/,
    );
    await refused(
      [first, { id: 'a', method: 'POST', url: '/rest/default/V1/%61ggregate/', body: {} }],
      /cannot be a part of an aggregate/,
    );
    await refused([first, first], /same id/);
    await refused(
      Array.from({ length: 101 }, (_, i) => count(`c${i}`, 'x')),
      /at most 100 calls/,
    );
    await refused([first, { id: 'a', method: 'POST', url: '/V1/integration/admin/token', body: {} }], /atomic/, true);
    assert.equal((await tallied(application.database.db)).total, 0);
  }));

test('an aggregate cannot get into an aggregate through a result either', () =>
  withTally(async ({ aggregate }) => {
    const answers = await aggregate([
      count('word', 'aggregate'),
      { id: 'a', method: 'POST', url: '/V1/{word.name}', body: { calls: [] } },
    ]);
    assert.deepEqual(
      answers.map(({ status }) => status),
      [200, 400],
    );
  }));

test('atomic: all is done in one transaction, and what is written is seen by what follows', () =>
  withTally(async ({ aggregate, application }) => {
    const answers = await aggregate(
      [
        { id: 'again', method: 'GET', url: '/V1/tally/{a.id}' },
        count('a', 'one'),
        { id: 'b', method: 'PUT', url: '/V1/tally/{a.id}', body: { name: 'two' } },
        { id: 'total', method: 'GET', url: '/V1/tally/total' },
      ],
      { atomic: true },
    );
    assert.deepEqual(
      answers.map(({ id, status }) => [id, status]),
      [
        ['again', 200],
        ['a', 200],
        ['b', 200],
        ['total', 200],
      ],
    );
    assert.equal(answers[3]?.body, 1);
    assert.deepEqual(await tallied(application.database.db), { names: ['two'], total: 1 });
  }));

test('atomic: the first failure undoes everything, whatever kind it is of', () =>
  withTally(async ({ aggregate, application, send, token }) => {
    const missing = { id: 'x', method: 'GET', url: '/V1/tally/{a.nothing}' };
    for (const [failing, status] of [
      [count('x', 'refused'), 400],
      [{ id: 'x', method: 'GET', url: '/V1/nope' }, 404],
      [missing, 400],
    ] as const) {
      const answers = await aggregate(
        [
          count('a', 'one'),
          { id: 'loose', method: 'POST', url: '/V1/tally/remember', body: { name: 'loose' } },
          failing,
          count('b', 'two'),
        ],
        { atomic: true },
      );
      assert.deepEqual(
        answers.map((answer) => answer.status),
        [424, 424, status, 424],
      );
      assert.deepEqual(answers[0]?.body, { message: 'Undone, since the call "x" of the aggregate failed.' });
    }
    assert.deepEqual(await tallied(application.database.db), { names: [], total: 0 });
    assert.equal(
      (await send({ method: 'POST', url: '/rest/V1/tally', bearer: token, body: { name: 'after' } })).status,
      200,
    );
  }));

test('atomic: an operation whose URL turns into another route by a result is not executed', () =>
  withTally(async ({ aggregate, application }) => {
    const answers = await aggregate(
      [count('a', 'mine'), { id: 'b', method: 'POST', url: '/V1/tally/{a.name}', body: {} }],
      { atomic: true },
    );
    assert.deepEqual(
      answers.map(({ status }) => status),
      [424, 404],
    );
    assert.equal((await tallied(application.database.db)).total, 0);
  }));

test('the parts are at the store view of the aggregate unless they name another', () =>
  withTally(async ({ aggregate }) => {
    const answers = await aggregate(
      [
        count('here', 'x'),
        { ...count('there', 'y'), url: '/rest/default/V1/tally' },
        { ...count('default', 'z'), url: '/rest/V1/tally' },
      ],
      { url: '/rest/all/V1/aggregate' },
    );
    assert.deepEqual(
      answers.map(({ body }) => (body as { store_id: number }).store_id),
      [0, 1, 1],
    );
  }));
