import assert from 'node:assert/strict';
import { test } from 'node:test';
import { type DatabaseLocation, inspectSqlite, migrate, openDatabase } from '@tessera/database';
import { builtInModules } from '@tessera/modules';
import { hashPassword } from '../../modules/src/encryption/password-hash.ts';
import { checkLetterCase } from '../src/operations/check-letter-case.ts';
import { testDialect, withApplication } from './application.ts';
import { adminSends, newCustomer } from './customers.ts';

const before = builtInModules.map((module) => ({
  name: module.name,
  migrations: (module.migrations ?? []).filter(({ name }) => name !== '0003-letter-case'),
}));
const PASSWORDS: Readonly<Record<string, string>> = {
  'ü@müller.de': 'First-1-password',
  'Ü@MÜLLER.de': 'Second-2-password',
  'plain@example.com': 'Third-3-password',
};

/** A database of the version before, in which accounts and groups differ in the case of letters outside ASCII. */
async function olderDatabase(location: DatabaseLocation): Promise<void> {
  const database = await openDatabase(location);
  try {
    await migrate(database, before, () => 0);
    const { query } = database.db;
    for (const [email, password] of Object.entries(PASSWORDS))
      await query
        .insertInto('customer')
        .values({
          ...{ website_id: 1, store_id: 1, group_id: 1, email, firstname: 'A', lastname: 'B' },
          ...{ created_at: '2026-01-01 00:00:00', updated_at: '2026-01-01 00:00:00', disable_auto_group_change: 0 },
          ...{ is_subscribed: 0, password_hash: await hashPassword(password) },
        })
        .execute();
    const groups = ['Ärzte', 'ärzte', 'Émile', 'émile'].map((code) => ({ code, tax_class_id: 3 }));
    await query.insertInto('customer_group').values(groups).execute();
  } finally {
    await database.close();
  }
}

const onSqlite = { skip: testDialect !== 'sqlite' && 'PostgreSQL has folded all letters ever since' };

test(
  'accounts that have differed in letter case only stay two, each with its own password, and there come no more',
  onSqlite,
  () =>
    withApplication(
      async (context) => {
        const { query } = context.application.database.db;
        const signIn = async (username: string, password: string): Promise<number> =>
          (
            await context.send({
              method: 'POST',
              url: '/rest/V1/integration/customer/token',
              body: { username, password },
            })
          ).status;
        for (const [email, password] of Object.entries(PASSWORDS))
          assert.equal(await signIn(email, password), 200, email);
        assert.equal(await signIn('ü@müller.de', PASSWORDS['Ü@MÜLLER.de'] ?? ''), 401);

        const admin = await adminSends(context);
        for (const email of ['Ü@müller.de', 'PLAIN@example.com'])
          assert.equal((await admin('POST', 'customers', newCustomer(email))).status, 400, email);
        const row = await query.selectFrom('customer').selectAll().where('id', '=', 1).executeTakeFirstOrThrow();
        await assert.rejects(
          query
            .insertInto('customer')
            .values({ ...row, id: 9, email: 'Ü@Müller.DE' })
            .execute(),
          /UNIQUE constraint failed: index 'customer_email_unique'/,
        );
        for (const id of [1, 2]) {
          const { status } = await admin('PUT', `customers/${id}`, {
            customer: { id, firstname: 'New', lastname: 'Name', email: row.email, website_id: 1 },
          });
          assert.equal(status, id === 1 ? 200 : 400);
        }
        assert.equal((await admin('POST', 'customerGroups', { group: { code: 'äRZTE' } })).status, 400);
        assert.equal((await query.selectFrom('customer_group').selectAll().execute()).length, 8);

        const finding = await checkLetterCase(context.application.database);
        assert.equal(finding.state, 'warning');
        assert.match(finding.message, /customer 2\b.*customer_group 5, 7\b/);
        for (const id of [5, 7]) assert.equal((await admin('DELETE', `customerGroups/${id}`)).status, 200);
        assert.equal((await admin('DELETE', 'customers/2')).status, 200);
        assert.equal((await checkLetterCase(context.application.database)).state, 'ok');
      },
      { prepare: olderDatabase },
    ),
);

test('without such accounts the index of addresses is unique by the new rule, and the file is sound', onSqlite, () =>
  withApplication(async ({ application, database }) => {
    const { query } = application.database.db;
    const row = {
      ...{ website_id: 1, store_id: 1, group_id: 1, firstname: 'A', lastname: 'B', created_at: '', updated_at: '' },
      ...({ disable_auto_group_change: 0, is_subscribed: 0 } as const),
    };
    await query
      .insertInto('customer')
      .values({ ...row, email: 'é@example.com' })
      .execute();
    await assert.rejects(
      query
        .insertInto('customer')
        .values({ ...row, email: 'É@example.com' })
        .execute(),
      /UNIQUE constraint failed: index 'customer_email'/,
    );
    assert.ok(database.dialect === 'sqlite');
    assert.deepEqual(inspectSqlite(database.file).damage, []);
  }),
);
