import assert from 'node:assert/strict';
import { test } from 'node:test';
import { codeOf } from '../../../modules/src/two-factor-auth/totp.ts';
import { type TestApplication, type TestResponse, withApplication } from '../application.ts';
import { createAdmin, firstAdminToken, PASSWORD, requestAdminToken, tokenOf } from '../people.ts';
import { manage } from '../third-party.ts';

const ALPHABET = 'ABCDEFGHIJKLMNOPQRSTUVWXYZ234567';
function bytesOf(base32: string): Buffer {
  const bits = [...base32].map((letter) => ALPHABET.indexOf(letter).toString(2).padStart(5, '0')).join('');
  return Buffer.from((bits.match(/.{8}/g) ?? []).map((byte) => Number.parseInt(byte, 2)));
}

interface Scene {
  readonly context: TestApplication;
  readonly root: string;
  /** The code of a moment, in steps of 30 seconds from now. */
  readonly code: (steps?: number) => string;
  readonly open: (otp?: string) => Promise<TestResponse>;
  readonly token: (otp?: string) => Promise<TestResponse>;
  readonly recovery: readonly string[];
}
/** An admin user "alice" who has a second factor. */
const withSecondFactor = (work: (scene: Scene) => Promise<void>): Promise<void> =>
  withApplication(async (context) => {
    const root = await firstAdminToken(context);
    await createAdmin(context, root, 'alice', 'all');
    const bearer = tokenOf(await requestAdminToken(context, 'alice'));
    const { secret } = await manage<{ secret: string }>(context, bearer, { method: 'POST', url: 'tfa/own', body: {} });
    const code = (steps = 0): string => codeOf(bytesOf(secret), Math.floor(context.clock.now / 30_000) + steps);
    const begun = { method: 'POST', url: 'tfa/own/activate', body: { otp: code() } };
    const recovery = await manage<string[]>(context, bearer, begun);
    const send = (url: string, otp?: string) =>
      context.send({
        method: 'POST',
        url: `/rest/V1/${url}`,
        headers: { origin: 'http://localhost' },
        body: { username: 'alice', password: PASSWORD, ...(otp === undefined ? {} : { otp }) },
      });
    await work({
      context,
      root,
      code,
      recovery,
      open: (otp) => send('session', otp),
      token: (otp) => send('tfa/provider/google/authenticate', otp),
    });
  });

test('with a second factor the password alone opens nothing, by any way of signing in', () =>
  withSecondFactor(async ({ context, open, token }) => {
    const soap = (service: string, operation: string) =>
      context.send({
        method: 'POST',
        url: `/soap/default?services=${service}`,
        headers: { 'content-type': 'application/soap+xml' },
        body: `<e:Envelope xmlns:e="http://www.w3.org/2003/05/soap-envelope"><e:Body><${service}${operation}Request><username>alice</username><password>${PASSWORD}</password><otp></otp></${service}${operation}Request></e:Body></e:Envelope>`,
      });
    const signIn = {
      id: 'a',
      method: 'POST',
      url: '/V1/integration/admin/token',
      body: { username: 'alice', password: PASSWORD },
    };
    const answers = [
      await requestAdminToken(context, 'alice'),
      await open(),
      await open(''),
      await token(''),
      await token(' '),
      await soap('integrationAdminTokenServiceV1', 'CreateAdminAccessToken'),
      await context.send({ method: 'POST', url: '/rest/V1/aggregate', body: { calls: [signIn] } }),
    ];
    for (const { text, headers } of answers) {
      assert.doesNotMatch(text, /eyJ|csrf_token/);
      assert.equal(headers['set-cookie'], undefined);
    }
  }));

test('a code is worth something once, at its time, and for its user', () =>
  withSecondFactor(async ({ context, root, code, open, token }) => {
    // The code that has activated it is used up.
    assert.equal((await token(code())).status, 401);
    context.clock.now += 60_000;
    const once = code();
    assert.equal((await token(once)).status, 200);
    assert.equal((await token(once)).status, 401);
    assert.equal((await open(once)).status, 401);
    for (const steps of [-2, 2, 10]) assert.equal((await token(code(steps))).status, 401);
    await createAdmin(context, root, 'bob', 'all');
    context.clock.now += 60_000;
    const bob = tokenOf(await requestAdminToken(context, 'bob'));
    await manage(context, bob, { method: 'POST', url: 'tfa/own', body: {} });
    const other = { method: 'POST', url: '/rest/V1/tfa/own/activate', bearer: bob, body: { otp: code() } };
    assert.notEqual((await context.send(other)).status, 200);
  }));

test('codes cannot be guessed: after a few wrong ones the right one is refused as well', () =>
  withSecondFactor(async ({ context, code, token, recovery }) => {
    context.clock.now += 60_000;
    for (let guess = 0; guess < 10; guess++) assert.equal((await token(`${guess}00000`)).status, 401);
    assert.equal((await token(code())).status, 401);
    assert.equal((await token(recovery[0])).status, 401);
  }));

test('codes cannot be guessed while a second factor is being set up either', () =>
  withApplication(async (context) => {
    await createAdmin(context, await firstAdminToken(context), 'bob', 'all');
    const bearer = tokenOf(await requestAdminToken(context, 'bob'));
    const { secret } = await manage<{ secret: string }>(context, bearer, { method: 'POST', url: 'tfa/own', body: {} });
    const activate = async (otp: string) =>
      (await context.send({ method: 'POST', url: '/rest/V1/tfa/own/activate', bearer, body: { otp } })).status;
    const guesses = await Promise.all(Array.from({ length: 10 }, (_, guess) => activate(`${guess}00000`)));
    assert.deepEqual([...new Set(guesses)], [401]);
    assert.equal(await activate(codeOf(bytesOf(secret), Math.floor(context.clock.now / 30_000))), 401);
  }));

test('a second factor that is begun anew while its code is given is not both', () =>
  withApplication(async (context) => {
    await createAdmin(context, await firstAdminToken(context), 'carol', 'all');
    const bearer = tokenOf(await requestAdminToken(context, 'carol'));
    const own = async (method: string, path: string, body?: object) =>
      context.send({ method, url: `/rest/V1/tfa/own${path}`, bearer, ...(body === undefined ? {} : { body }) });
    for (let round = 0; round < 5; round++) {
      const { secret } = (await own('POST', '', {})).json as { secret: string };
      const otp = codeOf(bytesOf(secret), Math.floor(context.clock.now / 30_000));
      const answers = await Promise.all([own('POST', '/activate', { otp }), own('POST', '', {})]);
      assert.notDeepEqual(
        answers.map(({ status }) => status),
        [200, 200],
      );
      await own('DELETE', '');
    }
  }));

test('a recovery code is worth something once', () =>
  withSecondFactor(async ({ token, recovery }) => {
    assert.equal(recovery.length, 10);
    assert.equal((await token(recovery[0])).status, 200);
    assert.equal((await token(recovery[0])).status, 401);
    assert.equal((await token(recovery[1]?.toUpperCase())).status, 200);
  }));

test('nobody but who has the right to takes the second factor of another away', () =>
  withSecondFactor(async ({ context, root, open }) => {
    const resources = ['Magento_User::acl_users', 'Magento_User::acl_roles', 'Magento_Backend::admin'];
    await createAdmin(context, root, 'hr', resources);
    const bearer = tokenOf(await requestAdminToken(context, 'hr'));
    const { items } = await manage<{ items: { id: number; username: string }[] }>(context, root, {
      url: 'adminUsers?searchCriteria=',
    });
    const alice = items.find(({ username }) => username === 'alice')?.id;
    const reset = await context.send({ method: 'DELETE', url: `/rest/V1/tfa/users/${alice}`, bearer });
    assert.equal(reset.status, 401);
    await manage(context, bearer, { method: 'DELETE', url: 'tfa/own' });
    assert.notEqual((await open()).status, 200);
  }));
