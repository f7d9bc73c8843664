import assert from 'node:assert/strict';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { test } from 'node:test';
import { cleanUpAudit } from '../../modules/src/audit/clean-up.ts';
import type { TestApplication } from './application.ts';
import { address, newCustomer, withCustomers } from './customers.ts';
import { ADMIN, runTessera } from './running-server.ts';

interface Entry {
  readonly id: number;
  readonly caller_kind: string;
  readonly caller_name: string | null;
  readonly remote_address: string;
  readonly request_id: string;
  readonly binding: string;
  readonly route: string;
  readonly operation: string;
  readonly entity_type: string;
  readonly entity_id: string | null;
  readonly outcome: string;
  readonly changes: string;
}

const entries = async ({ application }: TestApplication): Promise<Entry[]> =>
  (await application.database.db.query.selectFrom('audit_entry').selectAll().orderBy('id').execute()) as Entry[];

test('a change says who made it, from where, to which object, with which fields; secrets are masked', () =>
  withCustomers(async (context) => {
    const created = await context.admin('POST', 'customers', {
      ...newCustomer('a@example.com'),
      password: 'Passw0rd!x',
    });
    const { id } = created.json as { id: number };
    const [entry] = (await entries(context)).slice(-1);
    assert.ok(entry);
    assert.equal(entry.caller_kind, 'admin');
    assert.equal(entry.caller_name, 'admin');
    assert.equal(entry.remote_address, '127.0.0.1');
    assert.equal(entry.binding, 'rest');
    assert.equal(entry.route, '/V1/customers');
    assert.match(entry.operation, /AccountManagementInterface::createAccount$/);
    assert.deepEqual([entry.entity_type, entry.entity_id, entry.outcome], ['customer', String(id), 'ok']);
    const changes = JSON.parse(entry.changes) as { customer: { email: string }; password: string };
    assert.equal(changes.customer.email, 'a@example.com');
    assert.equal(changes.password, '******');

    await context.admin('PUT', `customers/${id}`, {
      customer: { email: 'b@example.com', firstname: 'B', lastname: 'D', website_id: 1 },
    });
    await context.admin('DELETE', `customers/${id}`);
    const [put, del] = (await entries(context)).slice(-2);
    assert.deepEqual([put?.entity_type, put?.entity_id], ['customer', String(id)]);
    assert.deepEqual(
      [del?.entity_type, del?.entity_id, del?.route],
      ['customer', String(id), '/V1/customers/:customerId'],
    );
  }));

test('what only reads, and what was refused, changes nothing and is not written down', () =>
  withCustomers(async (context) => {
    const before = (await entries(context)).length;
    await context.admin('GET', 'customers/search?searchCriteria=');
    await context.admin('POST', 'customers/isEmailAvailable', { customerEmail: 'x@example.com' });
    assert.equal((await context.admin('POST', 'customers', newCustomer('no address'))).status, 400);
    assert.equal((await context.admin('DELETE', 'customers/99')).status, 404);
    await context.send({ method: 'DELETE', url: '/rest/V1/customers/1' });
    assert.equal((await entries(context)).length, before);
  }));

test('the parts of an aggregate are written down; when it is undone as a whole, so are its entries', () =>
  withCustomers(async (context) => {
    const part = (id: string, email: string) => ({
      id,
      method: 'POST',
      url: '/V1/customers',
      body: newCustomer(email),
    });
    const before = (await entries(context)).length;
    await context.admin('POST', 'aggregate', { calls: [part('a', 'a@example.com'), part('b', 'b@example.com')] });
    assert.deepEqual(
      (await entries(context)).slice(before).map((entry) => [entry.binding, entry.entity_type]),
      [
        ['aggregate', 'customer'],
        ['aggregate', 'customer'],
      ],
    );
    await context.admin('POST', 'aggregate', {
      atomic: true,
      calls: [part('c', 'c@example.com'), part('d', 'a@example.com')],
    });
    assert.equal((await entries(context)).length, before + 2);
  }));

test('a change cannot be hidden behind much else that is sent along with it', () =>
  withCustomers(async (context) => {
    const created = await context.admin('POST', 'customers', newCustomer('a@example.com'));
    const { id } = created.json as { id: number };
    const customer = { firstname: 'Jane', lastname: 'Doe', website_id: 1 };
    const addresses = Array.from({ length: 12 }, (_, n) => address({ city: `Austin ${n}`, default_billing: n === 0 }));
    const custom_attributes = Array.from({ length: 20 }, (_, n) => ({
      attribute_code: `invented_${n}_${'x'.repeat(300)}`,
      value: 'y'.repeat(300),
    }));
    for (const [noise, email] of [
      [{ addresses }, 'b@example.com'],
      [{ custom_attributes }, 'c@example.com'],
      [{ addresses, custom_attributes }, 'd@example.com'],
    ] as const) {
      const answer = await context.admin('PUT', `customers/${id}`, { customer: { ...noise, ...customer, email } });
      assert.equal(answer.status, 200, answer.text);
      const [entry] = (await entries(context)).slice(-1);
      const shown = (JSON.parse(entry?.changes ?? '') as { customer: Record<string, unknown> }).customer;
      assert.equal(shown['email'], email);
      for (const name of Object.keys(noise)) assert.ok(Object.hasOwn(shown, name), name);
    }
  }));

test('queued operations are written down when they are executed, as their caller', () =>
  withCustomers(async (context) => {
    const url = '/rest/async/V1/customers';
    const token = await context.send({ method: 'POST', url: '/rest/V1/integration/admin/token', body: ADMIN });
    assert.equal(
      (await context.send({ method: 'POST', url, bearer: token.json as string, body: newCustomer('q@example.com') }))
        .status,
      202,
    );
    await context.application.bulkWorker.start();
    for (let i = 0; i < 100; i++) {
      const entry = (await entries(context)).find(({ binding }) => binding === 'bulk');
      if (entry !== undefined) {
        assert.deepEqual([entry.caller_name, entry.entity_type], ['admin', 'customer']);
        return;
      }
      await new Promise((soon) => setTimeout(soon, 50));
    }
    assert.fail('no entry of the queued operation');
  }));

test('a counted attempt stays counted when the change that it belongs to fails', () =>
  withCustomers(async (context) => {
    await context.admin('POST', 'customers', { ...newCustomer('me@example.com'), password: 'Passw0rd!x' });
    const bearer = (
      await context.send({
        method: 'POST',
        url: '/rest/V1/integration/customer/token',
        body: { username: 'me@example.com', password: 'Passw0rd!x' },
      })
    ).json as string;
    const answer = await context.send({
      method: 'PUT',
      url: '/rest/V1/customers/me/password',
      bearer,
      body: { currentPassword: 'wrong', newPassword: 'Passw0rd!y' },
    });
    assert.notEqual(answer.status, 200);
    const [entry] = (await entries(context)).slice(-1);
    assert.deepEqual([entry?.outcome, entry?.entity_type, entry?.caller_kind], ['failed', 'customer', 'customer']);
    assert.doesNotMatch(entry?.changes ?? '', /wrong|Passw0rd/);
  }));

test('the log is searched by its fields, and only with the right to', () =>
  withCustomers(async (context) => {
    const created = await context.admin('POST', 'customers', newCustomer('s@example.com'));
    const { id } = created.json as { id: number };
    await context.admin('PUT', 'config', { path: 'tessera/audit/retention_days', value: '100' });
    const filter = (n: number, field: string, value: string, condition = 'eq'): string =>
      `searchCriteria[filter_groups][${n}][filters][0][field]=${field}&searchCriteria[filter_groups][${n}][filters][0][value]=${encodeURIComponent(value)}&searchCriteria[filter_groups][${n}][filters][0][condition_type]=${condition}`;
    const found = await context.admin(
      'GET',
      `auditLog?${filter(0, 'entity_type', 'customer')}&${filter(1, 'entity_id', String(id))}&${filter(2, 'occurred_at', '2001-01-01 00:00:00', 'gt')}`,
    );
    const { items, total_count } = found.json as { items: Entry[]; total_count: number };
    assert.equal(total_count, 1, found.text);
    assert.equal(items[0]?.route, '/V1/customers');
    const config = (await context.admin('GET', `auditLog?${filter(0, 'entity_type', 'config')}`)).json as {
      items: Entry[];
    };
    assert.equal(config.items[0]?.entity_id, 'tessera/audit/retention_days');
    assert.equal((await context.send({ url: '/rest/V1/auditLog?searchCriteria=' })).status, 401);
    assert.equal((await context.admin('GET', `auditLog?${filter(0, 'nope', '1')}`)).status, 400);
    const page = (size: number) => context.admin('GET', `auditLog?searchCriteria[pageSize]=${size}`);
    assert.equal((await page(500)).status, 200);
    assert.equal(
      (await page(501)).text,
      '{"message":"Maximum SearchCriteria pageSize is %max","parameters":{"max":500}}',
    );
  }));

test('the database itself refuses to change entries, and lets only the retention job delete them', () =>
  withCustomers(async (context) => {
    const { query } = context.application.database.db;
    await context.admin('POST', 'customers', newCustomer('r@example.com'));
    const count = (await entries(context)).length;
    await assert.rejects(query.updateTable('audit_entry').set({ changes: '{}' }).execute(), /never changed/);
    await assert.rejects(query.deleteFrom('audit_entry').execute(), /retention job only/);
    assert.equal((await entries(context)).length, count);
    await cleanUpAudit(context.call());
    assert.equal((await entries(context)).length, count);
    context.clock.now += 366 * 86_400_000;
    await cleanUpAudit(context.call());
    assert.equal((await entries(context)).length, 0);
    await context.send({ method: 'POST', url: '/rest/V1/customers', body: newCustomer('later@example.com') });
    await assert.rejects(query.deleteFrom('audit_entry').execute(), /retention job only/);
  }));

test('tessera audit:export prints one JSON object a line', { timeout: 60_000 }, async () => {
  const folder = mkdtempSync(join(tmpdir(), 'tessera-audit-'));
  try {
    await runTessera(['config:set', 'oauth/consumer/expiration_period', '600'], folder);
    const { stdout, code, stderr } = await runTessera(['audit:export', '--since', '2001-01-01'], folder);
    assert.equal(code, 0, stderr);
    const [line] = stdout.trim().split('\n');
    const entry = JSON.parse(line ?? '') as { binding: string; changes: { value: string } };
    assert.equal(entry.binding, 'command');
    assert.equal(entry.changes.value, '600');
    assert.equal((await runTessera(['audit:export', '--since', 'soon'], folder)).code, 1);
    assert.equal((await runTessera(['audit:export', '--since', '2999-01-01'], folder)).stdout, '');
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
});
