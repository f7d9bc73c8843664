import assert from 'node:assert/strict';
import { existsSync, mkdtempSync, readFileSync, renameSync, rmSync } from 'node:fs';
import { createConnection } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { test } from 'node:test';
import { fileURLToPath } from 'node:url';
import { ADMIN, adminToken, type RunningServer, startServer, startWorker } from './running-server.ts';

type Line = Readonly<Record<string, unknown>>;
const leaky = fileURLToPath(new URL('leaky-module.ts', import.meta.url));

/** Runs a server, then gives everything that it has logged and printed. */
async function logged(
  ask: (server: RunningServer) => Promise<void>,
  options: { args?: string[]; environment?: NodeJS.ProcessEnv } = {},
): Promise<{ text: string; lines: Line[] }> {
  const folder = mkdtempSync(join(tmpdir(), 'tessera-log-'));
  const file = join(folder, 'log.jsonl');
  try {
    const environment = { TESSERA_LOG_LEVEL: 'trace', TESSERA_LOG_FILE: file, ...options.environment };
    const server = await startServer(folder, { ...options, environment });
    try {
      await ask(server);
    } finally {
      await server.stop();
    }
    const text = readFileSync(file, 'utf8');
    const lines = text
      .split('\n')
      .filter((line) => line !== '')
      .map((line) => JSON.parse(line) as Line);
    return { text: text + server.output(), lines };
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

test('every request is a line with its id, route, status, caller and time', { timeout: 200_000 }, async () => {
  let id = '';
  const { lines } = await logged(async ({ base }) => {
    const authorization = `Bearer ${await adminToken(base)}`;
    const headers = { authorization, 'x-request-id': 'from-the-proxy-1' };
    const read = await fetch(`${base}/rest/V1/customers/7?fields=email`, { headers });
    assert.equal(read.headers.get('x-request-id'), 'from-the-proxy-1');
    const refused = await fetch(`${base}/rest/V1/customers/7`);
    id = refused.headers.get('x-request-id') ?? '';
    await fetch(`${base}/rest/V1/no/such/5f4dcc3b5aa765d61d8327deb882cf99`);
    await fetch(`${base}/health/live`);
  });
  const requests = lines.filter(({ msg }) => msg === 'request');
  const { time, milliseconds, pid, ...read } = requests.find(({ requestId }) => requestId === 'from-the-proxy-1') ?? {};
  assert.match(String(time), /^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3}Z$/);
  assert.ok(typeof milliseconds === 'number' && milliseconds > 0 && typeof pid === 'number');
  assert.deepEqual(read, {
    level: 30,
    requestId: 'from-the-proxy-1',
    method: 'GET',
    route: '/V1/customers/:customerId',
    binding: 'rest',
    status: 404,
    caller: 'admin',
    callerId: 1,
    address: '127.0.0.1',
    error: 'no_such_entity',
    msg: 'request',
  });
  const refused = requests.find(({ requestId }) => requestId === id);
  assert.deepEqual([refused?.['status'], refused?.['error']], [401, 'not_authorized']);
  assert.ok(requests.some(({ path, status }) => path === '/rest/V1/*/*/*' && status === 404));
  assert.ok(requests.some(({ route, binding }) => route === '/health/live' && binding === 'endpoint'));
});

test('no secret reaches the log, whichever way it comes', { timeout: 200_000 }, async () => {
  const secrets = {
    inQuery: 'qu3ry-S3cret+value',
    inBody: 'b0dy-S3cret-value',
    inBrokenBody: 'br0ken-S3cret-value',
    inXml: 'xm1-S3cret-value',
    bearer: 'b3arer-S3cret-value',
    basic: 'YmFzaWMtUzNjcmV0',
    cookie: 'c00kie-S3cret-value',
    oauthToken: '0a1b2c3d4e5f6a7b8c9d0e1f2a3b4c5d',
    signature: 'c2lnbmF0dXJlLVMzY3JldA',
    inPath: 'zz9plural-zalpha-reset-token',
    current: 'curr3nt-S3cret-value',
  };
  const issued: string[] = [];
  const { text, lines } = await logged(
    async ({ base }) => {
      const token = await adminToken(base);
      issued.push(token, ADMIN.password);
      const send = (path: string, method: string, headers: Record<string, string> = {}, body?: string) =>
        fetch(`${base}${path}`, { method, headers, ...(body === undefined ? {} : { body }) });
      const json = { 'content-type': 'application/json' };
      const carried = {
        ...json,
        authorization: `Bearer ${secrets.bearer}`,
        cookie: `admin=${secrets.cookie}; other=1`,
        'x-current-password': secrets.current,
      };
      const query = `?password=${encodeURIComponent(secrets.inQuery)}&oauth_token=${secrets.oauthToken}`;
      const spilled = await send(
        `/rest/V1/leak${query}`,
        'POST',
        carried,
        JSON.stringify({ password: secrets.inBody, note: 'n' }),
      );
      assert.equal(spilled.status, 500);
      assert.doesNotMatch(await spilled.text(), /S3cret/);
      await send(
        '/rest/V1/leak',
        'POST',
        { ...json, authorization: `Basic ${secrets.basic}` },
        JSON.stringify({ password: secrets.inBody, note: secrets.basic }),
      );
      await send('/rest/V1/leak', 'POST', json, `{"password":"${secrets.inBrokenBody}"`);
      await send(
        '/rest/V1/leak',
        'POST',
        { 'content-type': 'application/xml' },
        `<r><password>${secrets.inXml}</password><note>n</note></r>`,
      );
      await send(
        '/rest/V1/integration/admin/token',
        'POST',
        json,
        JSON.stringify({ username: 'admin', password: secrets.inBody }),
      );
      await send(`/rest/V1/customers/1/password/resetLinkToken/${secrets.inPath}`, 'GET');
      await send(`/rest/V1/customerz/${secrets.inPath}${query}`, 'GET');
      await send(`/${secrets.inPath}`, 'GET');
      const oauth = `OAuth oauth_consumer_key="${secrets.oauthToken}", oauth_token="${secrets.oauthToken}", oauth_nonce="n", oauth_timestamp="1", oauth_signature_method="HMAC-SHA256", oauth_signature="${secrets.signature}"`;
      await send('/rest/V1/customers/1', 'GET', { authorization: oauth });
      await send('/oauth/token/request', 'POST', { authorization: oauth });
      await send(
        '/soap/default?services=leakV1',
        'POST',
        { 'content-type': 'application/soap+xml' },
        `<x><password>${secrets.inXml}</password></x>`,
      );
      // An integration whose callback refuses the connection: its credentials were about to be sent.
      const admin = { ...json, authorization: `Bearer ${token}` };
      const integration = {
        name: 'CRM',
        all_resources: true,
        endpoint: 'https://127.0.0.1:9/hook',
        identity_link_url: 'https://127.0.0.1:9/login',
      };
      const made = (await (
        await send('/rest/V1/integrations', 'POST', admin, JSON.stringify({ integration }))
      ).json()) as { id: number };
      await send(`/rest/V1/integrations/${made.id}/activate`, 'POST', admin, '{}');
      const credentials = (await (
        await send(`/rest/V1/integrations/${made.id}/credentials`, 'GET', admin)
      ).json()) as Record<string, string | null>;
      issued.push(...Object.values(credentials).filter((value) => value !== null));
    },
    { args: ['--module', leaky] },
  );
  const faults = lines.filter(({ level }) => level === 50 && lines.length > 0).map((line) => JSON.stringify(line));
  assert.ok(
    faults.some((line) => line.includes('cannot use [masked]')),
    'faults are told',
  );
  assert.ok(
    lines.some(({ msg }) => msg === 'got [masked]'),
    'what modules write is told',
  );
  assert.ok(lines.filter(({ msg }) => msg === 'request').length >= 12, 'requests are told');
  assert.ok(issued.length >= 3);
  for (const secret of [...Object.values(secrets), encodeURIComponent(secrets.inQuery), ...issued])
    assert.ok(!text.includes(secret), `${secret} in ${text.split('\n').find((line) => line.includes(secret))}`);
});

test('no client can write a line of its own', { timeout: 200_000 }, async () => {
  const { lines } = await logged(async ({ base }) => {
    const { port } = new URL(base);
    for (const raw of [
      'GET /rest/V1/%0d%0a%7B%22level%22:60%7D?a=%0a{"level":60} HTTP/1.1\r\nHost: x\r\n',
      'GET /rest/V1/store/websites HTTP/1.1\r\nHost: x\r\nX-Request-Id: a"},{"level":60\r\n',
      'FORGED"LEVEL:60 /rest/V1/store HTTP/1.1\r\nHost: x\r\n',
      'GET /rest/V1/store HTTP/1.1\r\nHost: x\r\nX-Forwarded-For: 1.2.3.4", "level": 60, "a": "\r\nUser-Agent: {"level":60}\r\n',
      'GET /rest/V1/store HTTP/1.1\r\nHost: x\r\nUser-Agent: \u001b[2J{"level":60}\r\n',
    ])
      await new Promise<void>((done) => {
        const socket = createConnection(Number(port), '127.0.0.1', () => socket.end(`${raw}Connection: close\r\n\r\n`));
        socket.resume();
        socket.on('close', () => done());
        socket.on('error', () => done());
      });
  });
  assert.ok(lines.length >= 2, `${lines.length} lines`);
  for (const line of lines) {
    assert.ok([30, 50].includes(line['level'] as number), JSON.stringify(line));
    assert.doesNotMatch(JSON.stringify(line), /"?level\\?"?:60|FORGED|1\.2\.3\.4|\u001b/);
  }
});

test('at the level warn, which is the default, requests that went well are not logged, and a wrong level is refused', {
  timeout: 200_000,
}, async () => {
  const ask = async ({ base }: RunningServer): Promise<void> => {
    await fetch(`${base}/rest/V1/store/websites`);
  };
  assert.deepEqual((await logged(ask, { environment: { TESSERA_LOG_LEVEL: '' } })).lines, []);
  await assert.rejects(
    logged(ask, { environment: { TESSERA_LOG_LEVEL: 'loud' } }),
    /TESSERA_LOG_LEVEL must be .*not "loud"/,
  );
});

test('a log that cannot be written costs its lines, not the requests, and the server still stops when it is told', {
  timeout: 60_000,
}, async () => {
  const folder = mkdtempSync(join(tmpdir(), 'tessera-log-'));
  const environment = { TESSERA_LOG_LEVEL: 'info', TESSERA_LOG_FILE: '/dev/full' };
  const server = await startServer(folder, { environment });
  try {
    for (let i = 0; i < 20; i++) {
      assert.equal((await fetch(`${server.base}/rest/V1/directory/countries`)).status, 200);
      await new Promise((soon) => setTimeout(soon, 30));
    }
    await server.stop();
    assert.equal(server.process.exitCode, 0);
    assert.equal(server.output().split('/dev/full cannot be written: The disk is full.').length, 2, server.output());
  } finally {
    await server.stop('SIGKILL');
    rmSync(folder, { recursive: true, force: true });
  }
});

const withLogFile = async (
  start: (folder: string, environment: NodeJS.ProcessEnv) => Promise<RunningServer>,
  work: (server: RunningServer, file: string) => Promise<void>,
): Promise<void> => {
  const folder = mkdtempSync(join(tmpdir(), 'tessera-log-'));
  const file = join(folder, 'log');
  const server = await start(folder, { TESSERA_LOG_LEVEL: 'info', TESSERA_LOG_FILE: file });
  try {
    await work(server, file);
    await server.stop();
    assert.equal(server.process.exitCode, 0, server.output());
  } finally {
    await server.stop('SIGKILL');
    rmSync(folder, { recursive: true, force: true });
  }
};

/** Moves the log away, has it opened anew, and asks until a request is in the new one. */
async function rotate({ base, process: { pid = 0 } }: RunningServer, file: string): Promise<void> {
  renameSync(file, `${file}.1`);
  process.kill(pid, 'SIGHUP');
  for (let i = 0; !existsSync(file) || !readFileSync(file, 'utf8').includes('"msg":"request"'); i++) {
    assert.ok(i < 200, 'not in 20 seconds');
    assert.equal((await fetch(`${base}/health/live`)).status, 200);
    await new Promise((soon) => setTimeout(soon, 100));
  }
}

const serving =
  (...args: string[]) =>
  (folder: string, environment: NodeJS.ProcessEnv) =>
    startServer(folder, { args, environment });

test('SIGHUP has a server open its log file anew, and it goes on', { timeout: 60_000 }, () =>
  withLogFile(serving(), async (server, file) => {
    assert.equal((await fetch(`${server.base}/health/live`)).status, 200);
    await rotate(server, file);
    await rotate(server, file);
  }),
);

test('SIGHUP has a worker open its log file anew, and it goes on', { timeout: 60_000 }, () =>
  withLogFile((folder, environment) => startWorker(folder, { environment }), rotate),
);

test(
  'SIGHUP for all processes of a server, as when a terminal closes, ends none that serves',
  { timeout: 90_000 },
  () =>
    withLogFile(serving('--workers', '2'), async (server, file) => {
      const { pid = 0 } = server.process;
      const workers = readFileSync(`/proc/${pid}/task/${pid}/children`, 'utf8').trim().split(' ').map(Number);
      assert.equal(workers.length, 2);
      for (const worker of workers) process.kill(worker, 'SIGHUP');
      await new Promise((soon) => setTimeout(soon, 500));
      assert.equal(readFileSync(`/proc/${pid}/task/${pid}/children`, 'utf8').trim(), workers.join(' '));
      await rotate(server, file);
      assert.doesNotMatch(readFileSync(file, 'utf8') + readFileSync(`${file}.1`, 'utf8'), /a process has ended/);
    }),
);
