import assert from 'node:assert/strict';
import { test } from 'node:test';
import { BulkWorker } from '@tessera/modules';
import { type TestApplication, withApplication } from './application.ts';
import {
  createAdmin,
  createCustomer,
  firstAdminToken,
  requestAdminToken,
  requestCustomerToken,
  tokenOf,
} from './people.ts';
import { counted, TALLY_RESOURCE, tallied, module as tally, tries } from './tally.ts';

interface Operation {
  id: number;
  status: number;
  result_message: string | null;
  error_code: number | null;
  serialized_data?: string | null;
  result_serialized_data?: string | null;
}
interface Context extends TestApplication {
  readonly token: string;
  readonly schedule: (path: string, body: unknown, bearer?: string | null, method?: string) => Promise<string>;
  readonly operations: (uuid: string, detailed?: boolean) => Promise<Operation[]>;
  readonly progress: (uuid: string) => Promise<Record<string, unknown>>;
  readonly drain: () => Promise<number>;
}

const withTally = (run: (context: Context) => Promise<void>) =>
  withApplication(
    async (context) => {
      const token = await firstAdminToken(context);
      const { send, application } = context;
      await run({
        ...context,
        token,
        schedule: async (path, body, bearer = token, method = 'POST') => {
          const response = await send({ method, url: `/rest/${path}`, body, ...(bearer === null ? {} : { bearer }) });
          assert.equal(response.status, 202, response.text);
          return (response.json as { bulk_uuid: string }).bulk_uuid;
        },
        operations: async (uuid, detailed = false) => {
          const { json } = await send({
            url: `/rest/V1/bulk/${uuid}/${detailed ? 'detailed-' : ''}status`,
            bearer: token,
          });
          return (json as { operations_list: Operation[] }).operations_list;
        },
        progress: async (uuid) =>
          (await send({ url: `/rest/V1/bulk/${uuid}`, bearer: token })).json as Record<string, unknown>,
        drain: () => application.bulkWorker.drain(),
      });
    },
    { modules: [tally] },
  );

test('a bulk is executed in its order, and each operation keeps its own result or error', () =>
  withTally(async ({ schedule, drain, operations, application, progress, send }) => {
    const uuid = await schedule(
      'async/bulk/V1/tally',
      ['a', 'refused', 'b', 'fault', 'c'].map((name) => ({ name })),
    );
    assert.deepEqual((await progress(uuid))['status'], 0);
    assert.equal(await drain(), 5);
    const list = await operations(uuid, true);
    assert.deepEqual(
      list.map(({ id, status, error_code }) => [id, status, error_code]),
      [
        [0, 1, null],
        [1, 3, 0],
        [2, 1, null],
        [3, 3, 0],
        [4, 1, null],
      ],
    );
    assert.equal(list[0]?.result_message, 'Service execution success Tessera\\Test\\Api\\TallyInterface::count');
    assert.equal((JSON.parse(list[0]?.result_serialized_data ?? '') as { name: string }).name, 'a');
    assert.equal(list[0]?.serialized_data, null);
    assert.equal(list[1]?.result_message, '"refused" is not counted.');
    assert.match(list[3]?.result_message ?? '', /Report ID: webapi-[0-9a-f]{13}$/);
    // What failed left nothing behind.
    assert.deepEqual(await tallied(application.database.db), { names: ['a', 'b', 'c'], total: 3 });
    const state = await progress(uuid);
    assert.deepEqual(
      [state['operation_count'], state['complete'], state['failed'], state['open'], state['status'], state['progress']],
      [5, 3, 2, 0, 3, 100],
    );
    const { text } = await send({ url: '/metrics' });
    assert.match(text, /^tessera_bulk_operations_total\{outcome="complete"\} 3$/m);
    assert.match(text, /^tessera_bulk_operations_total\{outcome="failed"\} 2$/m);
  }));

test('an operation runs in the store view that was asked for, under the caller that asked', () =>
  withTally(async (context) => {
    const { schedule, drain, application, operations } = context;
    const customer = await createCustomer(context, 'jane@example.com');
    const customerToken = tokenOf(await requestCustomerToken(context, 'jane@example.com'));
    await schedule('all/async/V1/tally', { name: 'at all' });
    await schedule('default/async/V1/tally', { name: 'at default' });
    await schedule('async/V1/tally/guest', { name: 'guest' }, null);
    const mine = await schedule('async/bulk/V1/tally/mine', [{ name: 'x', customerId: 99 }, {}], customerToken);
    await drain();
    const rows = await application.database.db.query.selectFrom('tally').selectAll().orderBy('id').execute();
    assert.deepEqual(
      rows.map(({ name, store_id, caller }) => [name, store_id, caller]),
      [
        ['at all', 0, 'admin 1'],
        ['at default', 1, 'admin 1'],
        ['guest', 1, 'guest'],
        [String(customer), 1, `customer ${customer}`],
        [String(customer), 1, `customer ${customer}`],
      ],
    );
    assert.deepEqual(
      (await operations(mine)).map(({ status }) => status),
      [1, 1],
    );
  }));

test('rights are those of the time of asking, but not for an account that is no longer active', () =>
  withTally(async (context) => {
    const { send, token, schedule, drain, operations, application } = context;
    const { id, roleId } = await createAdmin(context, token, 'clerk', [TALLY_RESOURCE]);
    const clerk = tokenOf(await requestAdminToken(context, 'clerk'));
    const before = await schedule('async/V1/tally', { name: 'before' }, clerk);
    const put = (url: string, body: unknown) => send({ method: 'PUT', url: `/rest/V1/${url}`, bearer: token, body });
    const role = await put(`adminRoles/${roleId}`, { role: { name: 'less', resources: ['Magento_Cms::page'] } });
    assert.equal(role.status, 200, role.text);
    assert.equal(
      (await send({ method: 'POST', url: '/rest/async/V1/tally', bearer: clerk, body: { name: 'x' } })).status,
      401,
    );
    await drain();
    assert.deepEqual(
      (await operations(before)).map(({ status }) => status),
      [1],
    );

    await put(`adminRoles/${roleId}`, { role: { name: 'more', resources: [TALLY_RESOURCE] } });
    const after = await schedule('async/V1/tally', { name: 'after' }, clerk);
    const user = await put(`adminUsers/${id}`, { user: { is_active: 0 } });
    assert.equal(user.status, 200, user.text);
    await drain();
    const [operation] = await operations(after);
    assert.deepEqual(
      [operation?.status, operation?.result_message],
      [3, 'The account that asked for the operation is not active any more.'],
    );
    assert.deepEqual((await tallied(application.database.db)).names, ['before']);
  }));

test('a passing trouble of the database is tried again later, up to a limit; nothing else is', () =>
  withTally(async ({ schedule, drain, operations, clock, application, progress }) => {
    tries.clear();
    const uuid = await schedule('async/bulk/V1/tally', [{ name: 'busy-2' }, { name: 'next' }, { name: 'busy-99' }]);
    await drain();
    assert.deepEqual(
      (await operations(uuid)).map(({ status }) => status),
      [4, 1, 4],
    );
    assert.equal((await progress(uuid))['status'], 1);
    assert.equal(await drain(), 0);
    for (let round = 0; round < 10; round++) {
      clock.now += 60_000;
      await drain();
    }
    assert.deepEqual(
      (await operations(uuid)).map(({ status }) => status),
      [1, 1, 2],
    );
    assert.deepEqual([tries.get('busy-2'), tries.get('busy-99')], [3, 8]);
    assert.deepEqual(await tallied(application.database.db), { names: ['next', 'busy-2'], total: 2 });
    assert.equal((await progress(uuid))['status'], 3);
  }));

test('failed operations can be retried, open ones cancelled', () =>
  withTally(async ({ send, token, schedule, drain, operations, application }) => {
    tries.clear();
    const uuid = await schedule('async/bulk/V1/tally', [{ name: 'one' }, { name: 'refused' }]);
    await drain();
    await application.database.db.query
      .updateTable('bulk_operation')
      .set({ status: 2 })
      .where('status', '=', 3)
      .execute();
    const retried = await send({ method: 'POST', url: `/rest/V1/bulk/${uuid}/retry`, bearer: token, body: {} });
    assert.deepEqual((retried.json as { open: number; progress: number }).open, 1);
    assert.equal((retried.json as { progress: number }).progress, 50);
    await drain();
    assert.deepEqual(
      (await operations(uuid)).map(({ status }) => status),
      [1, 3],
    );

    const other = await schedule('async/bulk/V1/tally', [{ name: 'two' }, { name: 'three' }]);
    const cancelled = await send({ method: 'DELETE', url: `/rest/V1/bulk/${other}`, bearer: token });
    assert.deepEqual((cancelled.json as { rejected: number; status: number }).rejected, 2);
    assert.equal(await drain(), 0);
    assert.deepEqual((await tallied(application.database.db)).names, ['one']);
    for (const [method, url] of [
      ['POST', `V1/bulk/nope/retry`],
      ['DELETE', 'V1/bulk/nope'],
      ['GET', 'V1/bulk/nope'],
    ] as const)
      assert.equal((await send({ method, url: `/rest/${url}`, bearer: token })).status, 404);
  }));

test('what is asked for is encrypted in the database, and its passwords are not shown', () =>
  withTally(async ({ send, token, schedule, operations, application, drain }) => {
    const customer = { email: 'nobody', firstname: 'A', lastname: 'B' };
    const uuid = await schedule('async/V1/customers', { customer, password: 'Top-secret-1' });
    const { data } = await application.database.db.query
      .selectFrom('bulk_operation')
      .select('data')
      .executeTakeFirstOrThrow();
    assert.ok(data !== null && !data.includes('Top-secret-1') && !data.includes('nobody'));
    await drain();
    const [operation] = await operations(uuid, true);
    assert.equal(operation?.status, 3);
    assert.equal(operation?.result_message, '"Email" is not a valid email address.');
    const shown = JSON.parse(
      (JSON.parse(operation?.serialized_data ?? '') as { meta_information: string }).meta_information,
    );
    assert.deepEqual(shown, { customer, password: '******' });
    const search =
      'searchCriteria[filter_groups][0][filters][0][field]=bulk_uuid&searchCriteria[filter_groups][0][filters][0][value]=';
    const found = await send({ url: `/rest/V1/bulk?${search}${uuid}`, bearer: token });
    assert.equal((found.json as { total_count: number }).total_count, 1);
    assert.ok(!found.text.includes('Top-secret-1'));
  }));

test('who may look at operations sees no secret in what was asked for, in what came of it, or by searching', () =>
  withTally(async (context) => {
    const { send, token, schedule, operations, drain } = context;
    const set = (path: string, value: string) =>
      send({ method: 'PUT', url: '/rest/V1/config', bearer: token, body: { path, value } });
    assert.equal((await set('customer/create_account/confirm', '1')).status, 200);
    const custom_attributes = [{ attribute_code: 'erp_token', value: 'S3cret-attribute' }];
    const customer = { email: 'new@example.com', firstname: 'A', lastname: 'B' };
    const failing = await schedule('async/V1/customers', {
      customer: { ...customer, email: 'nobody', custom_attributes },
      password: 98765432101,
    });
    const open = await schedule('async/V1/customers', { customer, password: 'S3cret-open-1' });
    assert.doesNotMatch(JSON.stringify(await operations(open, true)), /S3cret/);
    await drain();
    assert.equal((await operations(failing))[0]?.status, 3);
    assert.doesNotMatch(JSON.stringify(await operations(failing, true)), /S3cret|98765432101/);

    const { id, confirmation } = await context.application.database.db.query
      .selectFrom('customer')
      .select(['id', 'confirmation'])
      .executeTakeFirstOrThrow();
    assert.ok(confirmation);
    const changed = await schedule(
      `async/V1/customers/${id}`,
      { customer: { ...customer, website_id: 1 } },
      token,
      'PUT',
    );
    await drain();
    const [made] = await operations(changed, true);
    assert.equal(made?.status, 1);
    assert.match(made?.result_serialized_data ?? '', /"confirmation":"\*{6}"/);
    const filter = 'searchCriteria[filter_groups][0][filters][0]';
    const guess = encodeURIComponent(`%${confirmation.slice(0, 8)}%`);
    const found = await send({
      url: `/rest/V1/bulk?${filter}[field]=result_serialized_data&${filter}[condition_type]=like&${filter}[value]=${guess}`,
      bearer: token,
    });
    assert.equal((found.json as { total_count: number }).total_count, 0);
  }));

test('a setting, which may be a secret, is set at once or not at all', () =>
  withTally(async ({ send, token }) => {
    const body = { path: 'system/smtp/password', value: 'SMTPs3cret!' };
    for (const url of ['/rest/async/V1/config', '/rest/async/bulk/V1/config'])
      assert.equal((await send({ method: 'PUT', url, bearer: token, body })).status, 404, url);
    assert.equal((await send({ method: 'PUT', url: '/rest/V1/config', bearer: token, body })).status, 200);
  }));

test('all bulks are listed with their progress, page by page', () =>
  withTally(async ({ send, token, schedule, drain }) => {
    for (let i = 0; i < 3; i++) await schedule('async/bulk/V1/tally', [{ name: 'x' }]);
    await drain();
    await schedule('async/bulk/V1/tally', []);
    const url = '/rest/V1/bulks?searchCriteria[pageSize]=2&searchCriteria[currentPage]=2';
    const { json } = await send({ url, bearer: token });
    const page = json as {
      items: { status: number; operation_count: number; progress: number }[];
      total_count: number;
    };
    assert.equal(page.total_count, 4);
    assert.deepEqual(
      page.items.map(({ status, operation_count, progress }) => [status, operation_count, progress]),
      [
        [2, 1, 100],
        [2, 0, 100],
      ],
    );
    assert.equal((await send({ url: '/rest/V1/bulks', bearer: token })).status, 200);
    assert.equal((await send({ url: '/rest/V1/bulks' })).status, 401);
  }));

test('bulks are forgotten after their lifetime, but never one that is still open', () =>
  withTally(async ({ schedule, drain, clock, application, call }) => {
    const { db } = application.database;
    await schedule('async/V1/tally', { name: 'done' });
    await drain();
    const open = await schedule('async/V1/tally', { name: 'open' });
    clock.now += 61 * 86_400_000;
    const jobs = application.kernel.modules.flatMap((entry) => entry.jobs ?? []);
    await jobs.find((job) => job.name === 'bulk-clean-up')?.run(call());
    const left = await db.query.selectFrom('bulk').select('uuid').execute();
    assert.deepEqual(left, [{ uuid: open }]);
    assert.equal((await db.query.selectFrom('bulk_operation').select('id').execute()).length, 1);
    assert.equal((await db.query.selectFrom('bulk_caller').select('hash').execute()).length, 1);
  }));

test('a started worker takes up what was left open, hears of what is new, and stops', () =>
  withTally(async ({ schedule, application }) => {
    counted.length = 0;
    await schedule('async/V1/tally', { name: 'left' });
    await application.bulkWorker.start();
    const until = async (name: string): Promise<void> => {
      for (let i = 0; i < 500 && !counted.includes(name); i++) await new Promise((soon) => setTimeout(soon, 2));
      assert.ok(counted.includes(name), name);
    };
    await until('left');
    const started = performance.now();
    await schedule('async/V1/tally', { name: 'new' });
    await until('new');
    assert.ok(performance.now() - started < 800, 'woken, not found by polling');
    await application.bulkWorker.stop();
    await schedule('async/V1/tally', { name: 'late' });
    await new Promise((soon) => setTimeout(soon, 20));
    assert.ok(!counted.includes('late'));
  }));

test('an operation is executed once, however many workers there are', () =>
  withTally(async ({ schedule, application, call }) => {
    const other = new BulkWorker({
      call: () => call({ binding: 'bulk' }),
      listen: null,
      onError: (error) => assert.fail(String(error)),
    });
    const names = Array.from({ length: 150 }, (_, i) => `n${i}`);
    for (let i = 0; i < 150; i += 30)
      await schedule(
        'async/bulk/V1/tally',
        names.slice(i, i + 30).map((name) => ({ name })),
      );
    await Promise.all([application.bulkWorker.drain(), other.drain(), other.drain()]);
    const { names: done, total } = await tallied(application.database.db);
    assert.deepEqual(done.toSorted(), names.toSorted());
    assert.equal(total, 150);
  }));
