import assert from 'node:assert/strict';
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { test } from 'node:test';
import { closePostOffice } from '@tessera/modules';
import { authenticateCustomer } from '../../modules/src/customer/services/authentication.ts';
import type { TestApplication } from './application.ts';
import { type CustomerAnswer, newCustomer, type Send, withCustomers } from './customers.ts';
import { requestCustomerToken, tokenOf } from './people.ts';

const PASSWORD = 'Password1!';
const register = (email: string, changes: object = {}) => ({ ...newCustomer(email, changes), password: PASSWORD });
const MINUTE = 60_000;

/** The secret in the last mail: 32 characters. */
async function codeInLastMail({ varFolder, call }: TestApplication): Promise<string> {
  await closePostOffice(call().ports);
  const folder = join(varFolder, 'outbox');
  const last = existsSync(folder) ? readdirSync(folder).sort().at(-1) : undefined;
  const mail = last === undefined ? '' : readFileSync(join(folder, last), 'utf8').replace(/=\r?\n/g, '');
  return /\b[0-9a-f]{32}\b/.exec(mail)?.[0] ?? '';
}

const signsIn = async ({ call }: TestApplication, email: string, password = PASSWORD): Promise<boolean> =>
  (await authenticateCustomer(call(), { email, password, websiteId: 1 })) !== null;

test('a customer signs in with the address in any letter case, and with nothing else', () =>
  withCustomers(async (context) => {
    await context.admin('POST', 'customers', register('Jane@example.com'));
    await context.admin('POST', 'customers', newCustomer('nopassword@example.com'));
    const found = await authenticateCustomer(context.call(), {
      email: 'JANE@EXAMPLE.COM',
      password: PASSWORD,
      websiteId: 0,
    });
    assert.deepEqual(found, { id: 1, websiteId: 1, storeId: 1, groupId: 1, email: 'Jane@example.com' });
    assert.equal(await signsIn(context, 'jane@example.com', 'password1!'), false);
    assert.equal(await signsIn(context, 'unknown@example.com'), false);
    assert.equal(await signsIn(context, 'nopassword@example.com', ''), false);
    const elsewhere = { email: 'jane@example.com', password: PASSWORD, websiteId: 2 };
    assert.equal(await authenticateCustomer(context.call(), elsewhere), null);
  }));

test('too many wrong passwords lock the account for a time, a right one in between clears them', () =>
  withCustomers(async (context) => {
    await context.admin('PUT', 'config', { path: 'customer/password/lockout_failures', value: '3' });
    await context.admin('POST', 'customers', register('jane@example.com'));
    const fail = async (times: number): Promise<void> => {
      for (let i = 0; i < times; i++) assert.equal(await signsIn(context, 'jane@example.com', 'wrong'), false);
    };
    await fail(2);
    assert.equal(await signsIn(context, 'jane@example.com'), true);
    await fail(3);
    assert.equal(await signsIn(context, 'jane@example.com'), false);
    context.clock.now += 10 * MINUTE;
    assert.equal(await signsIn(context, 'jane@example.com'), true);
  }));

test('anybody can register, but not into a group, and decides nothing about dates and confirmation', () =>
  withCustomers(async (context) => {
    const guest = (body: object) => context.send({ method: 'POST', url: '/rest/V1/customers', body });
    for (const group_id of [0, 1, 3])
      assert.equal((await guest(register('eve@example.com', { group_id }))).status, 401);
    assert.equal((await guest(register('eve@example.com', { id: 1 }))).status, 404);
    const wished = { created_at: '2001-02-03 04:05:06', confirmation: 'x' };
    const { json } = await guest(register('eve@example.com', wished));
    assert.notEqual((json as CustomerAnswer).created_at, wished.created_at);
    assert.equal((json as CustomerAnswer).confirmation, undefined);
    const migrated = await context.admin('POST', 'customers', register('old@example.com', wished));
    assert.equal((migrated.json as CustomerAnswer).created_at, wished.created_at);
  }));

test('where confirmation is required, an account can be used once the mailed key has come back', () =>
  withCustomers(async (context) => {
    await context.admin('PUT', 'config', { path: 'customer/create_account/confirm', value: '1' });
    const body = register('jane@example.com');
    const registered = await context.send({ method: 'POST', url: '/rest/V1/customers', body });
    assert.equal('confirmation' in (registered.json as object), false, 'the key goes by mail only');
    const status = async () => (await context.admin('GET', 'customers/1/confirm')).json;
    assert.equal(await status(), 'account_confirmation_required');
    assert.equal(await signsIn(context, 'jane@example.com'), false);
    const first = await codeInLastMail(context);
    const resent = await context.admin('POST', 'customers/confirm', { email: 'jane@example.com', websiteId: 1 });
    assert.deepEqual([resent.json, await codeInLastMail(context)], [true, first]);
    const activate = (confirmationKey: string) =>
      context.admin('PUT', 'customers/JANE@example.com/activate', { confirmationKey });
    assert.match((await activate('0'.repeat(32))).text, /confirmation token is invalid/);
    assert.equal((await activate(first)).status, 200);
    assert.equal(await status(), 'account_confirmed');
    assert.equal(await signsIn(context, 'jane@example.com'), true);
    assert.match((await activate(first)).text, /already active/);
    const needless = await context.admin('POST', 'customers/confirm', { email: 'jane@example.com', websiteId: 1 });
    assert.match(needless.text, /Confirmation isn't needed/);
  }));

const askForReset = (send: Send, email = 'jane@example.com') =>
  send('PUT', 'customers/password', { email, template: 'email_reset', websiteId: 1 });
const reset = (send: Send, resetToken: string, newPassword = 'Password2!', email = 'jane@example.com') =>
  send('POST', 'customers/resetPassword', { email, resetToken, newPassword });

test('a mailed token sets the password once, unlocks the account and ends sessions', () =>
  withCustomers(async (context) => {
    const { admin, call } = context;
    await admin('POST', 'customers', register('jane@example.com'));
    await call().db.query.updateTable('customer').set({ failures: 10, locked_until: 9_999_999_999 }).execute();
    assert.equal((await askForReset(admin)).json, true);
    const token = await codeInLastMail(context);
    const check = (wanted: string) => admin('GET', `customers/1/password/resetLinkToken/${wanted}`);
    assert.equal((await check(token)).json, true);
    assert.match((await check('0'.repeat(32))).text, /mismatched/);
    assert.match((await reset(admin, token, 'weak')).text, /needs at least/);
    const both = await Promise.all([reset(admin, token), reset(admin, token, 'Password3!')]);
    assert.deepEqual(both.map(({ status }) => status).sort(), [200, 400]);
    const wanted = both[0]?.status === 200 ? 'Password2!' : 'Password3!';
    assert.equal(await signsIn(context, 'jane@example.com', wanted), true);
    assert.match((await check(token)).text, /mismatched/);
  }));

test('a token of a password reset ends with its time and with a new e-mail address', () =>
  withCustomers(async (context) => {
    const { admin, clock } = context;
    for (const name of ['jane', 'bob']) await admin('POST', 'customers', register(`${name}@example.com`));
    await askForReset(admin, 'bob@example.com');
    const other = await codeInLastMail(context);
    await admin('PUT', 'customers/2', { customer: { email: 'bobby@example.com' } });
    assert.match((await reset(admin, other, 'Password2!', 'bobby@example.com')).text, /mismatched/);
    await askForReset(admin);
    const token = await codeInLastMail(context);
    clock.now += 121 * MINUTE;
    assert.match((await reset(admin, token)).text, /expired/);
  }));

test('password reset mails are few: one in ten minutes, five in an hour', () =>
  withCustomers(async (context) => {
    const { admin, clock } = context;
    await admin('POST', 'customers', register('jane@example.com'));
    await admin('PUT', 'config', { path: 'customer/password/max_number_password_reset_requests', value: '2' });
    assert.equal((await askForReset(admin)).status, 200);
    assert.match((await askForReset(admin)).text, /too many requests/);
    clock.now += 10 * MINUTE;
    assert.equal((await askForReset(admin, 'JANE@example.com')).status, 200);
    clock.now += 10 * MINUTE;
    assert.equal((await askForReset(admin)).status, 400);
    clock.now += 41 * MINUTE;
    assert.equal((await askForReset(admin)).status, 200);
  }));

test('of many password resets that are asked for at once no more are mailed than one after the other', () =>
  withCustomers(async (context) => {
    const { admin } = context;
    const people = ['jane@example.com', 'bob@example.com', 'eve@example.com'];
    for (const email of people) await admin('POST', 'customers', register(email));
    const asked = (emails: readonly string[]) =>
      Promise.all(Array.from({ length: 15 }, (_, i) => askForReset(admin, emails[i % emails.length])));
    const mailed = (answers: readonly { status: number }[]) => answers.filter(({ status }) => status === 200).length;
    assert.equal(mailed(await asked(['jane@example.com'])), 1);
    // Counted by the address that asks, whomever the mails are for.
    await admin('PUT', 'config', { path: 'customer/password/password_reset_protection_type', value: '2' });
    context.clock.now += 10 * MINUTE;
    assert.equal(mailed(await asked(people)), 1);
  }));

test('a registration that is confirmed many times at once is confirmed once, and one mail says so', () =>
  withCustomers(async (context) => {
    await context.admin('PUT', 'config', { path: 'customer/create_account/confirm', value: '1' });
    await context.admin('POST', 'customers', register('jane@example.com'));
    const confirmationKey = await codeInLastMail(context);
    const activate = () => context.admin('PUT', 'customers/jane@example.com/activate', { confirmationKey });
    const answers = await Promise.all(Array.from({ length: 10 }, activate));
    assert.equal(answers.filter(({ status }) => status === 200).length, 1);
    await closePostOffice(context.call().ports);
    assert.equal(readdirSync(join(context.varFolder, 'outbox')).length, 2);
  }));

test('a customer changes the own password with the current one', () =>
  withCustomers(async (context) => {
    await context.admin('POST', 'customers', register('jane@example.com'));
    const bearer = tokenOf(await requestCustomerToken(context, 'jane@example.com'));
    const change = (currentPassword: string, newPassword: string) =>
      context.send({
        method: 'PUT',
        url: '/rest/V1/customers/me/password',
        bearer,
        body: { currentPassword, newPassword },
      });
    const wrong = await change('bad', 'Password2!');
    assert.deepEqual([wrong.status, /doesn't match this account/.test(wrong.text)], [401, true]);
    assert.equal((await change(PASSWORD, 'weak')).status, 400);
    assert.equal((await change(PASSWORD, 'Password2!')).json, true);
    assert.equal(await signsIn(context, 'jane@example.com'), false);
    assert.equal(await signsIn(context, 'jane@example.com', 'Password2!'), true);
    const me = await context.send({ url: '/rest/V1/customers/me?fields=id', bearer });
    assert.deepEqual(me.json, { id: 1 });
  }));

test('a deleted customer can do nothing any more, and the next one with the address inherits nothing', () =>
  withCustomers(async (context) => {
    await context.admin('POST', 'customers', register('jane@example.com'));
    const bearer = tokenOf(await requestCustomerToken(context, 'jane@example.com'));
    await context.admin('DELETE', 'customers/1');
    await context.admin('POST', 'customers', register('jane@example.com'));
    assert.equal((await context.send({ url: '/rest/V1/customers/me', bearer })).status, 401);
  }));

test('whether an address is free is a secret, unless the shop tells', () =>
  withCustomers(async (context) => {
    await context.admin('POST', 'customers', register('jane@example.com'));
    const isFree = async (customerEmail: string) =>
      (await context.send({ method: 'POST', url: '/rest/V1/customers/isEmailAvailable', body: { customerEmail } }))
        .json;
    assert.equal(await isFree('jane@example.com'), true);
    await context.admin('PUT', 'config', { path: 'checkout/options/enable_guest_checkout_login', value: '1' });
    assert.equal(await isFree('JANE@example.com'), false);
    assert.equal(await isFree('free@example.com'), true);
  }));
