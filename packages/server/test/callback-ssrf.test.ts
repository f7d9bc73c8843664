import assert from 'node:assert/strict';
import { createServer as createTlsServer } from 'node:https';
import { type AddressInfo, createServer as createTcpServer, type Server } from 'node:net';
import { test } from 'node:test';
import { activateIntegration } from '@tessera/modules';
import type { Ports, WebapiError } from '@tessera/webapi';
import { generate } from 'selfsigned';
import { type TestApplication, withApplication } from './application.ts';
import { firstAdminToken } from './people.ts';
import { allowLoopback, createIntegration, manage, type ShownIntegration, withCallback } from './third-party.ts';

const MESSAGE = 'The attempt to post data to consumer failed due to an unexpected error. Please try again later.';

/** Activates a new integration with this callback; gives the answer and the last event of its timeline. */
async function activate(context: TestApplication, bearer: string, endpoint: string) {
  const { id } = await createIntegration(context, bearer, {
    name: `To ${endpoint}`.slice(0, 200),
    all_resources: true,
    endpoint,
    identity_link_url: 'https://crm.example/login',
  });
  const { status, json } = await context.send({
    method: 'POST',
    url: `/rest/V1/integrations/${id}/activate`,
    bearer,
    body: {},
  });
  const { message, parameters } = json as { message?: string; parameters?: { reason: string; detail: string } };
  const events = await manage<{ outcome: string; detail: string; http_status: number | null }[]>(context, bearer, {
    url: `integrations/${id}/handshake`,
  });
  return { id, status, message, reason: parameters?.reason, detail: parameters?.detail, event: events.at(-1) };
}

const withAdmin = (work: (context: TestApplication, bearer: string) => Promise<void>): Promise<void> =>
  withApplication(async (context) => work(context, await firstAdminToken(context)));

async function listening(server: Server, work: (port: number) => Promise<void>): Promise<void> {
  await new Promise<void>((ready) => server.listen(0, '127.0.0.1', ready));
  try {
    await work((server.address() as AddressInfo).port);
  } finally {
    server.close();
  }
}

test('no callback reaches a private, loopback, link-local or metadata address, however it is written', () =>
  withCallback((callback) =>
    withAdmin(async (context, bearer) => {
      const { port } = new URL(callback.origin);
      const hosts = [
        `127.0.0.1:${port}`,
        `localhost:${port}`,
        `127.1:${port}`,
        `2130706433:${port}`,
        `0x7f000001:${port}`,
        `0177.0.0.1:${port}`,
        `[::1]:${port}`,
        `[::ffff:127.0.0.1]:${port}`,
        '10.0.0.1',
        '192.168.1.1',
        '172.16.0.1',
        '169.254.169.254',
        '100.100.100.200',
        '[fd00:ec2::254]',
        '[fe80::1]',
        '0.0.0.0',
        '224.0.0.1',
      ];
      for (const host of hosts) {
        const answer = await activate(context, bearer, `http://${host}/latest/meta-data`);
        assert.deepEqual([answer.status, answer.message, answer.reason], [400, MESSAGE, 'forbidden_address'], host);
        assert.equal(answer.event?.outcome, 'failed');
      }
      assert.deepEqual(callback.received, []);
    }),
  ));

test('the refusal does not tell to which address a name leads', () =>
  withAdmin(async (context, bearer) => {
    const { detail } = await activate(context, bearer, 'http://localhost/');
    assert.equal(detail?.includes('127.'), false);
  }));

test('a name that leads to a private address among public ones is refused, and looked up only once', () =>
  withAdmin(async (context, bearer) => {
    const { id } = await createIntegration(context, bearer, {
      name: 'Rebinding',
      endpoint: 'http://rebind.test/',
      identity_link_url: 'https://crm.example/',
    });
    const asked: string[] = [];
    const resolveHost: Ports['resolveHost'] = async (hostname) => {
      asked.push(hostname);
      return [
        { address: '93.184.216.34', family: 4 },
        { address: '127.0.0.1', family: 4 },
      ];
    };
    const call = context.call({ ports: { ...context.call().ports, resolveHost }, baseUrl: 'http://localhost/' });
    await assert.rejects(activateIntegration(call, id), (error: WebapiError) => {
      assert.equal(error.message, MESSAGE);
      assert.equal((error.parameters as { reason: string }).reason, 'forbidden_address');
      return true;
    });
    assert.deepEqual(asked, ['rebind.test'], 'the name is looked up once, by the connection itself');
  }));

test('what failed is said in the answer and stays in the timeline; nothing is lost', () =>
  withAdmin(async (context, bearer) => {
    await allowLoopback(context, bearer);
    await manage(context, bearer, {
      method: 'PUT',
      url: 'config',
      body: { path: 'oauth/consumer/post_timeout', value: '1' },
    });
    const expectFailure = async (endpoint: string, reason: string): Promise<void> => {
      const answer = await activate(context, bearer, endpoint);
      assert.deepEqual([answer.status, answer.message, answer.reason], [400, MESSAGE, reason], endpoint);
      assert.deepEqual(answer.event?.detail, answer.detail);
      const shown = await manage<ShownIntegration>(context, bearer, { url: `integrations/${answer.id}` });
      assert.equal(shown.status, 0);
    };
    await listening(
      createTcpServer(() => {}),
      (port) => expectFailure(`http://127.0.0.1:${port}/silent`, 'timeout'),
    );
    await listening(
      createTcpServer((socket) => socket.destroy()),
      (port) => expectFailure(`http://127.0.0.1:${port}/hangs-up`, 'broken'),
    );
    const { cert, private: key } = await generate([{ name: 'commonName', value: 'localhost' }], { keyType: 'ec' });
    await listening(
      createTlsServer({ cert, key }, (_, response) => response.end()),
      (port) => expectFailure(`https://localhost:${port}/`, 'certificate_untrusted'),
    );
    let closed = 0;
    await listening(createTcpServer(), async (port) => void (closed = port));
    await expectFailure(`http://127.0.0.1:${closed}/`, 'refused');
  }));

test('any answer means that the credentials were received; a redirect too, which is not followed', () =>
  withAdmin(async (context, bearer) => {
    await allowLoopback(context, bearer);
    for (const status of [200, 204, 301, 302, 303, 307, 308, 404, 500])
      await withCallback(
        async (callback) => {
          const answer = await activate(context, bearer, `${callback.origin}/${status}`);
          assert.deepEqual([answer.status, answer.event?.outcome, answer.event?.http_status], [200, 'ok', status]);
          assert.equal(
            answer.event?.detail.includes('a redirect, which is not followed'),
            status / 100 >= 3 && status < 400,
          );
          assert.equal(callback.received.length, 1, 'it is posted once, and nowhere else');
        },
        () => status,
      );
  }));

test('a name that cannot be resolved is said to be one', () =>
  withAdmin(async (context, bearer) => {
    const { id } = await createIntegration(context, bearer, {
      name: 'Nowhere',
      endpoint: 'http://nowhere.test/',
      identity_link_url: 'https://crm.example/',
    });
    const resolveHost = () => Promise.reject(Object.assign(new Error('not found'), { code: 'ENOTFOUND' }));
    const call = context.call({ ports: { ...context.call().ports, resolveHost }, baseUrl: 'http://localhost/' });
    await assert.rejects(activateIntegration(call, id), (error: WebapiError) => {
      assert.deepEqual(error.parameters, { reason: 'dns', detail: 'The host name could not be resolved.' });
      return true;
    });
  }));
