import assert from 'node:assert/strict';
import { test } from 'node:test';
import { type Call, callAs } from '@tessera/webapi';
import { authenticateCustomer } from '../../../modules/src/customer/services/authentication.ts';
import { authenticateAdmin } from '../../../modules/src/user/authentication.ts';
import { type TestApplication, withApplication } from '../application.ts';
import { createAdmin, createCustomer, firstAdminToken, requestAdminToken, requestCustomerToken } from '../people.ts';

/** What a piece of work asks of the database: the transactions it begins and the statements outside of them. */
async function costOf(call: Call, work: (counting: Call) => Promise<unknown>): Promise<string[]> {
  const asked: string[] = [];
  const db = new Proxy(call.db, {
    get: (target, name) => {
      const value: unknown = Reflect.get(target, name, target);
      if (name === 'query') asked.push('query');
      if (typeof value !== 'function') return value;
      if (name === 'transaction' || name === 'run') asked.push(name);
      return value.bind(target) as unknown;
    },
  });
  await work(callAs(call, { db }));
  return asked;
}

const withPeople = (work: (context: TestApplication) => Promise<void>): Promise<void> =>
  withApplication(async (context) => {
    const root = await firstAdminToken(context);
    await createAdmin(context, root, 'known', ['Magento_Customer::customer']);
    await createCustomer(context, 'known@example.com');
    await work(context);
  });

test('an unknown customer, a wrong password and a locked account cost the database the same', () =>
  withPeople(async (context) => {
    const call = context.call();
    const signIn = (email: string) =>
      costOf(call, (counting) => authenticateCustomer(counting, { email, password: 'Wrong123!', websiteId: 1 }));
    const wrong = await signIn('known@example.com');
    assert.deepEqual(wrong, ['run', 'transaction']);
    assert.deepEqual(await signIn('unknown@example.com'), wrong);
    for (let failure = 0; failure < 12; failure++) await signIn('known@example.com');
    assert.deepEqual(await signIn('known@example.com'), wrong);
  }));

test('an unknown admin and a wrong password cost the database the same', () =>
  withPeople(async (context) => {
    const signIn = (name: string) =>
      costOf(context.call(), (counting) => authenticateAdmin(counting, name, 'Wrong123!', []));
    assert.deepEqual(await signIn('unknown'), await signIn('known'));
  }));

test('the time of a failed sign-in is that of comparing a password, whether the name exists or not', () =>
  withPeople(async (context) => {
    const timed = async (request: () => Promise<unknown>): Promise<number> => {
      const began = performance.now();
      await request();
      return performance.now() - began;
    };
    const median = (times: number[]): number => times.sort((a, b) => a - b)[times.length >> 1] as number;
    for (const request of [
      (name: string) => requestAdminToken(context, name, 'Wrong123!'),
      (name: string) => requestCustomerToken(context, `${name}@example.com`, 'Wrong123!'),
    ]) {
      const [known, unknown]: [number[], number[]] = [[], []];
      for (let round = 0; round < 5; round++) {
        known.push(await timed(() => request('known')));
        unknown.push(await timed(() => request(`unknown${round}`)));
      }
      // Without the comparison it would be a twentieth.
      const ratio = median(unknown) / median(known);
      assert.ok(ratio > 0.25 && ratio < 4, `an unknown name takes ${ratio.toFixed(2)} times as long`);
    }
  }));

test('the answer to a failed sign-in is the same for unknown, wrong, inactive and locked', () =>
  withPeople(async (context) => {
    const { send } = context;
    const bearer = await firstAdminToken(context);
    const off = await createAdmin(context, bearer, 'off', ['Magento_Customer::customer']);
    await send({ method: 'PUT', url: `/rest/V1/adminUsers/${off.id}`, bearer, body: { user: { is_active: 0 } } });
    const answers = [
      await requestAdminToken(context, 'unknown', 'Wrong123!'),
      await requestAdminToken(context, 'off'),
      await requestCustomerToken(context, 'unknown@example.com', 'Wrong123!'),
    ];
    for (let failure = 0; failure < 8; failure++) {
      answers.push(await requestAdminToken(context, 'known', 'Wrong123!'));
      answers.push(await requestCustomerToken(context, 'known@example.com', 'Wrong123!'));
    }
    assert.equal(new Set(answers.map(({ status, text }) => `${status} ${text}`)).size, 1);
  }));
