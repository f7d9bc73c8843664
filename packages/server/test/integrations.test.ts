import assert from 'node:assert/strict';
import { randomBytes } from 'node:crypto';
import { test } from 'node:test';
import { reencryptJob } from '../../modules/src/integration/oauth/reencrypt.ts';
import { createApplication } from '../src/application.ts';
import { withApplication } from './application.ts';
import { createAdmin, firstAdminToken, requestAdminToken, tokenOf, whoAmI } from './people.ts';
import {
  activeIntegration,
  createIntegration,
  credentialsOf,
  manage,
  type ShownCredentials,
  type ShownIntegration,
  signed,
} from './third-party.ts';

const messageOf = (json: unknown): string => (json as { message: string }).message;

test('an integration is created inactive, with keys of its own and no secret in any answer', () =>
  withApplication(async (context) => {
    const bearer = await firstAdminToken(context);
    const made = await createIntegration(context, bearer, {
      name: 'CRM',
      email: 'dev@example.com',
      endpoint: 'https://crm.example/callback',
      identity_link_url: 'https://crm.example/login',
      resources: ['Magento_Customer::customer', 'Magento_Customer::manage', 'Magento_Customer::customer'],
    });
    assert.deepEqual(
      { ...made, consumer_key: made.consumer_key.length, created_at: '', updated_at: '' },
      {
        id: 1,
        name: 'CRM',
        email: 'dev@example.com',
        endpoint: 'https://crm.example/callback',
        identity_link_url: 'https://crm.example/login',
        status: 0,
        setup_type: 0,
        consumer_id: 1,
        consumer_key: 32,
        all_resources: false,
        resources: ['Magento_Customer::customer', 'Magento_Customer::manage'],
        created_at: '',
        updated_at: '',
      },
    );
    const { access_token, ...secrets } = await manage<ShownCredentials>(context, bearer, {
      url: 'integrations/1/credentials',
    });
    assert.equal(access_token, null);
    for (const url of ['integrations/1', 'integrations?searchCriteria=', 'integrations/1/handshake']) {
      const { text } = await context.send({ url: `/rest/V1/${url}`, bearer });
      assert.equal(text.includes(secrets.consumer_secret), false, url);
    }
  }));

test('names are unique with letter case aside, and what is wrong with an integration is said', () =>
  withApplication(async (context) => {
    const bearer = await firstAdminToken(context);
    await createIntegration(context, bearer, { name: 'CRM' });
    const refused = async (integration: object): Promise<string> => {
      const { status, json } = await context.send({
        method: 'POST',
        url: '/rest/V1/integrations',
        bearer,
        body: { integration },
      });
      return `${status} ${messageOf(json)}`;
    };
    assert.equal(await refused({ name: 'crm' }), '400 The integration with name "%1" exists.');
    assert.match(await refused({}), /^400 "%fieldName" is required/);
    assert.match(await refused({ name: '   ' }), /^400 "%fieldName" is required/);
    assert.match(await refused({ name: 'a\u0000b' }), /^400 Invalid value/);
    assert.match(await refused({ name: 'x'.repeat(256) }), /^400 The name must not be longer/);
    assert.match(await refused({ name: 'a', email: 'nobody' }), /^400 Invalid value/);
    for (const url of [
      'crm.example',
      'ftp://crm.example',
      'javascript:alert(1)',
      'http://',
      'https://user:pw@crm.example/',
    ])
      assert.match(await refused({ name: 'a', endpoint: url }), /^400 Invalid value/, url);
    assert.match(await refused({ name: 'a', identity_link_url: 'javascript:alert(1)' }), /^400 Invalid value/);
    assert.match(await refused({ name: 'a', resources: ['Magento_Customer::nope'] }), /^400 The ACL resource/);
    const list = await manage<{ total_count: number }>(context, bearer, { url: 'integrations?searchCriteria=' });
    assert.equal(list.total_count, 1);
  }));

test('two integrations of one name at once: one is made', () =>
  withApplication(async (context) => {
    const bearer = await firstAdminToken(context);
    const answers = await Promise.all(
      Array.from({ length: 8 }, () =>
        context.send({ method: 'POST', url: '/rest/V1/integrations', bearer, body: { integration: { name: 'Twin' } } }),
      ),
    );
    assert.deepEqual(answers.map((answer) => answer.status).sort(), [200, 400, 400, 400, 400, 400, 400, 400]);
  }));

test('an integration is found, changed in part and deleted; an unknown one answers 404', () =>
  withApplication(async (context) => {
    const bearer = await firstAdminToken(context);
    for (const name of ['Alpha', 'Beta', 'Gamma'])
      await createIntegration(context, bearer, { name, email: `${name}@example.com`, all_resources: name === 'Beta' });
    const changed = await manage<ShownIntegration>(context, bearer, {
      method: 'PUT',
      url: 'integrations/2',
      body: { integration: { name: 'Beta 2', endpoint: 'https://b.example/c' } },
    });
    assert.deepEqual([changed.name, changed.endpoint, changed.all_resources], ['Beta 2', 'https://b.example/c', true]);
    const limited = await manage<ShownIntegration>(context, bearer, {
      method: 'PUT',
      url: 'integrations/2',
      body: { integration: { resources: ['Magento_Sales::actions_view'] } },
    });
    assert.deepEqual([limited.all_resources, limited.resources], [false, ['Magento_Sales::actions_view']]);
    const shown = await manage<ShownIntegration>(context, bearer, { url: 'integrations/2' });
    const round = await manage<ShownIntegration>(context, bearer, {
      method: 'PUT',
      url: 'integrations/2',
      body: { integration: shown },
    });
    assert.deepEqual(round, shown, 'what was read can be sent back as it is');
    const taken = await context.send({
      method: 'PUT',
      url: '/rest/V1/integrations/2',
      bearer,
      body: { integration: { name: 'ALPHA' } },
    });
    assert.equal(taken.status, 400);
    const criteria =
      'searchCriteria[filter_groups][0][filters][0][field]=name&searchCriteria[filter_groups][0][filters][0][value]=%25a%25&searchCriteria[filter_groups][0][filters][0][condition_type]=like&searchCriteria[sortOrders][0][field]=name&searchCriteria[sortOrders][0][direction]=DESC&searchCriteria[pageSize]=2';
    const found = await manage<{ items: ShownIntegration[]; total_count: number }>(context, bearer, {
      url: `integrations?${criteria}`,
    });
    assert.deepEqual([found.items.map((item) => item.name), found.total_count], [['Gamma', 'Beta 2'], 3]);
    assert.equal(await manage(context, bearer, { method: 'DELETE', url: 'integrations/2' }), true);
    for (const [method, url] of [
      ['GET', '2'],
      ['DELETE', '2'],
      ['PUT', '99'],
      ['POST', '99/activate'],
      ['POST', '99/reauthorize'],
      ['GET', '99/credentials'],
      ['GET', '99/handshake'],
    ] as const) {
      const { status, json } = await context.send({
        method,
        url: `/rest/V1/integrations/${url}`,
        bearer,
        ...(method === 'PUT' ? { body: { integration: {} } } : {}),
      });
      assert.deepEqual(
        [status, messageOf(json)],
        [404, 'The integration with ID "%1" doesn\'t exist.'],
        `${method} ${url}`,
      );
    }
    assert.equal((await context.send({ url: '/rest/V1/integrations/abc', bearer })).status, 400);
  }));

test('activation without callback issues four secrets, once; activated again it shows the same', () =>
  withApplication(async (context) => {
    const bearer = await firstAdminToken(context);
    const { id } = await createIntegration(context, bearer, { name: 'CRM', all_resources: true });
    const first = await manage<ShownCredentials>(context, bearer, {
      method: 'POST',
      url: `integrations/${id}/activate`,
      body: {},
    });
    assert.deepEqual(Object.keys(first), ['consumer_key', 'consumer_secret', 'access_token', 'access_token_secret']);
    for (const value of Object.values(first)) assert.match(value, /^[0-9a-z]{32}$/);
    assert.equal(new Set(Object.values(first)).size, 4);
    const again = await manage<ShownCredentials>(context, bearer, {
      method: 'POST',
      url: `integrations/${id}/activate`,
      body: {},
    });
    assert.deepEqual(again, first);
    assert.equal((await manage<ShownIntegration>(context, bearer, { url: `integrations/${id}` })).status, 1);
  }));

test('activated several times at once, an integration gets one token', () =>
  withApplication(async (context) => {
    const bearer = await firstAdminToken(context);
    const { id } = await createIntegration(context, bearer, { name: 'CRM', all_resources: true });
    const issued = await Promise.all(
      Array.from({ length: 6 }, () =>
        manage<ShownCredentials>(context, bearer, { method: 'POST', url: `integrations/${id}/activate`, body: {} }),
      ),
    );
    assert.equal(new Set(issued.map((one) => one.access_token)).size, 1);
  }));

test('reauthorized, an integration keeps its keys and loses its token at once', () =>
  withApplication(async (context) => {
    const bearer = await firstAdminToken(context);
    const { id, credentials } = await activeIntegration(context, bearer);
    const issued = await manage<ShownCredentials>(context, bearer, {
      method: 'POST',
      url: `integrations/${id}/reauthorize`,
      body: {},
    });
    const fresh = credentialsOf(issued);
    assert.deepEqual([fresh.consumerKey, fresh.consumerSecret], [credentials.consumerKey, credentials.consumerSecret]);
    const old = await context.send(signed(context, credentials, { url: '/rest/V1/store/websites' }));
    assert.deepEqual([old.status, messageOf(old.json)], [401, 'Specified token does not exist']);
    assert.equal((await context.send(signed(context, fresh, { url: '/rest/V1/store/websites' }))).status, 200);
  }));

test('every reading of the credentials is logged, and a setting forbids it', () =>
  withApplication(async (context) => {
    const bearer = await firstAdminToken(context);
    const { id } = await activeIntegration(context, bearer);
    await manage(context, bearer, { url: `integrations/${id}/credentials`, remoteAddress: '192.0.2.7' });
    const events = await manage<{ step: string; detail: string }[]>(context, bearer, {
      url: `integrations/${id}/handshake`,
    });
    assert.deepEqual(
      events.map((event) => event.step),
      ['activated', 'credentials_read'],
    );
    assert.equal(events[1]?.detail, 'The credentials were read by the admin admin from 192.0.2.7.');
    await manage(context, bearer, {
      method: 'PUT',
      url: 'config',
      body: { path: 'tessera/integration/allow_credentials_reading', value: '0' },
    });
    for (const [method, url] of [
      ['GET', 'credentials'],
      ['POST', 'activate'],
    ] as const)
      assert.equal(
        (await context.send({ method, url: `/rest/V1/integrations/${id}/${url}`, bearer })).status,
        400,
        url,
      );
    const issued = await manage<ShownCredentials>(context, bearer, {
      method: 'POST',
      url: `integrations/${id}/reauthorize`,
      body: {},
    });
    assert.equal(issued.access_token.length, 32, 'what is issued is still shown once');
  }));

test('grants hold for the next call; a deleted integration is not known any more', () =>
  withApplication(
    async (context) => {
      const bearer = await firstAdminToken(context);
      const { id, credentials } = await activeIntegration(context, bearer, {
        all_resources: false,
        resources: ['Magento_Backend::store'],
      });
      const ask = async () =>
        (await context.send(signed(context, credentials, { url: '/rest/V1/store/websites' }))).status;
      assert.equal(await ask(), 200);
      await manage(context, bearer, {
        method: 'PUT',
        url: `integrations/${id}`,
        body: { integration: { resources: [] } },
      });
      assert.equal(await ask(), 401);
      await manage(context, bearer, {
        method: 'PUT',
        url: `integrations/${id}`,
        body: { integration: { all_resources: true } },
      });
      assert.equal(await ask(), 200);
      await manage(context, bearer, { method: 'DELETE', url: `integrations/${id}` });
      const { status, json } = await context.send(signed(context, credentials, { url: '/rest/V1/store/websites' }));
      assert.deepEqual([status, messageOf(json)], [401, 'A consumer having the specified key does not exist']);
    },
    { modules: [whoAmI] },
  ));

test('only who holds Magento_Integration::integrations manages them', () =>
  withApplication(async (context) => {
    const bearer = await firstAdminToken(context);
    await createAdmin(context, bearer, 'clerk', ['Magento_Customer::customer']);
    const clerk = tokenOf(await requestAdminToken(context, 'clerk'));
    for (const [method, url] of [
      ['GET', 'integrations?searchCriteria='],
      ['POST', 'integrations'],
      ['GET', 'integrations/1/credentials'],
      ['POST', 'integrations/1/activate'],
    ] as const) {
      const { status, json } = await context.send({ method, url: `/rest/V1/${url}`, bearer: clerk });
      assert.deepEqual(
        [status, json],
        [
          401,
          {
            message: "The consumer isn't authorized to access %resources.",
            parameters: { resources: 'Magento_Integration::integrations' },
          },
        ],
        url,
      );
    }
  }));

test('no secret lies readable in the database', () =>
  withApplication(async (context) => {
    const bearer = await firstAdminToken(context);
    const { credentials } = await activeIntegration(context, bearer);
    const { db } = context.call();
    const stored = JSON.stringify([
      await db.query.selectFrom('oauth_consumer').selectAll().execute(),
      await db.query.selectFrom('oauth_token').selectAll().execute(),
      await db.query.selectFrom('handshake_event').selectAll().execute(),
    ]);
    for (const secret of [credentials.consumerSecret, credentials.token, credentials.tokenSecret ?? ''])
      assert.equal(stored.includes(secret), false);
  }));

test('after a key was added, secrets are encrypted anew, and the old key can go', () => {
  const [older, newer] = [randomBytes(32), randomBytes(32)];
  return withApplication(
    async (context) => {
      const bearer = await firstAdminToken(context);
      const { credentials } = await activeIntegration(context, bearer);
      await createIntegration(context, bearer, { name: 'Waiting' });
      await reencryptJob.run(context.call({ ports: { ...context.call().ports, keys: [older, newer] } }));
      const reopened = await createApplication({
        database: context.database,
        varFolder: context.varFolder,
        basePath: '',
        keys: [newer],
        now: () => context.clock.now,
        log: { error: () => {}, info: () => {} },
      });
      try {
        const { url, headers = {} } = signed(context, credentials, { url: '/rest/V1/store/websites' });
        const { status } = await reopened.handle({
          method: 'GET',
          url,
          headers: { ...headers },
          body: async () => Buffer.alloc(0),
          remoteAddress: '127.0.0.1',
          scheme: 'http',
          host: 'localhost',
        });
        assert.equal(status, 200);
      } finally {
        await reopened.close();
      }
    },
    { keys: [older] },
  );
});
