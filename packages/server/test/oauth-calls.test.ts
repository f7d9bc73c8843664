import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { Credentials } from '@tessera/oauth1';
import { createApplication } from '../src/application.ts';
import { type TestApplication, type TestRequest, withApplication } from './application.ts';
import { firstAdminToken, whoAmI } from './people.ts';
import { activeIntegration, consumerOf, manage, signed, start, tokenPairOf, withIntegration } from './third-party.ts';

const websites = { url: '/rest/V1/store/websites' };
const UNAUTHORIZED = {
  message: "The consumer isn't authorized to access %resources.",
  parameters: { resources: 'Magento_Backend::store' },
};

const withActive = (
  work: (
    context: TestApplication,
    credentials: Credentials & { token: string },
    bearer: string,
    id: number,
  ) => Promise<void>,
): Promise<void> =>
  withApplication(
    async (context) => {
      const bearer = await firstAdminToken(context);
      const { id, credentials } = await activeIntegration(context, bearer);
      await work(context, credentials, bearer, id);
    },
    { modules: [whoAmI] },
  );

/** Signs, then changes the header: a parameter to another value, or to none. */
function tampered(
  context: TestApplication,
  credentials: Credentials,
  changes: Record<string, string | null>,
): TestRequest {
  const request = signed(context, credentials, websites);
  let authorization = request.headers?.['authorization'] ?? '';
  for (const [name, value] of Object.entries(changes)) {
    const entry = value === null ? '' : `${name}="${encodeURIComponent(value)}"`;
    authorization = authorization.replace(new RegExp(`${name}="[^"]*"`), entry);
  }
  return { ...request, headers: { authorization } };
}
const answerOf = async (context: TestApplication, request: TestRequest): Promise<[number, unknown]> => {
  const { status, json } = await context.send(request);
  return [status, json];
};

test('a signed call is made by its integration, with its grants', () =>
  withActive(async (context, credentials, _, id) => {
    const [status, json] = await answerOf(context, signed(context, credentials, { url: '/rest/V1/whoami' }));
    assert.deepEqual([status, json], [200, { kind: 'integration', id, proof: 'signature' }]);
  }));

test('what is wrong with a signed call is said as Magento says it', () =>
  withActive(async (context, credentials) => {
    const cases: [Record<string, string | null>, number, object][] = [
      [{ oauth_version: '2.0' }, 400, { message: 'The "%1" Oauth version isn\'t supported.', parameters: ['2.0'] }],
      [
        { oauth_token: null },
        400,
        { message: '"%fieldName" is required. Enter and try again.', parameters: { fieldName: 'oauth_token' } },
      ],
      [{ oauth_token: 'short' }, 400, { message: 'The token length is invalid. Check the length and try again.' }],
      [
        { oauth_signature_method: 'PLAINTEXT' },
        400,
        { message: 'Signature method %1 is not supported', parameters: ['PLAINTEXT'] },
      ],
      [
        { oauth_signature_method: 'hmac-sha256' },
        400,
        { message: 'Signature method %1 is not supported', parameters: ['hmac-sha256'] },
      ],
      [{ oauth_consumer_key: 'short' }, 401, { message: 'Consumer key is not the correct length' }],
      [{ oauth_consumer_key: 'k'.repeat(32) }, 401, { message: 'A consumer having the specified key does not exist' }],
      [{ oauth_timestamp: '0' }, 401, { message: 'An error occurred validating the nonce' }],
      [
        { oauth_timestamp: String(Math.floor(context.clock.now / 1000) + 661) },
        401,
        { message: 'An error occurred validating the nonce' },
      ],
      [{ oauth_token: 't'.repeat(32) }, 401, { message: 'Specified token does not exist' }],
      [{ oauth_signature: 'AAAA' }, 401, { message: 'The signature is invalid. Verify and try again.' }],
    ];
    for (const [changes, status, json] of cases)
      assert.deepEqual(
        await answerOf(context, tampered(context, credentials, changes)),
        [status, json],
        JSON.stringify(changes),
      );
    const two = await answerOf(context, tampered(context, credentials, { oauth_nonce: null, oauth_timestamp: null }));
    assert.deepEqual(two, [
      400,
      {
        message: 'One or more input exceptions have occurred.',
        errors: ['oauth_nonce', 'oauth_timestamp'].map((fieldName) => ({
          message: '"%fieldName" is required. Enter and try again.',
          parameters: { fieldName },
        })),
      },
    ]);
  }));

test('version, missing parameters, token length and method are judged in this order, and all before the consumer', () =>
  withActive(async (context, credentials) => {
    const messageOf = async (changes: Record<string, string | null>) =>
      ((await answerOf(context, tampered(context, credentials, changes)))[1] as { message: string }).message;
    assert.match(
      await messageOf({ oauth_version: '2', oauth_nonce: null, oauth_token: 'x', oauth_signature_method: 'x' }),
      /version/,
    );
    assert.match(await messageOf({ oauth_nonce: null, oauth_token: 'x', oauth_signature_method: 'x' }), /is required/);
    assert.match(
      await messageOf({ oauth_token: 'x', oauth_signature_method: 'x', oauth_consumer_key: 'x' }),
      /token length/,
    );
    assert.match(await messageOf({ oauth_signature_method: 'x', oauth_consumer_key: 'x' }), /Signature method/);
    assert.match(
      await messageOf({ oauth_consumer_key: 'x', oauth_timestamp: '0', oauth_signature: 'x' }),
      /Consumer key/,
    );
    assert.match(
      await messageOf({ oauth_timestamp: '0', oauth_token: 't'.repeat(32), oauth_signature: 'x' }),
      /validating the nonce/,
    );
    assert.match(await messageOf({ oauth_token: 't'.repeat(32), oauth_signature: 'x' }), /Specified token/);
  }));

test("a token under another integration's key is refused", () =>
  withActive(async (context, credentials, bearer) => {
    const other = await activeIntegration(context, bearer, { name: 'Other' });
    const mixed = { ...credentials, token: other.credentials.token, tokenSecret: other.credentials.tokenSecret ?? '' };
    assert.deepEqual(await answerOf(context, signed(context, mixed, websites)), [
      401,
      { message: 'Token is not associated with the specified consumer' },
    ]);
  }));

test('a request token is no access token, neither signed nor as Bearer', () =>
  withIntegration(async (context, bearer, callback, id) => {
    await start(context, bearer, id);
    const consumer = consumerOf(callback);
    const pair = tokenPairOf(
      await context.send(signed(context, consumer, { method: 'POST', url: '/oauth/token/request' })),
    );
    assert.deepEqual(await answerOf(context, signed(context, { ...consumer, ...pair }, websites)), [
      401,
      { message: 'Token is not an access token' },
    ]);
    assert.deepEqual(await answerOf(context, { ...websites, bearer: pair.token }), [401, UNAUTHORIZED]);
  }));

test('an integration that is not active is a guest, signed and as Bearer', () =>
  withActive(async (context, credentials, _, id) => {
    const { db } = context.call();
    await db.transaction(async (inner) => {
      await inner.query.updateTable('integration').set({ status: 0 }).where('id', '=', id).execute();
      const { accessSnapshot } = await import('../../modules/src/integration/oauth/access.ts');
      await inner.touch(accessSnapshot);
    });
    assert.deepEqual(await answerOf(context, signed(context, credentials, websites)), [401, UNAUTHORIZED]);
    assert.deepEqual(await answerOf(context, { ...websites, bearer: credentials.token }), [401, UNAUTHORIZED]);
  }));

test('a revoked token says so', () =>
  withActive(async (context, credentials) => {
    const { db } = context.call();
    await db.transaction(async (inner) => {
      await inner.query.updateTable('oauth_token').set({ revoked: 1 }).execute();
      const { accessSnapshot } = await import('../../modules/src/integration/oauth/access.ts');
      await inner.touch(accessSnapshot);
    });
    assert.deepEqual(await answerOf(context, signed(context, credentials, websites)), [
      401,
      { message: 'Access token has been revoked' },
    ]);
    assert.deepEqual(await answerOf(context, { ...websites, bearer: credentials.token }), [401, UNAUTHORIZED]);
  }));

test('on an anonymous route a bad signature is no obstacle', () =>
  withActive(async (context, credentials) => {
    const request = tampered(context, credentials, { oauth_signature: 'bad' });
    assert.deepEqual(await answerOf(context, { ...request, url: '/rest/V1/whoami' }), [
      200,
      { kind: 'guest', id: 0, proof: 'none' },
    ]);
  }));

test('the signature covers method, path, query and form body', () =>
  withActive(async (context, credentials) => {
    const query = '/rest/V1/store/websites?fields=id&x=a%20b%2Bc';
    const { headers = {} } = signed(context, credentials, { url: query });
    for (const changed of [
      { url: `${query}d` },
      { url: '/rest/V1/store/websites' },
      { url: '/rest/V1/store/storeViews?fields=id&x=a%20b%2Bc' },
      { url: query, method: 'DELETE' },
    ]) {
      const { status } = await context.send({ ...changed, headers });
      assert.ok(status === 401 || status === 404, `${changed.url} ${status}`);
    }
    assert.equal((await context.send({ url: query, headers })).status, 200);
  }));

test('HMAC-SHA1 is taken until a setting forbids it', () =>
  withActive(async (context, credentials, bearer) => {
    const sha1 = () => signed(context, credentials, websites, { signatureMethod: 'HMAC-SHA1' });
    assert.equal((await context.send(sha1())).status, 200);
    await manage(context, bearer, {
      method: 'PUT',
      url: 'config',
      body: { path: 'tessera/oauth/allow_hmac_sha1', value: '0' },
    });
    assert.deepEqual(await answerOf(context, sha1()), [
      400,
      { message: 'Signature method %1 is not supported', parameters: ['HMAC-SHA1'] },
    ]);
    assert.equal((await context.send(signed(context, credentials, websites))).status, 200);
  }));

test('the access token works as Bearer out of the box, and nothing else does', () =>
  withActive(async (context, credentials, bearer, id) => {
    assert.deepEqual(await answerOf(context, { url: '/rest/V1/whoami', bearer: credentials.token }), [
      200,
      { kind: 'integration', id, proof: 'integration-token' },
    ]);
    for (const wrong of [
      credentials.consumerKey,
      credentials.consumerSecret,
      credentials.tokenSecret ?? '',
      credentials.token.toUpperCase(),
      `${credentials.token} x`,
      credentials.token.slice(1),
      '',
    ])
      assert.deepEqual(await answerOf(context, { ...websites, bearer: wrong }), [401, UNAUTHORIZED], wrong);
    assert.equal(
      (await context.send({ ...websites, headers: { authorization: `bEARER ${credentials.token}` } })).status,
      200,
    );
    await manage(context, bearer, {
      method: 'PUT',
      url: 'config',
      body: { path: 'oauth/consumer/enable_integration_as_bearer', value: '0' },
    });
    assert.deepEqual(await answerOf(context, { ...websites, bearer: credentials.token }), [401, UNAUTHORIZED]);
    assert.equal((await context.send(signed(context, credentials, websites))).status, 200);
    await manage(context, bearer, {
      method: 'PUT',
      url: 'config',
      body: { path: 'oauth/consumer/enable_integration_as_bearer', value: '1' },
    });
    await manage(context, bearer, { method: 'DELETE', url: `integrations/${id}` });
    assert.deepEqual(await answerOf(context, { ...websites, bearer: credentials.token }), [401, UNAUTHORIZED]);
  }));

test('what one process changes about an integration holds in another', () =>
  withActive(async (context, credentials, bearer, id) => {
    const other = await createApplication({
      database: context.database,
      varFolder: context.varFolder,
      basePath: '',
      keys: context.call().ports.keys,
      now: () => context.clock.now,
      log: { error: () => {}, info: () => {} },
    });
    const there = async (): Promise<number> => {
      const { url, headers = {} } = signed(context, credentials, websites);
      const response = await other.handle({
        method: 'GET',
        url,
        headers: { ...headers },
        body: async () => Buffer.alloc(0),
        remoteAddress: '127.0.0.1',
        scheme: 'http',
        host: 'localhost',
      });
      return response.status;
    };
    const soon = async (status: number): Promise<void> => {
      for (let i = 0; i < 100 && (await there()) !== status; i++)
        await new Promise((resolve) => setTimeout(resolve, 10));
      assert.equal(await there(), status);
    };
    try {
      await soon(200);
      await manage(context, bearer, {
        method: 'PUT',
        url: `integrations/${id}`,
        body: { integration: { all_resources: false, resources: [] } },
      });
      await soon(401);
      const fresh = await activeIntegration(context, bearer, { name: 'Made elsewhere' });
      credentials = fresh.credentials;
      assert.equal(await there(), 200, 'a token that was just issued is known at once');
      await manage(context, bearer, { method: 'DELETE', url: `integrations/${fresh.id}` });
      await soon(401);
    } finally {
      await other.close();
    }
  }));
