import assert from 'node:assert/strict';
import { mkdtempSync, rmSync } from 'node:fs';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { test } from 'node:test';
import { freshDatabase, testDialect } from './application.ts';
import { adminToken, type RunningServer, startServer } from './running-server.ts';
import { KIND, type TraceCollector, withCollector } from './trace-collector.ts';

const TRACE = '4bf92f3577b34da6a3ce929d0e0e4736';
const PARENT = '00f067aa0ba902b7';
const traceparent = `00-${TRACE}-${PARENT}-01`;

/** A server that sends its spans to the collector at once. */
async function traced(
  run: (server: RunningServer, collector: TraceCollector) => Promise<void>,
  environment: NodeJS.ProcessEnv = {},
): Promise<void> {
  const folder = mkdtempSync(join(tmpdir(), 'tessera-trace-'));
  const { location, drop } = await freshDatabase(folder, 'tessera.sqlite');
  try {
    await withCollector(async (collector) => {
      const server = await startServer(folder, {
        environment: {
          DATABASE_URL: location.dialect === 'postgres' ? location.url : '',
          TESSERA_ALLOW_PRIVATE_ADDRESSES: '1',
          OTEL_EXPORTER_OTLP_ENDPOINT: collector.url,
          OTEL_EXPORTER_OTLP_PROTOCOL: 'http/json',
          OTEL_BSP_SCHEDULE_DELAY: '100',
          ...environment,
        },
      });
      try {
        await run(server, collector);
      } finally {
        await server.stop();
      }
    });
  } finally {
    await drop();
    rmSync(folder, { recursive: true, force: true });
  }
}

test(
  "a request continues its client's trace, says what it was, and its statements belong to it",
  {
    timeout: 200_000,
  },
  () =>
    traced(
      async ({ base }, { find, spans }) => {
        const authorization = `Bearer ${await adminToken(base)}`;
        const headers = { authorization, traceparent, 'x-request-id': 'r-1' };
        assert.equal((await fetch(`${base}/rest/V1/customers/7?secret=s3cr3t`, { headers })).status, 404);
        const span = await find('of the request', ({ parentSpanId }) => parentSpanId === PARENT);
        assert.deepEqual([span.traceId, span.name, span.kind], [TRACE, 'GET /V1/customers/:customerId', KIND.server]);
        const { 'server.address': address, ...attributes } = span.attributes;
        assert.equal(address, '127.0.0.1');
        assert.deepEqual(attributes, {
          'http.request.method': 'GET',
          'http.route': '/V1/customers/:customerId',
          'http.response.status_code': 404,
          'url.scheme': 'http',
          'client.address': '127.0.0.1',
          'tessera.binding': 'rest',
          'tessera.caller.kind': 'admin',
          'tessera.request.id': 'r-1',
          'tessera.operation': 'Magento\\Customer\\Api\\CustomerRepositoryInterface::getById',
          'tessera.error.code': 'no_such_entity',
        });
        assert.deepEqual(
          [span.resource['service.name'], span.resource['deployment.environment']],
          ['shop-api', 'test'],
        );
        const statement = await find('of its statement', ({ parentSpanId }) => parentSpanId === span.spanId);
        assert.deepEqual([statement.traceId, statement.name, statement.kind], [TRACE, 'SELECT customer', KIND.client]);
        assert.equal(statement.attributes['db.system.name'], testDialect === 'postgres' ? 'postgresql' : 'sqlite');
        assert.match(String(statement.attributes['db.query.text']), /^select .* = (?:\+?\?|\$1)/);
        assert.ok(BigInt(statement.endTimeUnixNano) >= BigInt(statement.startTimeUnixNano));
        const everything = JSON.stringify(spans);
        for (const secret of ['s3cr3t', authorization.slice(7), 'Admin123!x'])
          assert.ok(!everything.includes(secret), secret);
      },
      { OTEL_SERVICE_NAME: 'shop-api', OTEL_RESOURCE_ATTRIBUTES: 'deployment.environment=test' },
    ),
);

test(
  'callbacks are spans of the request, operations of a bulk of the request that asked for them',
  {
    timeout: 200_000,
  },
  () =>
    traced(async ({ base }, { find, spans }) => {
      const received: (string | undefined)[] = [];
      const callback = createServer((request, response) => {
        received.push(request.headers['traceparent'] as string | undefined);
        response.end('ok');
      });
      await new Promise<void>((listening) => callback.listen(0, '127.0.0.1', listening));
      try {
        const { port } = callback.address() as AddressInfo;
        const headers = { authorization: `Bearer ${await adminToken(base)}`, 'content-type': 'application/json' };
        const post = async (path: string, body: unknown) => {
          const answer = await fetch(`${base}/rest/${path}`, {
            method: 'POST',
            headers: { ...headers, traceparent },
            body: JSON.stringify(body),
          });
          assert.ok(answer.ok, `${path}: ${answer.status}`);
          return (await answer.json()) as { id: number };
        };
        const endpoint = `http://127.0.0.1:${port}/hook-s3cr3t?key=s3cr3t`;
        const { id } = await post('V1/integrations', {
          integration: {
            name: 'CRM',
            all_resources: true,
            endpoint,
            identity_link_url: `http://127.0.0.1:${port}/login`,
          },
        });
        await post(`V1/integrations/${id}/activate`, {});
        const call = await find(
          'of the callback',
          ({ kind, attributes }) => kind === KIND.client && attributes['server.port'] === port,
        );
        assert.deepEqual(call.attributes, {
          'http.request.method': 'POST',
          'server.address': '127.0.0.1',
          'server.port': port,
          'url.scheme': 'http',
          'http.response.status_code': 200,
        });
        assert.deepEqual(received, [`00-${TRACE}-${call.spanId}-01`]);
        const request = await find('that activates', ({ spanId }) => spanId === call.parentSpanId);
        assert.equal(request.name, 'POST /V1/integrations/:id/activate');

        const customer = (n: number) => ({
          customer: { email: `c${n}@example.com`, firstname: 'A', lastname: 'B', website_id: 1 },
          password: 'Bulk-s3cr3t-1',
        });
        await post('async/bulk/V1/customers', [customer(1), customer(2)]);
        const operations = [0, 1].map((key) =>
          find(`of operation ${key}`, ({ attributes }) => attributes['tessera.bulk.operation_key'] === key),
        );
        const asked = await find(
          'of the bulk request',
          ({ name, kind }) => kind === KIND.server && name === 'POST /V1/customers',
        );
        for (const operation of await Promise.all(operations)) {
          assert.deepEqual([operation.traceId, operation.parentSpanId], [TRACE, asked.spanId]);
          assert.deepEqual([operation.name, operation.kind], ['bulk POST /V1/customers', KIND.consumer]);
          await find(
            'of its insert',
            ({ parentSpanId, name }) => parentSpanId === operation.spanId && name === 'INSERT customer',
          );
        }
        assert.doesNotMatch(JSON.stringify(spans), /s3cr3t/);
      } finally {
        callback.closeAllConnections();
        callback.close();
      }
    }),
);

test('each part of an aggregate is a span of the request, and what it does belongs to it', { timeout: 200_000 }, () =>
  traced(async ({ base }, { find, spans }) => {
    const headers = { authorization: `Bearer ${await adminToken(base)}`, 'content-type': 'application/json' };
    const ask = async (body: unknown, id: string) => {
      const trace = { ...headers, traceparent: `00-${TRACE}-${id}-01` };
      await fetch(`${base}/rest/V1/aggregate`, { method: 'POST', headers: trace, body: JSON.stringify(body) });
      return find('of the request', ({ parentSpanId }) => parentSpanId === id);
    };
    const read = { id: 's3cr3t', method: 'GET', url: '/V1/customerGroups/1' };
    const nobody = { id: 'nobody', method: 'GET', url: '/V1/customers/7' };
    const nowhere = { id: 'nowhere', method: 'GET', url: '/V1/nothing/s3cr3t' };
    const make = { method: 'POST', url: '/V1/customerGroups', body: { group: { code: 'Span', tax_class_id: 3 } } };
    const apart = await ask({ calls: [read, nobody, nowhere] }, '00f067aa0ba902b1');
    const atomic = await ask({ atomic: true, calls: [make, nobody] }, '00f067aa0ba902b2');
    await find(
      'of the last part',
      ({ parentSpanId, name }) => parentSpanId === atomic.spanId && name.endsWith('customerId'),
    );
    const partsOf = ({ spanId }: { spanId: string }) =>
      spans
        .filter(({ parentSpanId, kind }) => parentSpanId === spanId && kind === KIND.internal)
        .map(({ name, attributes, status }) => [
          name,
          attributes['http.response.status_code'],
          attributes['tessera.error.code'] ?? null,
          status.code ?? 0,
        ])
        .sort();
    assert.equal(apart.name, 'POST /V1/aggregate');
    assert.deepEqual(partsOf(apart), [
      ['aggregate GET /V1/customerGroups/:id', 200, null, 0],
      ['aggregate GET /V1/customers/:customerId', 404, 'no_such_entity', 0],
      ['aggregate GET', 404, 'route_not_found', 0],
    ]);
    assert.deepEqual(partsOf(atomic), [
      ['aggregate GET /V1/customers/:customerId', 404, 'no_such_entity', 0],
      ['aggregate POST /V1/customerGroups', 200, null, 0],
    ]);
    const part = spans.find(({ name }) => name === 'aggregate GET /V1/customers/:customerId');
    await find(
      'of its statement',
      ({ parentSpanId, name }) => parentSpanId === part?.spanId && name === 'SELECT customer',
    );
    const made = spans.find(({ name }) => name === 'aggregate POST /V1/customerGroups');
    await find(
      'of its insert',
      ({ parentSpanId, name }) => parentSpanId === made?.spanId && name === 'INSERT customer_group',
    );
    assert.equal(made?.attributes['tessera.operation'], 'Magento\\Customer\\Api\\GroupRepositoryInterface::save');
    assert.doesNotMatch(JSON.stringify(spans), /s3cr3t/);
  }),
);

test(
  'a sampler that samples nothing, or only what the client samples, sends nothing of the rest',
  {
    timeout: 200_000,
  },
  () =>
    traced(
      async ({ base }, { find, spans }) => {
        await fetch(`${base}/rest/V1/store/websites`);
        await fetch(`${base}/rest/V1/directory/currency`, { headers: { traceparent } });
        await find('of the sampled request', ({ name }) => name === 'GET /V1/directory/currency');
        await new Promise((later) => setTimeout(later, 300));
        assert.deepEqual([...new Set(spans.map(({ traceId }) => traceId))], [TRACE]);
      },
      { OTEL_TRACES_SAMPLER: 'parentbased_always_off' },
    ),
);

test('spans go out as protobuf unless JSON is asked for, the last ones when the process ends', {
  timeout: 200_000,
}, async () => {
  let posts: TraceCollector['posts'] = [];
  await withCollector(async (collector) => {
    posts = collector.posts;
    const folder = mkdtempSync(join(tmpdir(), 'tessera-trace-'));
    const server = await startServer(folder, { environment: { OTEL_EXPORTER_OTLP_ENDPOINT: collector.url } });
    await fetch(`${server.base}/rest/V1/directory/currency`, { headers: { traceparent } });
    await server.stop();
    rmSync(folder, { recursive: true, force: true });
  });
  assert.ok(posts.length > 0);
  for (const { path, type } of posts) assert.deepEqual([path, type], ['/v1/traces', 'application/x-protobuf']);
  const sent = Buffer.concat(posts.map(({ body }) => body));
  assert.ok(sent.includes('GET /V1/directory/currency') && sent.includes(Buffer.from(TRACE, 'hex')));
});

test('a collector that is away costs nothing but its spans', { timeout: 200_000 }, async () => {
  const folder = mkdtempSync(join(tmpdir(), 'tessera-trace-'));
  const environment = { OTEL_EXPORTER_OTLP_ENDPOINT: 'http://127.0.0.1:9', OTEL_BSP_SCHEDULE_DELAY: '50' };
  const server = await startServer(folder, { environment });
  assert.equal((await fetch(`${server.base}/rest/V1/directory/currency`)).status, 200);
  const began = Date.now();
  await server.stop();
  assert.equal(server.process.exitCode, 0);
  assert.ok(Date.now() - began < 10_000);
  rmSync(folder, { recursive: true, force: true });
});
