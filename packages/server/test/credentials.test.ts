import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { Credentials } from '@tessera/oauth1';
import { recorderOf } from '../../modules/src/activity/recorder.ts';
import { createApplication } from '../src/application.ts';
import { type TestApplication, type TestRequest, withApplication } from './application.ts';
import { firstAdminToken, requestAdminToken, tokenOf } from './people.ts';
import {
  activeIntegration,
  fetchAccessToken,
  type ShownCredentials,
  signed,
  start,
  withIntegration as withHandshake,
} from './third-party.ts';

interface Token {
  readonly id: number;
  readonly label: string | null;
  readonly state: string;
  readonly expires_at: string | null;
  readonly last_used_at: string | null;
  readonly access_token?: string;
  readonly access_token_secret?: string;
}
interface Scene extends TestApplication {
  readonly id: number;
  readonly own: Credentials & { token: string };
  readonly admin: <T>(method: string, path: string, body?: unknown) => Promise<T>;
  readonly refused: (method: string, path: string, body?: unknown) => Promise<number>;
  readonly issue: (token: object) => Promise<Credentials & { token: string; id: number }>;
  /** Statuses of a read with the bare token and with a signature. */
  readonly read: (credentials: Credentials & { token: string }, request?: Partial<TestRequest>) => Promise<number[]>;
}

const READ = { url: '/rest/V1/customerGroups/0' };
const DAY = 86_400_000;

const withIntegration = (work: (scene: Scene) => Promise<void>): Promise<void> =>
  withApplication(async (context) => {
    let bearer = await firstAdminToken(context);
    let signedInAt = context.clock.now;
    const ask = async (method: string, path: string, body?: unknown) => {
      if (context.clock.now > signedInAt + 1000) {
        bearer = tokenOf(await requestAdminToken(context));
        signedInAt = context.clock.now;
      }
      return context.send({ method, url: `/rest/V1/${path}`, bearer, ...(body === undefined ? {} : { body }) });
    };
    const admin = async <T>(method: string, path: string, body?: unknown): Promise<T> => {
      const answer = await ask(method, path, body);
      assert.equal(answer.status, 200, answer.text);
      return answer.json as T;
    };
    const { id, credentials: own } = await activeIntegration(context, bearer);
    await work({
      ...context,
      id,
      own,
      admin,
      refused: async (method, path, body) => (await ask(method, path, body)).status,
      issue: async (token) => {
        const issued = await admin<Token>('POST', `integrations/${id}/tokens`, {
          token: { label: 'nightly', ...token },
        });
        return {
          ...own,
          id: issued.id,
          token: issued.access_token ?? '',
          tokenSecret: issued.access_token_secret ?? '',
        };
      },
      read: async (credentials, request = {}) => {
        const wanted = { ...READ, ...request };
        const answers = [
          await context.send({ ...wanted, bearer: credentials.token }),
          await context.send(signed(context, credentials, wanted)),
        ];
        return answers.map(({ status }) => status);
      },
    });
  });

test('an integration has several tokens, each shown once, listed without its secrets and revoked by itself', () =>
  withIntegration(async ({ id, own, admin, issue, read, refused }) => {
    const one = await issue({ label: 'one' });
    const two = await issue({ label: 'two' });
    for (const credentials of [own, one, two]) assert.deepEqual(await read(credentials), [200, 200]);
    const listed = await admin<Token[]>('GET', `integrations/${id}/tokens`);
    assert.deepEqual(
      listed.map(({ label, state }) => [label, state]),
      [
        [null, 'active'],
        ['one', 'active'],
        ['two', 'active'],
      ],
    );
    assert.ok(!JSON.stringify(listed).includes(one.token));
    await admin('DELETE', `integrations/${id}/tokens/${one.id}`);
    assert.deepEqual(await read(one), [401, 401]);
    assert.deepEqual(await read(two), [200, 200]);
    assert.deepEqual(await read(own), [200, 200]);
    const shown = await admin<ShownCredentials>('GET', `integrations/${id}/credentials`);
    assert.equal(shown.access_token, own.token);
    assert.equal(await refused('DELETE', `integrations/${id}/tokens/999`), 404);
    assert.equal(await refused('POST', `integrations/${id}/tokens/${one.id}/rotate`, {}), 400);
    const steps = await admin<{ step: string }[]>('GET', `integrations/${id}/handshake`);
    assert.deepEqual(steps.map(({ step }) => step).slice(1, 4), ['token_issued', 'token_issued', 'token_revoked']);
  }));

test('a token ends at its time, and at the maximum age of the policy', () =>
  withIntegration(async ({ own, issue, read, clock, admin }) => {
    const until = new Date(clock.now + 60_000).toISOString();
    const short = await issue({ expires_at: until });
    assert.deepEqual(await read(short), [200, 200]);
    clock.now += 61_000;
    assert.deepEqual(await read(short), [401, 401]);
    assert.deepEqual(await read(own), [200, 200]);
    await admin('PUT', 'config', { path: 'tessera/integration/token_maximum_age', value: '1' });
    assert.deepEqual(await read(own), [200, 200]);
    clock.now += DAY;
    assert.deepEqual(await read(own), [401, 401]);
  }));

test('a token works from its addresses only', () =>
  withIntegration(async ({ issue, read }) => {
    const limited = await issue({ allowed_addresses: ['198.51.100.0/24', '2001:db8::/32'] });
    assert.deepEqual(await read(limited, { remoteAddress: '198.51.100.7' }), [200, 200]);
    assert.deepEqual(await read(limited, { remoteAddress: '2001:db8::7' }), [200, 200]);
    assert.deepEqual(await read(limited, { remoteAddress: '198.51.101.7' }), [401, 401]);
    assert.deepEqual(await read(limited), [401, 401]);
  }));

test('a token works at its store views only, in the parts of an aggregate too', () =>
  withIntegration(async ({ issue, read, send }) => {
    const limited = await issue({ store_ids: [1] });
    assert.deepEqual(await read(limited), [200, 200]);
    assert.deepEqual(await read(limited, { url: '/rest/all/V1/customerGroups/0' }), [403, 403]);
    const calls = [
      { id: 'a', method: 'GET', url: '/rest/all/V1/customerGroups/0' },
      { id: 'b', method: 'GET', url: '/V1/customerGroups/0' },
    ];
    const answer = await send({ method: 'POST', url: '/rest/V1/aggregate', bearer: limited.token, body: { calls } });
    assert.deepEqual(
      (answer.json as { status: number }[]).map(({ status }) => status),
      [403, 200],
    );
  }));

test('a token for reading passes GET and searches, and no change through any binding', () =>
  withIntegration(async (scene) => {
    const { issue, read, send } = scene;
    const reading = await issue({ read_only: true });
    const as = async (method: string, url: string, body: unknown): Promise<number[]> => {
      const request = { method, url, body };
      return [
        (await send({ ...request, bearer: reading.token })).status,
        (await send(signed(scene, reading, request))).status,
      ];
    };
    const customer = { customer: { email: 'a@example.com', firstname: 'A', lastname: 'B' } };
    assert.deepEqual(await read(reading), [200, 200]);
    assert.deepEqual(
      await as('POST', '/rest/V1/customers/isEmailAvailable', { customerEmail: 'a@example.com' }),
      [200, 200],
    );
    assert.deepEqual(await as('GET', `/rest/V1/integrations/${scene.id}/credentials`, undefined), [403, 403]);
    assert.deepEqual(await as('POST', '/rest/V1/customers', customer), [403, 403]);
    assert.deepEqual(await as('DELETE', '/rest/V1/customers/1', undefined), [403, 403]);
    assert.deepEqual(await as('POST', '/rest/async/V1/customers', customer), [403, 403]);
    assert.deepEqual(await as('POST', '/rest/async/bulk/V1/customers', [customer]), [403, 403]);
    const calls = [{ id: 'a', method: 'POST', url: '/V1/customers', body: customer }];
    for (const atomic of [false, true]) {
      const answer = await send({
        method: 'POST',
        url: '/rest/V1/aggregate',
        bearer: reading.token,
        body: { calls, atomic },
      });
      assert.deepEqual(
        (answer.json as { status: number }[]).map(({ status }) => status),
        [403],
      );
    }
    const soap = await send({
      method: 'POST',
      url: '/soap/default?services=customerAccountManagementV1',
      bearer: reading.token,
      headers: { 'content-type': 'application/soap+xml' },
      body: '<e:Envelope xmlns:e="http://www.w3.org/2003/05/soap-envelope"><e:Body><customerAccountManagementV1CreateAccountRequest><customer><email>s@example.com</email><firstname>A</firstname><lastname>B</lastname></customer></customerAccountManagementV1CreateAccountRequest></e:Body></e:Envelope>',
    });
    assert.match(soap.text, /for reading only/);
  }));

test('limits of a token are changed and hold for the next call; what cannot be is refused', () =>
  withIntegration(async ({ id, issue, read, admin, refused }) => {
    const token = await issue({});
    const change = (limits: object) => admin<Token>('PUT', `integrations/${id}/tokens/${token.id}`, { token: limits });
    await change({ allowed_addresses: ['10.0.0.0/8'] });
    assert.deepEqual(await read(token), [401, 401]);
    await change({ allowed_addresses: [] });
    assert.deepEqual(await read(token), [200, 200]);
    for (const bad of [
      { allowed_addresses: ['10.0.0.0/33'] },
      { allowed_addresses: ['everywhere'] },
      { store_ids: [77] },
      { expires_at: 'soon' },
      { expires_at: '2001-01-01 00:00:00' },
      { expires_at: '2099-02-31 00:00:00' },
      { expires_at: '2099-13-01 00:00:00' },
      { label: ' ' },
    ])
      assert.equal(
        await refused('POST', `integrations/${id}/tokens`, { token: { label: 'x', ...bad } }),
        400,
        JSON.stringify(bad),
      );
    assert.equal(await refused('POST', `integrations/${id}/tokens`, { token: {} }), 400);
  }));

test('when a token is rotated, old and new are good for the overlap, then the new one only', () =>
  withIntegration(async ({ id, own, read, admin, clock, issue }) => {
    const [first] = await admin<Token[]>('GET', `integrations/${id}/tokens`);
    const rotated = await admin<Token>('POST', `integrations/${id}/tokens/${first?.id}/rotate`, {
      overlapSeconds: 600,
    });
    const fresh = { ...own, token: rotated.access_token ?? '', tokenSecret: rotated.access_token_secret ?? '' };
    assert.deepEqual(await read(own), [200, 200]);
    assert.deepEqual(await read(fresh), [200, 200]);
    assert.equal((await admin<ShownCredentials>('GET', `integrations/${id}/credentials`)).access_token, fresh.token);
    clock.now += 601_000;
    assert.deepEqual(await read(own), [401, 401]);
    assert.deepEqual(await read(fresh), [200, 200]);
    const reading = await issue({ label: 'report', read_only: true });
    const next = await admin<Token & { read_only: boolean }>('POST', `integrations/${id}/tokens/${reading.id}/rotate`, {
      overlapSeconds: 0,
    });
    assert.deepEqual([next.label, next.read_only], ['report', true]);
    assert.deepEqual(await read(reading), [401, 401]);
  }));

test('an integration is authorized anew with overlap or without', () =>
  withIntegration(async ({ id, own, read, admin, clock }) => {
    const next = await admin<ShownCredentials>('POST', `integrations/${id}/reauthorize`, { overlap: true });
    const fresh = { ...own, token: next.access_token, tokenSecret: next.access_token_secret };
    assert.deepEqual(
      [await read(own), await read(fresh)],
      [
        [200, 200],
        [200, 200],
      ],
    );
    clock.now += 86_401_000;
    assert.deepEqual(
      [await read(own), await read(fresh)],
      [
        [401, 401],
        [200, 200],
      ],
    );
    await admin('POST', `integrations/${id}/reauthorize`);
    assert.deepEqual(await read(fresh), [401, 401]);
  }));

test('a handshake anew with overlap keeps the old token until the new one is fetched, and a while longer', () =>
  withHandshake(async (context, bearer, callback, id) => {
    const works = async (credentials: Credentials): Promise<boolean> =>
      (await context.send(signed(context, credentials, READ))).status === 200;
    await start(context, bearer, id);
    const old = await fetchAccessToken(context, callback.received[0] ?? { form: {} });
    const url = `/rest/V1/integrations/${id}/reauthorize`;
    assert.equal((await context.send({ method: 'POST', url, bearer, body: { overlap: true } })).status, 200);
    assert.ok(await works(old));
    const { query } = context.call().db;
    const written = await query
      .selectFrom('audit_entry')
      .select('operation')
      .where('entity_id', '=', String(id))
      .execute();
    assert.ok(written.some(({ operation }) => operation === 'handshake::access_token'));
    const fresh = await fetchAccessToken(context, callback.received[1] ?? { form: {} });
    assert.deepEqual([await works(old), await works(fresh)], [true, true]);
    context.clock.now += 86_401_000;
    assert.deepEqual([await works(old), await works(fresh)], [false, true]);
  }));

test('the review names tokens that nobody uses, and the last use is written in batches', () =>
  withIntegration(async ({ id, own, read, admin, clock, application, issue }) => {
    await issue({ label: 'forgotten' });
    const call = application.internalCall();
    clock.now += 91 * DAY;
    assert.deepEqual(await read(own), [200, 200]);
    await recorderOf(call.ports).write({ call });
    type Reviewed = { label: string | null; reason: string; integration_id: number }[];
    const reviewed = await admin<Reviewed>('GET', 'credentialReview');
    assert.deepEqual(
      reviewed.map(({ integration_id, label, reason }) => [integration_id, label, reason]),
      [[id, 'forgotten', 'never_used']],
    );
    assert.equal((await admin<Reviewed>('GET', 'credentialReview?days=0')).length, 2);
  }));

test('a token that is revoked at one process is dead at another with its next request', () =>
  withIntegration(async ({ id, admin, issue, database, varFolder, clock, read, application }) => {
    const token = await issue({});
    const other = await createApplication({
      database,
      varFolder,
      basePath: '',
      keys: application.internalCall().ports.keys,
      now: () => clock.now,
      log: { error: () => {}, info: () => {} },
    });
    try {
      const ask = async (): Promise<number> =>
        (
          await other.handle({
            method: 'GET',
            ...READ,
            remoteAddress: '127.0.0.1',
            scheme: 'http',
            host: 'localhost',
            headers: { host: 'localhost', authorization: `Bearer ${token.token}` },
            body: async () => Buffer.alloc(0),
          })
        ).status;
      assert.equal(await ask(), 200);
      await admin('DELETE', `integrations/${id}/tokens/${token.id}`);
      assert.equal(await ask(), 401);
      assert.deepEqual(await read(token), [401, 401]);
    } finally {
      await other.close();
    }
  }));
